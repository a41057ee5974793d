"""What is said of the work of a record, and where that stands on a day.

Stored is what people said. That work is done late, that it waits for its event, that it is overdue follows from that
and the days, and is worked out whenever it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

WHOLE = 100


class ProgressState(StrEnum):
    """What a unit says of its work; what only follows from days is a `RecordStanding`."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    DONE = "done"
    DONE_WITHOUT_PRODUCT = "without_product"
    CANCELLED = "cancelled"
    NOT_DONE = "not_done"


ENDED = frozenset(
    {
        ProgressState.DONE,
        ProgressState.DONE_WITHOUT_PRODUCT,
        ProgressState.CANCELLED,
        ProgressState.NOT_DONE,
    }
)
"""The states in which nothing more is to come: the owner of the plan closes such a record or returns it."""


class RecordStanding(StrEnum):
    """Where a record stands on a day, as pages name it, in their order."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    DONE = "done"
    DONE_LATE = "done_late"
    WAITING = "waiting"
    WITHOUT_PRODUCT = "without_product"
    CANCELLED = "cancelled"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class WorkSaid:
    """What is known of the work of one record: the state, the percentage, the day it is due (None: never overdue), the
    day on which it was done, whether it waits for an event that has not happened, and the day that binds it from below:
    the earliest one that the plans which carry it out have missed or may still miss."""

    state: ProgressState
    percent: int = 0
    due: date | None = None
    done_on: date | None = None
    waits: bool = False
    due_below: date | None = None


def last_day(said: WorkSaid) -> date | None:
    """Return the day after which the work is late: that on which it is due, or an earlier one that binds it from below;
    None for work that has no day of its own, whatever those below have.

    >>> last_day(WorkSaid(ProgressState.UNDER_WAY, 40, date(2026, 9, 30), due_below=date(2026, 6, 30)))
    datetime.date(2026, 6, 30)
    """
    if said.due is None or said.due_below is None:
        return said.due
    return min(said.due, said.due_below)


def standing_of(said: WorkSaid) -> RecordStanding:
    """Return where a record stands.

    >>> due = date(2026, 6, 30)
    >>> str(standing_of(WorkSaid(ProgressState.DONE, 100, due, date(2026, 7, 1))))
    'done_late'
    >>> str(standing_of(WorkSaid(ProgressState.NOT_BEGUN, waits=True)))
    'waiting'
    """
    if said.state is ProgressState.DONE:
        return RecordStanding.DONE_LATE if is_late(said) else RecordStanding.DONE
    if said.waits and said.state not in ENDED:
        return RecordStanding.WAITING
    return _SAME[said.state]


_SAME = {
    ProgressState.NOT_BEGUN: RecordStanding.NOT_BEGUN,
    ProgressState.UNDER_WAY: RecordStanding.UNDER_WAY,
    ProgressState.DONE_WITHOUT_PRODUCT: RecordStanding.WITHOUT_PRODUCT,
    ProgressState.CANCELLED: RecordStanding.CANCELLED,
    ProgressState.NOT_DONE: RecordStanding.NOT_DONE,
}


def is_late(said: WorkSaid) -> bool:
    """Return whether the work was done after its last day."""
    last = last_day(said)
    return last is not None and said.done_on is not None and said.done_on > last


def is_overdue(said: WorkSaid, today: date) -> bool:
    """Return whether the work is still to come and its day has passed.

    >>> work = WorkSaid(ProgressState.UNDER_WAY, 40, date(2026, 6, 30))
    >>> is_overdue(work, date(2026, 6, 30)), is_overdue(work, date(2026, 7, 1))
    (False, True)
    """
    last = last_day(said)
    return last is not None and last < today and not said.waits and said.state not in ENDED


def is_late_below(said: WorkSaid, today: date) -> bool:
    """Return whether work is late only because a plan below that carries it out is: by its own day it would not be.

    >>> below = date(2026, 6, 30)
    >>> is_late_below(WorkSaid(ProgressState.UNDER_WAY, 40, date(2026, 9, 30), due_below=below), date(2026, 7, 1))
    True
    """
    own = replace(said, due_below=None)
    return (is_late(said) or is_overdue(said, today)) and not (is_late(own) or is_overdue(own, today))


def percent_of(state: ProgressState, percent: int) -> int:
    """Return the percentage that goes with a state: what is done is whole, what has not begun nothing.

    >>> percent_of(ProgressState.DONE, 40), percent_of(ProgressState.NOT_DONE, 40)
    (100, 40)
    """
    if state in (ProgressState.DONE, ProgressState.DONE_WITHOUT_PRODUCT):
        return WHOLE
    return 0 if state is ProgressState.NOT_BEGUN else percent


def state_said(state: ProgressState, *, names_output: bool, products: int) -> ProgressState:
    """Return the state of a report: what is reported as done is done without its product where the plan names one and
    none was brought, and done as soon as it was.

    >>> str(state_said(ProgressState.DONE, names_output=True, products=0))
    'without_product'
    """
    if state is ProgressState.DONE and names_output and not products:
        return ProgressState.DONE_WITHOUT_PRODUCT
    if state is ProgressState.DONE_WITHOUT_PRODUCT and products:
        return ProgressState.DONE
    return state


def day_done(products: Iterable[date | None], reported: date) -> date:
    """Return the day on which work counts as done: the latest day that stands on its products, else the day on which
    the unit reported it; never that on which the owner of the plan looked at it.

    >>> day_done([date(2026, 6, 25), None, date(2026, 6, 28)], date(2026, 7, 3))
    datetime.date(2026, 6, 28)
    >>> day_done([None], date(2026, 7, 3))
    datetime.date(2026, 7, 3)
    """
    return max((day for day in products if day is not None), default=reported)
