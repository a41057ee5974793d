"""Surveys: samples, what an engine counted of the answers, and what follows from it with an honest error."""
