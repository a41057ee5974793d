"""Laws of estimates: what must not change a digit, what must be met, and what is never claimed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.surveys.estimating.counts import AnswerCounts, counts_of
from cchc.core.surveys.estimating.designs import (
    Calibration,
    EstimationDesign,
    LonelyRule,
    Margin,
    SampledPlace,
    design_of_counts,
)
from cchc.core.surveys.estimating.estimands import factor_share, mean_of, share_of, total_of
from cchc.core.surveys.estimating.estimates import EstimateTable, estimates_of, prepared_survey
from cchc.core.surveys.estimating.intervals import IntervalMethod

LEVELS = ["1", "2", "3", "4", "5"]
RATE = share_of("q", ["4", "5"], LEVELS)
FIGURES = [RATE, mean_of("q"), total_of("q"), factor_share("f")]
NAMES = ("stratum", "primary_unit", "weight", "unit", "cell", "item", "level", "base")
FEW = settings(max_examples=30)
"""A sample is much to make; a law that breaks, breaks soon."""
Counted = list[tuple[tuple[str, ...], int]]


@st.composite
def samples(draw: st.DrawFn, weights: tuple[str, ...] = ("1", "2.5", "7.125")) -> Counted:
    """Responses of some places: two strata of several primary units, one stratum of persons, one of a lonely unit."""
    primaries = [("A", "1"), ("A", "2"), ("A", "3"), ("B", "1"), ("B", "2"), ("C", ""), ("D", "9")]
    rows: Counted = []
    for place in primaries:
        for _person in range(draw(st.integers(1, 3))):
            who = (
                *place,
                draw(st.sampled_from(weights)),
                draw(st.sampled_from(["X", "Y", "Z"])),
                draw(st.sampled_from(["m", "f"])),
            )
            valid = draw(st.integers(0, 3))
            rows.append(((*who, "", "", ""), 1))
            rows.append(((*who, "q", draw(st.sampled_from([*LEVELS, ""])), ""), 1))
            rows.append(((*who, "f", str(draw(st.integers(0, valid))), str(valid)), 1))
    return rows


def counted(rows: Counted) -> AnswerCounts:
    columns = {name: [row[place] for row, _n in rows] for place, name in enumerate(NAMES)}
    return counts_of({**columns, "n": np.array([n for _row, n in rows])})


def same(one: EstimateTable, other: EstimateTable) -> bool:
    return list(one.rows()) == list(other.rows())


def estimated(counts: AnswerCounts, design: EstimationDesign | None = None, **asked: object) -> EstimateTable:
    return estimates_of(prepared_survey(counts, design or design_of_counts(counts)), FIGURES, **asked)  # type: ignore[arg-type]


@FEW
@given(samples(), st.randoms())
def test_neither_order_nor_splitting_of_counts_changes_a_digit(rows, chance):
    joined: dict[tuple[str, ...], int] = {}
    for row, n in rows:
        joined[row] = joined.get(row, 0) + n
    shuffled = list(joined.items())
    chance.shuffle(shuffled)
    assert same(estimated(counted(shuffled), by=["unit"]), estimated(counted(rows), by=["unit"]))


@FEW
@given(samples(), st.randoms())
def test_the_order_of_places_in_the_design_changes_no_digit(rows, chance):
    counts = counted(rows)
    design = design_of_counts(counts)
    places = list(design.places)
    chance.shuffle(places)
    assert same(estimated(counts, replace(design, places=tuple(places))), estimated(counts, design))


@FEW
@given(samples(), st.sampled_from(list(LonelyRule)), st.booleans())
def test_a_domain_asked_for_alone_has_the_digits_that_it_has_among_others(rows, lonely, fitted):
    counts = counted(rows)
    design = design_of_counts(counts, lonely=lonely)
    if fitted:
        totals = {cell: Fraction(50) for cell in counts.cells}
        margin = Margin({cell: cell for cell in counts.cells}, totals)
        design = replace(design, calibration=Calibration((margin,)))
    survey = prepared_survey(counts, design)
    together = estimates_of(survey, FIGURES, by=["unit"])
    for row in together.rows():
        alone = next(estimates_of(survey, [row.estimand], where={"unit": {row.domain[0]}}).rows())
        assert alone._replace(domain=row.domain) == row


@FEW
@given(samples())
def test_a_domain_by_two_columns_is_the_one_where_both_hold(rows):
    counts = counted(rows)
    survey = prepared_survey(counts, design_of_counts(counts))
    for row in estimates_of(survey, FIGURES, by=["unit", "cell"], where={"unit": {"X", "Y"}}).rows():
        unit, cell = row.domain
        alone = estimates_of(survey, [row.estimand], where={"unit": {unit}, "cell": {cell}})
        assert next(alone.rows())._replace(domain=row.domain) == row
    assert {domain[0] for domain in estimates_of(survey, [RATE], by=["unit"]).domains} == set(counts.units)


@FEW
@given(samples(), st.sampled_from(["2", "0.5", "1000"]))
def test_scaling_the_weights_changes_no_rate_and_no_mean(rows, factor):
    scaled = [((*row[:2], str(Fraction(row[2]) * Fraction(factor)), *row[3:]), n) for row, n in rows]
    scaled = [((*row[:2], f"{float(Fraction(row[2])):f}", *row[3:]), n) for row, n in scaled]
    one, other = estimated(counted(rows)), estimated(counted(scaled))
    for figure in (0, 1, 3):
        for name in ("value", "se", "low", "high"):
            np.testing.assert_allclose(getattr(other, name)[figure], getattr(one, name)[figure], rtol=1e-10)
    np.testing.assert_allclose(other.value[2], one.value[2] * float(factor), rtol=1e-12)


@FEW
@given(samples(), st.sampled_from(list(IntervalMethod)), st.sampled_from([0.8, 0.95, 0.99]))
def test_an_interval_holds_its_estimate_and_lies_between_0_and_100_percent(rows, method, confidence):
    survey = prepared_survey(counted(rows), design_of_counts(counted(rows)))
    for row in estimates_of(survey, FIGURES, by=["unit"], confidence=confidence, method=method).rows():
        if row.value is None or row.low is None or row.high is None:
            continue
        assert row.low <= row.value <= row.high
        if row.estimand in (RATE, FIGURES[3]):
            assert 0 <= row.low < row.high <= 1


@FEW
@given(samples())
def test_a_wider_confidence_has_a_wider_interval(rows):
    survey = prepared_survey(counted(rows), design_of_counts(counted(rows)))
    narrow, wide = (
        estimates_of(survey, FIGURES, confidence=confidence, method=IntervalMethod.LOGIT)
        for confidence in (0.9, 0.99)
    )
    known = ~np.isnan(narrow.low)
    assert np.all(wide.low[known] <= narrow.low[known])
    assert np.all(wide.high[known] >= narrow.high[known])


@FEW
@given(samples(), st.integers(20, 500), st.integers(20, 500))
def test_fitted_weights_meet_their_margins(rows, men, women):
    counts = counted(rows)
    totals = {"m": Fraction(men), "f": Fraction(women)}
    margin = Margin({"m": "m", "f": "f"}, {cell: totals[cell] for cell in counts.cells})
    design = replace(design_of_counts(counts), calibration=Calibration((margin,)))
    survey = prepared_survey(counts, design)
    sums = np.bincount(counts.cell, weights=survey.weight * counts.people)
    np.testing.assert_allclose(sums, [float(totals[cell]) for cell in counts.cells], rtol=1e-12)


@FEW
@given(samples())
def test_a_total_that_the_margins_know_has_no_error(rows):
    everybody = [(row, n) for row, n in rows if row[5] == ""]
    everybody += [((*row[:5], "man", "1" if row[4] == "m" else "0", ""), n) for row, n in everybody]
    counts = counted(everybody)
    margin = Margin({"m": "m", "f": "f"}, {cell: Fraction(100) for cell in counts.cells})
    design = replace(design_of_counts(counts), calibration=Calibration((margin,)))
    row = next(estimates_of(prepared_survey(counts, design), [total_of("man")]).rows())
    assert row.value == pytest.approx(100 if "m" in counts.cells else 0)
    assert (row.se or 0) < 1e-9


@FEW
@given(samples())
def test_raking_meets_all_margins(rows):
    for unit in "XYZ":
        for sex in "mf":
            rows = [*rows, (("A", "1", "1", unit, sex, "", "", ""), 2)]
    counts = counted([((*row[:4], f"{row[4]} {row[3]}", *row[5:]), n) for row, n in rows])
    sexes = Margin({cell: cell[0] for cell in counts.cells}, {"m": Fraction(300), "f": Fraction(360)})
    units = Margin({cell: cell[2] for cell in counts.cells}, {one: Fraction(220) for one in "XYZ"})
    design = replace(design_of_counts(counts), calibration=Calibration((sexes, units)))
    survey = prepared_survey(counts, design)
    sums = np.bincount(counts.cell, weights=survey.weight * counts.people)
    for margin in (sexes, units):
        for category, wanted in margin.totals.items():
            inside = [
                number for number, cell in enumerate(counts.cells) if margin.category_of[cell] == category
            ]
            assert sums[inside].sum() == pytest.approx(float(wanted), rel=1e-9)


def persons(levels: dict[str, int], stratum: str = "", weight: str = "1", primary: str = "") -> Counted:
    """So many persons of one place who gave each level."""
    who = (stratum, primary, weight, "X", "m")
    total = sum(levels.values())
    return [((*who, "", "", ""), total)] + [((*who, "q", level, ""), n) for level, n in levels.items()]


def rate_of(rows: Counted, design: EstimationDesign | None = None, **asked: object):
    return next(estimated(counted(rows), design, **asked).rows())


def test_fifty_nine_of_sixty_have_the_interval_of_a_simple_sample():
    row = rate_of(persons({"5": 59, "1": 1}))
    assert (row.value, row.n, row.df) == (59 / 60, 60, 59)
    assert row.se == pytest.approx(sqrt(59 / 60 / 60 / 59))
    assert (row.low, row.high) == pytest.approx((0.9106009499, 0.9995781255))


@pytest.mark.parametrize(
    ("levels", "low", "high"), [({"5": 60}, 0.025 ** (1 / 60), 1), ({"1": 60}, 0, 1 - 0.025 ** (1 / 60))]
)
def test_a_rate_of_0_or_100_percent_has_an_exact_interval(levels, low, high):
    row = rate_of(persons(levels))
    assert (row.low, row.high) == pytest.approx((low, high), rel=1e-12)


def test_a_rate_of_100_percent_of_unequal_weights_has_a_wider_interval():
    even = rate_of(persons({"5": 60}))
    uneven = rate_of(persons({"5": 50}) + persons({"5": 10}, weight="20"))
    assert (uneven.low or 0) < (even.low or 0) - 0.05


def test_a_domain_in_one_primary_unit_has_neither_error_nor_interval():
    rows = persons({"5": 30, "1": 30}, "A", primary="1")
    rows += [((*row[:3], "Y", *row[4:]), n) for row, n in persons({"5": 20, "1": 5}, "A", primary="2")]
    row = next(estimated(counted(rows), where={"unit": {"X"}}).rows())
    assert (row.value, row.se, row.low, row.high, row.df) == (0.5, None, None, None, 0)


def test_primary_units_that_happen_to_agree_are_no_certainty():
    row = rate_of(
        persons({"5": 10, "1": 10}, "A", primary="1") + persons({"5": 10, "1": 10}, "A", primary="2")
    )
    assert row.value == 0.5
    assert (row.high or 0) - (row.low or 1) > 0.3


def test_a_mean_of_equal_answers_has_no_interval():
    row = list(estimated(counted(persons({"5": 30}))).rows())[1]
    assert (row.value, row.se, row.low, row.high) == (5, 0, None, None)


def test_a_census_has_no_error():
    counts = counted(persons({"5": 45, "1": 15}))
    design = EstimationDesign((SampledPlace(("",), (Fraction(60),)),))
    row = next(estimated(counts, design).rows())
    assert (row.se, row.low, row.high) == (0, 0.75, 0.75)


def test_a_primary_unit_in_which_nobody_answered_counts():
    counts = counted(
        persons({"5": 10, "1": 5}, "A", primary="1") + persons({"5": 4, "1": 11}, "A", primary="2")
    )
    without = next(estimates_of(prepared_survey(counts, design_of_counts(counts)), [total_of("q")]).rows())
    design = design_of_counts(counts, empty=[("A", "3")])
    with_it = next(estimates_of(prepared_survey(counts, design), [total_of("q")]).rows())
    assert with_it.value == without.value
    assert (with_it.se or 0) > 1.9 * (without.se or 0)


def test_an_empty_domain_has_no_figure():
    row = next(estimated(counted(persons({"5": 10, "1": 2})), where={"unit": {"Không có"}}).rows())
    assert row[2:7] == (None, None, None, None, 0)


def test_an_item_that_nobody_was_asked_has_no_figure():
    survey = prepared_survey(counted(persons({"5": 9})), design_of_counts(counted(persons({"5": 9}))))
    row = next(estimates_of(survey, [mean_of("không hỏi")]).rows())
    assert (row.value, row.se, row.n) == (None, None, 0)


def test_missing_answers_are_told():
    row = rate_of(persons({"5": 9, "1": 3, "": 4}))
    assert (row.value, row.n, row.missing, row.base) == (0.75, 12, 4, 12)


@pytest.mark.parametrize(
    ("places", "fault"),
    [
        ([SampledPlace(("B",))], "not in the design: A"),
        ([SampledPlace(("A",)), SampledPlace(("A",))], "stands twice"),
        ([SampledPlace(("A",)), SampledPlace(("A", "1"))], "two sizes or kinds"),
        ([SampledPlace(("A",), (Fraction(5),))], "more was drawn than there is"),
        ([SampledPlace(("A",), (Fraction(90), Fraction(5)))], "more stages than"),
    ],
)
def test_a_design_that_does_not_fit_is_refused(places, fault):
    with pytest.raises(ValueError, match=fault):
        prepared_survey(counted(persons({"5": 9}, "A")), EstimationDesign(tuple(places)))


def test_margins_that_do_not_fit_are_refused():
    counts = counted(persons({"5": 9}, "A"))
    for margin, fault in [
        (Margin({}, {"m": Fraction(9)}), "without a category"),
        (Margin({"m": "m"}, {"m": Fraction(9), "f": Fraction(9)}), "alone: 'f'"),
    ]:
        with pytest.raises(ValueError, match=fault):
            prepared_survey(counts, replace(design_of_counts(counts), calibration=Calibration((margin,))))


@pytest.mark.parametrize("level", ["nhiều", "inf", "nan"])
def test_a_level_that_is_no_number_is_refused_where_one_is_needed(level):
    counts = counted(persons({level: 9, "1": 3}))
    with pytest.raises(ValueError, match=r"no number|could not convert"):
        estimates_of(prepared_survey(counts, design_of_counts(counts)), [mean_of("q")])


def test_a_column_that_is_no_domain_is_refused():
    counts = counted(persons({"5": 9}))
    with pytest.raises(ValueError, match="no columns of domains: tuổi"):
        estimates_of(prepared_survey(counts, design_of_counts(counts)), [RATE], by=["tuổi"])
