"""The law of the index: values in, values out; no Django, no clock, no files."""
