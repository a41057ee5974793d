"""Answers from files of other systems: which column holds what, and what each row answers.

`columns` proposes what each heading means; a person confirms it. `rows` reads the rows by what was confirmed, or says
everything that is wrong in them at once.
"""
