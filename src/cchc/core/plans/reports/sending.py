"""How the part of a unit stands in a periodic report: sent, returned, sent again; which day counts; on time or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PartState(StrEnum):
    """Where the part of a unit stands."""

    UNSENT = "unsent"
    RETURNED = "returned"
    SENT = "sent"
    CARRIED = "carried"


@dataclass(frozen=True, slots=True)
class Sending:
    """One sending of a part: its day, and whether it was returned; `incomplete`: because it was not whole."""

    day: date
    returned: bool = False
    incomplete: bool = False


def counted_day(sendings: Sequence[Sending]) -> date | None:
    """Return the day that counts: that of the first sending, unless it was returned as incomplete, then that of the
    next; None where nothing that counts was sent.

    >>> first = Sending(date(2026, 3, 16), returned=True)
    >>> str(counted_day([first, Sending(date(2026, 3, 25))]))
    '2026-03-16'
    >>> gap = Sending(date(2026, 3, 16), returned=True, incomplete=True)
    >>> str(counted_day([gap, Sending(date(2026, 3, 25))]))
    '2026-03-25'
    """
    return next((one.day for one in sendings if not one.incomplete), None)


def state_of(sendings: Sequence[Sending]) -> PartState:
    """Return where a part stands after these sendings, in their order.

    >>> state_of([]), state_of([Sending(date(2026, 3, 16))])
    (<PartState.UNSENT: 'unsent'>, <PartState.SENT: 'sent'>)
    """
    if not sendings:
        return PartState.UNSENT
    return PartState.RETURNED if sendings[-1].returned else PartState.SENT


@dataclass(frozen=True, slots=True)
class DuePart:
    """A part that a unit owes: the last day for it, the day that counts of what was sent, whether the report is closed,
    and whether it is `carried` inside another report, which alone is counted. What was returned and not sent again when
    the report closed was not sent: it is not in the report."""

    due: date
    sent: date | None
    closed: bool = False
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How many reports of a unit were due, sent late, and are missing."""

    due: int
    late: int
    missing: int


def punctuality(parts: Iterable[DuePart], today: date) -> Punctuality:
    """Return how many of these parts were due before `today` or are closed, how many of them were sent after their
    last day, and how many were not sent at all; `due` >= `late` + `missing`.

    >>> punctuality([DuePart(date(2026, 3, 17), None), DuePart(date(2026, 6, 17), None)], date(2026, 4, 1))
    Punctuality(due=1, late=0, missing=1)
    """
    owed = [one for one in parts if not one.carried and (one.sent or one.closed or one.due < today)]
    return Punctuality(
        due=len(owed),
        late=sum(one.sent is not None and one.sent > one.due for one in owed),
        missing=sum(one.sent is None for one in owed),
    )
