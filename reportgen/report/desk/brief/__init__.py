"""What the board is told: what happened, why, what it has to decide, whether the cash lasts."""
