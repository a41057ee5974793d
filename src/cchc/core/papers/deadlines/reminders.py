"""On which days people are reminded of a deadline: some working days before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cchc.core.papers.deadlines.holidays import Holidays

STEPS = (7, 3, 1)  # working days before the last day
_FARTHEST = 62  # days in which the longest step is looked for; no run of days off is as long


def due_step(until: date, last: date | None, today: date, holidays: Holidays) -> int | None:
    """Return the step of which is to be reminded on `today`, None for none.

    The day of a step is the working day so many working days before `until`. `last` is the day on which reminders
    went out before (None: never): what fell due since then is said today, only the nearest step where several did.
    After `until` nobody is reminded.

    >>> friday, monday = date(2026, 12, 18), date(2026, 12, 21)
    >>> due_step(monday, date(2026, 12, 17), friday, Holidays())
    1
    >>> due_step(monday, friday, date(2026, 12, 19), Holidays()) is None
    True
    """
    if today > until:
        return None
    since = last if last is not None else today - timedelta(days=1)
    days = step_days(until, holidays)
    return min((step for step, day in days.items() if since < day <= today), default=None)


def step_days(until: date, holidays: Holidays) -> dict[int, date]:
    """Return the day of each step before `until`.

    >>> {step: str(day) for step, day in step_days(date(2026, 12, 31), Holidays()).items()}
    {1: '2026-12-30', 3: '2026-12-28', 7: '2026-12-22'}
    """
    numbered = enumerate(_working_days_before(until, holidays), start=1)
    return {number: day for number, day in numbered if number in STEPS}


def working_days_left(today: date, until: date, holidays: Holidays) -> int:
    """Return how many working days are left before `until`, today counted, `until` itself not; at most 62 days ahead.

    >>> working_days_left(date(2026, 12, 18), date(2026, 12, 21), Holidays())
    1
    """
    return sum(today <= day for day in _working_days_before(until, holidays))


def _working_days_before(until: date, holidays: Holidays) -> Iterator[date]:
    """Yield the working days before `until`, the nearest first."""
    days = (until - timedelta(days=back) for back in range(1, min(_FARTHEST, until.toordinal() - 1) + 1))
    return (day for day in days if holidays.is_working(day))
