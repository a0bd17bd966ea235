"""How it compares: with last year, last month, the start of the year, budget, plan, peers and the own best."""
