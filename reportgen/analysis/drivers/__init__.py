"""What moved it: factors, volume, price and mix, lines of a statement, departments, and the point of no surplus."""
