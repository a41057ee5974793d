"""The yearly cycle: phases, deadlines, which units, which criteria version, applicability."""
