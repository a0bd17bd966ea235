"""What wants attention: special causes, outliers, worsening, warnings by level, and the measures that follow them."""
