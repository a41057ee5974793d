"""What a unit handed in for a leaf, as an entry of the thread of that leaf."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from cchc.access.actor import Actor
from cchc.cycles.models import Participant
from cchc.documents.queries.viewing import document_address
from cchc.scores.models import Stage
from cchc.scores.queries.threads import ThreadDocument, ThreadEntry, ThreadKind
from cchc.self_scoring.models import UnitSheet
from cchc.self_scoring.policies import may_see_content
from cchc.self_scoring.queries.submissions import standing_submission


def self_scores_in_thread(*, actor: Actor, participant: Participant, leaf: str) -> list[ThreadEntry]:
    """Return what a unit handed in for a leaf, where `actor` may see it: its points, its words, its documents. Two
    queries; nothing before it handed in."""
    sheets = UnitSheet.objects.filter(participant=participant, state=UnitSheet.State.SUBMITTED)
    sheet = sheets.select_related("participant").first()
    if sheet is None or not may_see_content(actor, sheet):
        return []
    submission = standing_submission(sheet)
    said = submission.content["leaves"].get(leaf) if submission is not None else None
    if submission is None or said is None or "points" not in said:
        return []
    return [
        ThreadEntry(
            stage=Stage.SELF_SCORE,
            at=submission.at,
            who=participant.name,
            kind=ThreadKind.SELF_SCORE,
            points=Fraction(said["points"]) if said["points"] else None,
            text="\n".join([*_figures(said), *filter(None, (said["reason"], said["note"]))]),
            evidence=documents_in(said["evidence"]),
        )
    ]


def _figures(said: Mapping[str, Any]) -> list[str]:
    return [f"{label}: {words}" for label, words in said["labels"].values() if words]


def documents_in(evidence: list[dict[str, Any]]) -> tuple[ThreadDocument, ...]:
    """Return documents as they were handed in, each with its place: what `evidence_content` made of links."""
    return tuple(
        ThreadDocument(
            ", ".join(part for part in (one["number"] or one["title"], _place(one)) if part),
            document_address(one["document"], one["part"], one["page"]),
        )
        for one in evidence
    )


def _place(one: Mapping[str, Any]) -> str:
    return _("page {page}").format(page=one["page"]) if one["page"] else ""
