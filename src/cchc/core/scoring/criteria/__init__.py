"""Criteria sets: the tree and its derivations, and the texts of the files that write them.

The file formats (TOML, Excel) are read into a `document.Document`, plain texts with their places;
`core.scoring.checks` turns it into a `tree.CriteriaSet` or into faults. `document.document_of` is the way back.
"""
