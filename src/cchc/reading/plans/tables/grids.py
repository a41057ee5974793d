"""A table that goes on in another grid: its cells brought to the columns that the headings named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby, islice, pairwise

from cchc.core.plans.columns import COOPERATING, DEADLINE, LEAD, NUMBER, SAYS_WHAT
from cchc.files.documents import Cell, TableRow, TextTable
from cchc.reading.plans.cells import MOST_VOTES, CellSort, votes_of
from cchc.reading.plans.columns import NamedColumn

_MOSTLY = 0.5
# share by which two equally broad tables may differ: programs round, and a cell is drawn over its own edge
_ALIKE = 0.02
_CERTAIN = {
    NUMBER: CellSort.ORDINAL,
    DEADLINE: CellSort.TIME,
    LEAD: CellSort.AGENCY,
    COOPERATING: CellSort.AGENCY,
}


def columns_in_grid(
    columns: Mapping[int, NamedColumn], width: int, edges: Sequence[float], table: TextTable
) -> dict[int, NamedColumn] | None:
    """Return what the columns of `table`, which has no headings, hold if it goes on with a table of `columns`.

    A grid of the same width is the same grid. In another one, a column holds what the headings above its place name,
    where both tables say how broad they are (`edges`) and are equally broad; else rows with as many cells as there were
    headings show which cell stands under which heading. Some cell must then hold what its column is to hold. None where
    it does not go on.
    """
    if table.columns == width:
        return dict(columns)
    placed = _by_place(columns, edges, table.edges)
    says_what = placed and any(one.key in SAYS_WHAT for one in placed.values())
    if placed and says_what and _fits(placed, table.rows[:MOST_VOTES]):
        return placed
    named = [one for one, _ in groupby(columns[at] for at in sorted(columns))]
    whole = [row for row in islice(table.rows, MOST_VOTES) if len(row.cells) == len(named)]
    if not whole:
        return None
    ((starts, _),) = Counter(tuple(cell.column for cell in row.cells) for row in whole).most_common(1)
    ends = (*starts[1:], table.columns)
    found = {at: one for one, first, end in zip(named, starts, ends, strict=True) for at in range(first, end)}
    return found if _fits(found, whole) else None


def _by_place(
    columns: Mapping[int, NamedColumn], edges: Sequence[float], own: Sequence[float]
) -> dict[int, NamedColumn] | None:
    """Each column of a grid with the edges `own` as the heading over most of it names it; None where the two tables are
    not equally broad."""
    if (
        not edges
        or not own
        or abs((edges[-1] - edges[0]) - (own[-1] - own[0])) > _ALIKE * (edges[-1] - edges[0])
    ):
        return None
    found = {}
    for at, (left, right) in enumerate(pairwise(own)):
        begin, end = left - own[0] + edges[0], right - own[0] + edges[0]
        shared = {
            column: min(end, edges[column + 1]) - max(begin, edges[column])
            for column in columns
            if column + 1 < len(edges)
        }
        if shared:
            found[at] = columns[max(shared, key=lambda column: shared[column])]
    return found


def _fits(columns: Mapping[int, NamedColumn], rows: Sequence[TableRow]) -> bool:
    asked = {one.key: at for at, one in sorted(columns.items(), reverse=True) if one.key in _CERTAIN}
    shares = (
        votes_of(_text_at(row.cells, at) for row in rows).get(_CERTAIN[key], 0.0) for key, at in asked.items()
    )
    return any(share >= _MOSTLY for share in shares)


def _text_at(cells: Sequence[Cell], at: int) -> str:
    return next((cell.text for cell in cells if cell.column == at), "")
