"""The files of the room, without Django: Excel of the records of a unit, the calendar of a person."""
