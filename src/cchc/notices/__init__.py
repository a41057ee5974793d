"""Notices: what people are told and reminded of, on their pages and by e-mail."""
