"""Units of the administration: a tree with kinds, validity dates and lineage."""
