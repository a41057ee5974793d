"""The sheet as files: Excel out and back in, and the printed form. No Django."""
