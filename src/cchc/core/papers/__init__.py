"""The language of official papers: agencies and the directory they are looked up in, citations, deadlines."""
