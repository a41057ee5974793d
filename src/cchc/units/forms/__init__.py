"""Forms of the units: typed facts, chosen units, and a table file to upload."""
