"""The periods for which a measure is reported, by the kind of its deadline.

Each has a name that never changes: «lần 1», «2026-Q1», «2026-03». An extension moves the due day, the name stays, and
with it the record of the work. A fixed measure has one period, one of several due days one for each; what recurs has
those of the calendar; what goes on continuously has the periods of the periodic reports and is never overdue; what
waits for an event has one for each time that it happens.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.deadlines.values import FIRST_YEAR, LAST_YEAR, Deadline, DeadlineKind
from cchc.core.words.names import search_key

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RecordPeriod:
    """A period by its name, its first and last day, and the day on which its work is due.

    `starts` is None while an event is waited for, `due` where no day is set. Who is to report is decided by the last
    day.
    """

    key: str
    starts: date | None
    ends: date
    due: date | None = None

    @property
    def waits(self) -> bool:
        """Whether the event that begins it has not happened yet."""
        return self.starts is None


@dataclass(frozen=True, slots=True)
class EventDay:
    """One time that an event happened: which time it was, counted from 1, on which day, and when the work that it
    begins is due; None where no term is set (chưa ấn định)."""

    number: int
    on: date
    due: date | None = None


@dataclass(frozen=True, slots=True)
class FollowedDeadline:
    """What the periods of a measure follow from: its deadline, as it stands now, in a plan for `plan_year`.

    `since` is the day of the plan's document: what recurs is not asked for periods that were over by then. `ended` is
    the day on which the plan ended: no period begins after it. `holidays`: due days move over days off.
    """

    deadline: Deadline
    plan_year: int
    since: date | None = None
    ended: date | None = None
    happened: tuple[EventDay, ...] = ()
    holidays: Holidays | None = None


def expected_periods(asked: FollowedDeadline, until: date) -> tuple[RecordPeriod, ...]:
    """Return the periods of a measure that there are on the day `until`, in the order of their days.

    Those that begin in the plan's year are there from the beginning. What recurs or goes on continuously gets the
    periods of later years when they begin, as long as the plan has not ended and the wording names no last year.

    >>> fixed = FollowedDeadline(Deadline("30/6", DeadlineKind.FIXED, due=(date(2026, 6, 30),)), 2026)
    >>> expected_periods(fixed, date(2027, 5, 1)) == (
    ...     RecordPeriod("lần 1", date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30)),)
    True
    >>> quarterly = FollowedDeadline(deadline("Hằng quý", 2026), 2026)
    >>> [one.key for one in expected_periods(quarterly, date(2027, 4, 1))]
    ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4', '2027-Q1', '2027-Q2']
    >>> halfway = FollowedDeadline(deadline("Quý I, 6 tháng", 2026), 2026)
    >>> [(one.key, f"{one.due:%d/%m}") for one in expected_periods(halfway, date(2026, 4, 1))]
    [('2026-Q1', '31/03'), ('2026-H1', '30/06')]
    """
    return _BY_KIND[asked.deadline.kind](asked, until)


def _numbered(asked: FollowedDeadline, until: date) -> tuple[RecordPeriod, ...]:
    """One period for each due day, one after the other; one without a due day where there is none."""
    first = asked.deadline.start or date(asked.plan_year, 1, 1)
    if not asked.deadline.due:
        return (RecordPeriod(time_key(1), first, max(first, date(asked.plan_year, 12, 31))),)
    found = []
    for number, due in enumerate(sorted(set(asked.deadline.due)), start=1):
        found.append(RecordPeriod(time_key(number), min(first, due), due, due))
        first = due + _DAY
    return tuple(found)


def time_key(number: int) -> str:
    """Return the name of the period of one time, counted from 1.

    >>> time_key(2)
    'lần 2'
    """
    return f"lần {number}"


def _after_events(asked: FollowedDeadline, until: date) -> tuple[RecordPeriod, ...]:
    """One period for each time that the event happened; the first one waits before that."""
    named = max(asked.deadline.due, default=None)
    year_end = date(asked.plan_year, 12, 31)
    if not asked.happened:
        return (RecordPeriod(time_key(1), None, max(named or year_end, year_end)),)
    return tuple(
        RecordPeriod(
            time_key(one.number), one.on, max(one.on, one.due or named or year_end), one.due or named
        )
        for one in sorted(asked.happened, key=lambda one: one.number)
    )


# --- what recurs --------------------------------------------------------------------------------------------


Calendar = Callable[[int], list[tuple[str, date, date]]]  # of a year: name, first and last day of each period


def _months(step: int, name: str) -> Calendar:
    def periods(year: int) -> list[tuple[str, date, date]]:
        return [
            (name.format(year=year, n=n), date(year, first, 1), _month_end(year, first + step - 1))
            for n, first in enumerate(range(1, 13, step), start=1)
        ]

    return periods


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _weeks(year: int) -> list[tuple[str, date, date]]:
    """The weeks whose Thursday lies in the year, as ISO 8601 counts them."""
    monday = date.fromisocalendar(year, 1, 1)
    weeks = date(year, 12, 28).isocalendar().week
    firsts = [monday + 7 * at * _DAY for at in range(weeks)]
    return [(f"{year}-W{at:02}", first, first + 6 * _DAY) for at, first in enumerate(firsts, start=1)]


_MONTHS, _QUARTERS = _months(1, "{year}-{n:02}"), _months(3, "{year}-Q{n}")
_BY_COUNT = {12: _MONTHS, 4: _QUARTERS, 2: _months(6, "{year}-H{n}"), 1: _months(12, "{year}")}


def _of_the_reports(year: int) -> list[tuple[str, date, date]]:
    """The periods that "Quý I, 6 tháng, Quý III, cả năm" names."""
    first, third = date(year, 1, 1), date(year, 7, 1)
    return [
        (_report_key(year, name), third if name == "Q3" else first, _month_end(year, month))
        for name, month in _REPORTS
    ]


def _recurring(asked: FollowedDeadline, until: date) -> tuple[RecordPeriod, ...]:
    wording = search_key(asked.deadline.text)
    named = [int(word) for word in _years_in(wording)]
    last = max(named) if named else LAST_YEAR
    found: list[RecordPeriod] = []
    for year in range(asked.plan_year, min(max(until.year + 1, asked.plan_year), last, LAST_YEAR) + 1):
        due = asked.deadline.due if year == asked.plan_year else _due_in(asked, year)
        found += _recurring_in(wording, year, due, asked)
    return tuple(one for one in _named_once(found) if _is_there(one, asked, until))


def _named_once(found: Iterable[RecordPeriod]) -> Iterator[RecordPeriod]:
    """Yield the periods, none with the name of one before it: a last day in the next year ("hằng tháng, đến ngày
    15/01/2027") has the name of a month of that year, which then gets its own period."""
    taken: set[str] = set()
    for one in found:
        key, times = one.key, 1
        while key in taken:
            times += 1
            key = f"{one.key} {time_key(times)}"
        taken.add(key)
        yield replace(one, key=key)


def _years_in(wording: str) -> Iterator[str]:
    words = "".join(sign if sign.isdigit() else " " for sign in wording).split()
    return (word for word in words if len(word) == 4 and FIRST_YEAR <= int(word) <= LAST_YEAR)


def _due_in(asked: FollowedDeadline, year: int) -> tuple[date, ...]:
    """The due days of the same wording in a later year."""
    return deadline(asked.deadline.text, year, asked.holidays).due


def _recurring_in(
    wording: str, year: int, due: tuple[date, ...], asked: FollowedDeadline
) -> list[RecordPeriod]:
    days = sorted(due)
    if not days:
        return _without_days(wording, year, asked)
    calendar = _BY_COUNT.get(len(days))
    if len(days) == len(_REPORTS) and "6 thang" in wording:
        calendar = _of_the_reports
    named = list(zip(calendar(year), days, strict=True)) if calendar is not None else []
    if not all(first <= day for (_key, first, _last), day in named):
        named = []  # "Quý I, 6 tháng": two days, and not one in each half of the year
    if not named and "6 thang" in wording:
        reports = {last: (key, first, last) for key, first, last in _of_the_reports(year)}
        named = [(reports[day], day) for day in days] if reports.keys() >= set(days) else []
    if named:
        return [RecordPeriod(key, first, last, day) for (key, first, last), day in named]
    if len(days) % 12 == 0 and len(days) <= 48:
        return _several_a_month(year, days)
    return _by_month(year, days)


def _several_a_month(year: int, days: list[date]) -> list[RecordPeriod]:
    """Several days a month ("ngày 15 và 30 hằng tháng")."""
    times = len(days) // 12
    months = _MONTHS(year)
    return [
        RecordPeriod(f"{months[at // times][0]} {time_key(at % times + 1)}", *months[at // times][1:], day)
        for at, day in enumerate(days)
    ]


def _by_month(year: int, days: list[date]) -> list[RecordPeriod]:
    """Days that divide the year otherwise: each by its month, from the day after the one before."""
    found, first = [], date(year, 1, 1)
    times: Counter[str] = Counter()
    for day in days:
        month = f"{day.year}-{day.month:02}"
        times[month] += 1
        key = month if times[month] == 1 else f"{month} {time_key(times[month])}"
        found.append(RecordPeriod(key, min(first, day), day, day))
        first = day + _DAY
    return found


def _without_days(wording: str, year: int, asked: FollowedDeadline) -> list[RecordPeriod]:
    """What recurs without a day in the year: every week ("Thứ Sáu hằng tuần"), on a day that only the calendar of
    working days knows ("ngày làm việc cuối cùng của tháng"), or whenever it is ordered ("định kỳ theo quy định"):
    the last one is reported with the periodic reports."""
    words = wording.split()
    for word, calendar in (("tuan", _weeks), ("thang", _MONTHS), ("quy", _QUARTERS)):
        if word in words and "theo quy dinh" not in wording:
            return [
                RecordPeriod(key, first, last, _worked(last, asked.holidays))
                for key, first, last in calendar(year)
            ]
    return report_periods(year)


def _worked(day: date, holidays: Holidays | None) -> date:
    return holidays.next_working(day) if holidays is not None else day


# --- what goes on continuously ------------------------------------------------------------------------------

# Công văn 581/BNV-CCHC: số liệu báo cáo cải cách hành chính định kỳ.
_REPORTS = (("Q1", 3), ("H1", 6), ("Q3", 9), ("", 12))


def report_periods(year: int) -> list[RecordPeriod]:
    """Return the periods of the periodic reports of a year, with the days up to which their data go.

    >>> [(one.key, f"{one.starts:%d/%m/%Y}", f"{one.ends:%d/%m/%Y}") for one in report_periods(2026)][:2]
    [('2026-Q1', '15/12/2025', '14/03/2026'), ('2026-H1', '15/12/2025', '14/06/2026')]
    """
    whole = date(year - 1, 12, 15)
    third = date(year, 6, 15)
    return [
        RecordPeriod(_report_key(year, name), third if name == "Q3" else whole, date(year, month, 14))
        for name, month in _REPORTS
    ]


def _report_key(year: int, name: str) -> str:
    return f"{year}-{name}" if name else f"{year}"


def _continuous(asked: FollowedDeadline, until: date) -> tuple[RecordPeriod, ...]:
    named = max(asked.deadline.due, default=None)
    last = named.year if named is not None and not asked.deadline.continues else LAST_YEAR
    years = range(asked.plan_year, min(max(until.year + 1, asked.plan_year), max(last, asked.plan_year)) + 1)
    found = (one for year in years for one in report_periods(year))
    return tuple(one for one in found if _is_there(one, asked, until))


def _is_there(period: RecordPeriod, asked: FollowedDeadline, until: date) -> bool:
    """Whether a period of what recurs is there: begun or of the plan's year, not over before the plan, not begun
    after the plan ended."""
    starts = period.starts or period.ends
    if asked.since is not None and period.ends < asked.since:
        return False
    if asked.ended is not None and starts > asked.ended:
        return False
    return period.key.startswith(f"{asked.plan_year}") or starts <= until


_BY_KIND: dict[DeadlineKind, Callable[[FollowedDeadline, date], tuple[RecordPeriod, ...]]] = {
    DeadlineKind.FIXED: _numbered,
    DeadlineKind.RANGE: _numbered,
    DeadlineKind.SEVERAL: _numbered,
    DeadlineKind.UNPARSED: _numbered,
    DeadlineKind.RECURRING: _recurring,
    DeadlineKind.CONTINUOUS: _continuous,
    DeadlineKind.ON_EVENT: _after_events,
}
