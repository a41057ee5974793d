"""What measurements have in common: the aims, both databases, a set of a hundred leaves."""
