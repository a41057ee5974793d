"""Tables that are given away tell no figure of few answers, and none from which it follows."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cchc.surveys.queries.protecting import protected_table
from cchc.surveys.queries.results import (
    EstimatedValue,
    ResultRow,
    ResultTable,
    factor_headings,
    item_headings,
)
from tests.core.questionnaires import small

LEAST = 5
QUESTIONS = small()
HEADINGS = (*factor_headings(QUESTIONS), *item_headings(QUESTIONS))
CODES = [one.code for one in HEADINGS]


def a_cell(answers: int) -> EstimatedValue:
    """A figure of so many answers, printed where they are enough."""
    value = Fraction(80) if answers >= LEAST else None
    return EstimatedValue(value, value, value, answers, answers, 1, value, is_rate=True)


def a_table(units: list[Mapping[str, int]]) -> ResultTable:
    """A table of these answers by unit and figure, with the total of each figure."""
    rows = [
        ResultRow(at, f"Xã {at}", tuple(a_cell(answers[code]) for code in CODES))
        for at, answers in enumerate(units, 1)
    ]
    sums = (sum(answers[code] for answers in units) for code in CODES)
    return ResultTable(HEADINGS, ResultRow(None, "", tuple(map(a_cell, sums))), tuple(rows))


def left_out(units: list[Mapping[str, int]]) -> set[tuple[int | None, str]]:
    table = protected_table(a_table(units), LEAST, QUESTIONS)
    return {
        (row.unit, code)
        for row in table.rows
        for code, cell in zip(CODES, row.cells, strict=True)
        if cell is not None and cell.value is None
    }


def answered(**counts: int) -> Mapping[str, int]:
    return dict.fromkeys(CODES, 40) | counts


def test_where_every_figure_has_enough_answers_all_are_told() -> None:
    assert left_out([answered(), answered(), answered()]) == set()


def test_beside_the_total_no_small_cell_is_left_out_alone_and_the_smallest_other_goes_with_it() -> None:
    few = dict.fromkeys(CODES, 3)
    assert left_out([few, answered(), dict.fromkeys(CODES, 20)]) == {
        (at, code) for at in (1, 3) for code in CODES
    }


def test_a_factor_is_left_out_where_it_tells_its_only_hidden_item() -> None:
    assert CODES == ["phuc_vu", "q4_1", "q4_2"]
    found = left_out([answered(q4_1=3), answered(q4_1=30), answered(), answered()])
    assert found == {(at, code) for at in (1, 2) for code in ("q4_1", "phuc_vu")}


@given(st.lists(st.fixed_dictionaries({code: st.integers(0, 60) for code in CODES}), min_size=2, max_size=8))
def test_no_column_with_its_total_has_one_hidden_cell_and_no_factor_one_hidden_part(
    units: list[Mapping[str, int]],
) -> None:
    found = left_out(units)
    for code in CODES:
        hidden = [at for at, one in enumerate(units, 1) if (at, code) in found and one[code]]
        others = [one[code] for at, one in enumerate(units, 1) if (at, code) not in found and one[code]]
        total = sum(one[code] for one in units)
        assert len(hidden) != 1 or not others or total < LEAST
    for at, one in enumerate(units, 1):
        parts = [(at, code) in found and one[code] > 0 for code in CODES[1:]]
        assert (at, CODES[0]) in found or sum(parts) != 1 or not one[CODES[0]]
