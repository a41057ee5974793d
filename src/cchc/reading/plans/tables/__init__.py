"""Measures and targets from the tables of a plan: sections and groups as parents, merged cells shared, rows cut by a
page joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cchc.core.papers.answers import Confidence
from cchc.core.plans.budgets import names_unit_of_money
from cchc.core.plans.columns import COOPERATING, LEAD, NUMBER
from cchc.core.words.messages import Message
from cchc.files.documents import Paragraph, TableRow, TextDocument, TextTable
from cchc.reading.plans.columns import is_ordinals
from cchc.reading.plans.roles import divide_roles
from cchc.reading.plans.tables.aside import is_aside, is_signature
from cchc.reading.plans.tables.cut_rows import continue_shared, goes_on, join_rows
from cchc.reading.plans.tables.grids import columns_in_grid
from cchc.reading.plans.tables.headings import (
    FoundHeadings,
    find_headings,
    headings_at,
    is_repeated,
    looks_like_headings,
)
from cchc.reading.plans.tables.sections import (
    LONGEST_CAPTION,
    caption_of,
    far_caption_of,
    follows,
    hand_down,
    heading_of,
    is_title,
    join_cut_heading,
    leave_groups,
    numbered_title,
    open_section,
    take_from_groups,
)
from cchc.reading.plans.tables.sorting import sorted_row
from cchc.reading.plans.tables.state import SHARED, SortedRow, TableState, source_of_row, texts_above
from cchc.reading.plans.tables.targets import targets_of
from cchc.reading.plans.texts import MeasureText, SectionText

_MOST_REPEATED = 4  # rows of headings, with the one that numbers them
_NEAR = 3  # lines above a table among which the unit of its amounts may stand
_SHARED_CELL = Message("Empty in this row: taken from the row above, as if the cell were merged.")
# "nt", "-nt-", "Như trên", '"', "-//-"
_AS_ABOVE = re.compile(r"[-–.\s]*(?:nt|như trên|\"|″|〃|''|//)[-–.\s]*", re.IGNORECASE)


def sections_of_tables(document: TextDocument) -> list[SectionText]:
    """The measures and targets of every table whose headings are those of a plan; none when there is no such table."""
    state = TableState()
    between: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, TextTable):
            _read_table(block, state, between)
            between = []
        else:
            between.append(block)
    return [section for section in state.sections if section.measures or section.targets]


def _read_table(table: TextTable, state: TableState, between: Sequence[Paragraph]) -> None:
    found = find_headings(table.rows, table.columns)
    if found:
        _take_headings(found, table, state, between)
        begins = found.after
    else:
        begins = 0
        if not _goes_on_with(table, state):
            return
    cut = False
    at = begins
    while at < len(table.rows):
        row = table.rows[at]
        texts = texts_above(row, state.width)
        cut = cut or row.cut
        if is_repeated(row, texts, state) or is_ordinals(texts) or not any(texts):
            at += 1
            continue
        if looks_like_headings(texts):
            found = headings_at(table.rows, at, table.columns)
            if not found:
                _forget_columns(state)
                return
            _take_headings(found, table, state, ())
            at = found.after
            continue
        following = _following(table, at, state)
        _take(row if row.cut == cut else _as_cut(row), following, state)
        cut = False
        at += 1


def _following(table: TextTable, at: int, state: TableState) -> TableRow | None:
    """Return the row that follows, without the headings that a page repeats between the two; None at the end."""
    for row in table.rows[at + 1 : at + 2 + _MOST_REPEATED]:
        texts = texts_above(row, state.width)
        if not (is_repeated(row, texts, state) or is_ordinals(texts)):
            return row
    return None


def _as_cut(row: TableRow) -> TableRow:
    return TableRow(row.cells, row.spot, row.heading, cut=True)


def _take_headings(
    found: FoundHeadings, table: TextTable, state: TableState, between: Sequence[Paragraph]
) -> None:
    state.unit_line = _unit_line(found, table, state, between)
    state.columns, state.targets, state.levels = found.columns, found.targets, found.levels
    state.width, state.edges = table.columns, table.edges
    state.above, state.merged, state.begins, state.is_signed = {}, set(), True, False
    state.caption, state.far_caption = (
        caption_of(between, is_first=not state.sections),
        far_caption_of(between),
    )
    if found.targets:
        _open_targets(state, between)


def _unit_line(
    found: FoundHeadings, table: TextTable, state: TableState, between: Sequence[Paragraph]
) -> str:
    """The line above the headings that names the unit of money: between the tables, or in a row of the table itself;
    where nothing stands between, a table with the same headings goes on with that of the page before."""
    above = [one.text for one in between if one.text.strip()][-_NEAR:]
    above += [text for row in table.rows[: found.first] for text in texts_above(row, table.columns) if text]
    lines = [text for text in above if names_unit_of_money(text)]
    if lines:
        return lines[-1]
    return state.unit_line if not above and found.levels == state.levels else ""


def _open_targets(state: TableState, between: Sequence[Paragraph]) -> None:
    """Begin the section of a table of targets: under its caption, else under the section that is open."""
    title = between[-1].text.rstrip(" .:") if between and is_title(between[-1].text) else ""
    state.handed_down = {}
    if state.caption:
        open_section(1, *state.caption, state)
    elif title:
        open_section(1, None, title, state)
    elif not state.sections:
        state.sections.append(SectionText())
    state.caption = None


def _goes_on_with(table: TextTable, state: TableState) -> bool:
    """Whether a table without headings goes on with the one before, and in which columns."""
    if state.targets:
        return table.columns == state.width
    if not state.columns:
        return False
    if any(looks_like_headings(texts_above(row, table.columns)) for row in table.rows[:1]):
        _forget_columns(state)
        return False
    columns = columns_in_grid(state.columns, state.width, state.edges, table)
    if columns is None:
        return False
    if table.columns != state.width:
        state.above, state.merged = {}, set()
    state.columns, state.width, state.edges = columns, table.columns, table.edges
    return True


def _forget_columns(state: TableState) -> None:
    """A table with headings that are none of a plan: what stands below them is none either."""
    state.columns, state.targets, state.width, state.edges, state.levels = {}, None, 0, (), ()


def _take(row: TableRow, following: TableRow | None, state: TableState) -> None:
    """Note one row: the heading of a section, a target, the rest of the row above, or a measure."""
    if state.targets:
        _take_target(row, state)
        return
    found = sorted_row(row, following, state)
    state.is_signed = is_signature(found) or (state.is_signed and not found.number)
    if state.is_signed or is_aside(found) or join_cut_heading(found, state):
        return
    heading = heading_of(found, following, state)
    if heading:
        state.caption = None
        open_section(*heading, state)
        hand_down(heading[0], found, state)
        return
    if state.caption:
        open_section(1, *state.caption, state)
        state.caption = None
    if not state.sections:
        state.sections.append(SectionText())
        state.unnamed = (state.sections[-1], state.far_caption) if state.far_caption else None
    last = state.last
    is_numbered = bool(found.number) and NUMBER not in found.continued
    is_own = is_numbered or bool(found.shared - found.continued)
    if last is not None and not is_own and goes_on(last, found):
        continue_shared(found.cells, state, cut=True)
        _leave_to_others(last, found, state)
        join_rows(last, found)
        if LEAD in found.filled:  # "Phối hợp: …" of a cell with both roles may stand behind the end of a page
            divide_roles(last)
        return
    _take_measure(found, state)


def _leave_to_others(last: MeasureText, row: SortedRow, state: TableState) -> None:
    """The rest of a cell with both roles goes on with those who cooperate, where they stand behind who leads."""
    rest = row.cells.get(LEAD)
    if rest and last.cells.get(COOPERATING) and not state.has(COOPERATING) and ":" not in rest[0]:
        row.cells[COOPERATING] = row.cells.pop(LEAD)


def _take_target(row: TableRow, state: TableState) -> None:
    assert state.targets is not None
    texts = texts_above(row, state.width)
    targets = targets_of(texts, state.targets, source_of_row(row))
    if targets:
        state.sections[-1].targets += targets
        return
    filled = list(dict.fromkeys(text for text in texts if text))
    name = texts[state.targets.name]
    if len(filled) == 1 and not name and len(filled[0]) <= LONGEST_CAPTION:
        open_section(1, *numbered_title(filled[0]), state)
        return
    if name and len(filled) <= 2 and len(name) <= LONGEST_CAPTION:
        number = texts[state.targets.number] if state.targets.number is not None else ""
        open_section(3, number.strip("(). ") or None, name, state)


def _take_measure(row: SortedRow, state: TableState) -> None:
    last = state.last
    measure = MeasureText(_plain_number(row), dict(row.cells), source_of_row(row.row))
    measure.cells.pop(NUMBER, None)
    if state.begins:
        _begin_again(measure, state)
    leave_groups(measure.number, state)
    last = state.last
    for column, (confidence, why) in row.doubts.items():
        measure.doubt(confidence, why, (column,))
    if last is not None and not measure.number:
        continue_shared(measure.cells, state, row.row.cut)
        if row.row.cut:
            _inherit(measure, last, SHARED)
    if last is not None:
        _repeat(measure, last)
    divide_roles(measure, any(named.names_both for named in state.columns.values()))
    take_from_groups(measure, state)
    state.sections[-1].measures.append(measure)


def _begin_again(measure: MeasureText, state: TableState) -> None:
    """The first measure of a table with headings of its own: where its number was used, another section begins."""
    state.begins = False
    numbers = {one.number for one in state.sections[-1].measures}
    if measure.number and measure.number in numbers:
        number, heading = state.far_caption or (None, None)
        _name_first_of(number, state)
        state.parents, state.handed_down = {}, {}
        state.sections.append(SectionText(heading, number))


def _name_first_of(number: str | None, state: TableState) -> None:
    """Where the heading above this table follows the one above the first ("A. NHIỆM VỤ THƯỜNG XUYÊN", then
    "B. NHIỆM VỤ CÓ THỜI HẠN"), that one names its section, too."""
    if state.unnamed is None:
        return
    section, (before, heading) = state.unnamed
    if number and section.heading is None and follows(before, number):
        section.number, section.heading = before, heading
    state.unnamed = None


def _plain_number(row: SortedRow) -> str | None:
    if NUMBER in row.shared:
        return None
    return row.number.strip("().").strip() or None


def _inherit(measure: MeasureText, last: MeasureText, columns: Iterable[str]) -> None:
    """A row that a page cut off from the one above shares what it leaves empty with it."""
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
