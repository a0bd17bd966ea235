"""The generated parts of the documents: tables between marks, and the picture of the architecture."""
