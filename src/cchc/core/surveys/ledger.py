"""The ledger of a quota: what is wanted in a cell, what was sent out, what came, and what that leaves to be done.

Every form that came stands in it for good. A rejected or void form leaves quota and estimate and says why; what comes
when a cell is full is kept, counted apart and flagged, in the order in which it came. Two sums hold in each cell, and
so in every sum of cells:

* received = accepted + waiting + rejected + void
* target + overflow = accepted + waiting + open
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import NamedTuple

from cchc.core.words.messages import Message


class FormStanding(StrEnum):
    """What became of a form: nobody has checked it, it counts, it does not pass, it was made void."""

    WAITING = "received"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    VOID = "void"


COUNTING = frozenset((FormStanding.WAITING, FormStanding.ACCEPTED))
"""Forms that fill a quota."""


class CellSums(NamedTuple):
    """A cell, or a sum of cells: how many are wanted, how many cases were sent out, what came (by what became of it),
    how much of it came when the cell was full, how many are still open."""

    target: int = 0
    allocated: int = 0
    accepted: int = 0
    waiting: int = 0
    rejected: int = 0
    void: int = 0
    overflow: int = 0
    open: int = 0

    @property
    def received(self) -> int:
        """All that came."""
        return self.counting + self.rejected + self.void

    @property
    def counting(self) -> int:
        """The forms that fill the quota."""
        return self.accepted + self.waiting


def cell_sums(target: int, allocated: int, forms: Sequence[FormStanding]) -> CellSums:
    """Return the sums of a cell from the forms that came.

    >>> one = cell_sums(2, 5, [FormStanding.ACCEPTED, FormStanding.VOID, FormStanding.WAITING, FormStanding.ACCEPTED])
    >>> one.received, one.counting, one.overflow, one.open
    (4, 3, 1, 0)
    """
    accepted, waiting, rejected, void = (
        forms.count(one)
        for one in (
            FormStanding.ACCEPTED, FormStanding.WAITING, FormStanding.REJECTED, FormStanding.VOID
        )
    )  # fmt: skip
    left = target - accepted - waiting
    return CellSums(target, allocated, accepted, waiting, rejected, void, max(-left, 0), max(left, 0))


def overflowing(target: int, forms: Sequence[FormStanding]) -> list[int]:
    """Return the positions of the forms that came when the cell was full, `forms` in the order in which they came. A
    form that is rejected or made void makes room for the next.

    >>> overflowing(1, [FormStanding.VOID, FormStanding.ACCEPTED, FormStanding.WAITING])
    [2]
    """
    counting = [at for at, one in enumerate(forms) if one in COUNTING]
    return counting[target:]


def joined_sums(cells: Iterable[CellSums]) -> CellSums:
    """Return the sum of cells. One cell's overflow fills no other cell.

    >>> joined_sums([CellSums(target=2, accepted=3, overflow=1), CellSums(target=2, accepted=1, open=1)]).open
    1
    """
    return CellSums(*map(sum, zip(*cells, strict=True))) if (cells := list(cells)) else CellSums()


@dataclass(frozen=True, slots=True)
class StatedRate:
    """A rate with what it is a share of: `share` of `base`, None without a base, and the words for it."""

    share: Fraction | None
    base: int
    words: Message


def response_rate(accepted: int, sent_out: int, ineligible: int = 0, called_up: int = 0) -> StatedRate:
    """Return the response rate: accepted forms of all cases that were sent out, substitutes that were called up among
    them, without those that turned out not to belong to the population (after AAPOR, Standard Definitions, RR1: whose
    eligibility nobody knows counts as eligible). Answers of substitutes do not hide whom they stand in for.

    >>> response_rate(45, 60, ineligible=4, called_up=10).share
    Fraction(15, 22)
    """
    base = sent_out + called_up - ineligible
    words = Message(
        "Accepted forms of {base} cases sent out, {called_up} substitutes among them, {ineligible} not belonging "
        "to the survey left out",
        base=Fraction(base), called_up=Fraction(called_up), ineligible=Fraction(ineligible),
    )  # fmt: skip
    return StatedRate(Fraction(accepted, base) if base > 0 else None, max(base, 0), words)


def fulfilment(sums: CellSums) -> StatedRate:
    """Return how much of the target is reached, overflow left out; this says nothing of who did not answer.

    >>> fulfilment(CellSums(target=60, accepted=66, overflow=6)).share
    Fraction(1, 1)
    """
    words = Message(
        "Accepted and unchecked forms of the target of {base}, without overflow", base=Fraction(sums.target)
    )
    reached = sums.counting - sums.overflow
    return StatedRate(Fraction(reached, sums.target) if sums.target else None, sums.target, words)


def expected_forms(sums: CellSums, response: Fraction) -> int:
    """Return how many forms will count if of the cases that are still out the share `response` answers: whole forms,
    rounded down.

    >>> expected_forms(CellSums(target=60, allocated=80, accepted=30, rejected=2), Fraction(3, 4))
    66
    """
    return sums.counting + floor(max(sums.allocated - sums.received, 0) * response)
