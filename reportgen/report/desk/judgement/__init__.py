"""What is judged of a hospital: warnings, the strength of evidence, what deserves a page."""
