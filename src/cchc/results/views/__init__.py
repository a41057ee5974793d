"""Pages of results: the ranking, one unit."""
