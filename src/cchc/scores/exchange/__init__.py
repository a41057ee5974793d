"""The points file that a set asks its units to fill in: read with every fault, written empty."""
