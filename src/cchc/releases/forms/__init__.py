"""Forms of the releases."""
