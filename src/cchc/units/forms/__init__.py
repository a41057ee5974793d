"""Forms of the units: what is typed, and what a table file would do before it does it."""
