"""What is proposed for an item, as somebody typed it, read into what the leaf is to have; every fault at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from cchc.core.scoring.criteria.tree import Node
from cchc.core.words.messages import say
from cchc.core.words.numbers import number_in_full
from cchc.core.words.numerals import DecimalSign
from cchc.council.actions.agenda import checked_reason
from cchc.council.models import CouncilDecision
from cchc.council.queries.sides import Side, Sides
from cchc.self_scoring.actions.typing import TypedAnswer, answer_as_typed
from cchc.self_scoring.queries.content import UNANSWERED, standing_in

Ruling = CouncilDecision.Ruling


@dataclass(frozen=True, slots=True)
class TypedProposal:
    """What the council is to decide: a verdict with its reason; for other points or figures the texts that were typed,
    over the figures of the appraisal, else of the unit. `decimal` is the decimal sign of the page."""

    verdict: str
    reason: str
    points: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)
    decimal: DecimalSign | None = ","


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a leaf is to have by a proposal, as stored texts; nothing where it does not apply."""

    points: str = ""
    figures: Mapping[str, str] | None = None
    reason: str = ""


def proposed_content(sides: Sides, typed: TypedProposal) -> Proposed:
    """Return what a leaf is to have by a proposal. Raises ValidationError with every fault, by `verdict`, `points`,
    `figure-NAME`, `figures` and `reason`."""
    faults: dict[str, list[str]] = {}
    reason = ""
    try:
        reason = checked_reason(
            typed.reason, gettext("Say why the council decides so: it stands in the minutes.")
        )
    except ValidationError as refused:
        faults.update(refused.message_dict)
    what = Proposed()
    try:
        what = _content(sides, typed)
    except ValidationError as refused:
        faults.update(refused.message_dict)
    if faults:
        raise ValidationError(faults)
    return replace(what, reason=reason)


def _content(sides: Sides, typed: TypedProposal) -> Proposed:
    if typed.verdict == Ruling.CLAIM:
        return _of_side(sides.claim, gettext("The unit claims nothing here: choose something else."))
    if typed.verdict == Ruling.APPRAISAL:
        return _of_side(sides.appraisal, gettext("This was not appraised: choose something else."))
    if typed.verdict == Ruling.OTHER:
        return _other(sides, typed)
    if typed.verdict == Ruling.NOT_APPLICABLE:
        return Proposed()
    raise ValidationError({"verdict": gettext("Choose what the council is to decide.")})


def _of_side(side: Side, why: str) -> Proposed:
    if not side.says_anything:
        raise ValidationError({"verdict": why})
    return Proposed(side.content.points, side.content.figures)


def _other(sides: Sides, typed: TypedProposal) -> Proposed:
    """Other figures, from which the points follow, or points: a leaf with a rule takes either, but not both."""
    leaf = sides.leaf
    figures = {name: text for name, text in typed.figures.items() if text.strip()}
    by_points = bool(typed.points.strip())
    if by_points and leaf.rule is not None and figures:
        raise ValidationError(
            {"points": gettext("Give either the figures, from which the points follow, or the points.")}
        )
    if by_points or leaf.rule is None:
        return _points(leaf, typed, sides.participant.cycle.year)
    held = sides.appraisal if sides.appraisal.content.figures else sides.claim
    before = replace(UNANSWERED, figures=dict(held.content.figures or {}))
    what = TypedAnswer(figures=figures, decimal=typed.decimal)
    answer = answer_as_typed(leaf, what, before, sides.participant.cycle.year)
    standing = standing_in(leaf, answer, sides.participant.cycle.year)
    broken = [*standing.broken, *((standing.fault,) if standing.fault else ())]
    whys = [say(one, gettext, number_in_full) for one in broken]
    if not broken and not standing.is_given:
        names = "; ".join(f"“{one.label}”" for one in standing.missing)
        whys.append(gettext("No points follow without these figures: {names}.").format(names=names))
    if whys:
        raise ValidationError({"figures": whys})
    return Proposed(figures=answer.figures)


def _points(leaf: Node, typed: TypedProposal, year: int) -> Proposed:
    stated = replace(leaf, rule=None)
    answer = answer_as_typed(
        stated, TypedAnswer(points=typed.points, decimal=typed.decimal), UNANSWERED, year
    )
    standing = standing_in(stated, answer, year)
    if standing.fault:
        raise ValidationError({"points": say(standing.fault, gettext, number_in_full)})
    if not answer.points:
        raise ValidationError({"points": gettext("Give the points.")})
    return Proposed(points=answer.points)
