"""Criteria sets as files: TOML and Excel, both ways; and the points file that a set asks its units to fill in."""

from cchc.criteria.exchange.reading import read_set

__all__ = ["read_set"]
