"""The papers of a release: the decision with its annexes, the note for the press, the letter to each unit.

They are papers of an office, in Vietnamese whatever language a page has, and say nothing but what the release tells.
"""
