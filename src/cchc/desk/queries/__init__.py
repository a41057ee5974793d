"""Reading for the desk: what waits for whom, where a unit stands, what happened lately, and what a text finds."""
