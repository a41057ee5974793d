"""Queries of the releases: what is public, what would be, and what forbids it."""
