"""Forms of the room: which records are shown, what is reported, closed, returned, confirmed."""
