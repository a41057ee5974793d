"""Annexes that a text says it has, and the lines that are the headings of annexes."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from cchc.core.papers.citations.cited import KIND_PATTERN, one_line


@dataclass(frozen=True, slots=True)
class AnnexCitation:
    """An annex that a text refers to as attached: its words, its number ("" for the only one), its line; whether the
    text says that it holds tasks or targets."""

    text: str
    number: str
    line: int
    holds_tasks: bool = False


# "Phụ lục II", "Phụ lục số 3", "Phụ lục 01A"
_ANNEX = re.compile(r"\b(?i:phụ\slục)(?:\s(?i:số\s)?(?P<number>[IVX]{1,5}|\d{1,2}[A-Z]?|[A-Z])\b)?")
# "(Có biểu chi tiết kèm theo)"
_TABLE_ATTACHED = re.compile(
    r"\(\s?(?:Có|có|Theo|theo)\s(?:biểu|bảng|danh\smục)\b(?=[^()]*kèm\stheo)[^()]*+\)"
)
# "theo mẫu tại Phụ lục IV ban hành kèm theo Nghị định số 30/2020/NĐ-CP": of another document
_OF_ANOTHER = re.compile(
    rf"^[^.;()]{{0,40}}?\b(?:(?:ban\shành|đính|gửi)\s)?(?:kèm\s(?:theo\s)?|của\s|tại\s)?(?i:{KIND_PATTERN})\s(?!này)(?:số\s|\d)"
)
# "nhiệm vụ cụ thể tại Phụ lục I", "danh mục nhiệm vụ theo Phụ lục 2": what the plan is for stands in the annex
_TASKS = re.compile(r"(?:nhiệm\svụ|chỉ\stiêu|phân\scông|danh\smục|tiến\sđộ)(?!\w)[^.;]{0,80}$", re.IGNORECASE)
_BEFORE = 160  # letters in front of a reference that tell what the annex holds
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
# "PHỤ LỤC II", "Biểu số 02:", alone on its line or before a title in capitals
_HEADING = re.compile(
    r"^\W*(?:PHỤ LỤC|Phụ lục|BIỂU|Biểu)(?: (?:SỐ|số))?(?: (?P<number>[IVX]{1,5}|\d{1,2}[A-Z]?|[A-Z]))?"
    r"\W*(?=$|[:.(]| [A-ZĐ]{2})"
)


# "(Ban hành kèm theo Kế hoạch số …)" under a title: an annex without a number
_ATTACHED_TO = re.compile(rf"^\W*\(\s?(?:ban hành )?kèm theo (?:{KIND_PATTERN})\b", re.IGNORECASE)


def annexes_cited(text: str) -> tuple[AnnexCitation, ...]:
    """The annexes that a text says it has; those of other documents are left out.

    >>> [annex.number for annex in annexes_cited("nhiệm vụ tại Phụ lục II kèm theo Kế hoạch")]
    ['2']
    >>> annexes_cited("mẫu tại Phụ lục I ban hành kèm theo Nghị định số 30/2020/NĐ-CP")
    ()
    """
    folded_text, starts = one_line(text)
    headings = {at for at, line in enumerate(text.splitlines(), 1) if annex_heading(line) is not None}
    found: list[AnnexCitation] = []
    for match in _ANNEX.finditer(folded_text):
        line = bisect_right(starts, match.start())
        if line not in headings and not _OF_ANOTHER.match(folded_text[match.end() : match.end() + 90]):
            before = folded_text[max(0, match.start() - _BEFORE) : match.start()]
            holds_tasks = _TASKS.search(before) is not None
            found.append(AnnexCitation(match[0], annex_number(match["number"]), line, holds_tasks))
    for match in _TABLE_ATTACHED.finditer(folded_text):
        found.append(AnnexCitation(match[0], "", bisect_right(starts, match.start())))
    return tuple(found)


def annex_heading(line: str) -> str | None:
    """The number of the annex that a line is the heading of ("" if it has none); None for any other line.

    A line in brackets that says what the page is attached to heads an annex without a number.

    >>> annex_heading("PHỤ LỤC II"), annex_heading(" Phụ lục"), annex_heading("(theo Phụ lục I gửi kèm).")
    ('2', '', None)
    """
    words = " ".join(line.split())
    found = _HEADING.match(words)
    if found:
        return annex_number(found["number"])
    return "" if _ATTACHED_TO.match(words) else None


def annex_number(number: str | None) -> str:
    """The number of an annex in one way of writing: II, 2 and 02 are 2."""
    if not number:
        return ""
    return str(_ROMAN.get(number, number.lstrip("0")))
