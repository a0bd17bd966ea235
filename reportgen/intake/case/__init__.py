"""The folder of a case: its files, case.yaml, mapping.yaml, and the pages that a hospital writes itself."""
