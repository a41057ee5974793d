"""Weights fitted to known margins, and what is left of a figure's error once the margins are known.

Sources: J.-C. Deville and C.-E. Särndal, "Calibration estimators in survey sampling", Journal of the American
Statistical Association 87 (1992); the residuals as R's survey 4.1 takes them (`svyrecvar`): of post-stratification the
distances from the weighted mean of the cell, of raking those that ten rounds of plain means of the margins leave.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cchc.core.surveys.estimating.counts import AnswerCounts, Codes
from cchc.core.surveys.estimating.designs import Calibration, Margin
from cchc.core.surveys.estimating.samples import Floats, SurveySample, summed

RAKING_SWEEPS = 10


@dataclass(frozen=True, slots=True, eq=False)
class FittedWeights:
    """By cell of the counts the factor of the weights; by margin, which `category` each cell belongs to, and the factor
    as it was `after` that margin in the last round; by cell the sum of the weights of the design and its people."""

    factor: Floats
    category: tuple[Codes, ...]
    after: tuple[Floats, ...]
    weight: Floats
    people: Floats


def fitted_weights(counts: AnswerCounts, sample: SurveySample, calibration: Calibration) -> FittedWeights:
    """Return the factors by which the weights of the cells meet the margins of `calibration`.

    Raises ValueError for a cell that a margin does not know, a category that the sample or the population alone has,
    and margins that cannot be met together.

    >>> from fractions import Fraction
    >>> from cchc.core.surveys.estimating.counts import counts_of
    >>> from cchc.core.surveys.estimating.designs import design_of_counts
    >>> from cchc.core.surveys.estimating.samples import sample_of
    >>> counts = counts_of({"weight": ["10", "10"], "cell": ["nam", "nữ"], "n": np.array([4, 5])})
    >>> sample = sample_of(counts, design_of_counts(counts))
    >>> sexes = Margin({"nam": "nam", "nữ": "nữ"}, {"nam": Fraction(60), "nữ": Fraction(60)})
    >>> fitted_weights(counts, sample, Calibration((sexes,))).factor.tolist()
    [1.5, 1.2]
    """
    cells = len(counts.cells)
    weight = summed(counts.cell, sample.weight * counts.people, cells)
    people = summed(counts.cell, counts.people, cells)
    margins = [_margin(margin, counts.cells, weight) for margin in calibration.margins]
    tolerance = float(calibration.tolerance)
    limit = tolerance * float(summed(np.zeros(cells, dtype=np.int64), weight, 1)[0])
    if tolerance >= 1:
        limit = tolerance
    factor = np.ones(cells)
    after: list[Floats] = []
    for _round in range(calibration.rounds):
        before = factor * weight
        after = []
        for category, totals in margins:
            sums = summed(category, factor * weight, len(totals))
            factor = factor * (totals / np.where(sums > 0, sums, 1))[category]
            after.append(factor)
        if len(margins) == 1 or np.max(np.abs(factor * weight - before), initial=0) < limit:
            return FittedWeights(
                factor, tuple(category for category, _ in margins), tuple(after), weight, people
            )
    raise ValueError(f"the margins are not met after {calibration.rounds} rounds")


def _margin(margin: Margin, cells: tuple[str, ...], weight: Floats) -> tuple[Codes, Floats]:
    """By cell its category, by category its total."""
    names = sorted(margin.totals)
    if unknown := [cell for cell in cells if margin.category_of.get(cell) not in margin.totals]:
        raise ValueError(f"cells without a category: {', '.join(map(repr, unknown))}")
    code = {name: number for number, name in enumerate(names)}
    category = np.array([code[margin.category_of[cell]] for cell in cells], dtype=np.int64)
    sums = summed(category, weight, len(names))
    totals = np.array([float(margin.totals[name]) for name in names])
    if odd := [
        name for name, has, wanted in zip(names, sums, totals, strict=True) if (has > 0) != (wanted > 0)
    ]:
        raise ValueError(f"in the sample or the population alone: {', '.join(map(repr, odd))}")
    return category, totals


def explained(fitted: FittedWeights, sums: Floats) -> Floats:
    """Return by domain and cell what the margins explain of an influence: the part of it that goes, by unit of the
    design's weight. `sums` are its sums over persons by domain and cell: of the influence itself for one margin; over
    the design's weight for several."""
    domains, cells = sums.shape
    if len(fitted.category) == 1:
        category = fitted.category[0]
        of_category = _by_category(sums, category)
        weights = summed(category, fitted.weight, of_category.shape[1])
        return np.asarray((of_category / np.where(weights > 0, weights, 1))[:, category])
    gone = np.zeros((domains, cells))
    for _sweep in range(RAKING_SWEEPS):
        for category, after in zip(fitted.category, fitted.after, strict=True):
            left = _by_category((sums - fitted.people * gone) / np.where(after > 0, after, 1), category)
            persons = summed(category, fitted.people, left.shape[1])
            gone = gone + after * (left / np.where(persons > 0, persons, 1))[:, category]
    return gone


def _by_category(of_cells: Floats, category: Codes) -> Floats:
    """Sums over the cells of each category, one cell after the other."""
    found = np.zeros((len(of_cells), int(category.max()) + 1))
    for cell, code in enumerate(category.tolist()):
        found[:, code] += of_cells[:, cell]
    return found
