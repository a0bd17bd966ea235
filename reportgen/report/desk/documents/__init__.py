"""What stands around the pages: their furniture, the letter, forms to the hundredth."""
