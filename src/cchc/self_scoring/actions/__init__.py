"""Filling sheets in and handing them in. Every verb is one transaction and one audit record."""
