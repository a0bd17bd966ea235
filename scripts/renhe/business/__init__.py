"""What the hospital keeps beside its books: departments, disease groups, stocks, claims, contracts, plans, measures."""
