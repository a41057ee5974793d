"""Analysis of results: where points were lost, by whom and by what."""
