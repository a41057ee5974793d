"""The four periodic reports of a year, with the days that they cover and the day by which they are closed.

The days are those of guidance 581/BNV-CCHC of the Ministry of Home Affairs: the year of reports runs from 15 December
of the year before; a report is sent by the 20th of its last month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ReportKind(StrEnum):
    """Which of the reports of a year one is, in the order in which they come."""

    Q1 = "q1"
    SIX_MONTHS = "six_months"
    Q3 = "q3"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """One report of one year."""

    kind: ReportKind
    year: int


@dataclass(frozen=True, slots=True)
class ReportWindow:
    """The first and the last day of the data of a report, and the day on which its figures are closed at the latest.

    `year_from` is where figures begin that cover the year to date.
    """

    data_from: date
    data_to: date
    cut_off: date
    year_from: date


@dataclass(frozen=True, slots=True)
class _Days:
    """Days of one kind of report, each as month and day; `whole` begins in December of the year before."""

    whole: bool
    to: tuple[int, int]
    by: tuple[int, int]


_BEGINS = (12, 15)
_THIRD_QUARTER_BEGINS = (6, 15)
_DAYS = {
    ReportKind.Q1: _Days(whole=True, to=(3, 14), by=(3, 20)),
    ReportKind.SIX_MONTHS: _Days(whole=True, to=(6, 14), by=(6, 20)),
    ReportKind.Q3: _Days(whole=False, to=(9, 14), by=(9, 20)),
    ReportKind.YEAR: _Days(whole=True, to=(12, 14), by=(12, 20)),
}


def window(kind: ReportKind, year: int) -> ReportWindow:
    """Return the days of the report of this kind of `year`.

    >>> found = window(ReportKind.Q3, 2026)
    >>> str(found.data_from), str(found.data_to), str(found.cut_off), str(found.year_from)
    ('2026-06-15', '2026-09-14', '2026-09-20', '2025-12-15')
    """
    days = _DAYS[kind]
    begins = date(year - 1, *_BEGINS)
    first = begins if days.whole else date(year, *_THIRD_QUARTER_BEGINS)
    return ReportWindow(first, date(year, *days.to), date(year, *days.by), begins)


def previous_period(period: ReportPeriod) -> ReportPeriod:
    """Return the report that comes before this one: before that of quarter 1, the one of the whole year before.

    >>> previous_period(ReportPeriod(ReportKind.Q1, 2026))
    ReportPeriod(kind=<ReportKind.YEAR: 'year'>, year=2025)
    """
    order = list(ReportKind)
    at = order.index(period.kind)
    return ReportPeriod(order[at - 1], period.year if at else period.year - 1)


def same_last_year(period: ReportPeriod) -> ReportPeriod:
    """Return the report of the same kind of the year before.

    >>> same_last_year(ReportPeriod(ReportKind.Q3, 2026)).year
    2025
    """
    return ReportPeriod(period.kind, period.year - 1)
