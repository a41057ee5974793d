"""Pages of the yearly cycle, and of the holidays of a year."""
