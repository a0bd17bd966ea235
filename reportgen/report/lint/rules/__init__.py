"""The rules of the layout lint, by what they look at."""
