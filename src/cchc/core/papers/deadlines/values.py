"""What a deadline is: its wording, its kind, its days; and the days and periods that words name."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FIRST_YEAR, LAST_YEAR = 1900, 2199


class DeadlineKind(StrEnum):
    """How a deadline is set: the seven kinds described at the head of `deadlines.deadline`."""

    FIXED = "fixed"
    RANGE = "range"
    SEVERAL = "several"
    RECURRING = "recurring"
    CONTINUOUS = "continuous"
    ON_EVENT = "on_event"
    UNPARSED = "unparsed"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline: its wording, which is what prints, and the days it means, each due on the last day of its period.

    `continues`: the work goes on afterwards. `likely`: its days rest on a custom ("the second week of March"), or words
    that name another time were passed over.
    """

    text: str
    kind: DeadlineKind = DeadlineKind.UNPARSED
    start: date | None = None
    due: tuple[date, ...] = ()
    continues: bool = False
    likely: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A day of a month, days of a month from `day` to `until`, or months from first to last; the year None until it is
    settled.

    A `span` has a start of its own, a `bare` one ("6 tháng", "cả năm") recurs when it stands in a list.
    """

    first: int
    last: int
    year: int | None = None
    day: int | None = None
    span: bool = False
    bare: bool = False
    until: int | None = None

    def starts(self) -> date:
        """The first day; the year must be settled."""
        return date(self.year or 0, self.first, self.day or 1)

    def ends(self) -> date:
        """The last day, on which it is due; the year must be settled."""
        year = self.year or 0
        longest = monthrange(year, self.last)[1]
        return date(year, self.last, min(self.until or self.day or longest, longest))

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.day is not None and self.until is None


class Unreadable(Exception):
    """Raised where a wording is no date or period, or has two readings."""


def day_in(day: int, month: int, year: int | None) -> date | None:
    """The day of a month and year; None where the calendar has none.

    >>> day_in(31, 2, 2023) is None
    True
    """
    try:
        return date(year or 0, month, day)
    except ValueError:
        return None
