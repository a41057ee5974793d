"""The formats of dates and numbers, per language."""
