"""Pages of the fieldwork of surveys."""
