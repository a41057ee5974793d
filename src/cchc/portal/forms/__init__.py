"""What is typed on the pages around the portal."""
