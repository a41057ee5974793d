"""Bringing scores, correcting them, taking an import back. Every verb is one transaction and one audit record."""

from cchc.scores.actions.corrections import CORRECTED, Attached, Reference, correct_score, take_back, who_set
from cchc.scores.actions.decisions import approve, refuse, withdraw
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
    "Attached",
    "Reference",
    "approve",
    "correct_score",
    "difference_hash",
    "open_set",
    "record_given_up",
    "refuse",
    "take_back",
    "undo_last_import",
    "who_set",
    "withdraw",
    "write_back",
    "write_import",
]
