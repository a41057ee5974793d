"""Pages of the analysis of results."""
