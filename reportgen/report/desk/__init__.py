"""What views share: the desk they write at, and what several of them say alike."""
