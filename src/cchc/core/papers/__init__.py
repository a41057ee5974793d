"""The language of official papers: agencies, citations, deadlines."""
