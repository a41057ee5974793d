"""What of this room can never change, and what is played against the log."""

from __future__ import annotations

from cchc.audit.frozen import Frozen
from cchc.audit.played import Played
from cchc.core.words.messages import Message
from cchc.following.models import CooperationNote, ProgressDecision, ProgressReport, ReportedProduct
from cchc.following.queries.integrity import baselines_in_disagreement, records_in_disagreement

IN_FORCE = "(SELECT state FROM plans_plan WHERE id = {row}.plan_id) = 'current'"

FROZEN = (
    Frozen("following_baseline", when=IN_FORCE),
    Frozen("following_amendment"),
    Frozen("following_undoneamendment"),
    Frozen("following_progressreport"),
    Frozen("following_progressdecision"),
    Frozen("following_cooperationnote"),
)

CHECKS = (records_in_disagreement, baselines_in_disagreement)

PLAYED = (
    Played(
        code="following.report",
        words=Message("Report on a measure"),
        model=ProgressReport,
        fields=("state", "percent", "text", "figures", "done_on", "reason", "document_number", "through"),
        key=("record_id", "number"),
    ),
    Played(
        code="following.decision",
        words=Message("Decision on a report"),
        model=ProgressDecision,
        fields=("kind", "reason"),
        key=("record_id", "number"),
    ),
    Played(
        code="following.note",
        words=Message("Note of a cooperating unit"),
        model=CooperationNote,
        fields=("record_id", "of_unit_id", "confirms", "text"),
    ),
    Played(
        code="following.product",
        words=Message("Product of a measure"),
        model=ReportedProduct,
        fields=("record_id", "document_id"),
    ),
)
