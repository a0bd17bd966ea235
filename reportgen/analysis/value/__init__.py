"""Value: what capital costs, how far from distress, whether state assets are preserved, and what money does not say."""
