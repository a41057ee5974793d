"""Attacks on an installation that others may be running at the same time; `benchmarks/torture.py` calls them."""
