"""Measures from the tables of a plan: sections as parents, merged cells shared, rows cut by a page joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile

from cchc.core.papers.answers import Confidence
from cchc.core.papers.deadlines import DeadlineKind, deadline
from cchc.core.plans.plan import Source
from cchc.core.words.lengths import MOST
from cchc.core.words.messages import Message
from cchc.core.words.names import folded
from cchc.files.documents import Block, Paragraph, TableRow, TextDocument, TextTable
from cchc.files.documents.paragraphs import breaks_date, join, join_all
from cchc.reading.plans.columns import (
    LONGEST_HEADING,
    WHO_AND_WHEN,
    Column,
    columns_of,
    is_ordinals,
    names_a_plan,
)
from cchc.reading.plans.roles import divide_roles
from cchc.reading.plans.texts import MeasureText, SectionText

_ROMAN = re.compile(r"(?:Phần\s+)?[IVXLC]{1,6}[.)]?$|[A-ZĐ][.)]?$")
_LETTER = re.compile(r"(?:Phần\s+|[A-HK-UĐ][.)]?$)")
_NUMBER = re.compile(r"\(?\d{1,3}(?:\.\d{1,3}){0,4}[.)]?$|[a-zđ][.)]?$")
_NUMBERED_HEADING = re.compile(r"((?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*)[.)])\s+(.+)", re.DOTALL)
_BROKEN_NUMBER = re.compile(r"(?<=[\d.])\s+(?=\d)")
_OPEN = re.compile(
    r"(?:,|\b(?:của|và|về|các|theo|cho|tại|với|để|ngày|số|trong|trên|là|do|từ|đến|bằng|cấp|sở))$",
    re.IGNORECASE,
)
_ENDED = (".", ":", "./.", "!", "?")
_LIST_MARK = re.compile(r"[-–+•]\s*\S|[a-zđ]\)\s")
_SHARED = (Column.OBJECTIVE, Column.TASK)
_SURE_VOTE = 2
_MOST_HEADING_ROWS = 3
_SHARED_CELL = Message("Empty in this row: taken from the row above, as if the cell were merged.")
_CUT_CELL = Message("A page ends inside this merged cell: its two parts were joined.")
_CUT_ROW = Message("A page ends inside this row: its two parts were joined.")
_TWO_TIMES = Message("One column says when it begins and one when it ends: they were put together.")
_SEARCHED_ROWS = 15
_MOST_LINES = 500
_MOST_SHARING = 500
_LONGEST_DEADLINE = 400
_LONGEST_END = 40  # letters that tell whether a text goes on
_LONGEST_CAPTION = 150
_NO_SECTION = re.compile(
    r"(?:cac )?(?:nhiem vu|giai phap|noi dung|muc tieu|to chuc thuc hien|phan cong|trach nhiem|thoi gian|tien do"
    r"|phu luc|bieu|bang|ke hoach|danh muc)\b"
)
_AS_ABOVE = re.compile(r"[-–.\s]*(?:nt|như trên|\"|″|〃|''|//)[-–.\s]*", re.IGNORECASE)


@dataclass(slots=True)
class _Row:
    """A row of the table with its texts sorted into columns."""

    cells: dict[Column, list[str]]
    shared: set[Column]
    row: TableRow
    spans: bool

    @property
    def number(self) -> str:
        return _BROKEN_NUMBER.sub("", " ".join(self.cells.get(Column.NUMBER, ())))

    @property
    def filled(self) -> set[Column]:
        return (
            {column for column, lines in self.cells.items() if lines}
            - self.shared
            - {Column.NUMBER, Column.EXTRA}
        )


@dataclass(slots=True)
class _State:
    """What is known while going down the tables."""

    columns: dict[int, Column] = field(default_factory=dict)
    width: int = 0
    kinds: int = 0
    headings: tuple[tuple[str, ...], ...] = ()
    sections: list[SectionText] = field(default_factory=list)
    parents: dict[int, str] = field(default_factory=dict)
    above: dict[int, tuple[str, ...]] = field(default_factory=dict)
    caption: tuple[str, str] | None = None

    @property
    def last(self) -> MeasureText | None:
        return self.sections[-1].measures[-1] if self.sections and self.sections[-1].measures else None


def sections_of_tables(document: TextDocument) -> list[SectionText]:
    """The measures of every table whose headings are those of a plan; none when there is no such table."""
    state = _State()
    before: Block | None = None
    for block in document.blocks:
        if isinstance(block, TextTable):
            _read_table(block, state, _caption(before))
        before = block
    return [section for section in state.sections if section.measures]


def _caption(block: Block | None) -> tuple[str, str] | None:
    """Number and text of the numbered heading that stands right above a table; None when it names no section."""
    found = _NUMBERED_HEADING.fullmatch(block.text) if isinstance(block, Paragraph) else None
    if not found or len(found[2]) > _LONGEST_CAPTION or _NO_SECTION.match(folded(found[2])):
        return None
    return found[1].strip(".)"), found[2].rstrip(" .:")


def _read_table(table: TextTable, state: _State, caption: tuple[str, str] | None) -> None:
    begins = _find_headings(table, state)
    if begins is not None:
        state.caption = caption
    else:
        if not state.columns or table.columns != state.width:
            return
        begins = 0
    rows = table.rows[begins:]
    cut = False
    for at, row in enumerate(rows):
        texts = _texts(row, state.width)
        cut = cut or row.cut
        if _is_repeated(texts, state) or is_ordinals(texts) or not any(texts):
            continue
        following = rows[at + 1] if at + 1 < len(rows) else None
        _take(_sorted(replace(row, cut=cut), state), following, state)
        cut = False


# --- headings ----------------------------------------------------------------------------------------------


def _find_headings(table: TextTable, state: _State) -> int | None:
    """The position below the first headings of a plan, whose columns are noted in `state`; None without any."""
    for at in range(min(len(table.rows), _SEARCHED_ROWS)):
        depth, columns = _best_headings(table.rows[at : at + _MOST_HEADING_ROWS], table.columns)
        if columns:
            state.columns, state.width, state.kinds = columns, table.columns, len(set(columns.values()))
            levels = (_texts(row, table.columns) for row in table.rows[at : at + depth])
            state.headings = tuple(tuple(folded(text) for text in level) for level in levels)
            state.above.clear()
            return at + depth
    return None


def _best_headings(rows: Sequence[TableRow], width: int) -> tuple[int, dict[int, Column]]:
    """How many of `rows` are headings, and their columns; headings of two levels are read together."""
    best: tuple[int, dict[int, Column]] = (0, {})
    for depth in range(1, len(rows) + 1):
        headings = _levels(rows[:depth], width)
        if any(len(text) > LONGEST_HEADING for text in headings):
            break
        columns = columns_of(headings)
        if names_a_plan(columns) and len(set(columns.values())) > len(set(best[1].values())):
            best = (depth, columns)
    return best


def _levels(rows: Sequence[TableRow], width: int) -> list[str]:
    """The heading of each column: the lowest text that names it, else all its levels together."""
    levels = [_texts(row, width) for row in rows]
    headings = []
    for at in range(width):
        texts = list(dict.fromkeys(level[at] for level in levels if level[at]))
        lowest = [text for text in texts[-1:] if len(texts) > 1 and columns_of([text])[0] is not Column.EXTRA]
        headings.append(lowest[0] if lowest else " ".join(texts))
    return headings


def _texts(row: TableRow, width: int) -> list[str]:
    """The text above each column; a cell over several columns counts for each of them."""
    texts = [""] * width
    for cell in row.cells:
        for column in range(cell.column, min(cell.column + cell.width, width)):
            texts[column] = " ".join(cell.lines)
    return texts


def _is_repeated(texts: Sequence[str], state: _State) -> bool:
    """Whether a row repeats the headings, as tables do on each page."""
    keys = [folded(text) for text in texts]
    filled = [at for at, key in enumerate(keys) if key]
    if len(filled) > 1 and any(all(keys[at] == level[at] for at in filled) for level in state.headings):
        return True
    short = all(len(text) <= LONGEST_HEADING for text in texts)
    columns = columns_of(list(texts))
    return short and names_a_plan(columns) and len(set(columns.values()) - {Column.EXTRA}) >= 4


# --- rows --------------------------------------------------------------------------------------------------


def _sorted(row: TableRow, state: _State) -> _Row:
    cells: dict[Column, list[str]] = {}
    shared: set[Column] = set()
    spans = False
    for cell in row.cells:
        covered = [
            state.columns[at] for at in range(cell.column, cell.column + cell.width) if at in state.columns
        ]
        if not covered:
            continue
        column = covered[0] if covered[0] is not Column.NUMBER or len(covered) == 1 else covered[1]
        lines = state.above.get(cell.column, ()) if cell.above else _whole(cell.lines)
        if cell.above and lines:
            shared.add(column)
        if cell.lines and len(set(covered)) * 2 > state.kinds:
            spans = True
        cells.setdefault(column, []).extend(lines)
        state.above[cell.column] = lines
    return _Row(cells, shared, row, spans)


def _whole(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines of a cell, those that break a sentence joined again, as scans break them at the cell's edge."""
    whole: list[list[str]] = []
    for line in lines:
        if whole and not _LIST_MARK.match(line) and _goes_on_in_line(whole[-1][-1], line):
            whole[-1].append(line)
        else:
            whole.append([line])
    return tuple(join_all(pieces) for pieces in whole)


def _goes_on_in_line(before: str, line: str) -> bool:
    return line[:1].islower() or bool(_OPEN.search(before)) or breaks_date(before, line)


def _take(row: _Row, following: TableRow | None, state: _State) -> None:
    """Note one row: the heading of a section, the rest of the row above, or a measure."""
    heading = _heading(row, following, state)
    if heading:
        state.caption = None
        _open_section(*heading, state)
        return
    if state.caption:
        _open_section(1, *state.caption, state)
        state.caption = None
    if not state.sections:
        state.sections.append(SectionText())
    last = state.last
    if last is not None and not row.number and not row.shared and _goes_on(last, row):
        _continue_shared(row.cells, state, cut=True)
        _join(last, row)
        return
    measure = MeasureText(_plain_number(row), dict(row.cells), _source(row.row))
    measure.cells.pop(Column.NUMBER, None)
    if last is not None and not measure.number:
        _continue_shared(measure.cells, state, row.row.cut)
        _inherit(measure, last, _SHARED if row.shared else (*_SHARED, *WHO_AND_WHEN))
    if last is not None:
        _repeat(measure, last)
    divide_roles(measure)
    _join_times(measure, row.row, state)
    state.sections[-1].measures.append(measure)


def _plain_number(row: _Row) -> str | None:
    if Column.NUMBER in row.shared:
        return None
    return row.number.strip("().").strip() or None


def _source(row: TableRow) -> Source:
    text = tuple(cell.text for cell in row.cells)
    return Source(page=row.spot.page, table=row.spot.table, row=row.spot.row, lines=row.spot.lines, text=text)


def _inherit(measure: MeasureText, last: MeasureText, columns: Iterable[Column]) -> None:
    """A row without a number of its own shares what it leaves empty with the row above."""
    for column in columns:
        if not measure.cells.get(column) and last.cells.get(column):
            measure.cells[column] = list(last.cells[column])
            measure.doubt(Confidence.LIKELY, _SHARED_CELL, (column,))


def _repeat(measure: MeasureText, last: MeasureText) -> None:
    """A cell that says "as above" says what the cell above it says."""
    for column, lines in measure.cells.items():
        if _AS_ABOVE.fullmatch(" ".join(lines)) and last.cells.get(column):
            why = Message("“{text}”: taken from the row above.", text=" ".join(lines))
            measure.cells[column] = list(last.cells[column])
            measure.doubt(Confidence.LIKELY, why, (column,))


def _join_times(measure: MeasureText, row: TableRow, state: _State) -> None:
    """Two columns of time, one for the beginning and one for the end, make one deadline."""
    times = [at for at, column in state.columns.items() if column is Column.DEADLINE]
    if len(times) != 2 or not any("bat dau" in level[times[0]] for level in state.headings):
        return
    begins, ends = (_texts(row, state.width)[at] for at in times)
    if begins and ends and begins != ends:
        measure.cells[Column.DEADLINE] = [f"{begins} đến {ends}"]
        measure.doubt(Confidence.LIKELY, _TWO_TIMES, (Column.DEADLINE,))


def _continue_shared(cells: dict[Column, list[str]], state: _State, cut: bool) -> None:
    """The text of a merged cell that a page cuts goes on beside the next row: all rows that share it get the whole."""
    above = state.sections[-1].measures
    for column in _SHARED if cut and above else ():
        begun, rest = above[-1].cells.get(column), cells.get(column)
        if not begun or not rest or _is_long(begun) or _vote(column, begun, rest) < _SURE_VOTE:
            continue
        whole = list(begun)
        _append(whole, rest)
        for one in _sharing(above, column, begun):
            one.cells[column] = whole
            one.doubt(Confidence.LIKELY, _CUT_CELL, (column,))
        cells[column] = whole
        state.above |= {at: tuple(whole) for at, named in state.columns.items() if named is column}


def _sharing(rows: Sequence[MeasureText], column: Column, text: list[str]) -> list[MeasureText]:
    """The last of `rows`, all that hold `text` in `column`: they stand beside one merged cell."""
    beside = takewhile(lambda one: one.cells.get(column) == text, reversed(rows))
    return [*islice(beside, _MOST_SHARING)]


# --- sections ----------------------------------------------------------------------------------------------


def _heading(row: _Row, following: TableRow | None, state: _State) -> tuple[int, str | None, str] | None:
    """Level, number and text of a section's row; None when the row is none."""
    number, filled = row.number, row.filled
    is_roman = _ROMAN.match(number) is not None
    if Column.NUMBER in row.shared or (filled & set(WHO_AND_WHEN) and not row.spans and not is_roman):
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


def _is_parent(number: str, following: TableRow, state: _State) -> bool:
    """Whether the next row is numbered below this one: 1 and then 1.1."""
    first = next((at for at, column in state.columns.items() if column is Column.NUMBER), None)
    if first is None:
        return False
    below = _texts(following, state.width)[first]
    return below.startswith(f"{number.strip('.')}.") and len(below.strip(".")) > len(number.strip("."))


def _open_section(level: int, number: str | None, heading: str, state: _State) -> None:
    state.parents = {depth: text for depth, text in state.parents.items() if depth < level} | {level: heading}
    text = " / ".join(state.parents[depth] for depth in sorted(state.parents))
    state.sections.append(SectionText(text, number))


# --- rows cut by a page ------------------------------------------------------------------------------------


def _goes_on(last: MeasureText, row: _Row) -> bool:
    """Whether a row without a number goes on with the row above rather than being a measure of its own.

    Each column votes: text that begins in the middle of a sentence speaks for it, a second complete deadline
    against it. A row that says neither who nor when is hardly a measure.
    """
    if any(_is_long(last.cells.get(column, ())) for column in row.filled):
        return False
    votes = sum(_vote(column, last.cells.get(column, []), row.cells[column]) for column in row.filled)
    if not row.filled & set(WHO_AND_WHEN):
        votes += 2
    return votes > 0 or (votes == 0 and row.row.cut)


def _is_long(lines: Sequence[str]) -> bool:
    """Whether a cell is too long to go on behind one more end of a page: no cell of an office is."""
    return len(lines) > _MOST_LINES or sum(map(len, lines)) > MOST["cell"]


def _vote(column: Column, above: list[str], below: list[str]) -> int:
    if not above:
        return -2
    before, after = above[-1][-_LONGEST_END:], below[0]
    if column is Column.DEADLINE:
        return _vote_of_deadlines(" ".join(above), " ".join(below))
    if _OPEN.search(before) or after[:1].islower():
        return 2
    if column in WHO_AND_WHEN:
        return 2 if before.endswith(";") else -1
    if _LIST_MARK.match(after) or before.endswith(";"):
        return 0
    return -1 if before.endswith(_ENDED) else 0


def _vote_of_deadlines(above: str, below: str) -> int:
    if len(above) + len(below) > _LONGEST_DEADLINE:
        return 3 if below[:1].islower() else 0
    kinds = [deadline(text, None).kind for text in (above, below, f"{above} {below}")]
    if kinds[0] is not DeadlineKind.UNPARSED and kinds[1] is not DeadlineKind.UNPARSED:
        return 3 if below[:1].islower() and kinds[2] is not DeadlineKind.UNPARSED else -3
    return 3 if kinds[2] is not DeadlineKind.UNPARSED or below[:1].islower() else 0


def _join(last: MeasureText, row: _Row) -> None:
    """Append the row to the one above: the first line of each cell goes on with its last."""
    for column in row.filled | ({Column.EXTRA} & row.cells.keys()):
        if row.cells[column] is not last.cells.get(column):
            _append(last.cells.setdefault(column, []), row.cells[column])
    last.doubt(Confidence.LIKELY, _CUT_ROW)
    lines = last.source.lines
    below = row.row.spot.lines
    joined_lines = (lines[0], below[1]) if lines and below else lines
    text = (*last.source.text, *_source(row.row).text)
    last.source = replace(last.source, lines=joined_lines, text=text)


def _append(lines: list[str], more: Iterable[str]) -> None:
    for at, line in enumerate(more):
        if at == 0 and lines and not _LIST_MARK.match(line):
            lines[-1] = join(lines[-1], line)
        else:
            lines.append(line)
