"""Writes: records are settled, reported, closed and returned."""
