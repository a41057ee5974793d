"""What comes again: every month, the 5th of the next month, the last month of a quarter, twice a year, on Fridays.

Each form is a pattern and what it means as days of the plan's year; `recurring_at` reads the form that begins at a
place of a plain wording.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from cchc.core.papers.deadlines.values import LAST_YEAR, Deadline, DeadlineKind, day_in

_EVERY = r"(?:hang|moi|cac|tung|trong)"
_OF = rf"(?:cua )?(?:{_EVERY} )?"
_CYCLE = r"(?:0?[369] thang|(?:0?1 )?(?:thang|quy|qui|nam)|nua nam|tuan)"
_NEXT = r"(?:lien ke|ke tiep|tiep theo|lien sau|sau lien ke|sau|ke sau)\b"
_TO = r"(?:(?:truoc|vao|cham nhat|muon nhat|den|la|trong|cua|bao cao|gui|hoan thanh|xong)[ :,]*)*"
_QUARTER_ENDS = (3, 6, 9, 12)
_ENDS = {
    "thang": tuple(range(1, 13)),
    "quy": _QUARTER_ENDS,
    "qui": _QUARTER_ENDS,
    "3 thang": _QUARTER_ENDS,
    "6 thang": (6, 12),
    "nua nam": (6, 12),
    "9 thang": (9,),
    "nam": (12,),
}
_LAST = 0  # the last day of a month, whichever it is

Found = re.Match[str]


@dataclass(frozen=True, slots=True)
class DaysOfYear:
    """Days as (day, month), a month above 12 of the year after; `likely` where a custom says which."""

    days: tuple[tuple[int, int], ...] = ()
    likely: bool = False

    @property
    def names_days(self) -> bool:
        """Whether a day is named, not only the end of a month."""
        return any(day != _LAST for day, _ in self.days)


def recurs(meant: DaysOfYear, year: int | None) -> Deadline:
    """Return the deadline of what comes again in a plan for `year`; without due days if the year is unknown or lacks
    one."""
    found = [_day(day, month, year) for day, month in meant.days] if year else []
    due = tuple(sorted({day for day in found if day}))
    return Deadline("", DeadlineKind.RECURRING, due=due if all(found) else (), likely=meant.likely)


def _day(day: int, month: int, year: int) -> date | None:
    if month > 12:
        month, year = month - 12, year + 1
    if year > LAST_YEAR:
        return None
    return day_in(day or monthrange(year, month)[1], month, year)


def _each(months: Iterable[int], *days: int) -> DaysOfYear:
    return DaysOfYear(tuple((day, month) for month in months for day in days))


def _monthly(found: Found) -> DaysOfYear:
    return _each(range(1, 13), *(int(day) for day in (found["day"], found["other"]) if day))


def _next_month(found: Found) -> DaysOfYear:
    return _each(range(2, 14), int(found["day"]))


def _end_of_quarter(found: Found) -> DaysOfYear:
    return _each(_QUARTER_ENDS, int(found["day"] or _LAST))


def _begin_of_quarter(found: Found) -> DaysOfYear:
    return _each((4, 7, 10, 13) if found["next"] else (1, 4, 7, 10), int(found["day"] or _LAST))


def _week_of_month(found: Found) -> DaysOfYear:
    if found["cycle"] != "thang":
        return DaysOfYear()
    week = {"dau": 1, "nhat": 1, "hai": 2, "ba": 3, "tu": 4, "cuoi": 0}.get(found["week"])
    weeks = [int(found["week"]) if week is None else week, *(int(one) for one in (found["second"],) if one)]
    if max(weeks) > 4:
        return DaysOfYear()
    return DaysOfYear(_each(range(1, 13), *(7 * one for one in weeks)).days, likely=True)


def _nothing(_found: Found) -> DaysOfYear:
    return DaysOfYear()


def _times(found: Found) -> DaysOfYear:
    every = re.sub(r"^0?1 ", "", found["every"])
    if every and every not in _ENDS:
        count = int(found["count"] or 1)
        return (
            _each(range(count, 13, count), _LAST)
            if found["unit"] == "thang" and 12 % count == 0
            else DaysOfYear()
        )
    return ends_of([found["per"] or every])


def _cycles(found: Found) -> DaysOfYear:
    return ends_of(cycle_names(found["cycles"]))


def _all_of_year(found: Found) -> DaysOfYear:
    return ends_of(["thang" if "thang" in found[0] else "quy"])


def _each_end(found: Found) -> DaysOfYear:
    return DaysOfYear(_cycles(found).days, likely=True)


def _first_days(found: Found) -> DaysOfYear:
    months = range(1, 13) if found["cycle"] == "thang" else (1, 4, 7, 10)
    return _each(months, int(found["day"]))


def cycle_names(text: str) -> list[str]:
    """Return the cycles of a list: "hang thang, quy va 6 thang"."""
    parts = (part for part in re.split(r" ?(?:,|;|&|\bva\b) ?", text) if part)
    return [re.sub(r"^(?:va |hang |moi |ca |0?1 )+", "", part.strip()) for part in parts]


def ends_of(cycles: Iterable[str]) -> DaysOfYear:
    """Return the last days of cycles; beside a quarter or a year, "6 months" is the first half only."""
    named = [cycle.lstrip("0") for cycle in cycles]
    months: set[int] = set()
    for cycle in named:
        ends = _ENDS.get(cycle, ())
        months.update(ends[:1] if len(named) > 1 and cycle == "6 thang" else ends)
    return _each(sorted(months), _LAST)


_DAY = r"ngay (?P<day>\d{1,2})(?!\d|/)(?: hoac)?"
_NO_QUARTER = r"(?! (?:\d|iv\b|i{1,3}\b))"
_WEEKDAY = r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[Found], DaysOfYear]], ...] = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        # "Trước ngày 20 hàng tháng", "ngày 15 và 30 hằng tháng"
        (rf"(?:hang|moi|tung) thang\b[ ,:(]{{1,3}}{_TO}{_DAY}(?! ?thang)(?P<other>)", _monthly),
        (
            rf"{_TO}{_DAY}(?:(?:,| va) (?:ngay )?(?P<other>\d{{1,2}}))? (?:cua )?(?:hang|moi|tung) thang",
            _monthly,
        ),
        # "5 ngày đầu mỗi tháng", "trong 10 ngày đầu của mỗi quý"
        (
            rf"{_TO}(?P<day>\d{{1,2}}) ngay dau(?: tien)? (?:cua )?(?:hang|moi|tung|cac) (?P<cycle>thang|quy)\b(?! \d)",
            _first_days,
        ),
        # "Trước ngày 05 của tháng liền kề", "chậm nhất ngày 10 tháng sau"
        (rf"{_TO}{_DAY},? (?:cua )?thang {_NEXT}", _next_month),
        # "Trước ngày 14 của tháng cuối quý", "Trong tháng cuối của mỗi quý"
        (rf"{_TO}{_DAY},? (?:cua )?(?:cac )?thang cuoi(?: cung)? {_OF}quy\b{_NO_QUARTER}", _end_of_quarter),
        (rf"{_TO}thang cuoi(?: cung)? {_OF}quy\b{_NO_QUARTER}(?P<day>)", _end_of_quarter),
        # "Trước ngày 10 tháng đầu quý sau"
        (
            rf"{_TO}(?:{_DAY},? (?:cua )?)?thang dau(?: tien)? {_OF}quy\b{_NO_QUARTER}(?P<next> {_NEXT})?",
            _begin_of_quarter,
        ),
        # "Tuần đầu hằng tháng", "tuần cuối của tháng"
        (
            rf"{_TO}tuan (?:thu )?(?P<week>dau|cuoi|nhat|hai|ba|tu|\d)(?: tien| cung)?"
            rf"(?:(?:,| va) (?:tuan )?(?:thu )?(?P<second>\d))? (?:cua (?:{_EVERY} )?|{_EVERY} )"
            r"(?P<cycle>thang|quy|nam)\b(?! \d)",
            _week_of_month,
        ),
        # "Thứ Sáu hằng tuần", "thứ 2 và thứ 5 mỗi tuần"
        (rf"{_TO}{_WEEKDAY}(?:(?:,| va) {_WEEKDAY})* (?:cua )?{_EVERY} tuan", _nothing),
        # "Ngày làm việc cuối cùng của tháng"
        (rf"{_TO}ngay lam viec (?:dau|cuoi)(?: tien| cung)? {_OF}(?:thang|quy|tuan)\b(?! \d)", _nothing),
        # "02 tuần/lần", "3 tháng một lần"
        (
            r"(?:dinh ky |it nhat |toi thieu )*"
            r"(?P<every>(?:(?P<count>\d{1,2}) )?(?P<unit>tuan|thang|quy|nam|ngay|nua nam))"
            r"(?: ?/ ?(?:1 |01 |mot )?| mot | 1 | 01 )lan(?P<per>)",
            _times,
        ),
        # "01 lần/quý", "ít nhất 02 lần trong tháng"
        (
            r"(?:dinh ky |it nhat |toi thieu )*(?:\d{1,2}|mot|hai) lan ?(?:/|trong|moi|hang) ?(?:1 |01 |mot )?"
            rf"(?P<per>{_CYCLE})\b(?P<every>)",
            _times,
        ),
        # "mỗi tháng 01 lần", "Cuối mỗi quý", "hằng quý", "Theo định kỳ hàng tháng, quý"
        (
            r"(?:(?:bao cao|(?:theo )?dinh ky|thuc hien)[ :,]*)*(?:(?:truoc |vao )?(?:cuoi|het) (?:cua )?)?"
            r"(?:hang|moi|tung|dinh ky) "
            rf"(?P<cycles>{_CYCLE}\b(?:[ ]?(?:,|;|va\b|&)[ ]?(?:va )?(?:hang |moi |ca )?{_CYCLE}\b)*)"
            r"(?: ?(?:mot|\d{1,2}) lan)?(?! \d)",
            _cycles,
        ),
        (r"(?:hang|moi) (?:tuan|ngay)\b", _nothing),
        # "Các quý trong năm", "Các tháng của năm", "Cả 4 quý"
        (
            r"(?:trong |vao |ca )*"
            r"(?:(?:(?:tat ca )?cac|tung) (?:thang|quy) (?:trong|cua) (?:ca )?nam\b(?! \d)|0?4 quy\b)"
            r"(?: (?:trong|cua) nam\b(?! \d))?",
            _all_of_year,
        ),
        # "Cuối tháng", "Ngày cuối cùng của quý": each one, where the plan does not say which
        (rf"(?:vao |truoc )?(?:ngay )?cuoi(?: cung)? {_OF}(?P<cycles>thang|quy)\b{_NO_QUARTER}", _each_end),
    )
)


def recurring_at(wording: str, at: int) -> tuple[DaysOfYear, int] | None:
    """Return what recurs by the form that begins at a place of a plain wording, and where that form ends; None where
    none begins there.

    >>> meant, end = recurring_at("truoc ngay 14 cua thang cuoi quy", 0)
    >>> meant.days, end
    (((14, 3), (14, 6), (14, 9), (14, 12)), 32)
    """
    for pattern, meaning in _FORMS:
        found = pattern.match(wording, at)
        if found:
            return meaning(found), found.end()
    return None
