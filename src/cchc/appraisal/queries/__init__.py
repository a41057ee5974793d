"""Reading appraisals: who appraises what, what a reader may see, what was given."""
