"""What an appraisal makes of what a unit scored itself: the points taken, and when a reason must be given.

The rule of the leaf sets the points from the figures that the appraiser holds for right; where a leaf has no rule the
appraiser sets the points. Either way every point that is taken from the unit's own score has a coded reason.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import NamedTuple

from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.formulas.tree import ZERO, Value
from cchc.core.scoring.ledgers import missing_figures
from cchc.core.words.messages import Message

TAKEN_CODES = ("missing_evidence", "late", "ratio", "not_done", "wrong_authority", "expert")
"""The codes of losses by which an appraiser takes points; the others follow from the survey, the peers or the set."""

BULK_OBSTACLES = ("no_rule", "missing_figures", "provisional", "no_evidence")
"""What forbids to accept a leaf together with many others, unopened."""

Given = Fraction | Mapping[str, Value]


class AppraisedPoints(NamedTuple):
    """The points of a leaf by the unit itself and by its appraiser, None where none follow yet."""

    claimed: Fraction | None
    given: Fraction | None

    @property
    def taken(self) -> Fraction:
        """The points that the appraiser takes from what the unit gave itself; 0 where the unit gets as much or more.

        A leaf that the unit left without points has nothing that could be taken.

        >>> str(AppraisedPoints(Fraction(2), Fraction(3, 2)).taken), str(AppraisedPoints(None, Fraction(1)).taken)
        ('1/2', '0')
        """
        if self.claimed is None or self.given is None:
            return ZERO
        return max(self.claimed - self.given, ZERO)


def reason_faults(compared: AppraisedPoints, codes: Collection[str]) -> tuple[Message, ...]:
    """Return what is wrong with the coded reasons of an appraisal: none where points are taken, unknown ones.

    >>> [str(one) for one in reason_faults(AppraisedPoints(Fraction(1), Fraction(0)), ())]
    ['Points are taken from the unit: say why']
    >>> reason_faults(AppraisedPoints(Fraction(1), Fraction(0)), ("late",))
    ()
    """
    faults = [
        Message("“{code}” is no reason for taking points", code=code)
        for code in codes
        if code not in TAKEN_CODES
    ]
    if compared.taken > 0 and not codes:
        faults.append(Message("Points are taken from the unit: say why"))
    return tuple(faults)


def bulk_obstacle(leaf: Node, declared: Given | None, *, evidence: int, provisional: bool) -> str:
    """Return what forbids to accept a leaf without opening it, a code of `BULK_OBSTACLES`; "" where nothing does: the
    unit declared all its figures, they are final, and where the set asks for evidence there is some.

    A leaf without a rule is judged by a person: it is never accepted unread.
    """
    if leaf.rule is None:
        return "no_rule"
    if declared is None or (isinstance(declared, Mapping) and missing_figures(leaf, declared)):
        return "missing_figures"
    if provisional:
        return "provisional"
    return "" if evidence > 0 or not leaf.evidence else "no_evidence"


def may_be_accepted_in_bulk(leaf: Node, declared: Given | None, *, evidence: int, provisional: bool) -> bool:
    """Return whether a leaf may be accepted without being opened: nothing forbids it (`bulk_obstacle`)."""
    return not bulk_obstacle(leaf, declared, evidence=evidence, provisional=provisional)
