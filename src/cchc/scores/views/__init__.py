"""Pages of scores: their import, their correction, the empty points file."""
