"""What changes in the council."""
