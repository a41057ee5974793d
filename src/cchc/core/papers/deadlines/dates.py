"""From pieces to a deadline: a limit, a range from … to …, or a list of days and periods."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from cchc.core.papers.deadlines.periods import (
    existing_period,
    head_of,
    periods_of,
    settle_years,
    single_period,
)
from cchc.core.papers.deadlines.pieces import Piece, pieces_of
from cchc.core.papers.deadlines.values import Deadline, DeadlineKind, Period, Unreadable

_CUSTOMARY = (
    "week",
    "tenth",
    "mid_month",
    "begin_month",
    "begin_quarter",
    "mid_year",
)  # parts of a month that no calendar prints


def dated_deadline(wording: str, year: int | None) -> Deadline | None:
    """The deadline of a wording that names nothing but days and periods; None where it names anything else, or has two
    readings ("Trước tháng 9/2023" ends before the month, or with it)."""
    try:
        return deadline_of_pieces(pieces_of(wording), year)
    except Unreadable:
        return None


def deadline_of_pieces(items: list[Piece], year: int | None) -> Deadline:
    """The deadline of pieces that name nothing but days and periods. Raises `Unreadable` where they have no reading, or
    two."""
    likely = any(item.name in _CUSTOMARY for item in items)
    return replace(_bounded(items, year), likely=likely)


def _bounded(items: list[Piece], year: int | None) -> Deadline:
    """The deadline of the pieces: a limit, a range, or a list of periods."""
    names = [item.name for item in items]
    if not names:
        raise Unreadable
    if names[0] in ("limit", "before", "last"):
        return _limited(items, year)
    if names[0] == "to" and items[0].parts != ("-",):
        return _limited(items, year)
    if names[:2] == ["now", "to"] or names[:2] == ["now", "last"]:
        return _limited(items[1:], year)
    if names[0] == "from" and names[-1] == "onward":
        return Deadline("", DeadlineKind.CONTINUOUS, start=_single(items[1:-1], year).starts())
    if names[0] == "from" and not {"to", "last"} & set(names):
        return _since(_single(items[1:], year))
    if names[0] == "from":
        return _ranged(items[1:], year)
    return _ranged(items, year) if {"to", "last"} & set(names) else _listed(periods_of(items), year)


def _since(period: Period) -> Deadline:
    """From a day or period on ("Từ quý III/2026"); "Từ 01-15/7/2026" names its end too."""
    if period.until is not None:
        return _together([period])
    return Deadline("", DeadlineKind.CONTINUOUS, start=period.starts())


def _limited(items: list[Piece], year: int | None) -> Deadline:
    """At the latest on a day, or by the end of a period ("Đến hết quý III/2023"); "before" takes days only."""
    before = False
    while items and items[0].name in ("limit", "before", "last", "to", "lead"):
        before = before or items[0].name == "before" or "truoc" in items[0].parts[0]
        items = items[1:]
    periods = settle_years(periods_of(items), year)
    if before and not all(period.is_day for period in periods):
        raise Unreadable
    return replace(_together(periods), start=None) if len(periods) == 1 else _several_days(periods)


def _several_days(periods: list[Period]) -> Deadline:
    if not all(period.is_day for period in periods):
        raise Unreadable
    return _together(periods)


def _ranged(items: list[Piece], year: int | None) -> Deadline:
    """From one day or period to another; a year named once counts for both ("01/7-31/8/2023"), or the start is the year
    before ("Từ tháng 12 đến tháng 3/2024")."""
    cuts = [place for place, item in enumerate(items) if item.name in ("to", "last")]
    if len(cuts) == 2 and cuts[1] == cuts[0] + 1 and items[cuts[1]].name == "last":
        del items[cuts[1]]
    elif len(cuts) != 1:
        raise Unreadable
    left, right = items[: cuts[0]], items[cuts[0] + 1 :]
    end = single_period(periods_of(right, head_of(left)))
    start = single_period(periods_of(_from_day(left, end)))
    start, end = _years_of_range(start, end, year)
    if start.starts() > end.ends() or start.ends() >= end.ends():
        raise Unreadable
    return Deadline("", DeadlineKind.RANGE, start.starts(), (end.ends(),))


def _from_day(left: list[Piece], end: Period) -> list[Piece]:
    """ "Từ ngày 01" takes the month and year of the end."""
    if [item.name for item in left] == ["only"] and end.day is not None:
        return [Piece("dated", (left[0].parts[0], str(end.last)))]
    return left


def _years_of_range(start: Period, end: Period, year: int | None) -> tuple[Period, Period]:
    turns = (start.first, start.day or 0) > (end.last, end.day or 31)
    if start.year is None and end.year is None:
        if turns or year is None:
            raise Unreadable
        return replace(start, year=year), replace(end, year=year)
    if start.year is None:
        start = replace(start, year=(end.year or 0) - turns)
    if end.year is None:
        end = replace(end, year=(start.year or 0) + turns)
    return existing_period(start), existing_period(end)


def _listed(periods: list[Period], year: int | None) -> Deadline:
    if len(periods) > 1 and any(period.bare for period in periods):
        return _reports(periods, year)
    if any(period.bare and period.last < 12 for period in periods):
        raise Unreadable
    return _together(settle_years(periods, year))


def _reports(periods: list[Period], year: int | None) -> Deadline:
    """A list with "6 tháng" or "cả năm" beside quarters names the periods of reports: "Quý I, 6 tháng, Quý III, cả năm"
    of an issued plan."""
    years = {period.year for period in periods if period.year}
    if len(years) > 1 or any(period.day for period in periods):
        raise Unreadable
    known = next(iter(years), year)
    due = sorted({existing_period(replace(period, year=known)).ends() for period in periods}) if known else []
    return Deadline("", DeadlineKind.RECURRING, due=tuple(due))


def _together(periods: list[Period]) -> Deadline:
    """One period, periods in a row without a break ("Quý III, IV năm 2023"), or several apart ("Quý I, III")."""
    ordered = sorted(set(periods), key=lambda period: (period.starts(), period.ends()))
    first, last = ordered[0], ordered[-1]
    if len(ordered) == 1 and first.until is not None and first.span:
        return Deadline("", DeadlineKind.RANGE, first.starts(), (first.ends(),))
    if len(ordered) == 1:
        return Deadline("", DeadlineKind.FIXED, first.starts() if first.span else None, (first.ends(),))
    apart = [_apart(one, other) for one, other in pairwise(ordered)]
    if any(days < 1 for days in apart):
        raise Unreadable
    if not first.is_day and all(days == 1 for days in apart):
        return Deadline("", DeadlineKind.RANGE, first.starts(), (last.ends(),))
    return Deadline("", DeadlineKind.SEVERAL, due=tuple(period.ends() for period in ordered))


def _apart(one: Period, other: Period) -> int:
    return (other.starts() - one.ends()).days


def _single(items: list[Piece], year: int | None) -> Period:
    return single_period(settle_years(periods_of(items), year))
