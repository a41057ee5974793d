"""Measures from the tables of a plan: sections as parents, merged cells shared, rows cut by a page joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cchc.core.papers.answers import Confidence
from cchc.core.plans.columns import DEADLINE, NUMBER
from cchc.core.words.messages import Message
from cchc.files.documents import Block, TableRow, TextDocument, TextTable
from cchc.files.documents.paragraphs import is_inside_date, join_all
from cchc.reading.plans.columns import WHO_AND_WHEN, is_ordinals
from cchc.reading.plans.roles import divide_roles
from cchc.reading.plans.tables.cut_rows import continue_shared, goes_on, join_rows
from cchc.reading.plans.tables.headings import find_headings, is_repeated
from cchc.reading.plans.tables.sections import caption_of, heading_of, open_section
from cchc.reading.plans.tables.state import (
    LIST_MARK,
    OPEN,
    SHARED,
    SortedRow,
    TableState,
    source_of_row,
    texts_above,
)
from cchc.reading.plans.texts import MeasureText, SectionText

_SHARED_CELL = Message("Empty in this row: taken from the row above, as if the cell were merged.")
_TWO_TIMES = Message("One column says when it begins and one when it ends: they were put together.")
# "nt", "-nt-", "Như trên", '"', "-//-"
_AS_ABOVE = re.compile(r"[-–.\s]*(?:nt|như trên|\"|″|〃|''|//)[-–.\s]*", re.IGNORECASE)


def sections_of_tables(document: TextDocument) -> list[SectionText]:
    """The measures of every table whose headings are those of a plan; none when there is no such table."""
    state = TableState()
    before: Block | None = None
    for block in document.blocks:
        if isinstance(block, TextTable):
            _read_table(block, state, caption_of(before))
        before = block
    return [section for section in state.sections if section.measures]


def _read_table(table: TextTable, state: TableState, caption: tuple[str, str] | None) -> None:
    begins = find_headings(table, state)
    if begins is not None:
        state.caption = caption
    else:
        if not state.columns or table.columns != state.width:
            return
        begins = 0
    rows = table.rows[begins:]
    cut = False
    for at, row in enumerate(rows):
        texts = texts_above(row, state.width)
        cut = cut or row.cut
        if is_repeated(texts, state) or is_ordinals(texts) or not any(texts):
            continue
        following = rows[at + 1] if at + 1 < len(rows) else None
        _take(_sorted(replace(row, cut=cut), state), following, state)
        cut = False


def _sorted(row: TableRow, state: TableState) -> SortedRow:
    cells: dict[str, list[str]] = {}
    shared: set[str] = set()
    spans = False
    for cell in row.cells:
        covered = [
            state.columns[at] for at in range(cell.column, cell.column + cell.width) if at in state.columns
        ]
        if not covered:
            continue
        column = covered[0] if covered[0] != NUMBER or len(covered) == 1 else covered[1]
        lines = state.above.get(cell.column, ()) if cell.above else _whole(cell.lines)
        if cell.above and lines:
            shared.add(column)
        if cell.lines and len(set(covered)) * 2 > state.kinds:
            spans = True
        cells.setdefault(column, []).extend(lines)
        state.above[cell.column] = lines
    return SortedRow(cells, shared, row, spans)


def _whole(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines of a cell, those that break a sentence joined again, as scans break them at the cell's edge."""
    whole: list[list[str]] = []
    for line in lines:
        if whole and not LIST_MARK.match(line) and _goes_on_in_line(whole[-1][-1], line):
            whole[-1].append(line)
        else:
            whole.append([line])
    return tuple(join_all(pieces) for pieces in whole)


def _goes_on_in_line(before: str, line: str) -> bool:
    return line[:1].islower() or bool(OPEN.search(before)) or is_inside_date(before, line)


def _take(row: SortedRow, following: TableRow | None, state: TableState) -> None:
    """Note one row: the heading of a section, the rest of the row above, or a measure."""
    heading = heading_of(row, following, state)
    if heading:
        state.caption = None
        open_section(*heading, state)
        return
    if state.caption:
        open_section(1, *state.caption, state)
        state.caption = None
    if not state.sections:
        state.sections.append(SectionText())
    last = state.last
    if last is not None and not row.number and not row.shared and goes_on(last, row):
        continue_shared(row.cells, state, cut=True)
        join_rows(last, row)
        return
    measure = MeasureText(_plain_number(row), dict(row.cells), source_of_row(row.row))
    measure.cells.pop(NUMBER, None)
    if last is not None and not measure.number:
        continue_shared(measure.cells, state, row.row.cut)
        _inherit(measure, last, SHARED if row.shared else (*SHARED, *WHO_AND_WHEN))
    if last is not None:
        _repeat(measure, last)
    divide_roles(measure)
    _join_times(measure, row.row, state)
    state.sections[-1].measures.append(measure)


def _plain_number(row: SortedRow) -> str | None:
    if NUMBER in row.shared:
        return None
    return row.number.strip("().").strip() or None


def _inherit(measure: MeasureText, last: MeasureText, columns: Iterable[str]) -> None:
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


def _join_times(measure: MeasureText, row: TableRow, state: TableState) -> None:
    """Two columns of time, one for the beginning and one for the end, make one deadline."""
    times = [at for at, column in state.columns.items() if column == DEADLINE]
    if len(times) != 2 or not any("bat dau" in level[times[0]] for level in state.headings):
        return
    begins, ends = (texts_above(row, state.width)[at] for at in times)
    if begins and ends and begins != ends:
        measure.cells[DEADLINE] = [f"{begins} đến {ends}"]
        measure.doubt(Confidence.LIKELY, _TWO_TIMES, (DEADLINE,))
