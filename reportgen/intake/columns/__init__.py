"""What the columns of a table hold: whose figures, for which period, in which unit; what of it is in doubt is told."""
