"""What of this room is played against the log."""

from __future__ import annotations

from cchc.audit.played import Played
from cchc.core.words.messages import Message
from cchc.self_scoring.models import Answer

PLAYED = (
    Played(
        code="self_scoring.answer",
        words=Message("Answer"),
        model=Answer,
        fields=(
            "figures",
            "points",
            "reason",
            "provisional",
            "note",
            "fed",
            "done",
            "late",
            "version",
        ),
        key=("sheet_id", "leaf"),
    ),
)
