"""The hospital's year: what comes for each period and by when, what of it is here, and how the next period begins."""
