"""Bringing scores, correcting them, taking an import back. Every verb is one transaction and one audit record."""

from cchc.scores.actions.corrections import CORRECTED, correct_score
from cchc.scores.actions.imports import (
    APPLIED,
    GIVEN_UP,
    POINTS,
    UNDONE,
    difference_hash,
    open_set,
    record_given_up,
    undo_last_import,
    write_back,
    write_import,
)

__all__ = [
    "APPLIED",
    "CORRECTED",
    "GIVEN_UP",
    "POINTS",
    "UNDONE",
    "correct_score",
    "difference_hash",
    "open_set",
    "record_given_up",
    "undo_last_import",
    "write_back",
    "write_import",
]
