"""The files of this room: the list of units, and their figures per year. No Django here."""
