"""What of this room can never change: submissions and returns; answers, evidence and shared work of a sheet that is not
being filled in; all of a closed cycle. And what is played against the log."""

from __future__ import annotations

from cchc.audit.frozen import Frozen
from cchc.audit.played import Played
from cchc.core.words.messages import Message
from cchc.cycles.kept import OF_A_PARTICIPANT
from cchc.self_scoring.models import Answer, EvidenceLink, SheetReturn, SheetSubmission, WorkShare
from cchc.self_scoring.queries.integrity import (
    links_without_document,
    sheets_in_disagreement,
    submissions_in_disagreement,
)

IN_CLOSED = (
    "(SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM cycles_participant WHERE id = "
    "(SELECT participant_id FROM self_scoring_unitsheet WHERE id = {row}.sheet_id))) = 'closed'"
)
SHEET = "SELECT state FROM self_scoring_unitsheet WHERE id = {row}.sheet_id"
NOT_FILLING = f"({SHEET}) <> 'filling' OR {IN_CLOSED}"

SEEN = ("seen_at", "seen_by_id", "seen_by")

FROZEN = (
    Frozen("self_scoring_unitsheet", when=OF_A_PARTICIPANT, insert=OF_A_PARTICIPANT),
    Frozen("self_scoring_answer", when=NOT_FILLING, insert=NOT_FILLING),
    Frozen("self_scoring_evidencelink", when=NOT_FILLING, insert=NOT_FILLING, free=SEEN),
    Frozen("self_scoring_workshare", when=NOT_FILLING, insert=NOT_FILLING),
    Frozen("self_scoring_sheetsubmission", insert=IN_CLOSED),
    Frozen("self_scoring_sheetreturn"),
)

NIGHTLY = (links_without_document,)

CHECKS = (links_without_document, sheets_in_disagreement, submissions_in_disagreement)

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
    Played(
        code="self_scoring.evidence",
        words=Message("Evidence"),
        model=EvidenceLink,
        fields=("sheet_id", "leaf", "document_id", "part", "page", "passage"),
    ),
    Played(
        code="self_scoring.share",
        words=Message("Shared work"),
        model=WorkShare,
        fields=("person_id",),
        key=("sheet_id", "node"),
    ),
    Played(
        code="self_scoring.submission",
        words=Message("Submission"),
        model=SheetSubmission,
        fields=("sheet_id", "number", "sha256", "signed_id", "taken_in"),
    ),
    Played(
        code="self_scoring.return",
        words=Message("Return"),
        model=SheetReturn,
        fields=("submission_id", "reason"),
    ),
)  # fmt: skip
