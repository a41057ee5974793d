"""Criteria sets as files: TOML and Excel, both ways."""
