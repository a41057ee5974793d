"""Estimates: from counts of answers and the design of a sample to figures with their errors; floats, and said so."""
