"""What is done in the field of a survey."""
