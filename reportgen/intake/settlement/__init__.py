"""What is settled once all files are read: which of several figures holds, and what follows for other periods."""
