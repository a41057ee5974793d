"""What of this room can never change, and what is played against the log."""

from __future__ import annotations

from collections.abc import Mapping

from cchc.audit.frozen import Frozen
from cchc.audit.played import Played
from cchc.core.plans.reports.content import hash_of_frame
from cchc.core.words.messages import Message
from cchc.following.models import (
    ArchivedReport,
    CooperationNote,
    FrameVersion,
    FrozenReport,
    PartRecall,
    PartReturn,
    ProgressDecision,
    ProgressReport,
    RecallRefusal,
    ReportedProduct,
    ReportPart,
    ReportRound,
    RoundWithdrawal,
)
from cchc.following.queries.integrity import baselines_in_disagreement, records_in_disagreement

IN_FORCE = "(SELECT state FROM plans_plan WHERE id = {row}.plan_id) = 'current'"
ROUND_FROZEN = "EXISTS (SELECT 1 FROM following_frozenreport frozen WHERE frozen.round_id = {row}.%s)"
WITHDRAWN = "EXISTS (SELECT 1 FROM following_roundwithdrawal gone WHERE gone.round_id = {row}.%s)"
ROUND_CLOSED = f"({ROUND_FROZEN} OR {WITHDRAWN})"

FROZEN = (
    Frozen("following_baseline", when=IN_FORCE),
    Frozen("following_amendment"),
    Frozen("following_undoneamendment"),
    Frozen("following_progressreport"),
    Frozen("following_progressdecision"),
    Frozen("following_cooperationnote"),
    Frozen("following_frameversion", when="{row}.state = 'published'"),
    Frozen("following_reportround", when=ROUND_CLOSED % ("id", "id")),
    Frozen("following_roundwithdrawal", insert=ROUND_CLOSED % ("round_id", "round_id")),
    Frozen(
        "following_partdraft",
        when=ROUND_CLOSED % ("round_id", "round_id"),
        insert=ROUND_CLOSED % ("round_id", "round_id"),
    ),
    Frozen("following_reportpart", insert=ROUND_CLOSED % ("round_id", "round_id")),
    Frozen("following_partreturn"),
    Frozen("following_partrecall"),
    Frozen("following_recallrefusal"),
    Frozen("following_frozenreport", insert=ROUND_CLOSED % ("round_id", "round_id")),
    Frozen("following_archivedreport"),
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
    Played(
        code="following.round",
        words=Message("Round of periodic reports"),
        model=ReportRound,
        fields=("frame_id", "collector_id", "kind", "year", "data_from", "data_to", "due", "cut_off"),
    ),
    Played(
        code="following.part",
        words=Message("Part of a periodic report"),
        model=ReportPart,
        fields=("round_id", "of_unit_id", "number", "values", "carried_in_id"),
    ),
    Played(
        code="following.part_return",
        words=Message("Return of a part of a periodic report"),
        model=PartReturn,
        fields=("part_id", "reason", "incomplete"),
    ),
    Played(
        code="following.part_recall",
        words=Message("Part of a periodic report asked back"),
        model=PartRecall,
        fields=("part_id", "reason"),
    ),
    Played(
        code="following.recall_refusal",
        words=Message("Part of a periodic report not given back"),
        model=RecallRefusal,
        fields=("recall_id", "reason"),
    ),
    Played(
        code="following.round_withdrawal",
        words=Message("Withdrawn round of periodic reports"),
        model=RoundWithdrawal,
        fields=("round_id", "reason"),
    ),
    Played(
        code="following.frozen_report",
        words=Message("Frozen periodic report"),
        model=FrozenReport,
        fields=("round_id", "sha256"),
    ),
    Played(
        code="following.archived_report",
        words=Message("Archived periodic report"),
        model=ArchivedReport,
        fields=("frozen_id", "document_id"),
    ),
)
