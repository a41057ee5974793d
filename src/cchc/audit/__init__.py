"""Append-only log of who did what, sealed by a chain of hashes."""
