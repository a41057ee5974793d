"""Texts in the reader's language: catalogues, and sentences where there is no Django."""
