"""What is asked about the fieldwork of surveys."""
