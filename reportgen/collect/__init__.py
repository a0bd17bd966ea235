"""An agency's side: a roster, what came in, whether it holds, what goes back, and all hospitals in one table."""
