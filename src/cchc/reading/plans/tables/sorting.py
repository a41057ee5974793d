"""A row of a table with its texts brought to the columns of a measure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cchc.core.papers.answers import Confidence
from cchc.core.plans.budgets import with_unit_of
from cchc.core.plans.columns import BUDGET, COOPERATING, DEADLINE, EXTRA, LEAD, NUMBER
from cchc.core.words.messages import Message
from cchc.files.documents import Cell, TableRow
from cchc.files.documents.paragraphs import is_inside_date, join_all
from cchc.reading.plans.cells import CellSort, day_of_serial, kind_of_cell
from cchc.reading.plans.columns import WHAT, NamedColumn
from cchc.reading.plans.heading_words import PERIOD, START, UNIT
from cchc.reading.plans.tables.state import LIST_MARK, OPEN, SortedRow, TableState
from cchc.reading.plans.tables.times import Told, from_to, marked_periods, with_heading

_NOTHING = re.compile(r"[-–—.…_\s]+")  # "-" in a cell that holds nothing
_REMARK = re.compile(r"ghi chú|(?:các )?lưu ý", re.IGNORECASE)
_REMARKED = Message("Taken from the remark: no other cell of the row says when.")
_COUNTED = Message("The cell counts days, as a workbook does where a date has lost its format.")
_Placed = list[tuple[NamedColumn, tuple[str, ...]]]
_CUT_MERGE = Message("A page ends beside this cell: taken as going on from the page before.")


def sorted_row(row: TableRow, following: TableRow | None, state: TableState) -> SortedRow:
    """Return the texts of `row` by the columns of a measure; those of a merged cell stand in each of its rows."""
    cells: dict[str, list[str]] = {}
    beside: _Placed = []
    found = SortedRow(cells, set(), row, spans=False)
    goes_on_below = {cell.column for cell in following.cells if cell.above} if following else set()
    for cell in row.cells:
        covered = [
            state.columns[at] for at in range(cell.column, cell.column + cell.width) if at in state.columns
        ]
        if not covered:
            continue
        named = _main(covered)
        lines, is_shared = _lines_of(cell, row, goes_on_below, state, found, named)
        if is_shared:
            found.shared.add(named.key)
        if cell.lines and len({one.key for one in covered}) * 2 > state.kinds:
            found.spans = True
        if named.key in (START, PERIOD, UNIT, EXTRA) or named.is_second:
            beside.append((named, lines))
        else:
            if named.key == BUDGET:
                # the amount of a cell merged over several rows is one amount: the first row has it
                lines = () if is_shared else tuple(_with_unit(named.heading, line, state) for line in lines)
            if named.key == DEADLINE and (day := day_of_serial(cell.text)):
                lines = (day,)
                found.doubts[DEADLINE] = (Confidence.LIKELY, _COUNTED)
            cells.setdefault(named.key, []).extend(lines)
            if named.doubt and lines:
                found.doubts[named.key] = (Confidence.UNSURE, named.doubt)
        state.above[cell.column] = lines
    state.merged = {cell.column for cell in row.cells if cell.above or cell.column in goes_on_below}
    _place_times(found, beside, state)
    _place_others(found, beside)
    return found


def _with_unit(heading: str, line: str, state: TableState) -> str:
    """A bare number with the unit of money of its own heading, else with that of the line above the table."""
    named = with_unit_of(heading, line)
    return with_unit_of(state.unit_line, line) if named == line else named


def _main(covered: Sequence[NamedColumn]) -> NamedColumn:
    """The column to which a cell over several belongs: one that says what is done, else not the number."""
    order = [one for one in covered if one.key in WHAT]
    order += [one for one in covered if one.key not in (NUMBER, EXTRA)]
    order += [one for one in covered if one.key != NUMBER]
    return [*order, *covered][0]


def _lines_of(
    cell: Cell,
    row: TableRow,
    goes_on_below: set[int],
    state: TableState,
    found: SortedRow,
    named: NamedColumn,
) -> tuple[tuple[str, ...], bool]:
    """The lines of a cell, and whether they are those of the cell above, with which it is merged.

    A merged cell that a page cuts is drawn anew and empty on the next one.
    """
    above = state.above.get(cell.column, ())
    if cell.above:
        return above, bool(above)
    if row.cut and not cell.lines and above and cell.width < state.width:
        is_tall = cell.column in goes_on_below
        if is_tall or cell.column in state.merged:
            found.continued.add(named.key)
            if not is_tall:
                found.doubts[named.key] = (Confidence.LIKELY, _CUT_MERGE)
            return above, True
    # "Văn phòng UBND tỉnh⏎các sở, ban, ngành": whether an agency goes on is known to who takes them apart
    lines = () if _NOTHING.fullmatch(cell.text) else cell.lines
    return lines if named.key in (LEAD, COOPERATING) else _whole(lines), False


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


def _place_times(found: SortedRow, beside: _Placed, state: TableState) -> None:
    """Put the deadline together where several columns say when."""
    ends = " ".join(found.cells.get(DEADLINE, ()))
    heading = next(
        (one.heading for one in state.columns.values() if one.key == DEADLINE and not one.is_second), ""
    )
    told = _told(found.cells, with_heading(ends, heading), beside)
    if not told:
        return
    text, confidence, why = told
    if text != ends:
        found.cells[DEADLINE] = [text]
        if why is None and all(not lines or named.key in (EXTRA, UNIT) for named, lines in beside):
            return
        found.shared.discard(DEADLINE)
    if why and DEADLINE not in found.doubts:
        found.doubts[DEADLINE] = (confidence, why)


def _told(cells: dict[str, list[str]], ends: str, beside: _Placed) -> Told | None:
    marked = [(named.period, " ".join(lines)) for named, lines in beside if named.key == PERIOD and lines]
    begins = next((" ".join(lines) for named, lines in beside if named.key == START and lines), "")
    if not ends:
        ends = _from_second(cells, beside)
    if not ends and marked:
        return marked_periods(marked)
    if begins or ends:
        return from_to(begins, ends)
    return _from_remark(beside)


def _from_remark(beside: _Placed) -> Told | None:
    """What a remark says where no other cell of the row says when: "Ghi chú: Hoàn thành trước 31/3/2026"."""
    for at, (named, lines) in enumerate(beside):
        text = " ".join(lines)
        if _REMARK.fullmatch(named.heading) and kind_of_cell(text) is CellSort.TIME:
            beside[at] = (named, ())
            return text, Confidence.LIKELY, _REMARKED
    return None


def _from_second(cells: dict[str, list[str]], beside: _Placed) -> str:
    """The time of another column of time, where the column of the deadline says none; it is then used up."""
    for at, (named, lines) in enumerate(beside):
        if named.key == DEADLINE and lines:
            beside[at] = (named, ())
            return with_heading(" ".join(lines), named.heading)
    return ""


def _place_others(found: SortedRow, beside: Iterable[tuple[NamedColumn, tuple[str, ...]]]) -> None:
    """A second column of agencies goes behind the first, all else to the other columns with its heading."""
    for named, lines in beside:
        if named.key in (START, PERIOD) or not lines:
            continue
        if named.is_second and named.key in (LEAD, COOPERATING):
            known = found.cells.setdefault(named.key, [])
            known += [line for line in lines if line not in known]
        else:
            label = f"{named.heading}: " if named.heading else ""
            found.cells.setdefault(EXTRA, []).extend((f"{label}{lines[0]}", *lines[1:]))
