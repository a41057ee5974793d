"""What engines counted has one form: order, pieces and ways of writing a number change nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.surveys.estimating.counts import COLUMNS, AnswerCounts, Coded, counts_of, weight_of

Row = tuple[str, ...]

PLACES = st.sampled_from([("A", "", ""), ("A", "1", ""), ("A", "2", "x"), ("B", "1", "x"), ("B", "1", "y")])
PEOPLE = st.tuples(PLACES, st.sampled_from(["1", "2.5", "10"]), st.sampled_from(["Xã A", "Xã B"]))
ANSWERS = st.lists(st.sampled_from(["1", "5", ""]), min_size=2, max_size=2)


@st.composite
def responses(draw: st.DrawFn) -> list[tuple[Row, int]]:
    """Rows of counts of some responses to two items."""
    rows: list[tuple[Row, int]] = []
    for (place, weight, unit), levels in draw(st.lists(st.tuples(PEOPLE, ANSWERS), min_size=1, max_size=12)):
        rows.append(((*place, weight, unit, "", ""), 1))
        rows += [((*place, weight, unit, f"q{number}", level), 1) for number, level in enumerate(levels)]
    return rows


NAMES = ("stratum", "primary_unit", "secondary_unit", "weight", "unit", "item", "level")


def counted(rows: list[tuple[Row, int]]) -> AnswerCounts:
    """The counts of rows that are given by columns of text."""
    texts = {name: [row[place] for row, _n in rows] for place, name in enumerate(NAMES)}
    return counts_of({**texts, "n": np.array([n for _row, n in rows])})


@given(responses(), st.randoms())
def test_neither_order_nor_splitting_of_rows_changes_the_counts(rows, chance):
    joined: dict[Row, int] = {}
    for row, n in rows:
        joined[row] = joined.get(row, 0) + n
    shuffled = [(row, n) for row, n in joined.items()] + [(row, 0) for row, _n in rows]
    chance.shuffle(shuffled)
    assert counted(shuffled).digest() == counted(rows).digest()


@given(responses())
def test_columns_of_codes_say_what_columns_of_text_say(rows):
    labels = {name: sorted({row[place] for row, _n in rows}) for place, name in enumerate(NAMES)}
    coded = {
        name: Coded(np.array([labels[name][::-1].index(row[place]) for row, _n in rows]), labels[name][::-1])
        for place, name in enumerate(NAMES)
    }
    assert counts_of({**coded, "n": np.array([n for _row, n in rows])}).digest() == counted(rows).digest()


@given(responses())
def test_every_response_and_every_answer_is_counted(rows):
    counts = counted(rows)
    assert counts.people.sum() == sum(n for row, n in rows if not row[5])
    assert counts.n.sum() == sum(n for row, n in rows if row[5])


def test_ways_of_writing_a_weight_are_one_weight():
    written = ("2", "2.0", "02", "2e0", "+2", "0.50", "120", "1.2e2", "-0")
    assert [str(weight_of(text)) for text in written] == ["2"] * 5 + ["0.5", "120", "120", "0"]


@pytest.mark.parametrize("text", ["", "-1", "1e99", "NaN", "Infinity", "1,5", "năm"])
def test_what_is_no_weight_is_refused(text):
    with pytest.raises(ValueError, match="no weight"):
        weight_of(text)


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        ({"phiếu": ["A"], "weight": ["1"], "n": [1]}, "no columns of counts: phiếu"),
        ({"weight": ["1"], "n": [-1]}, "below zero"),
        ({"weight": ["1", "2"], "n": [1]}, "column 'weight' has 2 rows, not 1"),
        ({"weight": ["1"], "item": ["q1"], "n": [1]}, "not counted themselves"),
        ({"weight": ["1", "1"], "item": ["", "q1"], "level": ["", "5"], "n": [1, 2]}, "more answers than"),
        ({"weight": ["1"], "stratum": ["A"], "secondary_unit": ["x"], "n": [1]}, "without a name"),
    ],
)
def test_counts_that_cannot_be_are_refused(columns, fault):
    with pytest.raises(ValueError, match=fault):
        counts_of({**columns, "n": np.array(columns["n"])})


def test_nothing_counted_is_a_value_too():
    counts = counts_of({name: [] for name in COLUMNS[:-1]} | {"n": np.array([], dtype=np.int64)})
    assert (counts.places, counts.people.tolist(), counts.n.tolist()) == ((), [], [])
