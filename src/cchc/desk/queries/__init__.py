"""Queries of the desk: duties, the standing of units, recent acts, and search hits."""
