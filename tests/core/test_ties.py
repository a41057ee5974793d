"""Laws of values that print alike, and of sets that compute alike."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.scoring.criteria.sameness import is_same_formula
from cchc.core.scoring.criteria.tree import CriteriaSet, Grade
from cchc.core.scoring.rules.values import Band
from cchc.core.words.numbers import ROUNDINGS, rounded_number
from cchc.core.words.ties import MOST_PLACES, printed_values
from tests.core.documents import criteria, node

near = st.fractions(83, Fraction("83.02"), max_denominator=90_000)
close = st.builds(lambda whole, more: whole + Fraction(more, 10**6), near, st.integers(0, 30))


@given(st.lists(near | close, max_size=12), st.integers(0, 3), st.sampled_from(ROUNDINGS))
def test_two_different_values_print_differently_or_both_bear_the_mark(values, places, rounding):
    printed = printed_values(values, places, rounding)
    assert set(printed) == set(values)
    for one, its in printed.items():
        assert its.value == rounded_number(one, its.places, rounding)
        assert places <= its.places <= MOST_PLACES
        for other, that in printed.items():
            if one != other and (its.value, its.places) == (that.value, that.places):
                assert (its.about, that.about, its.places) == (True, True, MOST_PLACES)


@given(st.lists(near | close, max_size=12), st.integers(0, 3))
def test_no_value_has_more_places_than_tell_it_from_every_other(values, places):
    printed = printed_values(values, places)
    for one, its in printed.items():
        if its.places > places:
            fewer = its.places - 1
            alike = [other for other in printed if rounded_number(other, fewer) == rounded_number(one, fewer)]
            assert len(alike) > 1


def test_equal_values_are_a_tie_and_no_close_call():
    printed = printed_values([Fraction(90), Fraction(90), Fraction(80)])
    assert [(one.places, one.about) for one in printed.values()] == [(2, False), (2, False)]


def a_set() -> CriteriaSet:
    """Two domains of one leaf each."""
    return criteria(
        node("1", "2"), node("1.1", "2", parent="1"), node("2", "3"), node("2.1", "3", parent="2")
    )


WORDING = (
    {"title": "Bộ khác"},
    {"version": "2"},
    {"places": 3},
    {"grades": (Grade("Tốt", Band(None, False, None, False)),)},
)


@pytest.mark.parametrize("change", WORDING)
def test_what_a_set_is_called_and_how_it_prints_does_not_change_its_formula(change):
    one = a_set()
    assert is_same_formula(one, replace(one, **change))


def test_another_maximum_rule_or_leaf_is_another_formula():
    one = a_set()
    domain, *others = one.nodes
    larger = replace(domain, maximum=domain.maximum + 1)
    assert not is_same_formula(one, replace(one, nodes=(larger, *others)))
    assert not is_same_formula(one, replace(one, nodes=tuple(others)))
    assert not is_same_formula(one, replace(one, bonus_above_total=not one.bonus_above_total))


def test_other_words_of_a_criterion_leave_the_formula_as_it_is():
    one = a_set()
    domain, *others = one.nodes
    assert is_same_formula(one, replace(one, nodes=(replace(domain, name="Tên khác", note="x"), *others)))
