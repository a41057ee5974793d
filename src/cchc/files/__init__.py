"""Bytes to rows and back: xlsx, csv, docx; no models, no Django."""
