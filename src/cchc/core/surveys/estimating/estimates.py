"""Estimates with their errors, from the counts of a sample and its design. Floats, and estimates: never points.

Every figure is a ratio of two weighted sums, or a sum. Its error is that of the sum of its linearised influence
(Taylor): w (y - R x) / X for the ratio R = Y/X (Särndal, Swensson and Wretman 1992, 5.5; Lumley 2010, 2.2), under the
whole design: who is not of the domain or did not answer has influence 0 and stays in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import NamedTuple

import numpy as np

from cchc.core.surveys.estimating.calibrating import FittedWeights, explained, fitted_weights
from cchc.core.surveys.estimating.counts import AnswerCounts, Codes
from cchc.core.surveys.estimating.designs import EstimationDesign, LonelyRule
from cchc.core.surveys.estimating.estimands import Estimand, EstimandKind
from cchc.core.surveys.estimating.intervals import IntervalMethod, SpreadOf, mean_intervals, share_intervals
from cchc.core.surveys.estimating.numbering import numbered, used
from cchc.core.surveys.estimating.samples import PERSONS, Floats, SurveySample, sample_of, summed, variances

DOMAIN_COLUMNS = ("unit", "respondent_group", "cell")
ROWS_AT_ONCE = 2_000_000
NO_SPREAD = 1e-24


class SurveyEstimated(NamedTuple):
    """One figure of a domain. `domain` names the labels of the columns asked for. None where it cannot be known: no
    answers (`value`), no degree of freedom and no spread (`se`), no interval. `n` persons answered, `missing` were
    asked and did not; `base` is the sum of the weights of who answered; `deff` compares with a simple sample without
    replacement, `deff_replaced` with one that puts back."""

    estimand: Estimand
    domain: tuple[str, ...]
    value: float | None
    se: float | None
    low: float | None
    high: float | None
    n: int
    missing: int
    base: float
    df: int
    deff: float | None
    deff_replaced: float | None


@dataclass(frozen=True, slots=True, eq=False)
class EstimateTable:
    """Estimates as arrays of estimands × domains, NaN where nothing can be known; `rows` gives them one by one."""

    estimands: tuple[Estimand, ...]
    domains: tuple[tuple[str, ...], ...]
    value: Floats
    se: Floats
    low: Floats
    high: Floats
    n: Codes
    missing: Codes
    base: Floats
    df: Codes
    deff: Floats
    deff_replaced: Floats

    def rows(self) -> Iterator[SurveyEstimated]:
        """The figures, estimand by estimand, in the order of the domains."""
        for i, estimand in enumerate(self.estimands):
            for d, domain in enumerate(self.domains):
                value, se, low, high, base, deff, replaced = (
                    None if np.isnan(one[i, d]) else float(one[i, d])
                    for one in (
                        self.value,
                        self.se,
                        self.low,
                        self.high,
                        self.base,
                        self.deff,
                        self.deff_replaced,
                    )
                )
                yield SurveyEstimated(
                    *(estimand, domain, value, se, low, high, int(self.n[i, d]), int(self.missing[i, d])),
                    *(base or 0.0, int(self.df[i, d]), deff, replaced),
                )


@dataclass(frozen=True, slots=True, eq=False)
class PreparedSurvey:
    """Counts in their design, ready for figures: `weight` is that of the people's row, fitted to the margins."""

    counts: AnswerCounts
    sample: SurveySample
    fitted: FittedWeights | None
    weight: Floats
    by_item: Mapping[str, Codes]

    @property
    def census(self) -> bool:
        """Whether nobody was left out at any stage."""
        return all(bool(np.all(stage.are <= stage.drawn)) for stage in self.sample.stages)


def prepared_survey(counts: AnswerCounts, design: EstimationDesign) -> PreparedSurvey:
    """Return the counts in their design, with the weights fitted to its margins.

    Raises ValueError for what does not fit together (`sample_of`, `fitted_weights`).
    """
    sample = sample_of(counts, design)
    fitted = fitted_weights(counts, sample, design.calibration) if design.calibration else None
    weight = sample.weight * fitted.factor[counts.cell] if fitted else sample.weight
    item = (
        counts.item.astype(np.int16) if len(counts.items) < 2**15 else counts.item
    )  # short numbers sort at once
    order = np.argsort(item, kind="stable")
    ends = np.searchsorted(item[order], np.arange(len(counts.items) + 1))
    by_item = {item: order[ends[code] : ends[code + 1]] for code, item in enumerate(counts.items)}
    return PreparedSurvey(counts, sample, fitted, weight, by_item)


def estimates_of(
    survey: PreparedSurvey,
    estimands: Sequence[Estimand],
    by: Sequence[str] = (),
    where: Mapping[str, Collection[str]] | None = None,
    confidence: float = 0.95,
    method: IntervalMethod = IntervalMethod.SUITED,
) -> EstimateTable:
    """Return the estimands for every domain `by` the columns (`DOMAIN_COLUMNS`; none: over all), of those responses
    alone `where` a column has one of the labels. The whole sample stays in the design, so that a domain asked for by
    `where` has the digits that it has among others by `by`.

    Raises ValueError for a level that is no number where one is needed.

    >>> from cchc.core.surveys.estimating.counts import counts_of
    >>> from cchc.core.surveys.estimating.designs import design_of_counts
    >>> from cchc.core.surveys.estimating.estimands import mean_of
    >>> counts = counts_of({"weight": ["1", "3"] * 2, "unit": ["X", "Y"] * 2, "item": ["", "", "q", "q"],
    ...                     "level": ["", "", "4", "2"], "n": np.array([5, 5, 5, 5])})
    >>> table = estimates_of(prepared_survey(counts, design_of_counts(counts)), [mean_of("q")])
    >>> [(row.value, round(row.se, 4), row.n, row.base, row.df) for row in table.rows()]
    [(2.5, 0.25, 10, 20.0, 9)]
    """
    domains, domain = _domains(survey.counts, by, where or {})
    figures = [_figure(survey, estimand, len(domains), domain) for estimand in estimands]
    limits = _intervals(estimands, [one.spread for one in figures], confidence, method)
    rows = [(one.value, one.se, *both, *one.others) for one, both in zip(figures, limits, strict=True)]
    shape = len(figures), len(domains)
    shaped = [np.array([row[place] for row in rows]).reshape(shape) for place in range(10)]
    return EstimateTable(tuple(estimands), domains, *shaped)


def domain_where(counts: AnswerCounts, where: Mapping[str, Collection[str]]) -> Codes:
    """Return by people's row 0 inside the domain, -1 outside."""
    return _domains(counts, (), where)[1]


def _domains(
    counts: AnswerCounts, by: Sequence[str], where: Mapping[str, Collection[str]]
) -> tuple[tuple[tuple[str, ...], ...], Codes]:
    """The domains in the order of their labels, and by people's row its domain, -1 outside of all."""
    labels = {"unit": counts.units, "respondent_group": counts.respondent_groups, "cell": counts.cells}
    codes = {"unit": counts.unit, "respondent_group": counts.respondent_group, "cell": counts.cell}
    if unknown := {*by, *where} - set(DOMAIN_COLUMNS):
        raise ValueError(f"no columns of domains: {', '.join(sorted(unknown))}")
    inside = np.ones(len(counts.people), dtype=bool)
    for name, wanted in where.items():
        inside &= np.array([label in wanted for label in labels[name]], dtype=bool)[codes[name]]
    if not by:
        return ((),), np.where(inside, 0, -1)
    key, size = np.zeros(len(counts.people), dtype=np.int64), 1
    for name in by:
        size *= max(1, len(labels[name]))
        key = key * max(1, len(labels[name])) + codes[name]
    _found, first, domain = numbered(key[inside], size)
    rows = np.flatnonzero(inside)
    columns = ([labels[name][code] for code in codes[name][rows[first]].tolist()] for name in by)
    names = tuple(zip(*columns, strict=True))
    found = np.full(len(counts.people), -1, dtype=np.int64)
    found[rows] = domain
    return names, found


class Influence(NamedTuple):
    """Who answered: domain, people's row, how many; what each adds to the linearised figure, `weighted`, and before the
    weight (`plain`); and the row of the answers."""

    domain: Codes
    row: Codes
    n: Codes
    weighted: Floats
    plain: Floats
    answer: Codes


class LinearisedFigure(NamedTuple):
    """The figure by domain with its linearised influence; the sum of weights of who answered, and how many answers."""

    value: Floats
    influence: Influence
    base: Floats
    answers: Floats
    missing: Codes


def linearised(survey: PreparedSurvey, estimand: Estimand, domains: int, domain: Codes) -> LinearisedFigure:
    """Return the figure for each of `domains` (by people's row `domain`, -1 outside) with its influences."""
    counts = survey.counts
    rows = survey.by_item.get(estimand.code, np.zeros(0, dtype=np.int64))
    if domain.min(initial=0) < 0:
        rows = rows[domain[counts.who[rows]] >= 0]
    y = _numbers(counts.levels, counts.level[rows], estimand.values)
    x = _numbers(counts.bases, counts.base[rows], None) if estimand.over_base else np.ones(len(rows))
    answered = ~np.isnan(y) & ~np.isnan(x)
    if estimand.over_base and estimand.kind is EstimandKind.SHARE:
        answered &= x > 0
    of_missing = domain[counts.who[rows[~answered]]]
    missing = summed(of_missing, counts.n[rows[~answered]], domains).astype(np.int64)
    rows, y, x = rows[answered], y[answered], x[answered]
    row, n = counts.who[rows], counts.n[rows]
    of = domain[row]
    w = survey.weight[row]
    top, bottom, base = (summed(of, w * part * n, domains) for part in (y, x, np.ones(len(rows))))
    answers = summed(of, x * n, domains) if estimand.over_base else summed(of, n, domains)
    if estimand.kind is EstimandKind.TOTAL:
        value, plain = np.where(answers > 0, top, np.nan), y
    else:
        value = np.divide(top, bottom, out=np.full(domains, np.nan), where=bottom != 0)
        plain = (y - value[of] * x) / bottom[of]
    return LinearisedFigure(value, Influence(of, row, n, w * plain, plain, rows), base, answers, missing)


def _numbers(labels: tuple[str, ...], codes: Codes, values: Mapping[str, Fraction] | None) -> Floats:
    """What the texts of the rows count; NaN for a missing answer."""
    table = np.full(len(labels), np.nan)
    for code in used(codes, len(labels)).tolist():
        text = labels[code]
        if values is not None:
            table[code] = float(values[text]) if text in values else np.nan
        elif text:
            table[code] = float(text)
            if not isfinite(table[code]):
                raise ValueError(f"no number: {text!r}")
    return table[codes] if len(codes) else np.zeros(0)


def influence_variances(survey: PreparedSurvey, domains: int, influence: Influence) -> Floats:
    """Return the variance of the sum of the influence in each domain, less what known margins explain of it."""
    fitted, sample = survey.fitted, survey.sample
    if fitted is None:
        return variances(sample, domains, influence.domain, influence.row, influence.weighted, influence.n)
    found = np.zeros(domains)
    everybody = len(survey.counts.people)
    at_once = max(1, ROWS_AT_ONCE // max(1, everybody))
    for start in range(0, domains, at_once):
        some = min(at_once, domains - start)
        chosen = (influence.domain >= start) & (influence.domain < start + some)
        part = Influence(
            influence.domain[chosen] - start,
            influence.row[chosen],
            influence.n[chosen],
            influence.weighted[chosen],
            influence.plain[chosen],
            influence.answer[chosen],
        )
        found[start : start + some] = _fitted_variances(survey, fitted, some, part)
    return found


def _fitted_variances(
    survey: PreparedSurvey, fitted: FittedWeights, domains: int, influence: Influence
) -> Floats:
    counts, sample = survey.counts, survey.sample
    cells, everybody = len(counts.cells), len(counts.people)
    cell = counts.cell[influence.row]
    one_margin = len(fitted.category) == 1
    amounts = influence.weighted if one_margin else fitted.factor[cell] * influence.plain
    sums = summed(influence.domain * cells + cell, amounts * influence.n, domains * cells)
    gone = explained(fitted, sums.reshape(domains, cells))
    own = influence.weighted - sample.weight[influence.row] * gone[influence.domain, cell]
    answered = summed(influence.domain * everybody + influence.row, influence.n, domains * everybody)
    silent = np.tile(counts.people, domains) - answered.astype(np.int64)
    left = -(sample.weight * gone[:, counts.cell]).ravel()
    kept = np.flatnonzero((silent > 0) & ((left != 0) | (sample.lonely is LonelyRule.AVERAGE)))
    return variances(
        sample,
        domains,
        np.concatenate([influence.domain, kept // everybody]),
        np.concatenate([influence.row, kept % everybody]),
        np.concatenate([own, left[kept]]),
        np.concatenate([influence.n, silent[kept]]),
    )


def degrees_of_freedom(survey: PreparedSurvey, domains: int, influence: Influence) -> Codes:
    """Return by domain the primary units less the strata in which somebody with a weight answered; where persons are
    the primary units, the persons."""
    sample, first = survey.sample, survey.sample.stages[0] if survey.sample.stages else None
    if first is None:
        return np.zeros(domains, dtype=np.int64)
    weighing = sample.weight[influence.row] > 0
    domain, row, n = influence.domain[weighing], influence.row[weighing], influence.n[weighing]
    place = sample.place[row]
    persons = first.unit[place] == PERSONS
    units = summed(domain[persons], n[persons], domains).astype(np.int64)
    inside = max(1, first.units)
    pairs = domain[~persons] * inside + first.unit[place[~persons]]
    units = units + np.bincount(numbered(pairs, domains * inside).codes // inside, minlength=domains)
    strata = domain * len(first.drawn) + first.stratum[place]
    with_answers = numbered(strata, domains * len(first.drawn)).codes // len(first.drawn)
    return np.asarray(units - np.bincount(with_answers, minlength=domains), dtype=np.int64)


class _Figure(NamedTuple):
    """The columns of `EstimateTable` for one estimand, and what its intervals are made of."""

    value: Floats
    se: Floats
    others: tuple[Codes, Codes, Floats, Codes, Floats, Floats]
    spread: SpreadOf


def _figure(survey: PreparedSurvey, estimand: Estimand, domains: int, domain: Codes) -> _Figure:
    value, influence, base, answers, missing = linearised(survey, estimand, domains, domain)
    of, n = influence.domain, influence.n
    w = survey.weight[influence.row]
    persons = summed(of, n, domains)
    variance = np.where(persons > 0, influence_variances(survey, domains, influence), np.nan)
    df = degrees_of_freedom(survey, domains, influence)
    # The variance that a simple sample of as many persons would have.
    centre = value / np.where(base > 0, base, 1) if estimand.kind is EstimandKind.TOTAL else np.zeros(domains)
    distance = influence.plain - centre[of]
    squares = summed(of, w * distance * distance * n, domains)
    weighing = persons if np.all(w > 0) else summed(of, n * (w > 0), domains)
    with np.errstate(divide="ignore", invalid="ignore"):
        replaced = squares / base * weighing / (weighing - 1) * base * base / weighing
        simple = np.where(base < weighing, np.nan, replaced * (base - weighing) / base)
        deff = np.where(simple > 0, variance / simple, np.nan)
        deff_replaced = np.where(replaced > 0, variance / replaced, np.nan)
        weights = summed(of, w * w * n, domains)
        by_weights = base * base / weights
    scale = summed(of, np.abs(influence.weighted) * n, domains)
    still = ~(variance > NO_SPREAD * scale * scale)
    spread = SpreadOf(value, variance, df.astype(float), persons, answers, by_weights, still, survey.census)
    se = np.sqrt(np.where(still & (df < 1), np.nan, variance))
    counted = persons.astype(np.int64)
    return _Figure(value, se, (counted, missing, base, df, deff, deff_replaced), spread)


def _intervals(
    estimands: Sequence[Estimand], spreads: Sequence[SpreadOf], confidence: float, method: IntervalMethod
) -> list[tuple[Floats, Floats]]:
    """Return the limits of each estimand by domain; those of all shares are found together, and those of all others."""
    found: dict[int, tuple[Floats, Floats]] = {}
    for shares in (True, False):
        own = [at for at, one in enumerate(estimands) if (one.kind is EstimandKind.SHARE) is shares]
        if not own:
            continue
        together = SpreadOf.joined([spreads[at] for at in own])
        limits = (
            share_intervals(together, confidence, method) if shares else mean_intervals(together, confidence)
        )
        low, high = (np.split(side, len(own)) for side in limits)
        found |= dict(zip(own, zip(low, high, strict=True), strict=True))
    return [found[at] for at in range(len(estimands))]
