"""Where printed numbers come from: their passport, the files behind them."""
