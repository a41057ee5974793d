"""Sections in a plan's table: rows that are headings, headings above it, rows of groups, levels of numbering."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cchc.core.papers.answers import Confidence
from cchc.core.plans.columns import ACTIVITY, DEADLINE, EXTRA, LEAD, NUMBER, OBJECTIVE, TASK
from cchc.core.words.messages import Message
from cchc.core.words.names import search_key
from cchc.files.documents import Paragraph, TableRow
from cchc.reading.furniture import furniture_of
from cchc.reading.plans.assignments import is_only_agencies
from cchc.reading.plans.cells import CellSort, kind_of_cell
from cchc.reading.plans.columns import WHO_AND_WHEN
from cchc.reading.plans.heading_words import PERIOD, START
from cchc.reading.plans.tables.state import SortedRow, TableState, texts_above
from cchc.reading.plans.texts import MeasureText, SectionText

# "I", "II." before "Xây dựng văn bản"; "A" before "CẢI CÁCH THỂ CHẾ"; "Phần I"
_ROMAN = re.compile(r"(?:Phần\s+)?[IVXLC]{1,6}[.)]?$|[A-ZĐ][.)]?$")
# a part "A" stands above its sections "I", "II"; I, L, M … are Roman
_LETTER = re.compile(r"(?:Phần\s+|[A-HK-UĐ][.)]?$)")
# "1", "1.1", "(1)", "a)" in the column of numbers are no heading
_NUMBER = re.compile(r"\(?\d{1,3}(?:\.\d{1,3}){0,4}[.)]?$|[a-zđ][.)]?$")
# "I. CẢI CÁCH THỂ CHẾ" above a table or in one cell of it
# "I- MỤC ĐÍCH", "1.1- Rà soát": the Party numbers with a dash
_NUMBERED_HEADING = re.compile(r"((?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*)[.)-])\s+(.+)", re.DOTALL)
# "b) Đối với các thôn:" some paragraphs above a table
_LETTERED_HEADING = re.compile(r"([a-zđ]\))\s+(.+)", re.DOTALL)
# a numbered paragraph above a table that is longer than any heading read so far is a sentence, no caption
LONGEST_CAPTION = 150
# "II. NHIỆM VỤ CỤ THỂ", "III. PHÂN CÔNG THỰC HIỆN", "Phụ lục 1. Danh mục" above a table name no subject
_NO_SECTION = re.compile(
    r"(?:cac )?(?:nhiem vu|giai phap|noi dung|muc tieu|to chuc thuc hien|phan cong|trach nhiem|thoi gian|tien do"
    r"|phu luc|bieu|bang|ke hoach|danh muc)\b"
)
# "Phụ lục 2. Chỉ tiêu", "Biểu 01", "Các chỉ tiêu chủ yếu" above a table of targets
_TITLE = re.compile(r"(?:phu luc|bieu|bang|danh muc|he thong|(?:cac |mot so )?chi tieu|muc tieu)\b")
_DIGITS = re.compile(r"\(?\d{1,3}(?:\.\d{1,3})*[.)]*")
_WHOLE_NUMBER = re.compile(r"\(?\d{1,3}[.)]*")
_SMALL_LETTER = re.compile(r"\(?[a-zđ][.)]?")
_NUMBERED_LEVELS = (2, 8)
_GROUP_LEVEL = 9  # below all numbered ones
_LONGEST_HEADING = 600  # letters: a heading that pages cut again and again is none
_FROM_GROUP = Message("Not said in this row: taken from the row of its group above.")


def caption_of(paragraphs: Sequence[Paragraph], *, is_first: bool = True) -> tuple[str | None, str] | None:
    """Number and text of the numbered heading that stands right above a table, or of a title in capitals that stands
    alone between it and the one before; None when it names no section. `is_first`: no table stands above."""
    if not is_first and len(paragraphs) == 1 and _names_section(paragraphs[0].text):
        return None, paragraphs[0].text.rstrip(" .:")
    found = _NUMBERED_HEADING.fullmatch(paragraphs[-1].text) if paragraphs else None
    if not found or len(found[2]) > LONGEST_CAPTION or _NO_SECTION.match(search_key(found[2])):
        return None
    return found[1].strip(".)-"), found[2].rstrip(" .:")


def _names_section(text: str) -> bool:
    """Whether a line alone above a table, as on a sheet of its own, names its section: "TÀI CHÍNH CÔNG"."""
    is_title = text.isupper() and len(text.split()) >= 2 and len(text) <= LONGEST_CAPTION
    known = search_key(text)
    return (
        is_title
        and not _NUMBERED_HEADING.fullmatch(text)
        and not _NO_SECTION.match(known)
        and furniture_of(text) is None
        and not is_only_agencies(text)
    )


def far_caption_of(paragraphs: Sequence[Paragraph]) -> tuple[str, str] | None:
    """Number and text of the last numbered heading between two tables, whatever stands behind it."""
    for paragraph in reversed(paragraphs):
        for heading in (_NUMBERED_HEADING, _LETTERED_HEADING):
            found = heading.fullmatch(paragraph.text)
            if found and len(found[2]) <= LONGEST_CAPTION:
                return found[1].strip(".)-"), found[2].rstrip(" .:")
    return None


_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def follows(before: str, number: str) -> bool:
    """Whether a heading's number is the next after another of its kind: A and B, I and II, 1 and 2.

    >>> follows("A", "B"), follows("I", "II"), follows("2", "3"), follows("II", "1")
    (True, True, True, False)
    """
    if before in _ROMANS[:-1] and number in _ROMANS:
        return _ROMANS.index(number) == _ROMANS.index(before) + 1
    if before.isdigit() and number.isdigit():
        return int(number) == int(before) + 1
    return len(before) == len(number) == 1 and ord(number) == ord(before) + 1


def numbered_title(text: str) -> tuple[str | None, str]:
    """The number of a heading and its text: "B. DANH MỤC VĂN BẢN"; no number where it has none."""
    found = _NUMBERED_HEADING.fullmatch(text)
    return (found[1].strip(".)-"), found[2]) if found else (None, text)


def is_title(text: str) -> bool:
    """Whether a paragraph above a table is its title rather than the end of a sentence."""
    return len(text) <= LONGEST_CAPTION and (text.isupper() or _TITLE.match(search_key(text)) is not None)


def heading_of(
    row: SortedRow, following: TableRow | None, state: TableState
) -> tuple[int, str | None, str] | None:
    """Level, number and text of a section's row or a group's; None when the row is none."""
    number, filled = row.number, row.filled
    is_roman = _ROMAN.match(number) is not None
    if NUMBER in row.shared:
        return None
    group = _group_of(row, following, state)
    if group or (filled & set(WHO_AND_WHEN) and not row.spans and not is_roman):
        return group
    if not filled:
        return _heading_in_number(number) if number else None
    what = filled - set(WHO_AND_WHEN)
    if len(what) != 1 or (len(filled) > 1 and not is_roman) or row.shared:
        return None
    text = " ".join(row.cells[next(iter(what))])
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
    return None


def _heading_in_number(number: str) -> tuple[int, str | None, str] | None:
    """A heading that fell into the column of numbers because its row is merged from there on."""
    if _ROMAN.match(number) or _NUMBER.match(number) or len(number) < 6:
        return None
    split = _NUMBERED_HEADING.match(number)
    return (1, split[1].strip(".)"), split[2]) if split else (1, None, number)


def _group_of(
    row: SortedRow, following: TableRow | None, state: TableState
) -> tuple[int, str | None, str] | None:
    """Level, number and text of a row of a group: the rows below are numbered below it or from 1 on, or it alone has no
    number.

    A row that says who leads and until when is a measure, unless the next one needs what it says.
    """
    text = next((" ".join(row.cells[key]) for key in (TASK, ACTIVITY, OBJECTIVE) if key in row.filled), "")
    number = row.number.strip()
    if not text or following is None or (row.row.cut and not number):
        return None
    below = _number_in(following, state)
    if number and _is_parent(number, below):
        complete = row.says(LEAD) and row.says(DEADLINE)
        if not complete or _lacks(following, state):
            return 2 + number.strip(".)").count("."), number.strip(".)(") or None, text
    elif number and not row.says(*WHO_AND_WHEN) and _is_item(following, state):
        return _level(number), number.strip(".)(") or None, text
    elif number and len(row.filled) == 1 and _begins_again(number, below, state):
        return 2, number.strip(".)("), text
    elif not number and state.has(NUMBER) and _DIGITS.fullmatch(below) and not row.shared:
        who = LEAD if state.has(LEAD) else DEADLINE
        if not row.says(who) and not _is_title(text, row) and not _goes_on(text, state):
            return _GROUP_LEVEL, None, text
    return None


def _is_title(text: str, row: SortedRow) -> bool:
    """Whether a text that stands alone in its row is the heading of a section by its form: wide, in capitals, Roman."""
    split = _NUMBERED_HEADING.match(text)
    is_roman = split is not None and _ROMAN.match(split[1]) is not None
    return len(row.filled) == 1 and (row.spans or text.isupper() or is_roman)


def _is_parent(number: str, below: str) -> bool:
    """Whether a row is numbered below another: 1 and then 1.1, or a)."""
    plain = number.strip(".)(")
    if not _DIGITS.fullmatch(number):
        return False
    return (below.startswith(f"{plain}.") and len(below.strip(".")) > len(plain)) or (
        _SMALL_LETTER.fullmatch(below) is not None and below.strip("(.)") == "a"
    )


def _is_item(row: TableRow, state: TableState) -> bool:
    """Whether a row without a number is an item of a list, "- Rà soát văn bản", that says who or until when."""
    texts, keys = texts_above(row, state.width), state.keys
    what = next((texts[at] for at, key in sorted(keys.items()) if key in (TASK, ACTIVITY) and texts[at]), "")
    says = any(texts[at] for at, key in keys.items() if key in (LEAD, DEADLINE))
    return says and not _number_in(row, state) and what.startswith(("-", "+", "–", "•"))


def _begins_again(number: str, below: str, state: TableState) -> bool:
    """Whether a row that has a number and a text alone is followed by number 1: "2 | Kiểm tra", then "1", "2", "3"."""
    return (
        _WHOLE_NUMBER.fullmatch(number) is not None
        and below.strip(".)(") in ("1", "01")
        and (state.has(LEAD) or state.has(DEADLINE))
    )


def _number_in(row: TableRow, state: TableState) -> str:
    first = next((at for at, key in sorted(state.keys.items()) if key == NUMBER), None)
    return texts_above(row, state.width)[first] if first is not None and first < state.width else ""


def _lacks(row: TableRow, state: TableState) -> bool:
    """Whether a row leaves out who leads or until when."""
    texts = texts_above(row, state.width)
    said = {key for at, key in state.keys.items() if at < len(texts) and texts[at]}
    return not {LEAD, DEADLINE} & set(state.keys.values()) <= said


def _goes_on(text: str, state: TableState) -> bool:
    """Whether the text of a row without a number goes on with the row above, as the words of a list do."""
    return state.last is not None and (text[:1].islower() or text.startswith(("-", "+", "–", "•")))


def open_section(level: int, number: str | None, heading: str, state: TableState) -> None:
    """Begin a section below the open ones of a higher level."""
    state.parents = {depth: text for depth, text in state.parents.items() if depth < level} | {level: heading}
    state.handed_down = {depth: cells for depth, cells in state.handed_down.items() if depth < level}
    text = " / ".join(state.parents[depth] for depth in sorted(state.parents))
    state.sections.append(SectionText(text, number))
    if said := _said_by(heading, state):
        state.handed_down[level] = said


def _said_by(heading: str, state: TableState) -> dict[str, list[str]]:
    """What a heading says of who or when in a table without a column for it: "Tháng 01/2026", "SỞ NỘI VỤ"."""
    if not state.has(DEADLINE, PERIOD, START) and kind_of_cell(heading) is CellSort.TIME:
        return {DEADLINE: [heading]}
    if not state.has(LEAD) and is_only_agencies(heading) and kind_of_cell(heading) is CellSort.AGENCY:
        return {LEAD: [heading]}
    return {}


def leave_groups(number: str | None, state: TableState) -> None:
    """Leave the group "1" with its parts a), b) or 1.1, 1.2 where a measure "2" follows them.

    A group whose measures are numbered from 1 on is not left by the next of them.
    """
    measures = state.sections[-1].measures if state.sections else []
    before = next((one.number for one in reversed(measures) if one.number), None)
    if not number or not before or not _DIGITS.fullmatch(number):
        return
    level = _level(number)
    if _DIGITS.fullmatch(before) and _level(before) == level:
        return
    if not any(
        _NUMBERED_LEVELS[0] <= depth <= _NUMBERED_LEVELS[1] and depth >= level for depth in state.parents
    ):
        return
    state.parents = {depth: text for depth, text in state.parents.items() if depth < level}
    state.handed_down = {depth: cells for depth, cells in state.handed_down.items() if depth < level}
    text = " / ".join(state.parents[depth] for depth in sorted(state.parents))
    state.sections.append(SectionText(text or None))


def _level(number: str) -> int:
    """How deep the section or group with this number is: 2 for "1", 3 for "1.1"."""
    return 2 + number.strip(".)(").count(".")


def hand_down(level: int, row: SortedRow, state: TableState) -> None:
    """Keep what the row of a group says of who and when for the rows below it."""
    said = {key: list(row.cells[key]) for key in WHO_AND_WHEN if row.cells.get(key)}
    if said:
        state.handed_down[level] = {**state.handed_down.get(level, {}), **said}


def take_from_groups(measure: MeasureText, state: TableState) -> None:
    """Fill what a row does not say with what the rows of its groups say, the nearest first; it is never sure."""
    for level in sorted(state.handed_down, reverse=True):
        for key, lines in state.handed_down[level].items():
            if not measure.cells.get(key):
                measure.cells[key] = list(lines)
                measure.doubt(Confidence.LIKELY, _FROM_GROUP, (key,))


def join_cut_heading(row: SortedRow, state: TableState) -> bool:
    """Join the rest of a section's heading that a page cut; whether the row was such a rest."""
    texts = [
        text for key, lines in row.cells.items() if key not in (NUMBER, EXTRA) and (text := " ".join(lines))
    ]
    if not row.row.cut or row.number or len(texts) != 1 or state.last is not None or not state.parents:
        return False
    section = state.sections[-1]
    level = max(state.parents)
    before = state.parents[level]
    if not texts[0][:1].islower() and not (before.isupper() and texts[0].isupper()):
        return False
    if len(section.heading or "") > _LONGEST_HEADING:
        return False
    state.parents[level] = f"{before} {texts[0]}"
    section.heading = f"{section.heading} {texts[0]}"
    return True
