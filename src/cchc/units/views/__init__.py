"""Pages of the units, their groups, and the wordings of plans that stand for them."""
