"""What no calendar has: a 31st of February, a fifth quarter, a thirteenth month."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cchc.core.papers.deadlines.values import day_in
from cchc.core.words.letters import composed_text

# Wordings of tables that people edit by hand: "31/02/2026", "ngày 31 tháng 6 năm 2026", "Quý V/2026", "tháng 13/2026".
_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(\d{4}))?(?![\d/])")
_DAY_IN_WORDS = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2})(?: năm (\d{4}))?", re.IGNORECASE)
_QUARTER = re.compile(r"quý ([ivx]{1,4}|\d{1,2})\b", re.IGNORECASE)
_MONTH = re.compile(r"tháng (\d{1,2})\b", re.IGNORECASE)
_QUARTERS = {"i", "ii", "iii", "iv", "1", "2", "3", "4", "01", "02", "03", "04"}
_LEAP_YEAR = 2024  # a day without a year is one of some year


def impossible_part(text: str) -> str | None:
    """Return the first part of a deadline that no calendar has, as it is written; None where there is none.

    >>> impossible_part("Trước ngày 31/02/2026"), impossible_part("Quý V/2026"), impossible_part("Tháng 13")
    ('31/02/2026', 'Quý V', 'Tháng 13')
    >>> impossible_part("29/02"), impossible_part("29/02/2026"), impossible_part("Quý IV, 30/6"), impossible_part("")
    (None, '29/02/2026', None, None)
    """
    kept = " ".join(composed_text(text).split())
    found = sorted(_impossible(kept))
    return kept[slice(*found[0])] if found else None


def _impossible(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_DAY, _DAY_IN_WORDS):
        for one in pattern.finditer(text):
            day, month, year = one.groups()
            if day_in(int(day), int(month), int(year or _LEAP_YEAR)) is None:
                yield one.span()
    yield from (one.span() for one in _QUARTER.finditer(text) if one[1].lower() not in _QUARTERS)
    yield from (one.span() for one in _MONTH.finditer(text) if not 1 <= int(one[1]) <= 12)
