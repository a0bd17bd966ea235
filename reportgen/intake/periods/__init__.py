"""Days, months, quarters and years, as sheets and the names of files write them."""
