"""What many records come to: how many stand where, and how far the work is; the same in whatever order and groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from cchc.core.plans.following.states import RecordStanding, WorkSaid, is_overdue, standing_of

UNMEASURED = (RecordStanding.WAITING, RecordStanding.CANCELLED)
"""What is not part of how far the work is: nothing can be done of it, or nothing is to be done."""


@dataclass(frozen=True, slots=True)
class RollUp:
    """How many records stand where, how many are overdue, and the sum of the percentages of those that can be worked
    on."""

    counts: Mapping[RecordStanding, int] = field(default_factory=dict)
    overdue: int = 0
    percents: int = 0

    @property
    def total(self) -> int:
        """How many records there are."""
        return sum(self.counts.values())

    @property
    def measured(self) -> int:
        """How many of them can be worked on."""
        return self.total - sum(self.counts.get(one, 0) for one in UNMEASURED)

    @property
    def percent(self) -> Fraction | None:
        """The exact mean of the percentages; None where nothing can be worked on."""
        return Fraction(self.percents, self.measured) if self.measured else None

    @property
    def standing(self) -> RecordStanding | None:
        """How they stand together: done when all are, late when one is; None where there is no record.

        What was cancelled does not count beside others, nor what waits for its event.
        """
        if not self.total:
            return None
        there = {one for one, count in self.counts.items() if count}
        worked = there - set(UNMEASURED)
        if not worked:
            return RecordStanding.WAITING if RecordStanding.WAITING in there else RecordStanding.CANCELLED
        if worked <= set(_WORST_FIRST):
            return next(one for one in _WORST_FIRST if one in worked)
        return next(iter(worked)) if len(worked) == 1 else RecordStanding.UNDER_WAY


_WORST_FIRST = (
    RecordStanding.NOT_DONE,
    RecordStanding.WITHOUT_PRODUCT,
    RecordStanding.DONE_LATE,
    RecordStanding.DONE,
)


def rolled_up(works: Iterable[WorkSaid], today: date) -> RollUp:
    """Return what the work of many records comes to on `today`.

    >>> from cchc.core.plans.following.states import ProgressState
    >>> both = rolled_up([WorkSaid(ProgressState.UNDER_WAY, 25), WorkSaid(ProgressState.NOT_BEGUN)], date(2026, 1, 1))
    >>> both.percent, str(both.standing)
    (Fraction(25, 2), 'under_way')
    """
    counts = dict.fromkeys(RecordStanding, 0)
    overdue = percents = 0
    for one in works:
        standing = standing_of(one)
        counts[standing] += 1
        overdue += is_overdue(one, today)
        percents += 0 if standing in UNMEASURED else one.percent
    return RollUp(counts, overdue, percents)


def joined_up(parts: Iterable[RollUp]) -> RollUp:
    """Return what several roll-ups come to together: the same as if all their records were rolled up at once.

    >>> joined_up([]).total
    0
    """
    counts = dict.fromkeys(RecordStanding, 0)
    overdue = percents = 0
    for part in parts:
        for standing, count in part.counts.items():
            counts[standing] += count
        overdue += part.overdue
        percents += part.percents
    return RollUp(counts, overdue, percents)
