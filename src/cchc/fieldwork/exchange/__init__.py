"""What fieldwork prints and gives out as files, without Django."""

"""File shapes of fieldwork, without Django: what it prints, reports and seals."""
