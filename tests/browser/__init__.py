"""A browser for tests: what a page is to those who read it on a screen."""
