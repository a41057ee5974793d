"""Reading results: rankings, the page of one unit."""
