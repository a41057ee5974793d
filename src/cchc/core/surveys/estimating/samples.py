"""A sample as arrays: to which stratum and unit a place belongs at each stage, and which share was drawn of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf

import numpy as np
from numpy.typing import NDArray

from cchc.core.surveys.estimating.counts import AnswerCounts, Codes, PlaceKey
from cchc.core.surveys.estimating.designs import EstimationDesign, LonelyRule, SampledPlace
from cchc.core.surveys.estimating.numbering import numbered

Floats = NDArray[np.float64]

PERSONS = -1
"""In place of a unit: the sampled unit of this stage is the person."""
NO_STAGE = -1
"""In place of a stratum: the error reckons with no such stage here."""


@dataclass(frozen=True, slots=True, eq=False)
class SampleStage:
    """One stage of the sample. By place: its stratum (`stratum`, inside the unit above) and its sampled unit (`unit`).
    By stratum: how many units were `drawn` and how many there `are` (infinite: unknown, or drawn with replacement),
    which share of the `above` was drawn at the stages above together, and the unit `inside` which it lies."""

    stratum: Codes
    unit: Codes
    drawn: Floats
    are: Floats
    above: Floats
    inside: Codes
    units: int


@dataclass(frozen=True, slots=True, eq=False)
class SurveySample:
    """The responses of counts in the design: by row of `AnswerCounts.people` the place in the design and the weight."""

    place: Codes
    weight: Floats
    people: Codes
    stages: tuple[SampleStage, ...]
    lonely: LonelyRule


def sample_of(counts: AnswerCounts, design: EstimationDesign) -> SurveySample:
    """Return the sample that was counted.

    Raises ValueError where a response stands in a place that the design has not, persons and larger units are drawn
    from one stratum, sizes of one stratum differ, or more was drawn than there is.
    """
    places = sorted(design.places, key=lambda one: one.place)
    position = {one.place: number for number, one in enumerate(places)}
    if strangers := [place for place in counts.places if place not in position]:
        raise ValueError(f"not in the design: {', '.join('/'.join(place) for place in strangers)}")
    if len(position) < len(places):
        raise ValueError("a place stands twice in the design")
    where = np.array([position[place] for place in counts.places], dtype=np.int64)
    place = where[counts.place] if len(counts.place) else counts.place
    people = summed(place, counts.people, len(places))
    weights = np.array([float(weight) for weight in counts.weights])
    weight = weights[counts.weight] if len(counts.weight) else np.zeros(0)
    return SurveySample(place, weight, counts.people, _stages(places, people), design.lonely)


def _stages(places: Sequence[SampledPlace], people: Floats) -> tuple[SampleStage, ...]:
    stages: list[SampleStage] = []
    for number in range(max((max(1, len(one.sizes)) for one in places), default=0)):
        stages.append(_stage(places, people, number, stages[-1] if stages else None))
    return tuple(stages)


def _stage(
    places: Sequence[SampledPlace], people: Floats, number: int, above: SampleStage | None
) -> SampleStage:
    strata: dict[tuple[PlaceKey, str], int] = {}
    units: dict[tuple[str, ...], int] = {}
    stratum_of, unit_of = [], []
    size_of: list[Fraction | None] = []
    drawn: list[float] = []
    of_persons: list[bool] = []
    inside, share = [], []
    for index, (place, sizes, later_strata) in enumerate(places):
        path = place[: number + 1]
        if number and number >= len(sizes):
            stratum_of.append(NO_STAGE)
            unit_of.append(PERSONS)
            continue
        if len(sizes) > len(place):
            raise ValueError(f"more stages than units and persons: {'/'.join(place)}")
        own = later_strata[number - 1] if 0 < number <= len(later_strata) else ""
        code = strata.setdefault((path, own), len(strata))
        size = sizes[number] if sizes else None
        persons = number + 1 >= len(place)
        if code == len(size_of):
            size_of.append(size)
            drawn.append(0)
            of_persons.append(persons)
            inside.append(above.unit[index] if above else 0)
            share.append(_share_above(above, index))
        if size_of[code] != size or of_persons[code] != persons:
            raise ValueError(f"two sizes or kinds of units in one stratum: {'/'.join((*path, own))}")
        if persons:
            drawn[code] += people[index]
        elif place[: number + 2] not in units:
            drawn[code] += 1
        stratum_of.append(code)
        unit_of.append(PERSONS if persons else units.setdefault(place[: number + 2], len(units)))
    are = [_population(size, count) for size, count in zip(size_of, drawn, strict=True)]
    names = list(strata)
    if too_many := [names[code] for code in range(len(are)) if drawn[code] > are[code]]:
        path, own = too_many[0]
        raise ValueError(f"more was drawn than there is: {'/'.join((*path, own))}")
    return SampleStage(
        stratum=np.array(stratum_of, dtype=np.int64),
        unit=np.array(unit_of, dtype=np.int64),
        drawn=np.array(drawn),
        are=np.array(are),
        above=np.array(share),
        inside=np.array(inside, dtype=np.int64),
        units=len(units),
    )


def _share_above(above: SampleStage | None, place: int) -> float:
    if above is None:
        return 1.0
    stratum = above.stratum[place]
    return float(above.above[stratum] * above.drawn[stratum] / above.are[stratum])


def _population(size: Fraction | None, drawn: float) -> float:
    """How many units there are: a size of 1 or less is the share that was drawn."""
    if size is None or size == 0:
        return inf
    return drawn / float(size) if size <= 1 else float(size)


def summed(codes: Codes, amounts: NDArray[np.float64] | NDArray[np.int64], size: int) -> Floats:
    """Return the sums of the amounts of each code below `size`, one added after the other in their order: the same
    digits on every machine, as a sum by the width of its processor or by BLAS would not have them."""
    return np.asarray(np.bincount(codes, weights=amounts, minlength=size), dtype=np.float64)


def variances(
    sample: SurveySample,
    domains: int,
    domain: Codes,
    row: Codes,
    influence: Floats,
    n: Codes,
) -> Floats:
    """Return the variance of the sum over persons of `influence` for each of `domains`: `n` persons of the people's
    `row` have it in `domain`; whoever is not given has 0 and stays in the design. NaN where the rule for lonely strata
    finds no other stratum.

    By stage: the squared distances of the totals of units from the mean of their stratum, units that have 0 among
    them, with the finite population of the stage and the shares drawn above it (Särndal, Swensson and Wretman 1992,
    4.3; Lumley 2010, 2.2 and 3.2).
    """
    found = np.zeros(domains)
    for stage in sample.stages:
        place = sample.place[row]
        taken = np.flatnonzero(stage.stratum[place] != NO_STAGE)
        if len(taken):
            found = found + _of_stage(
                stage, sample.lonely, domains, domain[taken], place[taken], influence[taken], n[taken]
            )
    return found


def _of_stage(
    stage: SampleStage,
    lonely: LonelyRule,
    domains: int,
    domain: Codes,
    place: Codes,
    influence: Floats,
    n: Codes,
) -> Floats:
    strata = len(stage.drawn)
    key, totals, units = _unit_totals(stage, domain, place, influence, n)
    groups, _first, group = numbered(key, domains * strata)
    stratum, of_domain = groups % strata, groups // strata
    drawn, are = stage.drawn[stratum], stage.are[stratum]
    mean = summed(group, totals * units, len(groups)) / drawn
    present = summed(group, units, len(groups))
    alone = drawn == 1
    centre = np.where(alone & (lonely is LonelyRule.ADJUST), 0.0, mean)
    distance = totals - centre[group]
    squares = summed(group, units * distance * distance, len(groups))
    squares = squares + (drawn - present) * centre * centre
    left = np.where(np.isinf(are), 1.0, (are - drawn) / np.where(np.isinf(are), 1.0, are))
    found = left * np.where(alone, 1.0, drawn / np.where(alone, 1.0, drawn - 1)) * squares
    found = np.where(left < 1e-7, 0.0, found)
    above = stage.above[stratum]
    if lonely is not LonelyRule.AVERAGE:
        return summed(of_domain, above * found, domains)
    return _averaged(stage, domains, of_domain, stratum, found, ~alone | (left < 1e-7))


def _averaged(
    stage: SampleStage, domains: int, domain: Codes, stratum: Codes, found: Floats, usable: NDArray[np.bool_]
) -> Floats:
    """The sums over strata, those with a lonely unit taken for the average of the others inside the same unit above."""
    parents, parent, count = np.unique(
        domain * (int(stage.inside.max()) + 1) + stage.inside[stratum],
        return_inverse=True,
        return_counts=True,
    )
    sums = summed(parent, np.where(usable, found, 0.0), len(parents))
    good = summed(parent, usable.astype(float), len(parents))
    above = np.zeros(len(parents))
    above[parent] = stage.above[stratum]
    spread = np.divide(sums * count, good, out=np.full(len(parents), np.nan), where=good > 0)
    spread = np.where(above > 0, above * spread, 0.0)
    return summed(parents // (int(stage.inside.max()) + 1), spread, domains)


def _unit_totals(
    stage: SampleStage, domain: Codes, place: Codes, influence: Floats, n: Codes
) -> tuple[Codes, Floats, Floats]:
    """By sampled unit of the stage that has anything: its domain and stratum as one key, its total, how many there are
    of it (persons of one kind stand together)."""
    strata = len(stage.drawn)
    key = domain * strata + stage.stratum[place]
    larger = stage.unit[place] != PERSONS
    if not larger.any():
        return key, influence, n.astype(float)
    units = domain[larger] * stage.units + stage.unit[place][larger]
    _found, first, unit = numbered(units, int(domain.max(initial=0) + 1) * stage.units)
    totals = summed(unit, influence[larger] * n[larger], len(first))
    keys = np.concatenate([key[~larger], key[larger][first]])
    return (
        keys,
        np.concatenate([influence[~larger], totals]),
        np.concatenate([n[~larger].astype(float), np.ones(len(totals))]),
    )
