"""Small cells stay hidden, whatever the printed totals are."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cchc.core.surveys.suppressing import TableCell, hidden_cells, is_small, tells_nothing

MINIMUM = 5


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, TableCell], list[list[str]]]:
    """A table of rows and columns whose totals are printed, of some lines also without their totals."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    cells = {
        f"{row}/{column}": TableCell(draw(st.integers(0, 20)))
        for row in range(rows)
        for column in range(columns)
    }
    lines = [[key for key in cells if key.startswith(f"{row}/")] for row in range(rows)]
    lines += [[key for key in cells if key.endswith(f"/{column}")] for column in range(columns)]
    return cells, [line for line in [*lines, list(cells)] if draw(st.booleans())]


def is_free(totals: list[list[str]], hidden: frozenset[str], key: str) -> bool:
    """Whether another table with the same printed counts and totals holds another count of `key`: by the singular
    values of NumPy, not by the elimination of the core."""
    order = sorted(hidden)
    if not totals:
        return True
    sums = np.array([[float(one in total) for one in order] for total in totals])
    _left, values, right = np.linalg.svd(sums)
    moves = right[int((values > 1e-9).sum()) :]
    return bool(np.any(np.abs(moves[:, order.index(key)]) > 1e-9))


# Both rows together hold 10, both columns 11: the one cell beside them is 1 unless the empty one is hidden, too.
COUNTS = {"0/0": 1, "0/1": 0, "1/0": 1, "1/1": 4, "2/0": 3, "2/1": 2}
CHAIN = {key: TableCell(answers) for key, answers in COUNTS.items()}
CHAINED = [["1/0", "1/1"], ["2/0", "2/1"], ["0/0", "1/0", "2/0"], ["0/1", "1/1", "2/1"]]


@example((CHAIN, CHAINED))
@settings(max_examples=400)
@given(tables())
def test_no_hidden_count_follows_from_what_is_printed(
    made: tuple[dict[str, TableCell], list[list[str]]],
) -> None:
    cells, totals = made
    hidden = hidden_cells(cells, totals, MINIMUM)
    printed = [one for one in totals if tells_nothing(cells, one, hidden, MINIMUM)]
    for key in hidden:
        assert is_free(printed, hidden, key) or any(
            not tells_nothing(cells, one, hidden, MINIMUM) for one in totals if key in one
        )


@given(tables())
def test_every_small_cell_is_hidden_and_nothing_without_one(
    made: tuple[dict[str, TableCell], list[list[str]]],
) -> None:
    cells, totals = made
    hidden = hidden_cells(cells, totals, MINIMUM)
    small = {key for key, cell in cells.items() if is_small(cell, MINIMUM)}
    assert small <= hidden
    assert small or not hidden
    assert hidden == small or totals


@given(tables(), st.randoms())
def test_the_order_of_cells_changes_nothing(
    made: tuple[dict[str, TableCell], list[list[str]]], chance: object
) -> None:
    cells, totals = made
    turned = dict(reversed(cells.items()))
    assert hidden_cells(cells, totals, MINIMUM) == hidden_cells(turned, totals[::-1], MINIMUM)


def test_a_bridge_between_two_hidden_squares_is_found() -> None:
    """Each line hides two cells or more, and yet one count follows from the totals of several lines."""
    squares = (["00", "01", "10", "11"], ["22", "23", "32", "33"])
    small = {*squares[0], *squares[1], "12"}
    cells = {f"{r}{c}": TableCell(4 if f"{r}{c}" in small else 30) for r in range(4) for c in range(4)}
    totals = [[f"{r}{c}" for c in range(4)] for r in range(4)] + [
        [f"{r}{c}" for r in range(4)] for c in range(4)
    ]
    hidden = hidden_cells(cells, totals, MINIMUM)
    assert len(hidden) > len(small)


def test_nearly_unanimous_cells_are_hidden_where_that_is_stated() -> None:
    cells = {"A": TableCell(60, 59), "B": TableCell(60, 40), "C": TableCell(60, 0)}
    assert hidden_cells(cells, [], MINIMUM) == frozenset()
    assert hidden_cells(cells, [], MINIMUM, apart=2) == {"A", "C"}
