"""How far two people agree: the example of the paper, and laws over drawn judgements."""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from cchc.core.scoring.agreement import (
    FEWEST_JUDGED,
    agreement_on,
    dominance,
    drawn,
    weighted_kappa,
)
from tests.core.strategies import hundredths

POINTS = hundredths(0, 300)
PAIRS = st.lists(st.tuples(POINTS, POINTS), min_size=1, max_size=40)
MANY = st.lists(POINTS, min_size=FEWEST_JUDGED, max_size=30)

# Cohen 1968, table 1: two clinicians, three diagnoses, in hundredths of the patients; how bad each disagreement is.
DIAGNOSES = {
    (0, 0): 44,
    (0, 1): 7,
    (0, 2): 9,
    (1, 0): 5,
    (1, 1): 20,
    (1, 2): 5,
    (2, 0): 1,
    (2, 1): 3,
    (2, 2): 6,
}
WEIGHTS = {(0, 1): 1, (0, 2): 3, (1, 2): 6}


def apart(one: Fraction, other: Fraction) -> Fraction:
    return abs(one - other)


def test_the_example_of_the_paper_comes_out_as_printed_there():
    pairs = [pair for pair, count in DIAGNOSES.items() for _ in range(count)]
    kappa = weighted_kappa(pairs, lambda a, b: Fraction(WEIGHTS.get((min(a, b), max(a, b)), 0)))
    assert kappa == Fraction(8, 23)
    assert round(float(kappa), 3) == 0.348


def test_figures_of_a_few_cells_equal_a_hand_calculation():
    pairs = [(Fraction(2), Fraction(2)), (Fraction(1), Fraction(1, 2)), (Fraction(0), Fraction(1)), (1, 1)]
    found = agreement_on([(Fraction(a), Fraction(b)) for a, b in pairs], [Fraction(2)] * 4)
    # Points lie 0, 1/2, 1, 0 apart: 3/8 on the average. The shares of the maximum are 1, 1/2, 0, 1/2 and 1, 1/4, 1/2,
    # 1/2: 3/4 apart in all; each of the first against each of the second 7/4 + 3/4 + 9/4 + 3/4 = 22/4 of 16.
    assert found == (4, Fraction(1, 2), Fraction(3, 8), 1 - (Fraction(3, 4) / 4) / (Fraction(22, 4) / 16))


@given(PAIRS)
def test_kappa_is_one_only_where_both_always_say_the_same(pairs):
    kappa = weighted_kappa(pairs, apart)
    if kappa is None:
        assert len({rating for pair in pairs for rating in pair}) == 1
    else:
        assert kappa <= 1
        assert (kappa == 1) == all(one == other for one, other in pairs)


@given(PAIRS, st.randoms(use_true_random=False))
def test_who_is_first_and_the_order_of_the_cells_change_no_figure(pairs, random):
    maxima = [Fraction(3)] * len(pairs)
    turned = [(other, one) for one, other in pairs]
    random.shuffle(turned)
    assert agreement_on(pairs, maxima) == agreement_on(turned, maxima)


@given(PAIRS, hundredths(1, 500))
def test_points_on_a_larger_scale_agree_as_well(pairs, scale):
    found = agreement_on(pairs, [Fraction(3)] * len(pairs))
    scaled = agreement_on([(a * scale, b * scale) for a, b in pairs], [3 * scale] * len(pairs))
    assert found is not None
    assert scaled == (found.cells, found.equal, found.difference * scale, found.kappa)


@given(MANY, MANY)
def test_dominance_counts_every_pair_once_and_turns_its_sign_with_the_sides(own, others):
    pairs = [(a > b) - (a < b) for a in own for b in others]
    assert dominance(own, others) == Fraction(sum(pairs), len(pairs))
    assert dominance(others, own) == -Fraction(sum(pairs), len(pairs))


@given(st.lists(POINTS, max_size=FEWEST_JUDGED - 1), MANY)
def test_nobody_is_set_against_others_on_few_judgements(few, many):
    assert dominance(few, many) is None
    assert dominance(many, few) is None


NAMES = st.lists(st.text("AB/123", min_size=1, max_size=5), unique=True, max_size=30)


@given(NAMES, st.fractions(0, 1, max_denominator=100), st.text(max_size=5))
def test_a_draw_is_the_same_in_any_order_and_a_larger_share_holds_the_smaller(names, share, seed):
    found = drawn(names, share, seed)
    assert found == drawn(names[::-1], share, seed)
    assert drawn(names, Fraction(1), seed)[: len(found)] == found
    assert share * len(names) <= len(found) < share * len(names) + 1
    assert found == sorted(found, key=lambda name: sha256(f"{seed}|{name}".encode()).hexdigest())
