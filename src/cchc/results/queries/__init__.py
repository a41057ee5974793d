"""Reading results: scores as they stand, what an import would change, rankings, the page of one unit."""
