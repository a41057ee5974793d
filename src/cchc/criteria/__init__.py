"""Criteria sets: versions, tree, points and rules; load, check, publish."""
