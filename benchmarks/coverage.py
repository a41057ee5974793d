"""How often the 95 % intervals of estimates hold the truth: 2,000 samples of a made-up province, drawn by our sampler.

The province has four strata of 40 communes with 60 to 260 persons; what the people of a commune say is alike (the rates
of communes are spread), and each question has another rate, from 2 to 99 %. Five designs are drawn: persons in strata,
communes and persons with the finite population of both stages, communes by size (PPS), two communes a stratum, and one
commune alone; of the second also the men alone, as a domain. A rate between 20 and 90 % with at least 20 primary units
is to be held by 93 to 97 of 100 intervals, every other by at least 93. In one commune the persons are the primary
units, and how often an interval holds needs no drawing: how many of 60 are satisfied follows the hypergeometric law.
It is reckoned for every rate that the commune can have, of the logit interval, the exact one, and that of mid-P
(`mid_p`), which is between 93 and 97 at every rate of this commune, though not of others; and whether any width of
seven kinds of interval keeps that promise in communes of other sizes (`tuned`, docs/decisions/278).
Run by `make bench`; `python benchmarks/coverage.py 200` draws fewer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measuring.aims import judge

from cchc.core.surveys.estimating.counts import Coded, counts_of
from cchc.core.surveys.estimating.designs import EstimationDesign, SampledPlace
from cchc.core.surveys.estimating.estimands import share_of
from cchc.core.surveys.estimating.estimates import estimates_of, prepared_survey
from cchc.core.surveys.estimating.intervals import IntervalMethod, SpreadOf, share_intervals
from cchc.core.surveys.estimating.quantiles import beta_quantile
from cchc.core.surveys.sampling.draws import proportional_draw, simple_draw
from cchc.core.surveys.sampling.seeds import Seed

SAMPLES = 2000
STRATA, COMMUNES = 4, 40
RATES = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.99)
COMMUNE_SIZES = (80, 120, 260, 1000)
"""Communes of which is reckoned what any interval can do."""
SPREAD = 0.35
"""The standard deviation of the logits of the communes' rates: alike by about two and a half in a hundred."""


class Province(NamedTuple):
    """The made-up people: by person its commune (numbered through the strata), whether a man, and what is said to each
    question; the key of each person and commune as a frame would have it."""

    commune: NDArray[np.int64]
    man: NDArray[np.bool_]
    says: NDArray[np.int64]
    keys: Sequence[str]
    of_commune: Sequence[NDArray[np.int64]]


class DrawnSample(NamedTuple):
    """The persons drawn, in which place of the design each stands, and its weight."""

    persons: NDArray[np.int64]
    place: NDArray[np.int64]
    weight: Sequence[str]
    places: Sequence[SampledPlace]


def made_up_province() -> Province:
    """The people, the same in every run."""
    chance = np.random.Generator(np.random.Philox(2026))
    sizes = chance.integers(60, 261, STRATA * COMMUNES)
    commune = np.repeat(np.arange(len(sizes)), sizes)
    logit = np.log(np.array(RATES) / (1 - np.array(RATES)))
    of_stratum = np.repeat(chance.normal(0, 0.2, (STRATA, len(RATES))), COMMUNES, axis=0)
    rate = 1 / (1 + np.exp(-(logit + of_stratum + chance.normal(0, SPREAD, (len(sizes), len(RATES))))))
    says = (chance.random((len(commune), len(RATES))) < rate[commune]).astype(np.int64)
    keys = [f"{one}/{number}" for number, one in enumerate(commune.tolist())]
    of_commune = [np.flatnonzero(commune == one) for one in range(len(sizes))]
    return Province(commune, chance.random(len(commune)) < 0.45, says, keys, of_commune)


def persons_in_strata(province: Province, seed: Seed) -> DrawnSample:
    """Sixty persons of each stratum, drawn simply."""
    persons, places, weights = [], [], []
    for stratum in range(STRATA):
        inside = np.concatenate(province.of_commune[stratum * COMMUNES : (stratum + 1) * COMMUNES])
        persons.append(_drawn(province, seed, inside, 60))
        places.append(SampledPlace((str(stratum),), (Fraction(len(inside)),)))
        weights += [str(len(inside) / 60)] * 60
    return DrawnSample(np.concatenate(persons), np.repeat(np.arange(STRATA), 60), weights, places)


def communes_and_persons(communes: int, people: int) -> Callable[[Province, Seed], DrawnSample]:
    """So many communes of each stratum, drawn simply, and people of each; both finite populations are known."""

    def draw(province: Province, seed: Seed) -> DrawnSample:
        def chosen(stratum: int) -> Mapping[int, float]:
            inside = [str(one) for one in range(stratum * COMMUNES, (stratum + 1) * COMMUNES)]
            drawn = simple_draw(seed, inside, communes).drawn
            return {int(one): COMMUNES / communes for one in drawn}

        def sizes(commune: int) -> tuple[Fraction, ...]:
            return Fraction(COMMUNES), Fraction(len(province.of_commune[commune]))

        return _in_communes(province, seed, people, chosen, sizes)

    return draw


def communes_by_size(communes: int, people: int) -> Callable[[Province, Seed], DrawnSample]:
    """So many communes of each stratum with probabilities by their size, as if drawn with replacement, and people."""

    def draw(province: Province, seed: Seed) -> DrawnSample:
        def chosen(stratum: int) -> Mapping[int, float]:
            inside = range(stratum * COMMUNES, (stratum + 1) * COMMUNES)
            sizes = {str(one): Fraction(len(province.of_commune[one])) for one in inside}
            found = proportional_draw(seed, sizes, communes, path=(str(stratum),))
            return {int(one): float(1 / found.probability[one]) for one in found.drawn}

        return _in_communes(province, seed, people, chosen, lambda commune: ())

    return draw


def one_commune(province: Province, seed: Seed) -> DrawnSample:
    """Sixty persons of the largest commune."""
    inside = max(province.of_commune, key=len)
    place = SampledPlace(("",), (Fraction(len(inside)),))
    return DrawnSample(
        _drawn(province, seed, inside, 60),
        np.zeros(60, dtype=np.int64),
        [str(len(inside) / 60)] * 60,
        [place],
    )


def _in_communes(
    province: Province,
    seed: Seed,
    people: int,
    chosen: Callable[[int], Mapping[int, float]],
    sizes: Callable[[int], tuple[Fraction, ...]],
) -> DrawnSample:
    persons, places, weights = [], [], []
    for stratum in range(STRATA):
        for commune, weight in chosen(stratum).items():
            inside = province.of_commune[commune]
            persons.append(_drawn(province, seed, inside, people))
            places.append(SampledPlace((str(stratum), str(commune)), sizes(commune)))
            weights += [f"{weight * len(inside) / people:.9f}"] * people
    place = np.repeat(np.arange(len(places)), people)
    return DrawnSample(np.concatenate(persons), place, weights, places)


def _drawn(province: Province, seed: Seed, inside: NDArray[np.int64], people: int) -> NDArray[np.int64]:
    position = {province.keys[one]: one for one in inside.tolist()}
    return np.array([position[key] for key in simple_draw(seed, list(position), people).drawn])


QUESTIONS = [f"q{number}" for number in range(len(RATES))]
SHARES = [share_of(question, ["1"], ["0", "1"]) for question in QUESTIONS]


def limits(
    sample: DrawnSample, province: Province, men: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lower and upper limits of all questions."""
    people, questions = len(sample.persons), len(RATES)
    strata = [one.place[0] for one in sample.places]
    units = [one.place[1] if len(one.place) > 1 else "" for one in sample.places]
    each = np.tile(np.arange(people), questions + 1)
    item = np.repeat(np.arange(questions + 1), people)
    says = np.append(np.zeros(people, dtype=np.int64), province.says[sample.persons].T.ravel())
    weights = sorted(set(sample.weight))
    code = {weight: number for number, weight in enumerate(weights)}
    weight = np.array([code[weight] for weight in sample.weight])
    counts = counts_of(
        {
            "stratum": Coded(sample.place[each], strata),
            "primary_unit": Coded(sample.place[each], units),
            "weight": Coded(weight[each], weights),
            "unit": Coded(province.man[sample.persons][each].astype(np.int64), ["nữ", "nam"]),
            "item": Coded(item, ["", *QUESTIONS]),
            "level": Coded(says, ["0", "1"]),
            "n": np.ones(len(each), dtype=np.int64),
        }
    )
    survey = prepared_survey(counts, EstimationDesign(tuple(sample.places)))
    table = estimates_of(survey, SHARES, where={"unit": {"nam"}} if men else {})
    return table.low[:, 0], table.high[:, 0]


class CoverageCase(NamedTuple):
    """A design, how many primary units a sample of it has, and of whom the rate is."""

    name: str
    draw: Callable[[Province, Seed], DrawnSample]
    primaries: int
    men: bool = False
    largest_commune: bool = False


CASES = (
    CoverageCase("persons in strata, 240", persons_in_strata, 240),
    CoverageCase("24 communes, 20 persons each", communes_and_persons(6, 20), 24),
    CoverageCase("24 communes, 20 persons each, men", communes_and_persons(6, 20), 24, men=True),
    CoverageCase("24 communes by size, 20 persons each", communes_by_size(6, 20), 24),
    CoverageCase("8 communes, 40 persons each", communes_and_persons(2, 40), 8),
    CoverageCase("one commune, 60 persons", one_commune, 60, largest_commune=True),
)


def covered(
    case: CoverageCase, province: Province, samples: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """The true rates, which share of the samples holds each, and the mean width of the intervals."""
    whom = np.arange(len(province.commune))
    if case.largest_commune:
        whom = max(province.of_commune, key=len)
    if case.men:
        whom = whom[province.man[whom]]
    truth = province.says[whom].mean(axis=0)
    held, width = np.zeros(len(RATES)), np.zeros(len(RATES))
    for number in range(samples):
        low, high = limits(case.draw(province, Seed(f"{case.name} {number}")), province, case.men)
        held += (low <= truth) & (truth <= high)
        width += np.where(np.isnan(low), 1, high - low)
    return truth, held / samples, width / samples


def tried(inside: int, people: int) -> NDArray[np.float64]:
    """The chance of each number of satisfied persons of `people` who are drawn (column), by how many of those `inside`
    the commune are satisfied (row)."""
    factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, inside + 1)))])

    def chosen(of: NDArray[np.int64], some: NDArray[np.int64]) -> NDArray[np.float64]:
        possible = (some >= 0) & (some <= of)
        few = np.where(possible, some, 0)
        logarithm = factorial[of] - factorial[few] - factorial[of - few]
        return np.where(possible, np.exp(logarithm), 0.0)

    satisfied, said = np.arange(inside + 1)[:, None], np.arange(people + 1)[None, :]
    every = np.exp(factorial[inside] - factorial[people] - factorial[inside - people])
    return chosen(satisfied, said) * chosen(inside - satisfied, people - said) / every


def holding(method: IntervalMethod, inside: int, people: int) -> NDArray[np.bool_]:
    """Whether the interval of a method holds the truth, by the truth (row) and what was said (column)."""
    rate = np.arange(people + 1) / people
    variance = (inside - people) / inside * rate * (1 - rate) / (people - 1)
    same = np.full(people + 1, float(people))
    spread = SpreadOf(rate, variance, same - 1, same, same, same, variance <= 0, census=False)
    low, high = share_intervals(spread, 0.95, method)
    truth = np.arange(inside + 1)[:, None] / inside
    return (low <= truth + 1e-12) & (truth <= high + 1e-12)


def mid_p(chances: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether the interval of mid-P holds the truth: those rates by which neither this number or fewer nor this number
    or more is rarer than 2.5 of 100, the number itself counting half (H. Lancaster, "Significance tests in discrete
    distributions", Journal of the American Statistical Association 56 (1961); G. Berry and P. Armitage, "Mid-P
    confidence intervals: a brief review", The Statistician 44 (1995))."""
    or_fewer = np.cumsum(chances, axis=1) - chances / 2
    return (or_fewer > 0.025) & (or_fewer < 0.975)


def reckoned(inside: int, people: int = 60) -> Mapping[str, NDArray[np.float64]]:
    """By kind of interval how often it holds each rate from 20 to 90 % that the persons inside a commune can have,
    where so many people are drawn."""
    chances = tried(inside, people)
    rates = np.arange(inside + 1) / inside
    middle = (rates >= 0.2) & (rates <= 0.9)
    held = {
        str(method): holding(method, inside, people)
        for method in (IntervalMethod.SUITED, IntervalMethod.EXACT)
    }
    held["mid-p"] = mid_p(chances)
    return {name: (chances * holds).sum(axis=1)[middle] for name, holds in held.items()}


class Tuned(NamedTuple):
    """A kind of interval whose width one constant sets: between which constants it holds every rate by 93 to 97 of 100
    intervals (None: with none), and how many rates the best constant leaves outside."""

    kind: str
    holding: tuple[float, float] | None
    outside: int


def tuned(inside: int, people: int = 60) -> Iterator[Tuned]:
    """Yield what each kind of interval can do at best for rates from 20 to 90 % of so many persons, of whom so many are
    drawn: on the logit scale and on that of the arcsine as wide as any number of standard errors, Wilson's, those of
    Korn and Graubard and of Jeffreys for the effective number of persons with any tail (N. Dean and M. Pagano,
    "Evaluating confidence interval methods for binomial proportions in clustered surveys", Journal of Survey Statistics
    and Methodology 3 (2015); C. Franco and others, "Comparative study of confidence intervals for proportions in
    complex sample surveys", ibid. 7 (2019)), and the exact one and that of mid-P of the hypergeometric law with any
    tail (J. Buonaccorsi, "A note on confidence intervals for proportions in finite populations", The American
    Statistician 41 (1987))."""
    chances = tried(inside, people)
    rates = np.arange(inside + 1) / inside
    middle = (rates >= 0.2) & (rates <= 0.9)
    chances, truth = chances[middle], rates[middle, None]
    end = 1 / (4 * people)  # nobody, or everybody: no rate of these is held, however it is taken
    rate = np.clip(np.arange(people + 1) / people, end, 1 - end)
    effective = (people - 1) * inside / (inside - people)
    logit, angle = np.log(rate / (1 - rate)), np.arcsin(np.sqrt(rate))
    or_fewer = chances.cumsum(axis=1)

    def by_logit(times: float) -> NDArray[np.bool_]:
        half = times / np.sqrt(effective * rate * (1 - rate))
        return np.asarray(np.abs(np.log(truth / (1 - truth)) - logit) <= half)

    def by_arcsine(times: float) -> NDArray[np.bool_]:
        return np.asarray(np.abs(np.arcsin(np.sqrt(truth)) - angle) <= times / 2 / np.sqrt(effective))

    def by_wilson(times: float) -> NDArray[np.bool_]:
        return np.asarray(np.abs(rate - truth) <= times * np.sqrt(truth * (1 - truth) / effective))

    def by_beta(shift: float) -> Callable[[float], NDArray[np.bool_]]:
        a, b = rate * effective, (1 - rate) * effective

        def within(tail: float) -> NDArray[np.bool_]:
            low = beta_quantile(tail, a + shift, b + 1 - shift)
            return (low <= truth) & (truth <= beta_quantile(1 - tail, a + 1 - shift, b + shift))

        return within

    def by_law(own: float) -> Callable[[float], NDArray[np.bool_]]:
        fewer, more = or_fewer - own * chances, 1 - or_fewer + (1 - own) * chances
        return lambda tail: (fewer > tail) & (more > tail)

    times, tails = np.arange(1.8, 2.2, 0.002), np.arange(0.015, 0.045, 0.0005)
    kinds = {
        "logit": (by_logit, times),
        "arcsine": (by_arcsine, times),
        "Wilson": (by_wilson, times),
        "Korn–Graubard": (by_beta(0.0), tails),
        "Jeffreys": (by_beta(0.5), tails),
        "exact": (by_law(0.0), tails),
        "mid-P": (by_law(0.5), tails),
    }
    for kind, (holds, constants) in kinds.items():
        held = [(chances * holds(float(one))).sum(axis=1) for one in constants]
        outside = [int(((one < 0.93) | (one > 0.97)).sum()) for one in held]
        good = [float(one) for one, out in zip(constants, outside, strict=True) if not out]
        yield Tuned(kind, (good[0], good[-1]) if good else None, min(outside))


def main(samples: int) -> None:
    """Draw, and print a line for each design and question."""
    province = made_up_province()
    outside = 0
    for case in CASES:
        truth, held, width = covered(case, province, samples)
        for rate, share, wide in zip(truth.tolist(), held.tolist(), width.tolist(), strict=True):
            middle = 0.2 <= rate <= 0.9 and case.primaries >= 20
            good = 0.93 <= share <= (0.97 if middle else 1)
            outside += not good
            print(
                f"{case.name}: rate {rate:.1%} held by {share:.2%} of the intervals, mean width {wide:.1%}"
                f"{'' if good else ' !'}",
                flush=True,
            )
    inside = max(len(one) for one in province.of_commune)
    for name, holds in reckoned(inside).items():
        print(
            f"one commune of {inside}, by reckoning: {name} holds {holds.min():.2%} to {holds.max():.2%}, on average "
            f"{holds.mean():.2%}; more than 97 of 100 at {(holds > 0.97).sum()} of {len(holds)} rates"
        )
    for size in COMMUNE_SIZES:
        for one in tuned(size):
            can = f"{one.holding[0]:.4g} to {one.holding[1]:.4g}" if one.holding else "with no constant"
            print(
                f"one commune of {size}: {one.kind} holds every rate {can}; at best {one.outside} are outside"
            )
    judge("rates held by fewer intervals than 93 of 100, or in the middle by more than 97", outside, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
