"""Criteria sets as files: TOML and Excel, both ways."""

from cchc.criteria.exchange.reading import SET_FILE, SetFile, read_set, read_set_file

__all__ = ["SET_FILE", "SetFile", "read_set", "read_set_file"]
