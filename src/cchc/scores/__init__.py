"""What a unit has for a leaf: points or figures, and where they come from."""
