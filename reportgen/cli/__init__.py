"""The commands; each translates words of the shell into one call of the pipeline and shows what comes back."""
