"""What comes next: the year's end with interval and tested error, what-if, liquidity, cash receipts. Never scored."""
