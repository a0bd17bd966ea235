"""The words, names and numbers by which workbooks say what they are."""
