"""Draws by permanent numbers: who is drawn follows from seed and keys alone, and as often as the probabilities say."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.surveys.sampling.draws import (
    Draw,
    everybody,
    inclusion_probabilities,
    proportional_draw,
    simple_draw,
    systematic_draw,
)
from cchc.core.surveys.sampling.seeds import Seed, unit_key

SEEDS = st.text(max_size=6).map(Seed)
KEYS = st.lists(st.text("aăbcđ019-/ ", min_size=1, max_size=5), min_size=1, max_size=15, unique=True)
SIZES = st.dictionaries(
    st.text("abcđ12", min_size=1, max_size=4),
    st.integers(1, 10**8).map(lambda parts: Fraction(parts, 100)),
    min_size=1,
    max_size=15,
)
COUNTS = st.integers(1, 18)


# --- permanent numbers --------------------------------------------------------------------------------------


def test_a_number_is_the_sha_256_of_seed_a_zero_byte_and_key():
    digest = hashlib.sha256("Kỳ quay 15/11\0HS-001".encode()).hexdigest()
    assert Seed("Kỳ quay 15/11").number("HS-001") == int(digest, 16)


def test_a_start_says_what_it_is_for_and_counts_from_one():
    digest = hashlib.sha256(b"2026\0\0start\0Xa A\x001").hexdigest()
    assert Seed("2026").below(1000, "start", "Xa A") == int(digest, 16) % 1000


def test_a_unit_above_the_rows_has_a_number_that_no_row_has():
    digest = hashlib.sha256(b"2026\0\0unit\0Huyen A\0Xa B").hexdigest()
    assert Seed("2026").number(unit_key(("Huyen A", "Xa B"))) == int(digest, 16)


def test_one_key_typed_in_two_ways_has_one_number():
    assert Seed("2026").number("Vi\u1ec7t") == Seed("2026").number("Vie\u0323\u0302t")


@given(SEEDS, KEYS, st.randoms(use_true_random=False))
def test_keys_come_in_the_order_of_their_numbers_however_they_are_listed(seed, keys, chance):
    listed = chance.sample(keys, len(keys))
    order = seed.ordered(listed)
    assert order == sorted(keys, key=lambda key: (seed.number(key), key))
    assert seed.ordered(listed, 3) == order[:3]


@given(SEEDS, st.integers(1, 10**30))
def test_a_start_is_inside_its_bound_and_the_same_again(seed, bound):
    start = seed.below(bound, "start", "a")
    assert 0 <= start < bound
    assert start == seed.below(bound, "start", "a")


@pytest.mark.parametrize("bound", [0, -1, 1 << 200])
def test_a_bound_for_which_no_start_is_fair_is_refused(bound):
    with pytest.raises(ValueError, match="no number below"):
        Seed("2026").below(bound, "start")


# --- laws of all draws --------------------------------------------------------------------------------------


def whole(draw: Draw, keys: int, cases: int, reserve: int) -> bool:
    """Whether as many are drawn and kept in reserve as can be, each once, with a probability above 0."""
    called = (*draw.drawn, *draw.reserve)
    return (
        len(draw.drawn) == min(cases, keys)
        and len(draw.reserve) == min(reserve, max(keys - cases, 0))
        and len(set(called)) == len(called)
        and all(0 < draw.probability[key] <= 1 for key in called)
    )


@given(SEEDS, KEYS, COUNTS, COUNTS)
def test_a_simple_draw_takes_each_once_with_equal_probability(seed, keys, cases, reserve):
    draw = simple_draw(seed, keys, cases, reserve)
    assert whole(draw, len(keys), cases, reserve)
    assert {draw.probability[key] for key in draw.drawn} == {Fraction(min(cases, len(keys)), len(keys))}


@given(SEEDS, KEYS, COUNTS, COUNTS, st.randoms(use_true_random=False))
def test_a_larger_simple_draw_keeps_whom_a_smaller_one_has_in_whatever_order_they_are_listed(
    seed, keys, cases, more, chance
):
    small = simple_draw(seed, keys, cases)
    large = simple_draw(seed, chance.sample(keys, len(keys)), cases + more)
    assert large.drawn[: len(small.drawn)] == small.drawn


@given(SEEDS, KEYS, COUNTS, COUNTS)
def test_whoever_is_called_up_next_is_whom_a_larger_simple_draw_takes_next(seed, keys, cases, reserve):
    draw = simple_draw(seed, keys, cases, reserve)
    assert (*draw.drawn, *draw.reserve) == simple_draw(seed, keys, cases + reserve).drawn


@given(SEEDS, KEYS, COUNTS, COUNTS)
def test_a_systematic_draw_takes_one_from_each_step(seed, keys, cases, reserve):
    draw = systematic_draw(seed, keys, cases, reserve)
    assert whole(draw, len(keys), cases, reserve)
    assert sum(draw.probability.values()) == min(cases, len(keys))
    places = sorted(keys.index(key) for key in draw.drawn)
    steps = {second - first for first, second in pairwise(places)}
    least = len(keys) // cases
    assert cases >= len(keys) or steps <= {least, least + 1}


@given(SEEDS, SIZES, COUNTS, COUNTS)
def test_a_draw_by_size_takes_each_once_and_those_for_certain_that_are_larger_than_a_step(
    seed, sizes, cases, reserve
):
    draw = proportional_draw(seed, sizes, cases, reserve)
    assert whole(draw, len(sizes), cases, reserve)
    assert sum(draw.probability.values()) == min(cases, len(sizes))
    assert {key for key, chance in draw.probability.items() if chance == 1} == draw.certain
    assert draw.certain <= set(draw.drawn)


@given(SEEDS, SIZES, COUNTS, st.randoms(use_true_random=False))
def test_a_draw_by_size_does_not_ask_how_the_units_are_listed(seed, sizes, cases, chance):
    listed = {key: sizes[key] for key in chance.sample(sorted(sizes), len(sizes))}
    one, other = (proportional_draw(seed, some, cases, 2) for some in (sizes, listed))
    assert (one.drawn, one.reserve, one.certain) == (other.drawn, other.reserve, other.certain)


@given(SIZES, COUNTS)
def test_probabilities_by_size_keep_the_proportions_of_all_that_are_not_certain(sizes, cases):
    probability = inclusion_probabilities(sizes, cases)
    shares = {probability[key] / size for key, size in sizes.items() if probability[key] < 1}
    assert len(shares) <= 1
    assert sum(probability.values()) == min(cases, len(sizes))


@given(KEYS)
def test_where_everybody_is_taken_nothing_is_left_to_chance(keys):
    draw = everybody(keys)
    assert draw.drawn == tuple(sorted(keys))
    assert set(draw.probability.values()) == {Fraction(1)}


# --- how often each is drawn --------------------------------------------------------------------------------

DRAWS = 20_000
# Upper 99.9 % points of χ² by degrees of freedom (Abramowitz and Stegun, table 26.8). Of a sample of fixed size one
# degree is lost and the others share it: the sum of n squares of standard deviations is about n/(n − 1) times χ².
POINTS = {5: 20.515, 7: 24.322}
FIVE_SIZES = {
    "a": Fraction(10), "b": Fraction(20), "c": Fraction(30), "d": Fraction(7), "e": Fraction(55), "g": Fraction(5)
}  # fmt: skip


@pytest.mark.parametrize(
    "draw",
    [
        lambda seed: simple_draw(seed, "abcdefgh", 3),
        lambda seed: systematic_draw(seed, "abcdefgh", 3),
        lambda seed: proportional_draw(seed, FIVE_SIZES, 2),
    ],
    ids=["simple", "systematic", "by size"],
)
def test_each_is_drawn_as_often_as_its_probability_says(draw: Callable[[Seed], Draw]):
    probability = dict(draw(Seed("0")).probability)
    counted = Counter[str]()
    for at in range(DRAWS):
        one = draw(Seed(str(at)))
        counted.update(one.drawn)
        probability |= one.probability
    errors = {
        key: (counted[key] / DRAWS - float(chance)) / (float(chance * (1 - chance)) / DRAWS) ** 0.5
        for key, chance in probability.items()
        if chance < 1
    }
    assert max(map(abs, errors.values())) < 4.5
    degrees = len(errors) - 1
    assert sum(error**2 for error in errors.values()) < POINTS[degrees] * (degrees + 1) / degrees
