"""The design behind an estimate: what was drawn of what, in which strata and stages; what the weights are fitted to.

The sizes of populations and of samples stand here and not in the counts: a primary unit in which nobody answered is a
unit of the sample all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from cchc.core.surveys.estimating.counts import AnswerCounts, PlaceKey


class LonelyRule(StrEnum):
    """What the error of a stratum with a single sampled unit is taken for (as `survey.lonely.psu` of R's survey).

    `ADJUST`: the squared distance of its total from the mean of all, on the safe side. `AVERAGE`: that of the average
    other stratum. `CERTAINTY` and `REMOVE`: none; the unit was taken for certain, or the stratum is left out of the
    error.
    """

    ADJUST = "adjust"
    AVERAGE = "average"
    CERTAINTY = "certainty"
    REMOVE = "remove"


class SampledPlace(NamedTuple):
    """A place of the sample, whether anybody answered there or not.

    `sizes` holds one number for each stage that the error reckons with: how many units the population has in the
    stratum of the first stage, then in the unit above; 1 or less is the share that was drawn, None is unknown or drawn
    with replacement. A stage more than the place has units means the persons. Empty: the first stage alone, with
    replacement. `strata` are those of the second stage and further, inside the unit above.
    """

    place: PlaceKey
    sizes: tuple[Fraction | None, ...] = ()
    strata: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Margin:
    """Known totals of the population: which cells belong to which category, and how many persons it has."""

    category_of: Mapping[str, str]
    totals: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the weights are fitted to: one margin is post-stratification, several are raking.

    Raking ends when no cell of the sample changes by more than `tolerance` of the sum of the weights (from 1 on: by
    more than so many persons), or after `rounds`.
    """

    margins: tuple[Margin, ...]
    tolerance: Fraction = Fraction(1, 10**13)
    rounds: int = 1000


@dataclass(frozen=True, slots=True)
class EstimationDesign:
    """The places of the sample, the rule for lonely strata, and the margins, if the weights are fitted to any."""

    places: tuple[SampledPlace, ...]
    lonely: LonelyRule = LonelyRule.ADJUST
    calibration: Calibration | None = None


def design_of_counts(
    counts: AnswerCounts,
    sizes: Mapping[str, tuple[Fraction | None, ...]] | None = None,
    lonely: LonelyRule = LonelyRule.ADJUST,
    empty: Iterable[PlaceKey] = (),
) -> EstimationDesign:
    """Return the design whose places are those of the counts and the `empty` ones; `sizes` are those of a stratum.

    For a sample whose places are no file of their own. Where a primary unit in which nobody answered is not named, the
    errors of domains are too small.

    >>> from cchc.core.surveys.estimating.counts import counts_of
    >>> counts = counts_of({"stratum": ["A"], "primary_unit": ["1"], "weight": ["2"], "n": [7]})
    >>> [one.place for one in design_of_counts(counts, empty=[("A", "2")]).places]
    [('A', '1'), ('A', '2')]
    """
    known = sizes or {}
    places = sorted({*counts.places, *empty})
    return EstimationDesign(tuple(SampledPlace(place, known.get(place[0], ())) for place in places), lonely)
