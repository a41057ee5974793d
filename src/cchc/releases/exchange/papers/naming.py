"""The names of the papers of a release."""

from __future__ import annotations

from enum import StrEnum


class PaperKind(StrEnum):
    """A kind of paper; the value stands in addresses and names of files."""

    DECISION = "quyet-dinh"
    PRESS_NOTE = "thong-cao"
    LETTER = "thong-bao"
