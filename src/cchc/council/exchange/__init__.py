"""Papers of the council, without Django."""
