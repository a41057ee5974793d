"""Sections in a plan's table: rows that are headings, headings above it, levels of numbering."""

from __future__ import annotations

import re

from cchc.core.plans.columns import NUMBER
from cchc.core.words.names import search_key
from cchc.files.documents import Block, Paragraph, TableRow
from cchc.reading.plans.columns import WHO_AND_WHEN
from cchc.reading.plans.tables.state import SortedRow, TableState, texts_above
from cchc.reading.plans.texts import SectionText

# "I", "II." before "Xây dựng văn bản"; "A" before "CẢI CÁCH THỂ CHẾ"; "Phần I"
_ROMAN = re.compile(r"(?:Phần\s+)?[IVXLC]{1,6}[.)]?$|[A-ZĐ][.)]?$")
# a part "A" stands above its sections "I", "II"; I, L, M … are Roman
_LETTER = re.compile(r"(?:Phần\s+|[A-HK-UĐ][.)]?$)")
# "1", "1.1", "(1)", "a)" in the column of numbers are no heading
_NUMBER = re.compile(r"\(?\d{1,3}(?:\.\d{1,3}){0,4}[.)]?$|[a-zđ][.)]?$")
# "I. CẢI CÁCH THỂ CHẾ" above a table or in one cell of it
_NUMBERED_HEADING = re.compile(r"((?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*)[.)])\s+(.+)", re.DOTALL)
# a numbered paragraph above a table that is longer than any heading read so far is a sentence, no caption
_LONGEST_CAPTION = 150
# "II. NHIỆM VỤ CỤ THỂ", "III. PHÂN CÔNG THỰC HIỆN", "Phụ lục 1. Danh mục" above a table name no subject
_NO_SECTION = re.compile(
    r"(?:cac )?(?:nhiem vu|giai phap|noi dung|muc tieu|to chuc thuc hien|phan cong|trach nhiem|thoi gian|tien do"
    r"|phu luc|bieu|bang|ke hoach|danh muc)\b"
)


def caption_of(block: Block | None) -> tuple[str, str] | None:
    """Number and text of the numbered heading that stands right above a table; None when it names no section."""
    found = _NUMBERED_HEADING.fullmatch(block.text) if isinstance(block, Paragraph) else None
    if not found or len(found[2]) > _LONGEST_CAPTION or _NO_SECTION.match(search_key(found[2])):
        return None
    return found[1].strip(".)"), found[2].rstrip(" .:")


def heading_of(
    row: SortedRow, following: TableRow | None, state: TableState
) -> tuple[int, str | None, str] | None:
    """Level, number and text of a section's row; None when the row is none."""
    number, filled = row.number, row.filled
    is_roman = _ROMAN.match(number) is not None
    if NUMBER in row.shared or (filled & set(WHO_AND_WHEN) and not row.spans and not is_roman):
        return None
    if not filled:
        return _heading_in_number(number) if number else None
    if len(filled) > 1 or row.shared:
        return None
    text = " ".join(row.cells[next(iter(filled))])
    split = _NUMBERED_HEADING.match(text)
    if split and not number:
        number, text = split[1], split[2]
    is_titled = row.spans or (text.isupper() and len(text.split()) >= 2)
    if _ROMAN.match(number):
        return 0 if _LETTER.match(number) else 1, number.strip(".)"), text
    if is_titled and (not number or not split):
        return (
            (1 if text.isupper() or not number else 2 + number.strip(".").count(".")),
            number.strip(".)") or None,
            text,
        )
    if split and is_titled:
        return 2 + number.strip(".").count("."), number.strip(".)"), text
    if number and following is not None and _is_parent(number, following, state):
        return 2 + number.strip(".").count("."), number.strip(".)"), text
    return None


def _heading_in_number(number: str) -> tuple[int, str | None, str] | None:
    """A heading that fell into the column of numbers because its row is merged from there on."""
    if _ROMAN.match(number) or _NUMBER.match(number) or len(number) < 6:
        return None
    split = _NUMBERED_HEADING.match(number)
    return (1, split[1].strip(".)"), split[2]) if split else (1, None, number)


def _is_parent(number: str, following: TableRow, state: TableState) -> bool:
    """Whether the next row is numbered below this one: 1 and then 1.1."""
    first = next((at for at, column in state.columns.items() if column == NUMBER), None)
    if first is None:
        return False
    below = texts_above(following, state.width)[first]
    return below.startswith(f"{number.strip('.')}.") and len(below.strip(".")) > len(number.strip("."))


def open_section(level: int, number: str | None, heading: str, state: TableState) -> None:
    state.parents = {depth: text for depth, text in state.parents.items() if depth < level} | {level: heading}
    text = " / ".join(state.parents[depth] for depth in sorted(state.parents))
    state.sections.append(SectionText(text, number))
