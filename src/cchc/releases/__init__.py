"""Releases: numbered, frozen publications of the results of a cycle, each with a bundle that anyone recomputes."""
