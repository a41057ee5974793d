"""What the pages of the portal show, worked out from the contents of releases and nothing else."""
