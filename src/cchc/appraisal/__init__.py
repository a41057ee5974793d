"""The appraisal of what units handed in: who appraises what, points with a reason for each that is taken, questions,
results that go to the units, and their justifications."""
