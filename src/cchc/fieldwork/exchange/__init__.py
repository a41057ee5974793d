"""What fieldwork prints and gives out as files, without Django."""
