"""The words of the house: what a number, a place, a finding and a definition are. Knows nobody above it."""
