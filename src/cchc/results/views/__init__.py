"""Pages of results: the ranking, one unit, the import of scores."""
