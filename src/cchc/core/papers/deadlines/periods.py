"""From pieces to periods: "tháng 7, 8/2023" are two months of one year."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from cchc.core.papers.deadlines.pieces import Piece
from cchc.core.papers.deadlines.values import FIRST_YEAR, LAST_YEAR, Period, Unreadable, day_in

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_WORDS = {"ba": 3, "sau": 6, "chin": 9}


def single_period(periods: list[Period]) -> Period:
    """The only period of a list; raises `Unreadable` for none or several."""
    if len(periods) != 1:
        raise Unreadable
    return periods[0]


def settle_years(periods: list[Period], year: int | None) -> list[Period]:
    """Every period with its year: its own, the one before it if the periods go on, or the plan's.

    Raises `Unreadable` where the periods turn back within a year that is not said: "Tháng 12, 01/2024".
    """
    if not periods:
        raise Unreadable
    known = None
    settled: list[Period] = []
    for period in periods:
        if period.year is None and known is not None and period.first <= settled[-1].last:
            raise Unreadable
        known = period.year or known
        settled.append(existing_period(replace(period, year=known or year)))
    return settled


def existing_period(period: Period) -> Period:
    """`period`, if its year is known and its day exists; raises `Unreadable` otherwise ("31/02/2023")."""
    if period.year is None or not FIRST_YEAR <= period.year <= LAST_YEAR:
        raise Unreadable
    if period.day is not None and day_in(period.day, period.first, period.year) is None:
        raise Unreadable
    if period.until is not None and period.span and day_in(period.until, period.last, period.year) is None:
        raise Unreadable
    return period


def head_of(items: list[Piece]) -> str | None:
    """What the numbers behind these pieces count: the last "tháng" or "quý" among them."""
    return next((item.parts[0] for item in reversed(items) if item.name == "head"), None)


def periods_of(items: list[Piece], head: str | None = None) -> list[Period]:
    """The periods of a list, years where they are named; `head` (tháng, quý) is what a number counts at first."""
    reading = _Reading(head)
    for place, item in enumerate(items):
        reading.take(item, items[place - 1].name if place else "and")
    return reading.periods()


class _Reading:
    """One pass through the pieces of a list."""

    def __init__(self, head: str | None) -> None:
        self.head = head
        self.found: list[Period] = []
        self.years: list[int] = []
        self.unheaded = False  # "III/2026" counts quarters, where a year stands behind

    def take(self, item: Piece, before: str) -> None:
        if item.name == "head":
            self.head = item.parts[0]
        elif item.name in ("year", "short_year"):
            self.take_year(int(item.parts[0]) + (2000 if item.name == "short_year" else 0), before)
        elif item.name != "and":
            if before not in ("and", "head", "year"):
                raise Unreadable
            self.take_period(self.period(item, before))
        elif before == "and":
            raise Unreadable

    def take_year(self, year: int, before: str) -> None:
        """A year closes the periods before it that have none; in a list of reports "năm 2023" is one of them."""
        open_ones = [period for period in self.found if period.year is None]
        if before == "and" and any(period.bare and period.last < 12 for period in open_ones):
            self.take_period(Period(1, 12, year, span=True, bare=True))
        elif open_ones:
            self.close(year)
        else:
            self.years.append(year)

    def take_period(self, period: Period) -> None:
        self.found.append(period)
        if period.year is not None:
            self.close(period.year)

    def close(self, year: int) -> None:
        """Give `year` to the periods in front that have none: "tháng 7, 8/2023"."""
        if _wraps([one for one in self.found if one.year in (None, year)]):
            raise Unreadable
        self.found = [replace(one, year=year) if one.year is None else one for one in self.found]

    def periods(self) -> list[Period]:
        if not self.found:
            return [Period(1, 12, year, span=True) for year in self.years]
        if len(self.years) > 1 or (self.unheaded and any(one.year is None for one in self.found)):
            raise Unreadable
        if _wraps([one for one in self.found if one.year is None]):
            raise Unreadable
        return (
            [replace(one, year=one.year or self.years[0]) for one in self.found] if self.years else self.found
        )

    def period(self, item: Piece, before: str) -> Period:
        numbers = [_number(part) for part in item.parts]
        if item.name == "roman" and self.head is None:
            self.head, self.unheaded = "quy", True
        if item.name in ("number", "roman"):
            return self.counted(numbers[0], None)
        if item.name == "numbered":
            return self.counted(numbers[0], numbers[1], "thang")
        if item.name == "slashed" and before == "head":
            return self.counted(numbers[0], 2000 + numbers[1] if numbers[1] > 12 else 0)
        if item.name in _DAYS and before != "head":
            return _day_of(item, numbers)
        if item.name in _PARTS:
            return _part_of_month(item)
        return _named(item) if item.name in _NAMED else _span_of(item)

    def counted(self, number: int, year: int | None, head: str | None = None) -> Period:
        """A month or quarter by its number."""
        head = self.head or head
        if year == 0 or head is None or not 1 <= number <= (12 if head == "thang" else 4):
            raise Unreadable
        if head == "thang":
            return Period(number, number, year)
        return Period(3 * number - 2, 3 * number, year)


_PARTS = ("week", "tenth", "half_month", "days", "begin_month", "end_days")
_NAMED = ("mid_month", "begin_quarter", "mid_year", "month_of_quarter", "end_quarter")
_DAYS = ("iso", "day", "spelled", "dated", "slashed")


def _wraps(periods: list[Period]) -> bool:
    """Whether a list without years goes from the end of a year to its beginning, as "Quý IV, I/2024" does: of which
    year, is not said."""
    return any(one.last == 12 and other.first == 1 and not one.span for one, other in pairwise(periods))


def _number(part: str) -> int:
    return int(part) if part.isdecimal() else _ROMAN.get(part, 0)


def _day_of(item: Piece, numbers: list[int]) -> Period:
    year: int | None = None
    if item.name == "iso":
        year, month, day = numbers
    elif item.name == "day":
        day, _, month, year = numbers
        year += 2000 if len(item.parts[3]) == 2 else 0
    elif item.name == "spelled":
        day, month, year = numbers
    else:
        day, month = numbers
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise Unreadable
    return Period(month, month, year, day)


_ORDINALS = {"nhat": 1, "dau": 1, "hai": 2, "ba": 3, "tu": 4}
_TENTHS = {"thuong": (1, 10), "trung": (11, 20), "ha": (21, 31)}
_LAST_DAY = 31  # of the longest month; a period ends with its month


def _part_of_month(item: Piece) -> Period:
    """Days of a month: week n is days 7n-6 to 7n, "cuối" its last seven days, "trung tuần" 11 to 20."""
    month = int(item.parts[-1])
    if not 1 <= month <= 12:
        raise Unreadable
    if item.name == "days":
        first, last = int(item.parts[0]), int(item.parts[1])
    elif item.name == "begin_month":
        first, last = _TENTHS["thuong"]
    elif item.name == "end_days":
        count = int(item.parts[0])
        first, last = (1, count) if item.parts[1] == "dau" else (_LAST_DAY - count, _LAST_DAY)
    elif item.name == "tenth":
        first, last = _TENTHS[item.parts[0]]
    elif item.name == "half_month":
        first, last = (1, 15) if item.parts[0] == "dau" else (16, _LAST_DAY)
    else:
        first, last = _week(*item.parts[:3])
    if not 1 <= first < last:
        raise Unreadable
    return Period(month, month, day=first, until=last, span=item.name == "days")


_MONTHS_OF_QUARTER = {"dau": 0, "nhat": 0, "giua": 1, "hai": 1, "2": 1, "cuoi": 2, "ba": 2, "3": 2}


def _named(item: Piece) -> Period:
    """The middle of a month or year, one month of a quarter, the first or last quarter of a year."""
    if item.name == "mid_month":
        month = int(item.parts[1])
        if not 1 <= month <= 12:
            raise Unreadable
        return Period(month, month, day=15)
    if item.name == "mid_year":
        return Period(6, 6)
    if item.name == "end_quarter":
        return Period(1, 3) if item.parts[0] == "dau" else Period(10, 12)
    month = 3 * _number(item.parts[1]) - 2 + _MONTHS_OF_QUARTER[item.parts[0]]
    return Period(month, month)


def _week(number: str, word: str, last: str) -> tuple[int, int]:
    if word == "cuoi":
        return 22, _LAST_DAY
    begins = int(number) if number else _ORDINALS[word]
    ends = int(last) if last else begins
    if not 1 <= begins <= ends <= 5:
        raise Unreadable
    return 7 * begins - 6, 7 * ends


def _span_of(item: Piece) -> Period:
    """Half a year, nine months, a year."""
    if item.name == "all_year":
        return Period(1, 12, span=True, bare=True)
    if item.name == "half":
        return Period(1, 6, span=True) if item.parts[0] == "dau" else Period(7, 12, span=True)
    if item.name == "months":
        count = int(item.parts[0])
        if not 1 <= count <= 11:
            raise Unreadable
        return Period(1, count, span=True) if item.parts[1] == "dau" else Period(13 - count, 12, span=True)
    if item.name not in ("span", "bare"):
        raise Unreadable
    months = int(item.parts[0]) if item.parts[0] else _WORDS[item.parts[1]]
    if item.name == "bare":
        return Period(1, months, span=True, bare=True)
    return Period(1, months, span=True) if item.parts[2] == "dau" else Period(13 - months, 12, span=True)
