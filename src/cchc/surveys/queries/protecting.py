"""What is left out of results that are given away as files: small cells, and those from which they would follow."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.core.surveys.suppressing import TableCell, hidden_cells, telling_wholes
from cchc.surveys.queries.results import EstimatedValue, ResultRow, ResultTable

HiddenCell = tuple[int | None, str]


def protected_table(table: ResultTable, least: int, questions: QuestionSet) -> ResultTable:
    """Return a table without the figures of fewer than `least` answers and without those that would give them away: by
    the total over all units that stands beside them, by the factor of which all other parts are told."""
    parts = {one.code: one.parts or one.items for one in questions.factors}
    told = {one.code for one in table.headings}
    hidden: set[HiddenCell] = set()
    while True:
        found = hidden | _by_totals(table, least, hidden)
        found |= {(row.unit, code) for row in table.rows for code in _telling(row, parts, told, found)}
        if found == hidden:
            return replace(table, rows=tuple(_without(table, row, hidden) for row in table.rows))
        hidden = found


def _by_totals(table: ResultTable, least: int, hidden: Collection[HiddenCell]) -> set[HiddenCell]:
    """The cells that are hidden in each column, beside its total where that is printed; what is `hidden` already counts
    as a small one."""
    found: set[HiddenCell] = set()
    for at, heading in enumerate(table.headings):
        answered = {row.unit: cell.answers for row in table.rows if (cell := row.cells[at]) is not None}
        cells = {
            str(unit): TableCell(min(answers, least - 1) if (unit, heading.code) in hidden else answers)
            for unit, answers in answered.items()
        }
        whole = table.whole.cells[at]
        totals = [list(cells)] if whole is not None and whole.value is not None else []
        left_out = hidden_cells(cells, totals, least)
        found |= {(unit, heading.code) for unit in answered if str(unit) in left_out}
    return found


def _telling(
    row: ResultRow,
    parts: Mapping[str, Collection[str]],
    told: Collection[str],
    hidden: Collection[HiddenCell],
) -> frozenset[str]:
    """The factors of a row that tell one hidden part of them: all others stand beside it."""
    return telling_wholes(parts, told, [code for code in told if (row.unit, code) in hidden])


def _without(table: ResultTable, row: ResultRow, hidden: Collection[HiddenCell]) -> ResultRow:
    cells = zip(table.headings, row.cells, strict=True)
    return replace(
        row,
        cells=tuple(
            _emptied(cell) if cell is not None and (row.unit, one.code) in hidden else cell
            for one, cell in cells
        ),
    )


def _emptied(cell: EstimatedValue) -> EstimatedValue:
    return replace(cell, value=None, low=None, high=None, standard_error=None)
