"""Designs and samples: how many, from which frame, by which draw, with which inclusion probabilities and weights."""
