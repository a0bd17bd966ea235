"""Many reports in one run: orders, worker processes that make them, and the record of what is made."""
