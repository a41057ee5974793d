"""Days counted from a day: so many days, weeks, months or working days after it."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from cchc.core.papers.deadlines.holidays import Holidays


class CountedIn(StrEnum):
    """What a term counts, in the plain words of a wording."""

    DAYS = "ngay"
    WEEKS = "tuan"
    MONTHS = "thang"


def day_after(begins: date, count: int, span: CountedIn, holidays: Holidays | None = None) -> date:
    """Return the day that lies `count` of a span after `begins`; `holidays` given: so many days on which offices work.

    A month later is the same day of that month, or the last day of a month that is shorter.

    >>> str(day_after(date(2026, 1, 31), 1, CountedIn.MONTHS)), str(day_after(date(2026, 1, 5), 2, CountedIn.WEEKS))
    ('2026-02-28', '2026-01-19')
    >>> str(day_after(date(2026, 1, 2), 5, CountedIn.DAYS, Holidays()))
    '2026-01-09'
    """
    if holidays is not None:
        day = begins
        for _nth in range(count):
            day = holidays.next_working(day + timedelta(days=1))
        return day
    if span is CountedIn.MONTHS:
        return _after_months(begins, count)
    return begins + timedelta(days=count * (7 if span is CountedIn.WEEKS else 1))


def _after_months(begins: date, count: int) -> date:
    years, month = divmod(begins.month - 1 + count, 12)
    after = date(begins.year + years, month + 1, 1)
    longest = (after.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return after.replace(day=min(begins.day, longest.day))
