"""What an appraiser typed for a leaf, read into what its appraisal is to hold; every fault of it at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from cchc.appraisal.models import Appraisal
from cchc.appraisal.queries.content import AppraisalContent, TakenReason, appraised_standing
from cchc.core.scoring.appraised import AppraisedPoints, reason_faults
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.declared import LeafStanding
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import say
from cchc.core.words.numbers import number_in_full
from cchc.core.words.numerals import DecimalSign
from cchc.self_scoring.actions.typing import TypedAnswer, answer_as_typed
from cchc.self_scoring.queries.claims import Claim

Verdict = Appraisal.Verdict


@dataclass(frozen=True, slots=True)
class TypedAppraisal:
    """What an appraiser gives for one leaf. Nothing typed accepts what the unit declared.

    `figures` are texts put over those of the unit, by name, `points` where the leaf has no rule, or where the unit left
    it without figures from which points follow. `takes_back`: nothing is given any more. `decimal` is the decimal sign
    of the page; None for texts in machine notation.
    """

    figures: Mapping[str, str] | None = None
    points: str | None = None
    reasons: tuple[TakenReason, ...] = ()
    provisional: str = ""
    note: str = ""
    takes_back: bool = False
    decimal: DecimalSign | None = ","


def appraisal_as_typed(
    leaf: Node, typed: TypedAppraisal, claim: Claim, before: AppraisalContent, year: int
) -> AppraisalContent:
    """Return what an appraisal holds after `typed`: the verdict follows from what differs from the unit's own answer,
    the points from the figures.

    Raises ValidationError with every fault, by `figure-NAME`, `points`, `reasons`, `provisional` and `note`: what
    cannot be read, points taken without a coded reason, nothing from which points follow.
    """
    if typed.takes_back:
        return replace(before, verdict="", bulk=False)
    faults: dict[str, list[str]] = defaultdict(list)
    provisional = _text(faults, "provisional", typed.provisional, MOST["reason"])
    note = _text(faults, "note", typed.note, MOST["title"])
    reasons = tuple(
        TakenReason(one.code, _text(faults, "reasons", one.text, MOST["reason"])) for one in typed.reasons
    )
    given = _given(faults, leaf, typed, claim, year)
    content = replace(before, provisional=provisional, note=note, reasons=reasons, bulk=False)
    if given is None:
        raise ValidationError(dict(faults))
    content = replace(content, figures=given.figures, points=given.points)
    standing = appraised_standing(leaf, content, year)
    claimed = claim.standing(leaf, year)
    _check(faults, content, standing, claimed)
    if faults:
        raise ValidationError(dict(faults))
    return replace(
        content, verdict=_verdict(leaf, content, claim), reasons=_wanted(reasons, standing, claimed)
    )


def standing_as_typed(leaf: Node, typed: TypedAppraisal, claim: Claim, year: int) -> LeafStanding:
    """Return what would follow from `typed`, whatever reasons are given; raises ValidationError with what cannot be
    read, by `figure-NAME` and `points`."""
    faults: dict[str, list[str]] = defaultdict(list)
    given = _given(faults, leaf, typed, claim, year)
    if given is None:
        raise ValidationError(dict(faults))
    return appraised_standing(leaf, AppraisalContent(figures=given.figures, points=given.points), year)


@dataclass(frozen=True, slots=True)
class _Given:
    figures: Mapping[str, str]
    points: str


def _given(
    faults: dict[str, list[str]], leaf: Node, typed: TypedAppraisal, claim: Claim, year: int
) -> _Given | None:
    """The figures or points that are given: those of the unit, with what was typed; None where they cannot be read."""
    states = leaf.rule is not None and bool(typed.points) and not claim.standing(leaf, year).is_given
    read = replace(leaf, rule=None) if states else leaf
    what = TypedAnswer(figures=typed.figures, points=typed.points, decimal=typed.decimal)
    try:
        answer = answer_as_typed(read, what, claim.content, year)
    except ValidationError as refused:
        for name, whys in refused.message_dict.items():
            faults[name] += whys
        return None
    if states and answer.figures != claim.content.figures:
        faults["points"].append(
            gettext("Give either the figures, from which the points follow, or the points.")
        )
        return None
    return _Given({} if states else answer.figures, answer.points)


def _check(
    faults: dict[str, list[str]], content: AppraisalContent, standing: LeafStanding, claimed: LeafStanding
) -> None:
    broken = [*standing.broken, *((standing.fault,) if standing.fault else ())]
    faults_of_figures = [say(one, gettext, number_in_full) for one in broken]
    if not broken and not standing.is_given and not content.provisional:
        names = "; ".join(f"“{one.label}”" for one in standing.missing)
        faults_of_figures.append(
            gettext("No points follow without these figures: {names}.").format(names=names)
            if names
            else gettext("Give the points, or say why they cannot be given yet.")
        )
    if faults_of_figures:
        faults["figures"] += faults_of_figures
    compared = AppraisedPoints(claimed.outcome.points, standing.outcome.points)
    codes = [one.code for one in content.reasons]
    faults_of_reasons = [say(one, gettext, number_in_full) for one in reason_faults(compared, codes)]
    if faults_of_reasons:
        faults["reasons"] += faults_of_reasons


def _verdict(leaf: Node, content: AppraisalContent, claim: Claim) -> str:
    if content.figures == claim.content.figures and content.points == claim.content.points:
        return Verdict.ACCEPTED
    return Verdict.SET if leaf.rule is None or not content.figures else Verdict.CORRECTED


def _wanted(
    reasons: tuple[TakenReason, ...], standing: LeafStanding, claimed: LeafStanding
) -> tuple[TakenReason, ...]:
    """The reasons that are kept: none where nothing was taken, unless what is taken follows from the peers later."""
    compared = AppraisedPoints(claimed.outcome.points, standing.outcome.points)
    return reasons if compared.taken or standing.waits_for_peers else ()


def _text(faults: dict[str, list[str]], name: str, text: str, most: int) -> str:
    try:
        return " ".join(accepted_text(text, most).split())
    except RefusedText as refused:
        faults[name] += [say(why, gettext, number_in_full) for why in refused.whys]
        return ""
