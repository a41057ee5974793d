"""What of this room can never change, and what is played against the log."""

from __future__ import annotations

from collections.abc import Mapping

from cchc.audit.frozen import Frozen
from cchc.audit.played import Played
from cchc.core.plans.reports.content import hash_of_frame
from cchc.core.words.messages import Message
from cchc.following.models import (
    CooperationNote,
    FrameVersion,
    ProgressDecision,
    ProgressReport,
    ReportedProduct,
)
from cchc.following.queries.integrity import baselines_in_disagreement, records_in_disagreement

IN_FORCE = "(SELECT state FROM plans_plan WHERE id = {row}.plan_id) = 'current'"

FROZEN = (
    Frozen("following_baseline", when=IN_FORCE),
    Frozen("following_amendment"),
    Frozen("following_undoneamendment"),
    Frozen("following_progressreport"),
    Frozen("following_progressdecision"),
    Frozen("following_cooperationnote"),
    Frozen("following_frameversion", when="{row}.state = 'published'"),
)

CHECKS = (records_in_disagreement, baselines_in_disagreement)


def _asked(version: FrameVersion) -> Mapping[str, str]:
    """The hash of what a version asks for now, beside the one that stands with it."""
    return {"asked": hash_of_frame(version.content)}


PLAYED = (
    Played(
        code="following.frame_version",
        words=Message("Version of a report frame"),
        model=FrameVersion,
        fields=("key", "number", "state", "sha256"),
        holds=_asked,
    ),
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
