"""The files of analysis, without Django."""
