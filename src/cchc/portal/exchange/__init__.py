"""Shapes of files that the portal writes or reads, without Django."""
