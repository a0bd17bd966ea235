"""The budget's whole life: compiled, approved, adjusted, executed, judged, and what follows for the next one."""
