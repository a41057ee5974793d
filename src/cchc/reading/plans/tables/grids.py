"""A table that goes on in another grid: its cells brought to the columns that the headings named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations, groupby, islice, pairwise

from cchc.core.plans.columns import COOPERATING, DEADLINE, LEAD, NUMBER, SAYS_WHAT
from cchc.core.words.messages import Message
from cchc.files.documents import Cell, TableRow, TextTable
from cchc.reading.plans.cells import MOST_VOTES, CellSort, votes_of
from cchc.reading.plans.columns import NamedColumn

_MOSTLY = 0.5
# share by which two equally broad tables may differ: programs round, and a cell is drawn over its own edge
_ALIKE = 0.02
# columns with text of which so many are numbers, agencies and times, in so many rows, tell which headings they have
_LEAST_TOLD, _LEAST_ROWS = 3, 2
_MOST_NAMED = 12
_BY_MEANING = Message(
    "The table goes on in other cells than those of its headings: its columns were told by what they hold."
)
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
    headings show which cell stands under which heading. Some cell must then hold what its column is to hold. Where both
    fail, the columns with text are told by what they hold, in the order of the headings; that is never sure. None where
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
        return _by_meaning(columns, named, table)
    ((starts, _),) = Counter(tuple(cell.column for cell in row.cells) for row in whole).most_common(1)
    ends = (*starts[1:], table.columns)
    found = {at: one for one, first, end in zip(named, starts, ends, strict=True) for at in range(first, end)}
    return found if _fits(found, whole) else _by_meaning(columns, named, table)


def _by_meaning(
    columns: Mapping[int, NamedColumn], named: Sequence[NamedColumn], table: TextTable
) -> dict[int, NamedColumn] | None:
    """The columns with text as the only headings in their order name them whose cells they can be: "Ghi chú" may be
    left out behind a page, and a cell be parted. None where no headings do, or several."""
    rows = table.rows[:MOST_VOTES]
    filled = [at for at in range(table.columns) if any(_text_at(row.cells, at) for row in rows)]
    if not _LEAST_TOLD <= len(filled) <= len(named) <= _MOST_NAMED or len(rows) < _LEAST_ROWS:
        return None
    votes = [votes_of(_text_at(row.cells, at) for row in rows) for at in filled]
    fitting = [
        chosen for chosen in combinations(named, len(filled))
        if all(_may_hold(one.key, own) for one, own in zip(chosen, votes, strict=True))
        and any(one.key in SAYS_WHAT for one in chosen)
        and sum(one.key in _CERTAIN for one in chosen) >= _LEAST_TOLD
    ]  # fmt: skip
    if len(fitting) != 1:
        return None
    (chosen,) = fitting
    return {at: replace(one, doubt=_BY_MEANING) for at, one in zip(filled, chosen, strict=True)}


def _may_hold(key: str, votes: Mapping[CellSort, float]) -> bool:
    """Whether a column may hold this: what is certain of a key is in most of its cells, and nowhere else."""
    own = _CERTAIN.get(key)
    if own:
        return votes.get(own, 0.0) >= _MOSTLY
    return all(votes.get(other, 0.0) < _MOSTLY for other in _CERTAIN.values())


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
