"""What is typed in this room."""
