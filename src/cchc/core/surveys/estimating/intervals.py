"""Confidence intervals of estimates, and when there is none.

Sources: the logit interval as R's `svyciprop` has it (method "xlogit"); the exact one by E. Korn and B. Graubard,
"Confidence intervals for proportions with small expected number of positive counts estimated from survey data", Survey
Methodology 24 (1998), 193-201: the limits of Clopper and Pearson for the effective number of persons.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from cchc.core.surveys.estimating.numbering import numbered
from cchc.core.surveys.estimating.quantiles import beta_quantile, t_quantiles
from cchc.core.surveys.estimating.samples import Floats

FEWEST_EXPECTED = 5.0
"""From how many effective persons of the rarer answer on the logit interval is taken."""


class IntervalMethod(StrEnum):
    """How the interval of a share is made.

    `SUITED` is the logit one where at least `FEWEST_EXPECTED` effective persons gave the rarer answer, else the exact
    one. `EXACT` is that of Korn and Graubard, for so many persons as a simple sample would need for this error, at
    most those who answered; with equal weights and persons drawn from one stratum the limits of Clopper and Pearson.
    `BETA` is `svyciprop(method = "beta")` of R, which differs by n/(n - 1) and has no most. At 0 and at 100 %, and
    where the sample shows no spread, every method is the exact one for the effective number of persons by weights.
    """

    SUITED = "suited"
    LOGIT = "logit"
    EXACT = "exact"
    BETA = "beta"


class SpreadOf(NamedTuple):
    """What the intervals of estimates are made of, by estimate: the value, its variance, degrees of freedom, how many
    `persons` answered, how many `answers` they gave, and the effective number of persons by their weights. `still`:
    the sample shows no spread. A `census` left nobody out."""

    value: Floats
    variance: Floats
    df: Floats
    persons: Floats
    answers: Floats
    by_weights: Floats
    still: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    census: bool

    @classmethod
    def joined(cls, spreads: Sequence[SpreadOf]) -> SpreadOf:
        """Return the estimates of several figures of one survey, one figure behind the other."""
        return cls(
            np.concatenate([one.value for one in spreads]),
            np.concatenate([one.variance for one in spreads]),
            np.concatenate([one.df for one in spreads]),
            np.concatenate([one.persons for one in spreads]),
            np.concatenate([one.answers for one in spreads]),
            np.concatenate([one.by_weights for one in spreads]),
            np.concatenate([one.still for one in spreads]),
            census=spreads[0].census,
        )


def share_intervals(of: SpreadOf, confidence: float, method: IntervalMethod) -> tuple[Floats, Floats]:
    """Return the lower and upper limits of shares (0 to 1); NaN where there is no degree of freedom or no answer."""
    low = np.full(len(of.value), np.nan)
    high = low.copy()
    known = (of.df >= 1) & (of.persons >= 2) & ~np.isnan(of.variance) & ~np.isnan(of.value)
    at_end = (of.value <= 0) | (of.value >= 1)
    still = known & (at_end | (of.still & (not of.census)))
    moving = known & ~still
    p = of.value
    persons = np.where(of.persons > 1, of.persons, 2)
    simple = np.where(moving, p * (1 - p) / np.where(of.variance > 0, of.variance, np.inf), 0.0)
    simple = np.where(moving & (of.variance == 0), np.inf, simple)
    effective = np.minimum(simple * persons / (persons - 1), of.answers)
    effective = np.where(still, of.by_weights, effective)
    logit = moving.copy()
    if method is IntervalMethod.SUITED:
        logit &= effective * np.minimum(p, 1 - p) >= FEWEST_EXPECTED
    if method in (IntervalMethod.EXACT, IntervalMethod.BETA):
        logit[:] = False
    if method is IntervalMethod.BETA:
        effective = np.where(moving, simple, effective)
    exact = known & ~logit
    t, of_persons = _t(np.stack([of.df, of.persons - 1]), np.stack([known, known]), confidence)
    adjusted = effective * (of_persons / np.where(known, t, 1)) ** 2
    alpha = (1 - confidence) / 2
    a, b = (adjusted * p)[exact], (adjusted * (1 - p))[exact]
    low[exact] = beta_quantile(alpha, a, np.where(a > 0, b + 1, 1))
    high[exact] = beta_quantile(1 - alpha, np.where(b > 0, a + 1, 1), b)
    u = np.log(p[logit] / (1 - p[logit]))
    half = t[logit] * np.sqrt(of.variance[logit]) / (p[logit] * (1 - p[logit]))
    low[logit] = 1 / (1 + np.exp(half - u))
    high[logit] = 1 / (1 + np.exp(-half - u))
    return low, high


def mean_intervals(of: SpreadOf, confidence: float) -> tuple[Floats, Floats]:
    """Return the limits of means, ratios and totals by the t distribution; NaN where there is no degree of freedom, or
    where the sample shows no spread and is no census: that all said the same does not make it sure."""
    known = (of.df >= 1) & ~np.isnan(of.variance) & ~np.isnan(of.value) & (~of.still | of.census)
    half = _t(of.df, known, confidence) * np.sqrt(np.where(known, of.variance, np.nan))
    return of.value - half, of.value + half


def exact_limits(found: int, of: int, confidence: float) -> tuple[float, float]:
    """Return the exact limits (0 to 1) of the share of `found` among `of` independent trials, by Clopper and Pearson.

    >>> [round(limit, 4) for limit in exact_limits(3, 5, 0.95)], exact_limits(0, 0, 0.95)
    ([0.1466, 0.9473], (0.0, 1.0))
    """
    tail = (1 - confidence) / 2
    limits = beta_quantile(
        np.array([tail, 1 - tail]), np.array([found, found + 1.0]), np.array([of - found + 1.0, of - found])
    )
    return float(limits[0]), float(limits[1])


def _t(df: Floats, known: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], confidence: float) -> Floats:
    """The two-sided quantile of t for each estimate that is known; degrees of freedom are whole numbers."""
    found = np.full(df.shape, np.nan)
    whole = df[known].astype(np.int64)
    numbers = numbered(whole, int(whole.max(initial=0)) + 1)
    found[known] = t_quantiles((1 + confidence) / 2, numbers.codes.astype(np.float64))[numbers.which]
    return found
