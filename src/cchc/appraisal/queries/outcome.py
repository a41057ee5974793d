"""The appraisal of a unit as it is sent to it: canonical JSON with its hash, naming no appraiser; what was lowered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cchc.appraisal.models import AppraisalResult, UnitAppraisal
from cchc.appraisal.queries.content import (
    NOT_APPRAISED,
    AppraisalContent,
    TakenReason,
    appraisal_content,
    appraised_standing,
    stored_reasons,
)
from cchc.appraisal.queries.held import HeldAppraisal
from cchc.core.scoring.appraised import AppraisedPoints
from cchc.core.scoring.criteria.tree import Node
from cchc.scores.queries.content import text_of
from cchc.self_scoring.queries.content import AnswerContent
from cchc.self_scoring.queries.submissions import content_hash, said

FORM = 1  # of the content: another form gets another number, old contents stay as they are


def outcome_content(held: HeldAppraisal) -> dict[str, Any]:
    """Return the appraisal of a held unit as plain JSON: every leaf with what the unit gave itself, what the appraiser
    gives and why points were taken; in the second stage what the first one gave as well, and only the leaves that the
    unit explained."""
    row, participant = held.row, held.participant
    version = participant.cycle_set.version
    given = {one.leaf: appraisal_content(one) for one in row.rows.order_by()}
    return {
        "form": FORM,
        "unit": participant.name,
        "code": participant.code,
        "cycle": participant.cycle.name,
        "year": held.year,
        "stage": row.stage,
        "submission": row.submission,
        "set": {"id": version.set_id, "version": version.version, "sha256": version.sha256},
        "points": row.points,
        "taken": row.taken,
        "leaves": {
            number: _leaf(held, leaf, given.get(number, NOT_APPRAISED))
            for number, leaf in held.leaves.items()
        },
    }


def _leaf(held: HeldAppraisal, leaf: Node, content: AppraisalContent) -> dict[str, Any]:
    claim = held.claim(leaf.number)
    claimed = claim.points(leaf, held.year)
    points = appraised_standing(leaf, content, held.year).outcome.points if content.is_given else None
    compared = AppraisedPoints(claimed, points)
    as_given = AnswerContent(figures=content.figures)
    return {
        "name": leaf.name,
        "maximum": str(leaf.maximum),
        "claimed": {
            "points": "" if claimed is None else text_of(claimed),
            "figures": dict(claim.content.figures),
            "said": {one.label: said(one, claim.content) for one in leaf.variables},
        },
        "given": {
            "verdict": content.verdict,
            "points": "" if points is None else text_of(points),
            "figures": dict(content.figures),
            "said": {one.label: said(one, as_given) for one in leaf.variables},
            "reasons": stored_reasons(content.reasons),
            "provisional": content.provisional,
        },
        "taken": text_of(compared.taken),
        "lowered": compared.taken > 0 or bool(content.reasons),
        **({"before": _before(leaf, first, held.year)} if (first := held.first.get(leaf.number)) else {}),
    }


def _before(leaf: Node, first: AppraisalContent, year: int) -> dict[str, Any]:
    """What the first stage gave a leaf that is appraised again."""
    points = appraised_standing(leaf, first, year).outcome.points
    return {"points": "" if points is None else text_of(points), "reasons": stored_reasons(first.reasons)}


def outcome_seal(content: Mapping[str, Any]) -> str:
    """Return what tells an appraisal, as a page shows it before it is sent, from every other."""
    return content_hash(content)[:32]


@dataclass(frozen=True, slots=True)
class SentLeaf:
    """A leaf of a result as it was sent: figures as they are read (label and words), points None where none follow.
    `before` are the points of the first appraisal in a result of the second."""

    number: str
    name: str
    maximum: Fraction
    claimed: Fraction | None
    given: Fraction | None
    taken: Fraction
    lowered: bool
    said_by_unit: tuple[tuple[str, str], ...]
    said_by_appraiser: tuple[tuple[str, str], ...]
    reasons: tuple[TakenReason, ...]
    provisional: str
    is_appraised: bool
    before: Fraction | None = None

    @property
    def raised(self) -> Fraction:
        """By how much the second appraisal raised the leaf; negative where it lowered it."""
        if self.before is None or self.given is None:
            return Fraction(0)
        return self.given - self.before

    @property
    def figures_differ(self) -> bool:
        """Whether the appraiser holds other figures for right."""
        return self.said_by_unit != self.said_by_appraiser


def leaves_in(content: Mapping[str, Any]) -> list[SentLeaf]:
    """Return the leaves of a content, sent or about to be, in the order of the set."""
    return [_sent(number, one) for number, one in content["leaves"].items()]


def _sent(number: str, one: Mapping[str, Any]) -> SentLeaf:
    claimed, given = one["claimed"], one["given"]
    return SentLeaf(
        number=number,
        name=one["name"],
        maximum=Fraction(one["maximum"]),
        claimed=Fraction(claimed["points"]) if claimed["points"] else None,
        given=Fraction(given["points"]) if given["points"] else None,
        taken=Fraction(one["taken"]),
        lowered=one["lowered"],
        said_by_unit=tuple(claimed["said"].items()),
        said_by_appraiser=tuple(given["said"].items()),
        reasons=tuple(TakenReason(why["code"], why["text"]) for why in given["reasons"]),
        provisional=given["provisional"],
        is_appraised=bool(given["verdict"]),
        before=Fraction(one["before"]["points"]) if one.get("before", {}).get("points") else None,
    )


def standing_result(row: UnitAppraisal) -> AppraisalResult | None:
    """Return the result of an appraisal that counts: the last one, unless it was taken back."""
    last = row.results.select_related("reopened").order_by("-number").first()
    return None if last is None or hasattr(last, "reopened") else last


def is_intact(result: AppraisalResult) -> bool:
    """Whether a result holds what its hash says."""
    return content_hash(result.content) == result.sha256
