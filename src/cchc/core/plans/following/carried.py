"""What the work of a unit on its own plan comes to in the plan above that it carries out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from cchc.core.plans.following.states import ENDED, ProgressState, WorkSaid, is_late, last_day

_DONE = (ProgressState.DONE, ProgressState.DONE_WITHOUT_PRODUCT)


@dataclass(frozen=True, slots=True)
class CarriedWork:
    """The work of a record above, as the records below that carry it out say: its state, the exact mean of their
    percentages, the day on which the last of them was done (None while one is not), and the day that binds it: the
    earliest last day of those that were late or are still to come."""

    state: ProgressState
    percent: Fraction
    done_on: date | None = None
    due_below: date | None = None


def carried_work(below: Iterable[WorkSaid]) -> CarriedWork | None:
    """Return what the records below come to; None where there are none, or all of them were cancelled.

    Done when all are, without its product when one is, and late when one is: its day is that of the last, and the last
    day of who was late binds it. While work is to come, it is overdue as soon as one below is overdue or was late.
    What was cancelled below is left out; what was not done keeps the whole from being done.

    >>> from datetime import date
    >>> done = WorkSaid(ProgressState.DONE, 100, done_on=date(2026, 6, 1))
    >>> begun = WorkSaid(ProgressState.UNDER_WAY, 40)
    >>> carried_work([done, begun])
    CarriedWork(state=<ProgressState.UNDER_WAY: 'under_way'>, percent=Fraction(70, 1), done_on=None, due_below=None)
    >>> str(carried_work([done, done]).state)
    'done'
    """
    counted = [one for one in below if one.state is not ProgressState.CANCELLED]
    if not counted:
        return None
    percent = Fraction(sum(one.percent for one in counted), len(counted))
    due_below = min(filter(None, map(_binds, counted)), default=None)
    if all(one.state in _DONE for one in counted):
        whole = all(one.state is ProgressState.DONE for one in counted)
        state = ProgressState.DONE if whole else ProgressState.DONE_WITHOUT_PRODUCT
        last = max((one.done_on for one in counted if one.done_on), default=None)
        return CarriedWork(state, percent, last, due_below)
    begun = any(one.state in ENDED or one.state is ProgressState.UNDER_WAY for one in counted)
    state = ProgressState.UNDER_WAY if begun else ProgressState.NOT_BEGUN
    return CarriedWork(state, percent, due_below=due_below)


def _binds(below: WorkSaid) -> date | None:
    """The last day of work that was done late or is still to come; None for what was done in time or not at all, and
    for what waits for its event."""
    open_ = below.state not in ENDED and not below.waits
    return last_day(below) if open_ or is_late(below) else None
