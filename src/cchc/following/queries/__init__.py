"""Reads: which records somebody may see, and where they stand."""
