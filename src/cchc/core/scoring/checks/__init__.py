"""Checks: from the texts of a criteria file to a `CriteriaSet`, or to every fault in it with its place.

`settings` reads the set's own settings, `tree` its nodes and `leaves` what is scored; `laws` are the laws of a good
set, which are not asked again of a set that was checked when it was taken in. `building` is the way in;
`feeding` looks at a whole set once more where it is known which sources there are.
"""
