"""Rank bands: between which places a unit could stand, had the survey asked other people and others appraised.

What a band means: the index of every unit is drawn anew, many times, around the one that stands, by the standard errors
that are known (the error of the survey, the disagreement of two people who appraise the same); in 95 of 100 of these
rankings the unit stands within its band. It holds for each unit by itself, not for all at once, and tells of these two
sources alone: a wrong evidence, a badly put question, people who were never reached are in no band. Since the
standing indices carry their errors already, bands are rather too wide than too narrow. The rank does not change by it.

Random numbers: the Philox generator of NumPy (J. Salmon and others, "Parallel random numbers: as easy as 1, 2, 3",
2011), its raw 64-bit numbers alone, whose stream never changes, keyed by the SHA-256 of seed and source; normal ones
are their quantiles (`normal_quantile`). So the same units, errors and seed give the same bands everywhere, and a source
that is switched off leaves the draws of the other as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cchc.core.scoring.criteria.tree import Ties
from cchc.core.scoring.index import ranks_of
from cchc.core.surveys.estimating.quantiles import normal_quantile
from cchc.core.words.messages import Message
from cchc.core.words.names import sort_key

REPLICATIONS = 1000
CONFIDENCE = 0.95


class BandSource(StrEnum):
    """What the indices are uncertain by: whom the survey asked, and who appraised."""

    SURVEY = "survey"
    APPRAISAL = "appraisal"


@dataclass(frozen=True, slots=True)
class UncertainIndex:
    """The index of a unit (None: it has none and no rank) and its standard errors in the same measure, by source; a
    source without an error adds none."""

    unit: str
    index: Fraction | None
    survey_error: float = 0.0
    appraisal_error: float = 0.0


class RankBand(NamedTuple):
    """The rank of a unit and the places between which it could stand."""

    unit: str
    rank: int
    highest: int
    lowest: int

    @property
    def places(self) -> str:
        """The places as they are printed: "3–6", or the one."""
        return f"{self.highest}" if self.highest == self.lowest else f"{self.highest}–{self.lowest}"


def rank_bands(
    units: Sequence[UncertainIndex],
    ties: Ties = Ties.COMPETITION,
    sources: Collection[BandSource] = frozenset(BandSource),
    seed: str = "cchc",
    replications: int = REPLICATIONS,
    confidence: float = CONFIDENCE,
) -> list[RankBand]:
    """Return the bands of one peer group in rank order (equals by their names), of those units that have an index.

    The order in which units are given changes nothing.

    >>> near, far = UncertainIndex("A", Fraction(90), 1.0), UncertainIndex("C", Fraction(50), 1.0)
    >>> [band[1:] for band in rank_bands([near, UncertainIndex("B", Fraction(89), 1.0), far])]
    [(1, 1, 2), (2, 1, 2), (3, 3, 3)]
    """
    known = [(unit.index, unit) for unit in sorted(units, key=_by_name) if unit.index is not None]
    if not known:
        return []
    drawn = np.tile(np.array([float(index) for index, _unit in known]), (replications, 1))
    for source in BandSource:
        if source in sources:
            errors = [
                unit.survey_error if source is BandSource.SURVEY else unit.appraisal_error
                for _, unit in known
            ]
            drawn += np.array(errors) * _normal_numbers(seed, source, replications, len(known))
    places = np.sort(_ranks(drawn, ties), axis=0)
    cut = int((1 - confidence) / 2 * replications)
    order = sorted(range(len(known)), key=lambda place: (-known[place][0], place))
    ranks = ranks_of(ties, [known[place][0] for place in order])
    bands = []
    for rank, place in zip(ranks, order, strict=True):
        assert rank is not None
        highest, lowest = int(places[cut, place]), int(places[-1 - cut, place])
        bands.append(RankBand(known[place][1].unit, rank, min(rank, highest), max(rank, lowest)))
    return bands


def appraisal_error(differences: Sequence[Fraction], cells: int) -> float:
    """Return the standard error of a unit's total by who appraised it: over `cells` of one appraiser each, when two
    appraisers of the same things differed by `differences` (points). Half the mean squared difference is the variance
    of one of them (ISO 5725-2: repeatability); cells are taken as independent.

    >>> appraisal_error([Fraction(0), Fraction(1), Fraction(0), Fraction(1)], 16)
    2.0
    """
    if not differences:
        return 0.0
    squares = sum((one * one for one in differences), Fraction(0))
    return sqrt(cells * squares / (2 * len(differences)))


def band_message(band: RankBand) -> Message:
    """Return the band in words: "rank 3–6", "rank 1"."""
    if band.highest == band.lowest:
        return Message("rank {rank}", rank=band.rank)
    return Message("rank {highest}–{lowest}", highest=band.highest, lowest=band.lowest)


def _by_name(unit: UncertainIndex) -> tuple[str, str]:
    return sort_key(unit.unit), unit.unit


def _normal_numbers(seed: str, source: BandSource, replications: int, units: int) -> NDArray[np.float64]:
    """Standard normal numbers, by replication and unit."""
    key = int.from_bytes(sha256(f"{seed}|{source}".encode()).digest()[:16], "big")
    raw = np.random.Philox(key=key).random_raw(replications * units)
    between = ((raw >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
    return normal_quantile(between).reshape(replications, units)


def _ranks(drawn: NDArray[np.float64], ties: Ties) -> NDArray[np.int64]:
    """The ranks of each row, the highest first, by the rule of ties."""
    order = np.argsort(-drawn, axis=1, kind="stable")
    ordered = np.take_along_axis(drawn, order, axis=1)
    new = np.ones(drawn.shape, dtype=np.int64)
    new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    if ties is Ties.ORDINAL:
        new[:] = 1
    if ties is Ties.DENSE:
        rank = np.cumsum(new, axis=1)
    else:
        rank = np.maximum.accumulate(new * np.arange(1, drawn.shape[1] + 1), axis=1)
    found = np.empty_like(rank)
    np.put_along_axis(found, order, rank, axis=1)
    return found
