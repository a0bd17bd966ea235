"""The lines of a statement: which item each of them is, what their amounts prove, and the figures that are kept."""
