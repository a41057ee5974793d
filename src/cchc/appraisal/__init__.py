"""The appraisal of what units handed in: who appraises what, points with a reason for each that is taken,
questions, and results that go to the units."""
