"""The holidays of a year as an official writes them, a line for each day or range, and the days that the lines name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cchc.core.words.lengths import MOST
from cchc.core.words.letters import composed_text
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits

LONGEST_RANGE = 31

WEEKDAYS = (
    Message("Monday"),
    Message("Tuesday"),
    Message("Wednesday"),
    Message("Thursday"),
    Message("Friday"),
    Message("Saturday"),
    Message("Sunday"),
)

_NUMBERED = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "bẩy": 5}
_WEEKDAY = r"thứ\s*(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|t[2-7]|chủ\s*nhật|cn"
_DAY = (
    rf"(?:(?P<before{{n}}>{_WEEKDAY})[\s,]+)?(?:ngày\s+)?"
    r"(?P<day{n}>\d{{1,2}})(?P<sign{n}>[/.-])(?P<month{n}>\d{{1,2}})"
    r"(?:(?P=sign{n})(?P<year{n}>\d{{4}}|\d{{2}}))?(?![\d/])"
    rf"(?:\s*\((?P<after{{n}}>{_WEEKDAY})\))?"
)
_LINE = re.compile(
    r"(?:[-–—*+•]\s+)?(?P<worked>(?:đi\s+)?làm\s+bù\b[\s:,–—-]*)?(?:từ\s+)?"
    + _DAY.format(n=1)
    + r"(?:\s*(?:[-–—]|(?:đến|tới)(?:\s+hết)?\b)\s*"
    + _DAY.format(n=2)
    + r")?(?P<rest>.*)",
    re.IGNORECASE,
)
# "29 Tết" and "30 tháng Chạp" are names of days, "10/02 và 11/02" are two days.
_ANOTHER_DAY = re.compile(r"(?:(?:và|ngày)\s+)*\d+(?!\d|\s+(?:Tết|tháng\s+Chạp)\b)", re.IGNORECASE)
# "Ngày nghỉ (thay cho ngày 22/08/2026)": the day off names the weekend day that is worked for it.
_EXCHANGED = re.compile(r"thay cho ngày (\d{2})/(\d{2})/(\d{4})")
_UP_TO = re.compile(r"\b(?:đến|tới)\b", re.IGNORECASE)
_DAY_BEGINS = re.compile(r"\d[/.-]\d")
_EDGES = " \t,;:.–—-|"


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A day off beside weekends, or a weekend day that is `worked` to make up for one, with its name."""

    on: date
    name: str
    worked: bool = False


def proposed_holidays(year: int) -> tuple[HolidayRow, ...]:
    """Return the days off and the exchanged working days of `year` that the package `holidays` knows.

    It knows the fixed days, Tết and the day of the Hùng Kings by the lunar calendar, days in lieu, and the exchanges
    that the government has announced up to its release. The announcement of the year decides, so they are proposed.

    >>> [f"{row.on:%d/%m} {row.name}" for row in proposed_holidays(2026) if row.on.month == 8]
    ['22/08 Thay cho ngày 31/08/2026', '31/08 Ngày nghỉ (thay cho ngày 22/08/2026)']
    """
    # Loading the package takes longer than starting a verb of the command line.
    from holidays import country_holidays

    known = country_holidays("VN", years=(year, year + 1), language="vi")
    rows = [HolidayRow(on, name) for on, name in known.items()]
    for row in list(rows):
        if found := _EXCHANGED.search(row.name):
            worked = date(*(int(part) for part in reversed(found.groups())))
            rows.append(HolidayRow(worked, f"Thay cho ngày {_shown(row.on)}", worked=True))
    return tuple(sorted((row for row in rows if row.on.year == year), key=lambda row: row.on))


def lines_of(rows: Iterable[HolidayRow]) -> str:
    """Return `rows` as an official writes them, the lines that `read_holidays` reads.

    >>> lines_of([HolidayRow(date(2026, 8, 22), "Thay cho ngày 31/08/2026", worked=True)])
    'làm bù 22/08/2026: Thay cho ngày 31/08/2026'
    """
    return "\n".join(f"{'làm bù ' if row.worked else ''}{_shown(row.on)}: {row.name}" for row in rows)


def read_pasted_holidays(
    data: bytes, name: str, year: int, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> tuple[list[tuple[int, HolidayRow]], list[Fault]]:
    """Return the result of `read_holidays` for a text in UTF-8; `progress` is called once, at the end."""
    read = read_holidays(data.decode(), year)
    progress(1, 1)
    return read


# The text is pasted into a field with a greatest length in letters; a letter takes at most four bytes.
PASTED_HOLIDAYS = Door(
    read_pasted_holidays,
    (FileKind.TXT,),
    4 * MOST["lines"],
    Limits(memory=300_000_000, computing=5, clock=10, answer=2_000_000),
)


def read_holidays(text: str, year: int) -> tuple[list[tuple[int, HolidayRow]], list[Fault]]:
    """Return the days in the lines of `text`, each with the number of its line; and the faults of the other lines.

    A line is a day or a range, then the name; a line that begins with "làm bù" names working days. A day without a
    year is in `year`. The name of the weekday may stand beside a day and must be right.

    >>> read_holidays("làm bù 22/5: thay ngày 02/9", 2027)[0]
    [(1, HolidayRow(on=datetime.date(2027, 5, 22), name='thay ngày 02/9', worked=True))]
    """
    rows: list[tuple[int, HolidayRow]] = []
    faults: list[Fault] = []
    for number, line in enumerate(composed_text(text).splitlines(), start=1):
        if line.strip():
            try:
                rows += [(number, row) for row in _rows(line.strip(), year)]
            except Faults as refused:
                faults += [replace(fault, place=Place(line=number)) for fault in refused.faults]
    return rows, faults


def _rows(line: str, year: int) -> list[HolidayRow]:
    """Return the days of one line. Raises `Faults` without a place."""
    found = _LINE.fullmatch(line)
    if found is None:
        raise _refused(line, _example(year), Message("The line does not begin with a day."))
    parts: Mapping[str, str | None] = found.groupdict()
    name = (parts["rest"] or "").strip(_EDGES)
    if _names_another_day(name):
        expected = Message("one day a line, or the first and the last day with a dash between")
        raise _refused(name, expected, Message("After the day stands another one."))
    first = _day(parts, 1, year)
    last = _day(parts, 2, year) if parts["day2"] else first
    days = (last - first).days + 1
    if not 1 <= days <= LONGEST_RANGE:
        expected = Message("from 1 to {most} days, the first one first", most=LONGEST_RANGE)
        raise _refused(
            f"{_shown(first)} – {_shown(last)}", expected, Message("This is no range of holidays.")
        )
    return [
        HolidayRow(first + timedelta(days=ahead), name, parts["worked"] is not None) for ahead in range(days)
    ]


def _names_another_day(name: str) -> bool:
    """Whether a name begins with a day, or with "up to" a day."""
    up_to = _UP_TO.search(name)
    return bool(_ANOTHER_DAY.match(name) or (up_to and _DAY_BEGINS.search(name, up_to.end())))


def _day(parts: Mapping[str, str | None], n: int, year: int) -> date:
    """Return the first or second day of a line."""
    day, month, named = (parts[f"{part}{n}"] or "" for part in ("day", "month", "year"))
    whole = f"20{named}" if len(named) == 2 else named or str(year)
    written = f"{day}/{month}/{whole}"
    try:
        on = date(int(whole), int(month), int(day))
    except ValueError:
        raise _refused(written, _example(year), Message("There is no such day.")) from None
    if on.year != year:
        expected = Message("a day of {year}; every year has its own page", year=year)
        raise _refused(written, expected, Message("This is a day of another year."))
    for place in ("before", "after"):
        weekday = parts[f"{place}{n}"]
        if weekday and _weekday(weekday) != on.weekday():
            why = Message("{day} is a {weekday}.", day=_shown(on), weekday=WEEKDAYS[on.weekday()])
            raise _refused(f"{weekday} {written}", Message("the weekday of this day, or none"), why)
    return on


def _weekday(word: str) -> int:
    """Return the number of a weekday in words ("thứ Sáu", "T6", "Chủ nhật"); Monday is 0."""
    last = word.casefold().removeprefix("thứ").removeprefix("t").strip()
    return int(last) - 2 if last.isdecimal() else _NUMBERED.get(last, 6)


def _example(year: int) -> Message:
    return Message(
        "a day or two days with a dash between, then the name, for example “30/4/{year} Ngày Chiến thắng”",
        year=year,
    )


def _refused(found: str, expected: Message, why: Message) -> Faults:
    return Faults([Fault(Place(), found, expected, why)])


def _shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"
