"""How long the board report takes, against the same pages written the usual way."""
