"""Two estimates side by side: which is higher, or that there is not enough ground to say so; and the honest sentence.

A published order of satisfaction rates is mostly noise: 59 of 60 may be anything from 91 to 99.96 %. So a difference is
called one only where it is larger than chance explains, over all the comparisons that are made (S. Holm, "A simple
sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979)).

The error of a difference is made of the distances from each rate to the limit of its own interval on the side of the
other (R. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17
(1998); with a correlation: G. Y. Zou and A. Donner, Statistics in Medicine 27 (2008)), so that the sentence agrees with
the intervals that are shown and a rate of 100 % is never sure. The correlation is that of the design: domains that
share primary units are not independent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from math import sqrt
from typing import NamedTuple

import numpy as np

from cchc.core.surveys.estimating.estimands import Estimand
from cchc.core.surveys.estimating.estimates import (
    Influence,
    PreparedSurvey,
    SurveyEstimated,
    degrees_of_freedom,
    domain_where,
    estimates_of,
    influence_variances,
    linearised,
)
from cchc.core.surveys.estimating.quantiles import t_quantile, t_tails
from cchc.core.surveys.estimating.samples import summed
from cchc.core.surveys.percentages import percentage_places
from cchc.core.words.messages import Message
from cchc.core.words.numbers import rounded_number

CONFIDENCE = 0.95


class ComparisonVerdict(StrEnum):
    """What may be said of the first of two estimates beside the second."""

    HIGHER = "higher"
    LOWER = "lower"
    UNDECIDED = "undecided"


class ComparisonCorrection(StrEnum):
    """How the probabilities of several comparisons are corrected: each times their number, or step by step (Holm, which
    finds at least as much); `NONE` is for one comparison that was meant from the beginning."""

    HOLM = "holm"
    BONFERRONI = "bonferroni"
    NONE = "none"


class EstimateDifference(NamedTuple):
    """The first of two estimates less the second, its standard error, degrees of freedom, and the probability of so
    large a difference by chance alone; None where one of the two has no interval."""

    value: float | None
    se: float | None
    df: float | None
    probability: float | None


class EstimateComparison(NamedTuple):
    """A difference, its probability corrected for the number of comparisons, and what may be said."""

    difference: EstimateDifference
    probability: float | None
    verdict: ComparisonVerdict


def difference_in(
    survey: PreparedSurvey,
    estimand: Estimand,
    first: Mapping[str, Collection[str]],
    second: Mapping[str, Collection[str]],
) -> EstimateDifference:
    """Return the difference of one figure between two domains of a survey (as `where` of `estimates_of`), which may
    share primary units or even persons."""
    one, other = (
        next(estimates_of(survey, [estimand], where=where, confidence=CONFIDENCE).rows())
        for where in (first, second)
    )
    parts = [linearised(survey, estimand, 1, domain_where(survey.counts, where)) for where in (first, second)]
    together = _together(parts[0].influence, parts[1].influence)
    variance_of = [
        float(influence_variances(survey, 1, influence)[0])
        for influence in (parts[0].influence, parts[1].influence, together)
    ]
    product = sqrt(max(0.0, variance_of[0] * variance_of[1]))
    correlation = (variance_of[0] + variance_of[1] - variance_of[2]) / (2 * product) if product > 0 else 0.0
    df = int(degrees_of_freedom(survey, 1, together)[0])
    return _difference(one, other, min(1.0, max(-1.0, correlation)), float(df))


def difference_of_surveys(first: SurveyEstimated, second: SurveyEstimated) -> EstimateDifference:
    """Return the difference of two estimates of samples that know nothing of each other: of two years, two provinces.
    The degrees of freedom are those of Welch and Satterthwaite. Both intervals are those of 95 %."""
    return _difference(first, second, 0.0, None)


def compared(
    differences: Sequence[EstimateDifference],
    correction: ComparisonCorrection = ComparisonCorrection.HOLM,
    level: float = 0.05,
    comparisons: int | None = None,
) -> list[EstimateComparison]:
    """Return what may be said of each difference so that the chance of one wrong word among all is at most `level`.

    `comparisons` is how many were made, where more than these were looked at.

    >>> one, other = EstimateDifference(0.2, 0.07, 90, 0.005), EstimateDifference(-0.1, 0.05, 90, 0.048)
    >>> [str(comparison.verdict) for comparison in compared([one, other], ComparisonCorrection.BONFERRONI)]
    ['higher', 'undecided']
    """
    corrected = corrected_probabilities([one.probability for one in differences], correction, comparisons)
    return [
        EstimateComparison(one, probability, _verdict(one, probability, level))
        for one, probability in zip(differences, corrected, strict=True)
    ]


def corrected_probabilities(
    probabilities: Sequence[float | None], correction: ComparisonCorrection, comparisons: int | None = None
) -> list[float | None]:
    """Return the probabilities corrected for the number of comparisons, at most 1; what has none stays without, and
    counts.

    >>> corrected_probabilities([0.01, None, 0.02], ComparisonCorrection.BONFERRONI)
    [0.03, None, 0.06]
    >>> corrected_probabilities([0.04, 0.01, 0.02], ComparisonCorrection.HOLM)
    [0.04, 0.03, 0.04]
    """
    number = max(comparisons or 0, len(probabilities))
    corrected: list[float | None] = [None] * len(probabilities)
    largest = 0.0
    known = sorted((one, place) for place, one in enumerate(probabilities) if one is not None)
    for rank, (probability, place) in enumerate(known):
        times = {
            ComparisonCorrection.HOLM: number - rank,
            ComparisonCorrection.BONFERRONI: number,
            ComparisonCorrection.NONE: 1,
        }[correction]
        largest = max(largest, min(1.0, times * probability))
        corrected[place] = largest
    return corrected


def rate_sentence(rate: SurveyEstimated) -> Message:
    """Return a rate (0 to 1) in percent with its interval: "98.3 % (91.1–99.96)".

    >>> from cchc.core.surveys.estimating.estimands import share_of
    >>> from cchc.core.words.messages import say
    >>> from cchc.core.words.numbers import plain
    >>> rate = SurveyEstimated(share_of("q", ["1"], ["1"]), (), 59/60, 0.016, 0.9106, 0.99958, 60, 0, 60, 59, 1, 1)
    >>> say(rate_sentence(rate), number=plain)
    '98.3 % (91.1–99.96)'
    """
    if rate.value is None:
        return Message("no answers")
    value = _percent(rate.value)
    if rate.low is None or rate.high is None:
        return Message("{rate} % (too few answers for an interval)", rate=value)
    return Message("{rate} % ({low}–{high})", rate=value, low=_percent(rate.low), high=_percent(rate.high))


def honest_sentence(rate: SurveyEstimated, comparison: EstimateComparison, other: str) -> Message:
    """Return the rate with its interval and what may be said of it beside `other` (the name of a unit, of the year
    before, of the mean): "98.3 % (91.1–99.96); not enough ground to say that it is higher than Xã A"."""
    said = rate_sentence(rate)
    match comparison.verdict:
        case ComparisonVerdict.HIGHER:
            return Message("{figure}; higher than {other}", figure=said, other=other)
        case ComparisonVerdict.LOWER:
            return Message("{figure}; lower than {other}", figure=said, other=other)
    difference = comparison.difference.value
    if difference is not None and difference > 0:
        return Message(
            "{figure}; not enough ground to say that it is higher than {other}", figure=said, other=other
        )
    if difference is not None and difference < 0:
        return Message(
            "{figure}; not enough ground to say that it is lower than {other}", figure=said, other=other
        )
    return Message(
        "{figure}; not enough ground to say that it differs from {other}", figure=said, other=other
    )


def _difference(
    first: SurveyEstimated, second: SurveyEstimated, correlation: float, df: float | None
) -> EstimateDifference:
    value = None if first.value is None or second.value is None else first.value - second.value
    higher = value is not None and value > 0
    one, other = _error_towards(first, down=higher), _error_towards(second, down=not higher)
    if value is None or one is None or other is None or (df is not None and df < 1):
        return EstimateDifference(value, None, None, None)
    se = sqrt(max(0.0, one * one + other * other - 2 * correlation * one * other))
    if df is None:
        fourth = one**4 / first.df + other**4 / second.df
        df = (one * one + other * other) ** 2 / fourth if fourth > 0 else float(first.df + second.df)
    probability = t_tails(abs(value) / se, df) if se > 0 else (0.0 if value else 1.0)
    return EstimateDifference(value, se, df, probability)


def _error_towards(one: SurveyEstimated, down: bool) -> float | None:
    """The distance to the limit on one side, over the quantile: what its standard error would be on that side."""
    if one.value is None or one.low is None or one.high is None:
        return None
    distance = one.value - one.low if down else one.high - one.value
    return max(0.0, distance) / t_quantile((1 + CONFIDENCE) / 2, one.df)


def _together(first: Influence, second: Influence) -> Influence:
    """The influence of the difference: who is in both domains has the difference of both."""
    answer = np.concatenate([first.answer, second.answer])
    _found, start, place = np.unique(answer, return_index=True, return_inverse=True)
    columns = [np.concatenate([a, b])[start] for a, b in ((first.row, second.row), (first.n, second.n))]
    weighted, plain = (
        summed(place, np.concatenate([a, -b]), len(start))
        for a, b in ((first.weighted, second.weighted), (first.plain, second.plain))
    )
    return Influence(
        np.zeros(len(start), dtype=np.int64), columns[0], columns[1], weighted, plain, answer[start]
    )


def _verdict(difference: EstimateDifference, probability: float | None, level: float) -> ComparisonVerdict:
    if probability is None or difference.value is None or probability >= level:
        return ComparisonVerdict.UNDECIDED
    return ComparisonVerdict.HIGHER if difference.value > 0 else ComparisonVerdict.LOWER


def _percent(share: float) -> Fraction:
    """A share in percent, with as many places as it is printed."""
    exact = 100 * Fraction(share)
    return rounded_number(exact, percentage_places(exact))
