"""What is said of the results and how it looks: view, words, charts, pages, PDF. Computes nothing."""
