"""What is asked about the analysis of results."""
