"""Tables of things and opinions: registers, ratings, experts and checklists, and the tables beside case.yaml."""
