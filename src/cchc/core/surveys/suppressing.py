"""Which cells of a published table are left out: those of few people, and those from which these could be reckoned.

A cell is hidden for itself where fewer people answered than `minimum`, or where all but fewer than `apart` of them said
the same (0: that hides nothing), so that nobody who knows the group learns what its single members said. Then, where
printed totals would give a hidden count away, further cells are hidden, the smallest first, until none follows from
what is left: neither from one total nor from several together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class TableCell:
    """How many people answered, and how many of them were satisfied (None: not told)."""

    answers: int
    satisfied: int | None = None


def is_small(cell: TableCell, minimum: int, apart: int = 0) -> bool:
    """Whether a cell is hidden for itself. Where nobody answered there is nobody to be hidden.

    >>> is_small(TableCell(4), 5), is_small(TableCell(0), 5), is_small(TableCell(60, 59), 5, apart=2)
    (True, False, True)
    """
    if not cell.answers:
        return False
    if cell.answers < minimum:
        return True
    return cell.satisfied is not None and min(cell.satisfied, cell.answers - cell.satisfied) < apart


def hidden_cells(
    cells: Mapping[str, TableCell], totals: Sequence[Collection[str]], minimum: int, apart: int = 0
) -> frozenset[str]:
    """Return the keys of the cells that are not printed; `totals` are the sets of keys whose sums are printed.

    >>> cells = {"A": TableCell(3), "B": TableCell(40), "C": TableCell(20)}
    >>> sorted(hidden_cells(cells, [("A", "B", "C")], 5)), sorted(hidden_cells(cells, [], 5))
    (['A', 'C'], ['A'])
    """
    hidden = {key for key, cell in cells.items() if is_small(cell, minimum, apart)}
    sums = [frozenset(total) for total in totals]
    while True:
        given = _given_away(cells, sums, hidden, minimum)
        if not given:
            return frozenset(hidden)
        beside = {key for total in sums if given & total for key in total} - hidden
        beside = beside or _beside_several(cells, sums, hidden, minimum)
        full = [key for key in beside if cells[key].answers] or list(beside)
        if not full:  # nothing is left to hide behind: such totals must not be printed at all
            return frozenset(hidden)
        hidden.add(min(full, key=lambda key: (cells[key].answers, key)))


def tells_nothing(
    cells: Mapping[str, TableCell], total: Collection[str], hidden: Collection[str], minimum: int
) -> bool:
    """Whether a total may be printed beside these `hidden` cells: it hides none, or several that hold together at least
    `minimum` answers."""
    own = [cells[key].answers for key in total if key in hidden]
    return not own or (len(own) > 1 and sum(own) >= minimum)


def telling_wholes(
    parts: Mapping[str, Collection[str]], told: Collection[str], hidden: Collection[str]
) -> frozenset[str]:
    """Return the wholes among what is `told` that give away their one hidden part, since all others stand beside it;
    `parts` are those of each whole. What is hidden so is a hidden part in turn.

    >>> parts = {"f": ("q1", "q2", "q3"), "all": ("f", "g")}
    >>> sorted(telling_wholes(parts, ["q1", "q2", "q3", "f", "g", "all"], ["q2"]))
    ['all', 'f']
    >>> sorted(telling_wholes(parts, ["q1", "q2", "f"], ["q2"]))
    []
    """
    stand, found = set(told), set(hidden)
    while True:
        telling = {
            whole
            for whole, of in parts.items()
            if whole in stand - found and stand.issuperset(of) and len(found.intersection(of)) == 1
        }
        if not telling:
            return frozenset(found.difference(hidden))
        found |= telling


def _given_away(
    cells: Mapping[str, TableCell], totals: Sequence[frozenset[str]], hidden: set[str], minimum: int
) -> set[str]:
    """Return the hidden cells whose counts follow from the printed ones and the totals."""
    bare = {key for one in totals if not tells_nothing(cells, one, hidden, minimum) for key in one & hidden}
    return bare or _determined(totals, hidden)


def _beside_several(
    cells: Mapping[str, TableCell], totals: Sequence[frozenset[str]], hidden: set[str], minimum: int
) -> set[str]:
    """Return the printed cells of all totals that hide something, where totals that may be printed give a count away
    together: in its own totals everything is hidden already, and a cell of another holds the chain open."""
    printed = [one for one in totals if tells_nothing(cells, one, hidden, minimum)]
    if not _determined(printed, hidden):
        return set()
    return {key for total in printed if total & hidden for key in total} - hidden


def _determined(totals: Sequence[frozenset[str]], hidden: set[str]) -> set[str]:
    """Return the hidden cells that some sum of multiples of the totals leaves alone: by elimination over fractions, a
    row of the reduced form with one entry."""
    order = sorted(hidden)
    rows = [[Fraction(key in total) for key in order] for total in totals if total & hidden]
    at = 0
    for column in range(len(order)):
        pivot = next((row for row in range(at, len(rows)) if rows[row][column]), None)
        if pivot is None:
            continue
        rows[at], rows[pivot] = rows[pivot], rows[at]
        lead = rows[at][column]
        rows[at] = [value / lead for value in rows[at]]
        for row in range(len(rows)):
            factor = rows[row][column]
            if row != at and factor:
                rows[row] = [one - factor * other for one, other in zip(rows[row], rows[at], strict=True)]
        at += 1
    alone = ([key for key, value in zip(order, row, strict=True) if value] for row in rows)
    return {keys[0] for keys in alone if len(keys) == 1}
