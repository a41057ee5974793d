"""The one writer of official papers in Word, without Django."""
