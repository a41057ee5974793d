"""Several columns of time in one row, made into the one deadline that they say together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cchc.core.papers.answers import Confidence
from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.deadlines.values import DeadlineKind
from cchc.core.words.messages import Message
from cchc.reading.plans.cells import CellSort, kind_of_cell
from cchc.reading.plans.heading_words import period_of

_TWO_TIMES = Message("One column says when it begins and one when it ends: they were put together.")
_ONLY_BEGINNING = Message("Only the column of the beginning says a time.")
_MARKED = Message("The periods marked in their columns were put together.")
_QUARTER = re.compile(r"Quý (I{1,3}|IV|[1-4])(?:/(\d{4}))?")
_MONTH = re.compile(r"Tháng (\d{1,2})(?:/(\d{4}))?")
_ENDS = {"I": "31/3", "II": "30/6", "III": "30/9", "IV": "31/12"} | {
    "1": "31/3", "2": "30/6", "3": "30/9", "4": "31/12",
}  # fmt: skip
_PLACES = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_ANY_YEAR = 2026
Told = tuple[str, Confidence, Message | None]


def from_to(begins: str, ends: str) -> Told:
    """Return one deadline of a time that begins and one that ends; sure where it has a reading.

    >>> from_to("02/01/2026", "31/3/2026")[0]
    '02/01/2026 đến 31/3/2026'
    """
    if begins and ends and begins != ends:
        whole = f"{begins} đến {ends}"
        if deadline(whole, _ANY_YEAR).kind is DeadlineKind.RANGE:
            return whole, Confidence.SURE, None
        return whole, Confidence.LIKELY, _TWO_TIMES
    return (
        (ends or begins),
        (Confidence.SURE if ends else Confidence.LIKELY),
        (None if ends else _ONLY_BEGINNING),
    )


def marked_periods(marked: Sequence[tuple[str, str]]) -> Told:
    """Return one deadline of the cells under quarters or months: a cross says that it is due in it, a day says when.

    >>> marked_periods([("Quý I", "x"), ("Quý II", "x"), ("Quý III", "x"), ("Quý IV", "x")])[0]
    'Hằng quý'
    >>> marked_periods([("Quý II", "x")])[0], marked_periods([("Quý I", "15/3"), ("Quý III", "x")])[0]
    ('Quý II', '15/3; Quý III')
    >>> marked_periods([("Quý I", "x"), ("Quý II", "x")])[0], marked_periods([("Tháng 3", "x"), ("Tháng 4", "x")])[0]
    ('31/3; 30/6', 'Tháng 3 đến Tháng 4')
    """
    if all(kind_of_cell(text) is CellSort.CROSS for _, text in marked):
        return _crossed([period for period, _ in marked])
    texts = [_dated(period, text) for period, text in marked]
    read = deadline("; ".join(texts), _ANY_YEAR).kind is not DeadlineKind.UNPARSED
    return "; ".join(texts), Confidence.SURE if read else Confidence.LIKELY, None if read else _MARKED


def _dated(period: str, text: str) -> str:
    kind = kind_of_cell(text)
    month = _MONTH.fullmatch(period)
    if kind is CellSort.CROSS:
        return period
    if kind is CellSort.ORDINAL and month and text.isdigit():
        return f"{text}/{month[1]}" + (f"/{month[2]}" if month[2] else "")
    return text if kind is CellSort.TIME else f"{period}: {text}"


def _crossed(periods: Sequence[str]) -> Told:
    if len(periods) == 1:
        return periods[0], Confidence.SURE, None
    quarters = [found for period in periods if (found := _QUARTER.fullmatch(period))]
    months = [found for period in periods if (found := _MONTH.fullmatch(period))]
    years = {found[2] for found in (*quarters, *months)}
    year = next(iter(years), None) if len(years) == 1 else None
    behind = f" năm {year}" if year else ""
    if len(quarters) == len(periods) == 4 and len(years) == 1:
        return f"Hằng quý{behind}", Confidence.SURE, None
    if len(months) == len(periods) == 12 and len(years) == 1:
        return f"Hằng tháng{behind}", Confidence.SURE, None
    if len(quarters) == len(periods):
        follow = {_PLACES[found[1]] + 4 * int(found[2] or 0) for found in quarters}
        if not any(place + 1 in follow for place in follow):
            return "; ".join(periods), Confidence.SURE, None
        ends = (_ENDS[found[1]] + (f"/{found[2]}" if found[2] else "") for found in quarters)
        return "; ".join(ends), Confidence.LIKELY, _MARKED
    if len(months) == len(periods):
        places = [int(found[1]) + 12 * int(found[2] or 0) for found in months]
        if places == list(range(places[0], places[0] + len(places))):
            return f"{periods[0]} đến {periods[-1]}", Confidence.LIKELY, _MARKED
    return "; ".join(periods), Confidence.LIKELY, _MARKED


def with_heading(text: str, heading: str) -> str:
    """Return a cell "II" or "3" as the heading above it, "Quý" or "Tháng hoàn thành", words it: "Quý II"."""
    return period_of(text, above=heading) or text if len(text) <= 4 else text
