"""What an appraisal holds, and what follows from it by the rule of its leaf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from cchc.appraisal.models import Appraisal
from cchc.core.scoring.criteria.figures import figure
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.declared import Declared, LeafStanding, standing_of


@dataclass(frozen=True, slots=True)
class TakenReason:
    """Why points were taken: a code of `core.scoring.appraised.TAKEN_CODES`, and a sentence (may be empty)."""

    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class AppraisalContent:
    """What an appraisal holds, as stored texts; of one that was never given nothing, at version 0.

    `points` are exact texts: typed where the leaf has no rule, else those that follow from the figures.
    """

    verdict: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)
    points: str = ""
    reasons: tuple[TakenReason, ...] = ()
    provisional: str = ""
    note: str = ""
    bulk: bool = False
    version: int = 0
    who: str = ""
    at: datetime | None = None

    @property
    def is_given(self) -> bool:
        """Whether it counts; what was taken back, or was given to another answer of the unit, does not."""
        return bool(self.verdict)


NOT_APPRAISED = AppraisalContent()

JUDGED = ("verdict", "figures", "points", "reasons", "provisional", "note")
"""The parts of an appraisal that a person decides."""


def appraisal_content(row: Appraisal | None) -> AppraisalContent:
    """Return what `row` holds; nothing, at version 0, where there is no row yet."""
    if row is None:
        return NOT_APPRAISED
    return AppraisalContent(
        verdict=row.verdict,
        figures=row.figures or {},
        points=row.points,
        reasons=tuple(TakenReason(one["code"], one["text"]) for one in row.reasons),
        provisional=row.provisional,
        note=row.note,
        bulk=row.bulk,
        version=row.version,
        who=row.person,
        at=row.at,
    )


def same_judged(one: AppraisalContent, other: AppraisalContent) -> bool:
    """Whether two appraisals decide the same, whoever gave them and when."""
    return all(getattr(one, name) == getattr(other, name) for name in JUDGED)


def given_in(leaf: Node, figures: Mapping[str, str], points: str) -> Declared | None:
    """Return what an appraisal gives to the core: figures by name, from which the points follow; points, where the leaf
    has no rule or the unit declared nothing; or None."""
    if leaf.rule is not None and figures:
        variables = leaf.declared()
        return {name: figure(variables[name], text) for name, text in figures.items()}
    return Fraction(points) if points else None


def appraised_standing(leaf: Node, content: AppraisalContent, year: int) -> LeafStanding:
    """Return what follows from an appraisal of `leaf` in the cycle of `year`."""
    return standing_of(leaf, given_in(leaf, content.figures, content.points), year)


def stored_reasons(reasons: Sequence[TakenReason]) -> list[dict[str, str]]:
    """Return reasons as plain JSON."""
    return [{"code": one.code, "text": one.text} for one in reasons]


def content_as_json(content: AppraisalContent) -> dict[str, Any]:
    """Return what an appraisal decides as plain JSON, and whether it was accepted with many others."""
    return {
        "verdict": content.verdict,
        "figures": dict(content.figures),
        "points": content.points,
        "reasons": stored_reasons(content.reasons),
        "provisional": content.provisional,
        "note": content.note,
        "bulk": content.bulk,
    }


def content_from_json(kept: Mapping[str, Any]) -> AppraisalContent:
    """Return the appraisal that `content_as_json` kept."""
    reasons = tuple(TakenReason(one["code"], one["text"]) for one in kept["reasons"])
    return AppraisalContent(**{**kept, "reasons": reasons})
