"""What a release is made of and how it is written, without Django."""
