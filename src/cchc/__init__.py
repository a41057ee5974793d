"""cchc: the year of the public administration reform index, from criteria to ranking."""
