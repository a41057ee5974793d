"""Days as they are written in files: with the day, the month or the year first, alone or with a time of day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

from cchc.core.words.letters import without_hidden_signs

# Databases and spreadsheets export a day as "2026-01-31 00:00:00", "2026-01-31T16:30Z", "1/31/2026 4:30:00 PM".
_TIME = (
    r"(?:(?:\s+|T)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(AM|PM|SA|CH)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME, re.IGNORECASE)
_YEAR_LAST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})" + _TIME, re.IGNORECASE)
_VIETNAM = timezone(timedelta(hours=7))
_LONGEST = 60


class DayReadings(NamedTuple):
    """The readings of one written day: the usual one, that with the month in front, and the day that it is in Vietnam
    when it is written with the time of another zone; None where the calendar has no such day."""

    day_first: date | None
    month_first: date | None
    in_vietnam: date | None = None


def day_readings(text: str) -> DayReadings | None:
    """Return the readings of a written day; None for what is written otherwise.

    >>> day_readings("05/03/2026")
    DayReadings(day_first=datetime.date(2026, 3, 5), month_first=datetime.date(2026, 5, 3), in_vietnam=None)
    >>> day_readings("01/31/2026").day_first, day_readings("2026-01-31T16:30").day_first
    (None, datetime.date(2026, 1, 31))
    >>> day_readings("2026-01-31T23:30:00Z").in_vietnam, day_readings("2026-01-31 24:30"), day_readings("31/1")
    (datetime.date(2026, 2, 1), None, None)
    """
    written = without_hidden_signs(text).strip()
    if len(written) > _LONGEST:
        return None
    if match := _YEAR_FIRST.fullmatch(written):
        day = _day(match[1], match[2], match[3])
        return _with_time(day, day, match)
    if match := _YEAR_LAST.fullmatch(written):
        return _with_time(_day(match[3], match[2], match[1]), _day(match[3], match[1], match[2]), match)
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _with_time(day_first: date | None, month_first: date | None, match: re.Match[str]) -> DayReadings | None:
    hour, minute, second, half, zone = match.groups()[3:]
    if hour is None:
        return DayReadings(day_first, month_first)
    if int(hour) > (12 if half else 23) or int(minute) > 59 or int(second or 0) > 59:
        return None
    if zone is None or day_first is None:
        return DayReadings(day_first, month_first)
    late = half is not None and half.upper() in ("PM", "CH")
    hours = int(hour) % 12 + 12 * late if half else int(hour)
    moment = datetime(day_first.year, day_first.month, day_first.day, hours, int(minute), tzinfo=_zone(zone))
    try:
        there = moment.astimezone(_VIETNAM).date()
    except OverflowError:
        return None
    return DayReadings(day_first, month_first, there if there != day_first else None)


def _zone(text: str) -> timezone:
    if text in "Zz":
        return UTC
    minutes = int(text[1:3]) % 24 * 60 + int(text[-2:]) % 60
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
