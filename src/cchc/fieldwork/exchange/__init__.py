"""What fieldwork prints, without Django."""
