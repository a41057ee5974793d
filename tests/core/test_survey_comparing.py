"""The honest sentence: of two estimates one is called higher only where chance does not explain it."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.surveys.estimating.comparing import (
    ComparisonCorrection,
    ComparisonVerdict,
    EstimateDifference,
    compared,
    corrected_probabilities,
    difference_in,
    difference_of_surveys,
    honest_sentence,
    rate_sentence,
)
from cchc.core.surveys.estimating.counts import counts_of
from cchc.core.surveys.estimating.designs import design_of_counts
from cchc.core.surveys.estimating.estimands import mean_of, share_of
from cchc.core.surveys.estimating.estimates import (
    PreparedSurvey,
    SurveyEstimated,
    estimates_of,
    prepared_survey,
)
from cchc.core.words.messages import say
from cchc.core.words.numbers import number_in_full
from cchc.texts.speaking import speaker

RATE = share_of("q", ["1"], ["0", "1"])


def survey_of(*people: tuple[str, str, int, int], by_unit: bool = True) -> PreparedSurvey:
    """Persons of units: unit, primary unit ("": the person), how many are satisfied, how many are not."""
    rows = []
    for unit, primary, yes, no in people:
        stratum = unit if by_unit else ""
        rows += [(stratum, primary, unit, "", "", yes + no), (stratum, primary, unit, "q", "1", yes)]
        rows.append((stratum, primary, unit, "q", "0", no))
    names = ("stratum", "primary_unit", "unit", "item", "level")
    columns = {name: [str(row[place]) for row in rows] for place, name in enumerate(names)}
    counts = counts_of({**columns, "weight": ["1"] * len(rows), "n": np.array([row[5] for row in rows])})
    return prepared_survey(counts, design_of_counts(counts))


def unit(name: str) -> dict[str, set[str]]:
    return {"unit": {name}}


def estimated(survey: PreparedSurvey, name: str) -> SurveyEstimated:
    return next(estimates_of(survey, [RATE], where=unit(name)).rows())


def test_59_of_60_is_not_called_higher_than_56_of_60():
    survey = survey_of(("Xã A", "", 59, 1), ("Xã B", "", 56, 4))
    found = compared([difference_in(survey, RATE, unit("Xã A"), unit("Xã B"))])[0]
    assert found.verdict is ComparisonVerdict.UNDECIDED
    said = honest_sentence(estimated(survey, "Xã A"), found, "Xã B")
    assert speaker()(said) == "98,3 % (91,1–99,96); chưa đủ căn cứ nói hơn Xã B"
    english = "98,3 % (91,1–99,96); not enough ground to say that it is higher than Xã B"
    assert say(said, number=number_in_full) == english


@pytest.mark.parametrize(
    ("yes", "other", "sentence"),
    [
        (55, 20, "91,7 % (81,1–96,6); hơn Xã B"),
        (20, 55, "33,3 % (22,3–46,5); kém Xã B"),
        (20, 22, "33,3 % (22,3–46,5); chưa đủ căn cứ nói kém Xã B"),
        (20, 20, "33,3 % (22,3–46,5); chưa đủ căn cứ nói khác Xã B"),
    ],
)
def test_the_sentence_says_what_may_be_said(yes, other, sentence):
    survey = survey_of(("Xã A", "", yes, 60 - yes), ("Xã B", "", other, 60 - other))
    found = compared([difference_in(survey, RATE, unit("Xã A"), unit("Xã B"))])[0]
    assert speaker()(honest_sentence(estimated(survey, "Xã A"), found, "Xã B")) == sentence


def test_a_rate_of_100_percent_is_never_higher_by_its_missing_spread():
    survey = survey_of(("Xã A", "", 10, 0), ("Xã B", "", 9, 1))
    difference = difference_in(survey, RATE, unit("Xã A"), unit("Xã B"))
    assert (difference.probability or 0) > 0.3
    assert compared([difference])[0].verdict is ComparisonVerdict.UNDECIDED


def test_where_a_rate_has_no_interval_nothing_is_said_of_it():
    survey = survey_of(("Xã A", "1", 30, 10), ("Xã B", "", 9, 30))
    found = compared([difference_in(survey, RATE, unit("Xã A"), unit("Xã B"))])[0]
    assert (found.probability, found.verdict) == (None, ComparisonVerdict.UNDECIDED)
    assert (
        speaker()(rate_sentence(estimated(survey, "Xã A"))) == "75 % (chưa đủ phiếu để tính khoảng tin cậy)"
    )


def test_without_answers_there_is_nothing_to_say():
    survey = survey_of(("Xã A", "", 0, 0), ("Xã B", "", 9, 30))
    assert speaker()(rate_sentence(estimated(survey, "Xã A"))) == "chưa có câu trả lời"


def test_a_rate_near_an_end_is_never_printed_as_the_end():
    survey = survey_of(("Xã A", "", 9997, 3))
    assert speaker()(rate_sentence(estimated(survey, "Xã A"))) == "99,97 % (99,9–99,99)"


def test_means_of_two_strata_differ_as_two_samples_do():
    """Strata are drawn by themselves: the squared errors add up."""
    survey = survey_of(("Xã A", "", 40, 20), ("Xã B", "", 30, 30))
    mean = mean_of("q")
    one, other = (next(estimates_of(survey, [mean], where=unit(name)).rows()) for name in ("Xã A", "Xã B"))
    difference = difference_in(survey, mean, unit("Xã A"), unit("Xã B"))
    assert difference.se == pytest.approx(sqrt((one.se or 0) ** 2 + (other.se or 0) ** 2))
    assert difference.df == 118


def test_units_that_share_primary_units_are_not_independent():
    """Both are high where the commune is: their difference is surer than that of two samples."""
    people = [(name, str(psu), 18 - psu, 2 + psu) for psu in range(0, 16, 2) for name in ("Xã A", "Xã B")]
    survey = survey_of(*people, by_unit=False)
    mean = mean_of("q")
    one, other = (next(estimates_of(survey, [mean], where=unit(name)).rows()) for name in ("Xã A", "Xã B"))
    difference = difference_in(survey, mean, unit("Xã A"), unit("Xã B"))
    assert (difference.se or 0) < 0.01 * sqrt((one.se or 0) ** 2 + (other.se or 0) ** 2)


def test_a_domain_beside_itself_does_not_differ():
    survey = survey_of(("Xã A", "", 40, 20))
    difference = difference_in(survey, RATE, unit("Xã A"), unit("Xã A"))
    assert (difference.value, difference.probability) == (0, 1)


def test_estimates_of_two_years_are_compared_by_welch():
    before, after = survey_of(("Xã A", "", 30, 30)), survey_of(("Xã A", "", 50, 10))
    difference = difference_of_surveys(estimated(after, "Xã A"), estimated(before, "Xã A"))
    assert 100 < (difference.df or 0) < 118
    assert compared([difference])[0].verdict is ComparisonVerdict.HIGHER


PROBABILITIES = st.lists(st.none() | st.floats(0, 1), max_size=8)


@given(PROBABILITIES)
def test_holm_finds_at_least_what_bonferroni_finds_and_never_more_than_none(probabilities):
    holm, bonferroni, plain = (
        corrected_probabilities(probabilities, one)
        for one in (ComparisonCorrection.HOLM, ComparisonCorrection.BONFERRONI, ComparisonCorrection.NONE)
    )
    for step, times, alone, given_ in zip(holm, bonferroni, plain, probabilities, strict=True):
        assert (step is None) == (times is None) == (given_ is None)
        assert given_ is None or given_ == alone <= (step or 0) <= (times or 0) <= 1


@given(PROBABILITIES)
def test_corrected_probabilities_keep_the_order(probabilities):
    found = corrected_probabilities(probabilities, ComparisonCorrection.HOLM)
    both = sorted((one, other) for one, other in zip(probabilities, found, strict=True) if one is not None)
    assert [other for _one, other in both] == sorted(other or 0 for _one, other in both)


def test_more_comparisons_than_are_shown_can_be_counted():
    one = EstimateDifference(0.2, 0.08, 100.0, 0.02)
    assert [compared([one], comparisons=times)[0].verdict for times in (2, 3)] == [
        ComparisonVerdict.HIGHER,
        ComparisonVerdict.UNDECIDED,
    ]


def test_percents_are_rounded_like_every_number_of_the_house():
    rate = SurveyEstimated(RATE, (), 0.98345, 0.01, 0.5, 0.7, 10, 0, 10.0, 9, 1.0, 1.0)
    assert rate_sentence(rate).gaps == (
        ("rate", Fraction("98.3")),
        ("low", Fraction(50)),
        ("high", Fraction(70)),
    )
