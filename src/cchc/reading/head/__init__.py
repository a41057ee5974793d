"""The head of an administrative document: kind and title, number, date, issuer, and the year a plan is for.

A field has a value only where the document says it in the place where offices write it. What was seen elsewhere, or
with a blank in it, is a doubt: it is offered to a person and used for nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from cchc.core.plans.plan import HeadDoubt, Source
from cchc.files.documents import TextDocument
from cchc.reading.head.issuers import attached_issuer, printed_issuer
from cchc.reading.head.lines import HeadLine, above, all_lines, head_lines
from cchc.reading.head.numbers import is_day_line, number_and_date
from cchc.reading.head.titles import (
    LETTER,
    begins_text,
    is_letter,
    issuer_in_text,
    kind_and_title,
    kind_at,
    letter_title,
    title_of_annex,
)
from cchc.reading.head.years import titled_year

YEAR = "year"
_LONGEST_OF_HEAD = 250  # letters of a line
# the line of the number goes on with what a letter is about; in brackets an annex names its document
_OF_HEAD = re.compile(r"Số\b|SỐ\b|V/v|\(")
# "đến năm 2030", "nhiệm kỳ 2025 - 2030": a title that names a year, but not the year of the plan
_SOME_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# "… tại cuộc họp ngày 18 tháng 7 năm 2026": the year of a day is nobody's plan
_SOME_DAY = re.compile(
    r"(?:họp|hội nghị|làm việc|giao ban|kiểm tra)\b[^.;]{0,80}?"
    r"ngày\s*\d{1,2}\s*(?:tháng|[/.-])\s*\d{1,2}\s*(?:năm|[/.-])\s*\d{4}",
    re.IGNORECASE,
)
# "Về việc công bố Chỉ số cải cách hành chính năm 2025", dated 2026
# "Khắc phục tồn tại, hạn chế Chỉ số CCHC năm 2025", dated 2026
_OF_RESULTS = re.compile(r"công bố|kết quả|xếp hạng|tổng kết|sơ kết|khắc phục", re.IGNORECASE)
_BELOW = 8  # lines under the kind, among which a text box with number or date may come


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What the head of a document says; None where it does not say it for sure, and `doubts` what was seen instead.

    `place` is where its kind stands.
    """

    kind: str | None = None
    title: str | None = None
    number: str | None = None
    date: date | None = None
    issuer: str | None = None
    year: int | None = None
    doubts: tuple[HeadDoubt, ...] = ()
    place: Source = field(default_factory=Source)


def head_of(document: TextDocument, *, of_any_kind: bool = False) -> DocumentHead:
    """Return the head of `document`; where the body is missing, what its annex says about it. `of_any_kind`: a list may
    be a document of its own."""
    lines, everything = head_lines(document), list(all_lines(document))
    at = kind_at(lines, of_any_kind)
    head = above(lines, at if at is not None else _beginning_of_text(lines))
    below = _below(lines, at) if at is not None else []
    read = number_and_date(head, below, everything)
    kind, title = kind_and_title(lines, at) if at is not None else _without_kind(lines)
    first = lines[at or 0 : (at or 0) + 20]
    place = lines[at].place if at is not None else _place_of(title, lines)
    year = titled_year(title, lines)
    if year and read.date and year < read.date.year and title and _OF_RESULTS.search(title):
        year = None
    named = (
        []
        if year or not title or not _SOME_YEAR.search(_SOME_DAY.sub("", title))
        else [HeadDoubt(YEAR, title, place)]
    )
    return DocumentHead(
        kind=kind,
        title=title,
        number=read.number,
        date=read.date,
        issuer=printed_issuer(head) or attached_issuer(everything) or issuer_in_text(first),
        year=year,
        doubts=(*read.doubts, *named),
        place=place,
    )


def _place_of(title: str | None, lines: list[HeadLine]) -> Source:
    """Where the title of an annex begins, that stands without the document it belongs to."""
    return next((line.place for line in lines if title and line.text in title), Source())


def _beginning_of_text(lines: list[HeadLine]) -> int | None:
    """Where the text of a document without a kind begins: at whom it is addressed to, a sentence, a table."""
    return next((at for at, line in enumerate(lines) if line.is_of_table or _is_text(line.text)), None)


def _below(lines: list[HeadLine], at: int) -> list[HeadLine]:
    """The lines of the title."""
    below = lines[at + 1 : at + 1 + _BELOW]
    return list(takewhile(lambda line: not (line.is_of_table or _is_text(line.text)), below))


def _is_text(text: str) -> bool:
    if _OF_HEAD.match(text) or is_day_line(text) or not any(map(str.isalnum, text)):  # "-------", "_____"
        return False
    return len(text) > _LONGEST_OF_HEAD or begins_text(text)


def _without_kind(lines: list[HeadLine]) -> tuple[str | None, str | None]:
    if is_letter(lines):
        return LETTER, letter_title(lines)
    return title_of_annex(lines)
