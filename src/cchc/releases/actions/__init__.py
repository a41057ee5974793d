"""Writing of releases."""
