"""Scores and grades as they are printed: what they rest on, where they stand, which way leads up."""
