"""Made-up plans with known truth, drawn in the shapes in which offices send theirs, and how well they are read."""
