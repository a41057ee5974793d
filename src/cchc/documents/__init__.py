"""Stored files by hash and the documents they belong to."""
