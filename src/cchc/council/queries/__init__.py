"""What is asked about the council."""
