"""Rank correlation: bounds, signs and symmetry over drawn points, and examples that can be checked by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.scoring.correlation import Coefficient, kendall, mean_ranks, spearman

POINTS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=9)
BOTH = pytest.mark.parametrize("measure", [spearman, kendall])


def sides(drawn) -> tuple[list[Fraction], list[Fraction]]:
    return [Fraction(x) for x, _ in drawn], [Fraction(y) for _, y in drawn]


def squared(found: Coefficient) -> Fraction:
    return found.above * found.above / found.under


@BOTH
@given(drawn=POINTS)
def test_it_lies_between_minus_one_and_one_and_does_not_ask_which_list_comes_first(measure, drawn):
    one, other = sides(drawn)
    found = measure(one, other)
    assert found == measure(other, one)
    assert (found is None) is (len(set(one)) == 1 or len(set(other)) == 1)
    if found is not None:
        assert squared(found) <= 1
        assert -1 <= found.rounded() <= 1


@BOTH
@given(drawn=POINTS)
def test_the_same_order_is_one_and_the_reverse_is_minus_one(measure, drawn):
    one, _other = sides(drawn)
    if len(set(one)) > 1:
        assert measure(one, [3 * value + 1 for value in one]).rounded() == 1
        assert measure(one, [-value for value in one]).rounded() == -1


@BOTH
@given(drawn=POINTS, data=st.data())
def test_neither_the_order_of_the_units_nor_the_size_of_the_steps_matters(measure, drawn, data):
    one, other = sides(drawn)
    shuffled = sides(data.draw(st.permutations(drawn)))
    assert measure(*shuffled) == measure(one, other) == measure([value**3 for value in one], other)


@given(drawn=POINTS)
def test_mean_ranks_add_up_as_ranks_without_ties_do(drawn):
    one, _other = sides(drawn)
    assert sum(mean_ranks(one)) == Fraction(len(one) * (len(one) + 1), 2)


@given(above=st.fractions(-3, 3, max_denominator=50), under=st.fractions(1, 9, max_denominator=50))
def test_a_rounded_coefficient_is_within_half_a_unit_of_the_exact_one(above, under):
    found, half = Coefficient(above, under).rounded(4), Fraction(1, 20000) + Fraction(1, 10**9)
    size = abs(found)
    exact = above * above / under
    assert max(size - half, 0) ** 2 <= exact <= (size + half) ** 2
    assert found * above >= 0


TIED = ([3, 3, 2, 1], [4, 3, 3, 1])
"""Ranks 1½ 1½ 3 4 and 1 2½ 2½ 4: ρ = (1·1½ + 0 + 0 + 1½·1½) / √(4½ · 4½) = 3¾ / 4½ = 5/6;
of six pairs one is tied in each list, four agree: τ-b = 4 / √(5 · 5) = 4/5."""


@pytest.mark.parametrize(
    ("measure", "lists", "expected"),
    [
        (spearman, ([5, 4, 3, 2, 1], [4, 5, 3, 1, 2]), Fraction(4, 5)),  # Σd² = 4: 1 − 6·4 / (5·24)
        (kendall, ([5, 4, 3, 2, 1], [4, 5, 3, 1, 2]), Fraction(3, 5)),  # 8 pairs agree, 2 do not, of 10
        (spearman, TIED, Fraction(8333, 10000)),
        (kendall, TIED, Fraction(4, 5)),
    ],
)
def test_worked_examples(measure, lists, expected):
    one, other = ([Fraction(value) for value in side] for side in lists)
    assert measure(one, other).rounded() == expected
