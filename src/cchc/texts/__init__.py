"""Texts in the reader's language: catalogues, and sentences without Django."""
