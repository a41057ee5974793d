"""Sample sizes and their allocation to strata: exact, rounded up, summing to what was asked for."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.surveys.sampling.allocation import AllocationRule, StratumSize, allocation
from cchc.core.surveys.sampling.sizes import normal_quantile, size_by_error, size_of_proportion
from cchc.core.words.messages import Faults

SHARES = st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100)
STRATA = st.dictionaries(
    st.text("ABCĐ12", min_size=1, max_size=3),
    st.tuples(st.integers(1, 60), st.fractions(0, 9, max_denominator=10)),
    min_size=1,
    max_size=8,
).map(lambda drawn: [StratumSize(name, *facts) for name, facts in drawn.items()])
RULES = st.sampled_from(AllocationRule)
EXPONENTS = st.fractions(0, 1, max_denominator=5)


# --- sizes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("population", "error", "size"), [(1_000, "0.05", 286), (100_000, "0.05", 399), (2_000, "0.1", 96)]
)  # the table of Yamane, with 399 where it rounds 398.4 down
def test_a_size_by_error_is_rounded_up(population, error, size):
    assert size_by_error(population, Fraction(error)).answers == size


@given(st.integers(1, 10**7), SHARES)
def test_a_size_by_error_is_the_least_that_keeps_the_error_and_never_above_the_population(population, error):
    size = size_by_error(population, error)
    assert size.exact == Fraction(population) / (1 + population * error**2)
    assert size.answers - 1 < size.exact <= size.answers <= population


@pytest.mark.parametrize(
    ("margin", "confidence", "population", "size"),
    [
        ("0.05", "0.95", None, 385), ("0.03", "0.95", None, 1068), ("0.05", "0.99", None, 664),
        ("0.05", "0.95", 1_000, 278), ("0.05", "0.95", 10_000, 370),
    ],
)  # fmt: skip
def test_a_size_for_a_proportion_is_what_every_table_of_samples_says(margin, confidence, population, size):
    found = size_of_proportion(Fraction(margin), Fraction(confidence), population=population)
    assert found.answers == size


@given(SHARES, SHARES, st.integers(1, 10**6), st.fractions(1, 4, max_denominator=10), SHARES)
def test_a_design_effect_and_silence_make_a_sample_larger_but_never_larger_than_the_population(
    margin, proportion, population, effect, response
):
    plain = size_of_proportion(margin, proportion=proportion, population=population)
    larger = size_of_proportion(
        margin, proportion=proportion, population=population, design_effect=effect, response=response
    )
    assert plain.answers <= larger.answers <= larger.asked <= population
    assert larger.everybody == (larger.asked == population)
    assert larger.everybody or larger.asked * response >= larger.answers


def test_everything_that_is_wrong_in_a_size_is_said_at_once():
    with pytest.raises(Faults) as refused:
        size_of_proportion(
            Fraction(5), Fraction(95), proportion=Fraction(0), population=0, design_effect=Fraction(0),
            response=Fraction(2),
        )  # fmt: skip
    assert [fault.found for fault in refused.value.faults] == ["5", "95", "0", "0", "0", "2"]
    with pytest.raises(Faults) as refused:
        size_by_error(0, Fraction(5))
    assert [fault.found for fault in refused.value.faults] == ["0", "5"]


def test_the_quantile_of_the_normal_distribution_is_that_of_the_tables():
    # R 4.2: sprintf("%.12f", qnorm(0.975))
    assert normal_quantile(Fraction(95, 100)) == pytest.approx(Fraction("1.959963984540"), abs=1e-12)


# --- allocation ---------------------------------------------------------------------------------------------


@given(STRATA, RULES, EXPONENTS, st.integers(0, 2), st.data())
def test_an_allocation_sums_to_the_sample_and_exceeds_no_stratum(strata, rule, exponent, least, data):
    needed = sum(min(least, one.size) for one in strata)
    cases = data.draw(st.integers(needed, sum(one.size for one in strata)))
    shared = allocation(cases, strata, rule, exponent=exponent, least=least)
    assert sum(shared.values()) == cases
    assert all(min(least, one.size) <= shared[one.name] <= one.size for one in strata)


@given(STRATA, RULES, EXPONENTS, st.data())
def test_a_larger_sample_takes_nothing_from_a_stratum(strata, rule, exponent, data):
    there = sum(one.size for one in strata)
    cases = data.draw(st.integers(len(strata), there))
    more = data.draw(st.integers(cases, there))
    small, large = (allocation(one, strata, rule, exponent=exponent) for one in (cases, more))
    assert all(small[name] <= large[name] for name in small)


@given(STRATA, RULES, st.data(), st.randoms(use_true_random=False))
def test_an_allocation_does_not_ask_in_which_order_the_strata_stand(strata, rule, data, chance):
    cases = data.draw(st.integers(len(strata), sum(one.size for one in strata)))
    listed = chance.sample(strata, len(strata))
    assert allocation(cases, strata, rule) == allocation(cases, listed, rule)


def plainly(cases: int, strata: list[StratumSize]) -> dict[str, int]:
    """The proportional allocation case by case, as its definition says."""
    taken = {one.name: 1 for one in strata}
    for _ in range(cases - len(strata)):
        free = [one for one in strata if taken[one.name] < one.size]
        best = min(free, key=lambda one: (Fraction(-one.size, 2 * taken[one.name] + 1), one.name))
        taken[best.name] += 1
    return taken


@given(STRATA, st.data())
def test_the_start_of_an_allocation_spares_time_and_changes_nothing(strata, data):
    cases = data.draw(st.integers(len(strata), sum(one.size for one in strata)))
    assert allocation(cases, strata) == plainly(cases, strata)


def test_equal_strata_share_equally_and_the_power_rule_stands_between_equal_and_proportional():
    strata = [StratumSize("Lớn", 10_000), StratumSize("Nhỏ", 100)]
    root = allocation(110, strata, AllocationRule.POWER)
    assert root == {"Lớn": 100, "Nhỏ": 10}  # the roots are 100 and 10
    assert allocation(110, strata, AllocationRule.EQUAL) == {"Lớn": 55, "Nhỏ": 55}
    assert allocation(101, strata) == {"Lớn": 100, "Nhỏ": 1}
    one = allocation(101, strata, AllocationRule.POWER, exponent=Fraction(1))
    assert one == allocation(101, strata)


def test_neyman_gives_by_size_and_spread():
    strata = [StratumSize("A", 200, Fraction(1)), StratumSize("B", 100, Fraction(6))]
    assert allocation(80, strata, AllocationRule.NEYMAN) == {"A": 20, "B": 60}


def test_everything_that_is_wrong_in_strata_is_said_at_once():
    strata = [StratumSize("A", 0), StratumSize("B", 5, Fraction(-1)), StratumSize("B", 5, Fraction(1))]
    with pytest.raises(Faults) as refused:
        allocation(20, strata, AllocationRule.NEYMAN)
    found = [(fault.place.unit, fault.found) for fault in refused.value.faults]
    assert found == [("A", "0"), ("B", "B"), ("A", ""), ("B", "-1"), (None, "20")]
    with pytest.raises(Faults, match="Fewer"):
        allocation(1, [StratumSize("A", 5), StratumSize("B", 5)])
    with pytest.raises(Faults, match="exponent"):
        allocation(2, [StratumSize("A", 5)], AllocationRule.POWER, exponent=Fraction(2))
