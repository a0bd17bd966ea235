"""Business and finance together: what work costs and brings, who owes and is owed, what lies in stock, who answers."""
