"""Words and figures as Vietnamese offices write them: numbers, names, lengths, messages."""
