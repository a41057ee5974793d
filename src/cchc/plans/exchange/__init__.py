"""The files of this room, without Django: the plan as an Excel table, given out and brought back."""
