"""Deadlines of Vietnamese administrative plans: from their wording to the days they mean.

`deadline` reads a wording in the light of the plan's year. The wording is kept and is what prints. Case, tone
marks, kinds of dashes and blanks do not matter; quarters are Roman or Arabic. A period is due on its last day:

* `fixed`: one day or one period. A half year and a year are spans of work and also have a start;
* `range`: from … to …, or periods that follow each other without a break, due at the end of the last;
* `several`: days, or periods that do not touch, each with its own due day;
* `recurring`: every month, quarter, half year; with the due days that fall into the plan's year;
* `continuous` (thường xuyên): no due day, unless a span is named beside it;
* `on_event`: when something has happened; a year or date inside the event is no due day;
* `unparsed`: everything else. A wording with two readings is not decided here: a person decides.

"Before day X" (trước ngày) is due on day X, as such orders are followed up; "before" a month or quarter has two
readings and stays unparsed.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from cchc.core.words.letters import composed
from cchc.core.words.remembering import remembered

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_LONGEST = 400
_LONGEST_WRITTEN = 4 * _LONGEST  # a letter with its marks may be written as up to four signs

_CONTINUES = re.compile(
    r"[\s,;]*\b(?:va|cung)?\s*(?:cho )?(?:cac|nhung) nam (?:tiep theo|ke tiep|sau|tiep sau)(?: do)?$"
)
_CONTINUOUS = re.compile(
    r"(?:thuc hien |duy tri )?(?:thuong xuyen|lien tuc|hang ngay)\b[\s,;:]*(?:va )?(?P<rest>.*)"
)
_WHOLE_YEAR = re.compile(r"(?:(?:trong|ca|suot|lien tuc|den het|het)[ ,]*)*nam(?: (?P<year>\d{4}))?")
_CYCLE = r"(?:0?[369] thang|thang|quy|qui|nam|nua nam|tuan)"
_RECURRING = re.compile(
    rf"(?:(?:bao cao|(?:theo )?dinh ky|thuc hien)[ :,]*)*(?P<mark>(?:hang|moi|theo|dinh ky) )?"
    rf"(?P<cycles>(?:ca )?{_CYCLE}(?:[ ]?(?:,|;|va|&)[ ]?(?:va )?(?:hang |moi |ca )?{_CYCLE})*)"
    rf"(?: ?(?:mot|0?1) lan)?(?:[ ,]*(?:trong )?nam (?P<year>\d{{4}}))?"
)
_TIMES = re.compile(
    rf"(?:dinh ky |it nhat |toi thieu )*"
    rf"(?:\d{{1,2}} lan ?/ ?(?:1 |01 )?(?P<per>{_CYCLE})|(?P<every>{_CYCLE}) ?/ ?(?:1 |01 )?lan)"
)
_EACH_MONTH = re.compile(
    r"(?:(?:truoc|vao|cham nhat|den|la) )*ngay (?P<day>\d{1,2}) (?:cua )?(?:hang|moi) thang"
)
_EACH_YEAR = re.compile(r"(?P<when>.+?) (?:hang|moi) nam")
_EVENT = re.compile(
    r"(?:thuc hien )?(?:(?:ngay )?(?:sau |truoc |den |cho den |ke tu |tu )?khi\b"
    r"|ngay sau\b|sau (?!(?:thang|quy|qui|nam|ngay|q|t)\b)[a-z]"
    r"|(?:sau )?\d+ (?:ngay|thang|tuan) (?:lam viec )?(?:ke tu|sau)\b|sau \d+ (?:ngay|thang|tuan)\b"
    r"|trong (?:vong|thoi han) \d+|tuy (?:theo|thuoc)\b|can cu\b|theo\b|phu hop voi\b"
    r"|trong qua trinh\b|ke tu\b|(?:(?:tai|truoc|trong|sau) )?(?:cac )?(?:ky hop|phien hop|hoi nghi|dai hoi|dip|dot)\b)"
)
_LIMIT_INSIDE = re.compile(
    r"[,;(]\s*((?:nhung |va |hoan thanh |xong )*(?:cham nhat|muon nhat|truoc|xong truoc)\b[^,;]*?)\)?$"
)

_ITEMS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "lead",
            r"(?:thoi (?:gian|han)|giai doan|(?:gui )?bao cao|hoan thanh|thuc hien|ket thuc|xong|trong|suot|vao)\b:?",
        ),
        ("iso", r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"),
        ("day", r"(?:ngay )?(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})(?!\d)"),
        ("spelled", r"(?:ngay )?(\d{1,2}) ?thang (\d{1,2})(?:,? nam| ?/) ?(\d{4})(?!\d)"),
        ("dated", r"ngay (\d{1,2})(?: ?[/.-] ?| ?thang )(\d{1,2})(?!\d| ?/ ?\d)"),
        ("numbered", r"(\d{1,2}) ?[/.] ?(\d{4})(?!\d)"),
        ("slashed", r"(\d{1,2}) ?/ ?(\d{1,2})(?!\d| ?/ ?\d)"),
        ("only", r"ngay (\d{1,2})(?![\d/])"),
        ("span", r"(?:0?([369])|(ba|sau|chin)) thang (dau|cuoi)(?: (?:cua )?nam\b)?"),
        ("half", r"nua (dau|cuoi) nam\b"),
        ("bare", r"(?:0?([69])|(sau|chin)) thang(?! ?\d)"),
        ("last", r"(?:den )?(?:het|cuoi)\b"),
        ("limit", r"(?:cham nhat|muon nhat|khong muon hon|khong qua)\b(?: (?:la|vao|trong|den|het|truoc))*"),
        ("before", r"truoc\b"),
        ("now", r"(?:tu )?(?:nay|bay gio)\b"),
        ("from", r"tu\b"),
        ("to", r"den\b(?: het\b)?|toi\b|-"),
        ("head", r"thang\b|quy\b|qui\b"),
        ("year", r"(?:[/.] ?)?(?:nam )?(\d{4})(?!\d)"),
        ("short_year", r"/ ?(\d{2})(?!\d)"),
        ("all_year", r"(?:ca )?nam\b"),
        ("roman", r"(iv|i{1,3})(?![a-z])"),
        ("number", r"(\d{1,2})(?!\d)"),
        ("and", r"[,;:+&]|va\b"),
        ("onward", r"tro di\b"),
    )
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_WORDS = {"ba": 3, "sau": 6, "chin": 9}
_CYCLE_ENDS = {
    "thang": tuple(range(1, 13)),
    "quy": (3, 6, 9, 12),
    "qui": (3, 6, 9, 12),
    "3 thang": (3, 6, 9, 12),
    "6 thang": (6, 12),
    "nua nam": (6, 12),
    "9 thang": (9,),
    "nam": (12,),
}


class DeadlineKind(StrEnum):
    """How a deadline is set: the seven kinds told at the head of this module."""

    FIXED = "fixed"
    RANGE = "range"
    SEVERAL = "several"
    RECURRING = "recurring"
    CONTINUOUS = "continuous"
    ON_EVENT = "on_event"
    UNPARSED = "unparsed"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline: its wording, which is what prints, and the days it means, each due on the last day of its period."""

    text: str
    kind: DeadlineKind = DeadlineKind.UNPARSED
    start: date | None = None
    due: tuple[date, ...] = ()
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Holidays:
    """Days off beside Saturdays and Sundays, and weekend days that are worked to make up for them."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`.

        >>> Holidays(off=frozenset({date(2024, 4, 30)})).is_working(date(2024, 4, 30))
        False
        """
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def next_working(self, day: date) -> date:
        """`day` itself, or the next day on which offices work; `day` again if none comes within two months.

        >>> Holidays().next_working(date(2023, 9, 30))
        datetime.date(2023, 10, 2)
        """
        later = (
            day + timedelta(days=ahead) for ahead in range(62) if day <= date.max - timedelta(days=ahead)
        )
        return next((one for one in later if self.is_working(one)), day)


@remembered(most=4096)
def deadline(text: str, year: int | None, holidays: Holidays | None = None) -> Deadline:
    """The deadline that `text` words in a plan for `year`; due days move to working days only by `holidays`.

    Each due day moves on its own; those that come to the same working day are one. Remembered, since plans repeat
    their wordings.

    >>> found = deadline("Quý II, III năm 2023", 2023)
    >>> found.kind.value, str(found.start), [str(day) for day in found.due]
    ('range', '2023-04-01', ['2023-09-30'])
    >>> deadline("6 tháng cuối năm 2023 và các năm tiếp theo", 2023).continues
    True
    >>> deadline("Sau khi có Quyết định giao biên chế năm 2024", 2023).kind.value
    'on_event'
    >>> deadline("Quý III", None).kind.value
    'unparsed'
    """
    if len(" ".join(text.split())) > _LONGEST_WRITTEN:
        return Deadline(text)
    plain = _plain(text)
    if len(plain) > _LONGEST or (year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR):
        return Deadline(text)
    wording = _CONTINUES.sub("", plain)
    found = (
        _continuous(wording, year)
        or _recurring(wording, year)
        or _dated(wording, year)
        or _event(wording, year)
    )
    if found is None and wording != plain:
        found = _dated(f"{wording} tro di", year)
    if found is None:
        return Deadline(text)
    due = tuple(dict.fromkeys(map(holidays.next_working, found.due))) if holidays else found.due
    return replace(found, text=text, due=due, continues=wording != plain)


_BULLET = re.compile(r"^[-+*](?: |$)")


def _plain(text: str) -> str:
    """`text` without marks and capitals, dashes and blanks made equal, abbreviations of heads written out."""
    spread = composed(composed(text, "NFKC").casefold(), "NFD").replace("đ", "d")
    kept = ("-" if unicodedata.category(mark) == "Pd" else mark for mark in spread)
    letters = "".join(mark for mark in kept if unicodedata.category(mark) not in ("Mn", "Cf"))
    lines = (_BULLET.sub("", " ".join(line.split()), count=1) for line in letters.split("\n"))
    folded = _BULLET.sub("", " ".join(line for line in lines if line), count=1).strip(" .;,:")
    quarters = re.sub(
        r"\b(?:q ?\. ?|q ?|quy ?\.? ?|qui ?\.? ?)(iv|i{1,3}|[1-4])(?![a-z0-9])", r"quy \1", folded
    )
    months = re.sub(r"\b(?:t|th|thg) ?\.? ?(\d{1,2})(?!\d)", r"thang \1", quarters)
    return re.sub(r"\b(thang|nam)(\d)", r"\1 \2", months)


# --- continuous, recurring, on an event ---------------------------------------------------------------------


def _continuous(wording: str, year: int | None) -> Deadline | None:
    found = _CONTINUOUS.fullmatch(wording)
    if not found:
        return None
    rest = found["rest"]
    span = _WHOLE_YEAR.fullmatch(rest)
    if span:
        return _through(int(span["year"]) if span["year"] else year)
    if not re.search(r"\d|\bquy (?:i|iv)", rest):
        return Deadline("", DeadlineKind.CONTINUOUS)
    dated = _dated(rest, year)
    return replace(dated, kind=DeadlineKind.CONTINUOUS) if dated else None


def _through(year: int | None) -> Deadline | None:
    """Continuous through one year."""
    if year is None:
        return Deadline("", DeadlineKind.CONTINUOUS)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    return Deadline("", DeadlineKind.CONTINUOUS, date(year, 1, 1), (date(year, 12, 31),))


def _recurring(wording: str, year: int | None) -> Deadline | None:
    each = _EACH_MONTH.fullmatch(wording)
    if each:
        return _recurs([(int(each["day"]), month) for month in range(1, 13)], year)
    each = _EACH_YEAR.fullmatch(wording)
    if each and not re.search(r"\d{4}", wording):
        dated = _dated(each["when"], year)
        return Deadline("", DeadlineKind.RECURRING, due=dated.due) if dated else None
    times = _TIMES.fullmatch(wording)
    if times:
        return _cycles([times["per"] or times["every"]], year)
    if re.fullmatch(r"(?:theo )?dinh ky(?: theo quy dinh)?|(?:hang|moi) (?:tuan|ngay)", wording):
        return Deadline("", DeadlineKind.RECURRING)
    found = _RECURRING.fullmatch(wording)
    if not found:
        return None
    cycles = [_cycle(part) for part in re.split(r" ?(?:,|;|&|\bva\b) ?", found["cycles"]) if part]
    marked = found["mark"] or wording.startswith(("bao cao", "dinh ky")) or "lan" in wording.split()
    if not marked and len(cycles) < 2:
        return None
    return _cycles(cycles, int(found["year"]) if found["year"] else year)


def _cycle(part: str) -> str:
    return re.sub(r"^(?:va |hang |moi |ca )+", "", part.strip())


def _cycles(cycles: list[str], year: int | None) -> Deadline:
    """Recurring by cycles; beside a quarter or a year, "6 months" is the first half only."""
    several = len(cycles) > 1
    months: set[int] = set()
    for cycle in cycles:
        ends = _CYCLE_ENDS.get(cycle.lstrip("0"), ())
        months.update(ends[:1] if several and cycle.endswith("6 thang") else ends)
    last_days = [(monthrange(year, month)[1], month) for month in sorted(months)] if year else []
    return _recurs(last_days, year)


def _recurs(days: list[tuple[int, int]], year: int | None) -> Deadline:
    """Recurring on days (day, month) of the year; without due days if the year is unknown or lacks one."""
    found = [_day(day, month, year) for day, month in days] if year else []
    due = tuple(day for day in found if day)
    return Deadline("", DeadlineKind.RECURRING, due=due if len(due) == len(found) else ())


def _event(wording: str, year: int | None) -> Deadline | None:
    if not _EVENT.match(wording):
        return None
    limit = _LIMIT_INSIDE.search(wording)
    dated = _dated(re.sub(r"^(?:nhung|va) ", "", limit[1]), year) if limit else None
    return Deadline("", DeadlineKind.ON_EVENT, due=dated.due if dated else ())


# --- dates and periods --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Item:
    """One piece of a wording: its name in `_ITEMS` and what it captured."""

    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Period:
    """A day of a month, or months from first to last; the year None until it is settled.

    A `span` has a start of its own, a `bare` one ("6 tháng", "cả năm") recurs when it stands in a list.
    """

    first: int
    last: int
    year: int | None = None
    day: int | None = None
    span: bool = False
    bare: bool = False

    def starts(self) -> date:
        return date(self.year or 0, self.first, self.day or 1)

    def ends(self) -> date:
        year = self.year or 0
        return date(year, self.last, self.day or monthrange(year, self.last)[1])


class _Unreadable(Exception):
    """The wording is no date or period, or has two readings."""


def _dated(wording: str, year: int | None) -> Deadline | None:
    try:
        return _bounded(_scanned(wording), year)
    except _Unreadable:
        return None


def _scanned(wording: str) -> list[_Item]:
    """The pieces of a wording, which must cover all of it."""
    items: list[_Item] = []
    rest = wording
    while rest:
        name, found = next(((name, found) for name, one in _ITEMS if (found := one.match(rest))), ("", None))
        if found is None:
            raise _Unreadable
        items.append(_Item(name, tuple(part or "" for part in found.groups()) or (found[0],)))
        rest = rest[found.end() :].lstrip(" ")
    while items and items[0].name == "lead":
        items.pop(0)
    return _without_leads(items)


def _without_leads(items: list[_Item]) -> list[_Item]:
    """Without "in" and the like before a date, and with "quý III-2023" read as a quarter of a year."""
    kept: list[_Item] = []
    for item in items:
        if item.name == "lead":
            if kept and kept[-1].name not in ("and", "to", "from"):
                raise _Unreadable
            continue
        names = [one.name for one in kept[-2:]]
        if item.name == "year" and names in (["roman", "to"], ["number", "to"]) and kept[-1].parts == ("-",):
            kept.pop()
        kept.append(item)
    return kept


def _bounded(items: list[_Item], year: int | None) -> Deadline:
    """The deadline of the pieces: a limit, a range, or a list of periods."""
    names = [item.name for item in items]
    if not names:
        raise _Unreadable
    if names[0] in ("limit", "before", "last"):
        return _limited(items, year)
    if names[0] == "to" and items[0].parts != ("-",):
        return _limited(items, year)
    if names[:2] == ["now", "to"] or names[:2] == ["now", "last"]:
        return _limited(items[1:], year)
    if names[0] == "from" and names[-1] == "onward":
        return Deadline("", DeadlineKind.CONTINUOUS, start=_single(items[1:-1], year).starts())
    if names[0] == "from":
        return _ranged(items[1:], year)
    return _ranged(items, year) if {"to", "last"} & set(names) else _listed(_periods(items), year)


def _limited(items: list[_Item], year: int | None) -> Deadline:
    """At the latest on a day, or by the end of a period; "before" takes days only."""
    before = False
    while items and items[0].name in ("limit", "before", "last", "to", "lead"):
        before = before or items[0].name == "before" or "truoc" in items[0].parts[0]
        items = items[1:]
    periods = _settled(_periods(items), year)
    if before and any(period.day is None for period in periods):
        raise _Unreadable
    return replace(_together(periods), start=None) if len(periods) == 1 else _several_days(periods)


def _several_days(periods: list[_Period]) -> Deadline:
    if any(period.day is None for period in periods):
        raise _Unreadable
    return _together(periods)


def _ranged(items: list[_Item], year: int | None) -> Deadline:
    """From one day or period to another; a year named once counts for both, or the start is the year before."""
    cuts = [place for place, item in enumerate(items) if item.name in ("to", "last")]
    if len(cuts) == 2 and cuts[1] == cuts[0] + 1 and items[cuts[1]].name == "last":
        del items[cuts[1]]
    elif len(cuts) != 1:
        raise _Unreadable
    left, right = items[: cuts[0]], items[cuts[0] + 1 :]
    end = _one(_periods(right, _head(left)))
    start = _one(_periods(_from_day(left, end)))
    start, end = _years_of_range(start, end, year)
    if start.starts() > end.ends() or start.ends() >= end.ends():
        raise _Unreadable
    return Deadline("", DeadlineKind.RANGE, start.starts(), (end.ends(),))


def _from_day(left: list[_Item], end: _Period) -> list[_Item]:
    """ "Từ ngày 01" takes the month and year of the end."""
    if [item.name for item in left] == ["only"] and end.day is not None:
        return [_Item("dated", (left[0].parts[0], str(end.last)))]
    return left


def _years_of_range(start: _Period, end: _Period, year: int | None) -> tuple[_Period, _Period]:
    turns = (start.first, start.day or 0) > (end.last, end.day or 31)
    if start.year is None and end.year is None:
        if turns or year is None:
            raise _Unreadable
        return replace(start, year=year), replace(end, year=year)
    if start.year is None:
        start = replace(start, year=(end.year or 0) - turns)
    if end.year is None:
        end = replace(end, year=(start.year or 0) + turns)
    return _checked(start), _checked(end)


def _listed(periods: list[_Period], year: int | None) -> Deadline:
    if len(periods) > 1 and any(period.bare for period in periods):
        return _reports(periods, year)
    if any(period.bare and period.last < 12 for period in periods):
        raise _Unreadable
    return _together(_settled(periods, year))


def _reports(periods: list[_Period], year: int | None) -> Deadline:
    """A list with "6 tháng" or "cả năm" beside quarters names the periods of reports."""
    years = {period.year for period in periods if period.year}
    if len(years) > 1 or any(period.day for period in periods):
        raise _Unreadable
    known = next(iter(years), year)
    due = sorted({_checked(replace(period, year=known)).ends() for period in periods}) if known else []
    return Deadline("", DeadlineKind.RECURRING, due=tuple(due))


def _together(periods: list[_Period]) -> Deadline:
    """One period, periods in a row without a break, or several apart."""
    ordered = sorted(set(periods), key=lambda period: (period.starts(), period.ends()))
    first, last = ordered[0], ordered[-1]
    if len(ordered) == 1:
        return Deadline("", DeadlineKind.FIXED, first.starts() if first.span else None, (first.ends(),))
    apart = [_apart(one, other) for one, other in pairwise(ordered)]
    if any(days < 1 for days in apart):
        raise _Unreadable
    if first.day is None and all(days == 1 for days in apart):
        return Deadline("", DeadlineKind.RANGE, first.starts(), (last.ends(),))
    return Deadline("", DeadlineKind.SEVERAL, due=tuple(period.ends() for period in ordered))


def _apart(one: _Period, other: _Period) -> int:
    return (other.starts() - one.ends()).days


def _single(items: list[_Item], year: int | None) -> _Period:
    return _one(_settled(_periods(items), year))


def _one(periods: list[_Period]) -> _Period:
    if len(periods) != 1:
        raise _Unreadable
    return periods[0]


def _settled(periods: list[_Period], year: int | None) -> list[_Period]:
    """Every period with its year: its own, the one before it if the periods go on, or the plan's."""
    if not periods:
        raise _Unreadable
    known = None
    settled: list[_Period] = []
    for period in periods:
        if period.year is None and known is not None and period.first <= settled[-1].last:
            raise _Unreadable
        known = period.year or known
        settled.append(_checked(replace(period, year=known or year)))
    return settled


def _checked(period: _Period) -> _Period:
    """`period`, if its year is known and its day exists."""
    if period.year is None or not _FIRST_YEAR <= period.year <= _LAST_YEAR:
        raise _Unreadable
    if period.day is not None and _day(period.day, period.first, period.year) is None:
        raise _Unreadable
    return period


def _day(day: int, month: int, year: int | None) -> date | None:
    try:
        return date(year or 0, month, day)
    except ValueError:
        return None


def _head(items: list[_Item]) -> str | None:
    return next((item.parts[0] for item in reversed(items) if item.name == "head"), None)


def _periods(items: list[_Item], head: str | None = None) -> list[_Period]:
    """The periods of a list, years where they are named; `head` (tháng, quý) is what a number counts at first."""
    reading = _Reading(head)
    for place, item in enumerate(items):
        reading.take(item, items[place - 1].name if place else "and")
    return reading.periods()


class _Reading:
    """One pass through the pieces of a list."""

    def __init__(self, head: str | None) -> None:
        self.head = head
        self.found: list[_Period] = []
        self.years: list[int] = []

    def take(self, item: _Item, before: str) -> None:
        if item.name == "head":
            self.head = item.parts[0]
        elif item.name in ("year", "short_year"):
            self.take_year(int(item.parts[0]) + (2000 if item.name == "short_year" else 0), before)
        elif item.name != "and":
            if before not in ("and", "head", "year"):
                raise _Unreadable
            self.take_period(self.period(item, before))
        elif before == "and":
            raise _Unreadable

    def take_year(self, year: int, before: str) -> None:
        """A year closes the periods before it that have none; in a list of reports "năm 2023" is one of them."""
        open_ones = [period for period in self.found if period.year is None]
        if before == "and" and any(period.bare and period.last < 12 for period in open_ones):
            self.take_period(_Period(1, 12, year, span=True, bare=True))
        elif open_ones:
            self.close(year)
        else:
            self.years.append(year)

    def take_period(self, period: _Period) -> None:
        self.found.append(period)
        if period.year is not None:
            self.close(period.year)

    def close(self, year: int) -> None:
        """Give `year` to the periods in front that have none: "tháng 7, 8/2023"."""
        if _wraps([one for one in self.found if one.year in (None, year)]):
            raise _Unreadable
        self.found = [replace(one, year=year) if one.year is None else one for one in self.found]

    def periods(self) -> list[_Period]:
        if not self.found:
            return [_Period(1, 12, year, span=True) for year in self.years]
        if len(self.years) > 1:
            raise _Unreadable
        if _wraps([one for one in self.found if one.year is None]):
            raise _Unreadable
        return (
            [replace(one, year=one.year or self.years[0]) for one in self.found] if self.years else self.found
        )

    def period(self, item: _Item, before: str) -> _Period:
        numbers = [_number(part) for part in item.parts]
        if item.name in ("number", "roman"):
            return self.counted(numbers[0], None)
        if item.name == "numbered":
            return self.counted(numbers[0], numbers[1], "thang")
        if item.name == "slashed" and before == "head":
            return self.counted(numbers[0], 2000 + numbers[1] if numbers[1] > 12 else 0)
        if item.name in _DAYS and before != "head":
            return _day_of(item, numbers)
        return _span_of(item)

    def counted(self, number: int, year: int | None, head: str | None = None) -> _Period:
        """A month or quarter by its number."""
        head = self.head or head
        if year == 0 or head is None or not 1 <= number <= (12 if head == "thang" else 4):
            raise _Unreadable
        if head == "thang":
            return _Period(number, number, year)
        return _Period(3 * number - 2, 3 * number, year)


_DAYS = ("iso", "day", "spelled", "dated", "slashed")


def _wraps(periods: list[_Period]) -> bool:
    """Whether a list without years goes from the end of a year to its beginning: of which year, is not said."""
    return any(one.last == 12 and other.first == 1 and not one.span for one, other in pairwise(periods))


def _number(part: str) -> int:
    return int(part) if part.isdecimal() else _ROMAN.get(part, 0)


def _day_of(item: _Item, numbers: list[int]) -> _Period:
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
        raise _Unreadable
    return _Period(month, month, year, day)


def _span_of(item: _Item) -> _Period:
    """Half a year, nine months, a year."""
    if item.name == "all_year":
        return _Period(1, 12, span=True, bare=True)
    if item.name == "half":
        return _Period(1, 6, span=True) if item.parts[0] == "dau" else _Period(7, 12, span=True)
    if item.name not in ("span", "bare"):
        raise _Unreadable
    months = int(item.parts[0]) if item.parts[0] else _WORDS[item.parts[1]]
    if item.name == "bare":
        return _Period(1, months, span=True, bare=True)
    return _Period(1, months, span=True) if item.parts[2] == "dau" else _Period(13 - months, 12, span=True)
