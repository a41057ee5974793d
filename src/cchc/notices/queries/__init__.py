"""Queries of notices: those of a person, and whom a notice is for."""
