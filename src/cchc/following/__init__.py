"""Plans in force are followed: the progress of each measure and unit, amendments, events, what was done as a figure."""
