"""The ledger of a quota: its two sums hold whatever comes, in cells and in every sum of them."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cchc.core.surveys.ledger import (
    COUNTING,
    CellSums,
    FormStanding,
    cell_sums,
    expected_forms,
    fulfilment,
    joined_sums,
    overflowing,
    response_rate,
)

FORMS = st.lists(st.sampled_from(FormStanding), max_size=12)
CELLS = st.tuples(st.integers(0, 8), st.integers(0, 20), FORMS)
VOID, ACCEPTED = FormStanding.VOID, FormStanding.ACCEPTED


def agrees(sums: CellSums) -> bool:
    """Whether the two sums of the ledger hold."""
    came = sums.accepted + sums.waiting + sums.rejected + sums.void
    return sums.received == came and sums.target + sums.overflow == sums.accepted + sums.waiting + sums.open


@given(CELLS)
def test_what_came_is_accounted_for_and_what_is_wanted_is_reached_or_open(cell):
    sums = cell_sums(*cell)
    assert agrees(sums)
    assert sums.received == len(cell[2])
    assert not (sums.open and sums.overflow)


@given(st.lists(CELLS, max_size=6))
def test_both_sums_hold_for_cells_together_and_no_overflow_fills_another_cell(cells):
    each = [cell_sums(*cell) for cell in cells]
    whole = joined_sums(each)
    assert agrees(whole)
    assert whole.received == sum(one.received for one in each)
    assert whole.open == sum(one.open for one in each)


@given(st.integers(0, 8), FORMS)
def test_overflow_is_what_came_last_of_what_counts(target, forms):
    over = overflowing(target, forms)
    assert len(over) == cell_sums(target, 0, forms).overflow
    kept = [at for at, form in enumerate(forms) if form in COUNTING and at not in over]
    assert all(first < last for first in kept for last in over)


@given(st.integers(0, 8), FORMS, st.data())
def test_a_form_that_is_made_void_leaves_the_quota_and_stays_in_the_ledger(target, forms, data):
    counting = [at for at, form in enumerate(forms) if form in COUNTING]
    if not counting:
        return
    at = data.draw(st.sampled_from(counting))
    before, after = cell_sums(target, 0, forms), cell_sums(target, 0, [*forms[:at], VOID, *forms[at + 1 :]])
    assert after.received == before.received
    assert after.counting == before.counting - 1
    assert set(overflowing(target, [*forms[:at], VOID, *forms[at + 1 :]])) <= set(overflowing(target, forms))


@given(CELLS, st.fractions(0, 1))
def test_what_is_expected_lies_between_what_counts_and_all_that_is_out(cell, response):
    sums = cell_sums(*cell)
    expected = expected_forms(sums, response)
    assert sums.counting <= expected <= sums.counting + max(sums.allocated - sums.received, 0)


def test_a_rate_says_what_it_is_a_share_of():
    rate = response_rate(45, 60, ineligible=4, called_up=10)
    assert (rate.share, rate.base) == (Fraction(45, 66), 66)
    assert str(rate.words).startswith("Accepted forms of 66 cases sent out, 10 substitutes among them, 4 not")
    assert response_rate(0, 0).share is None
    reached = fulfilment(cell_sums(2, 9, [ACCEPTED] * 3))
    assert (reached.share, reached.base, str(reached.words)) == (
        Fraction(1), 2, "Accepted and unchecked forms of the target of 2, without overflow"
    )  # fmt: skip
    assert fulfilment(CellSums()).share is None


def test_substitutes_do_not_make_a_response_rate_better_than_it_is():
    assert response_rate(60, 60, called_up=30).share == Fraction(2, 3)
