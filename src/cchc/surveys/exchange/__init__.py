"""The shapes of files of surveys, without Django."""
