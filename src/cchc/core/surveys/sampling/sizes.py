"""How many are asked: the formulas of sample sizes, exact, rounded up.

Every size is a whole number, rounded up once, at the end: a part of a person answers nothing, and rounding down would
break the promised margin. Sources: T. Yamane, Statistics (1967), for N/(1+N·e²); W. G. Cochran, Sampling Techniques
(1977), 4.4 and 4.6, for proportions with a finite population; L. Kish, Survey Sampling (1965), for the design effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from statistics import NormalDist

from cchc.core.words.messages import Fault, Faults, Message, Place

CONFIDENCE = Fraction(95, 100)
HALF = Fraction(1, 2)
MOST_PEOPLE = 10**10
_PLACES_OF_Z = 15


@dataclass(frozen=True, slots=True)
class SampleSize:
    """A sample size: how many `answers` are needed, how many are `asked` for that at the expected response rate, and
    the `exact` number that was rounded up to `answers`. `everybody`: no more are there, the whole population is asked.
    """

    answers: int
    asked: int
    exact: Fraction
    everybody: bool = False


def size_by_error(population: int, error: Fraction) -> SampleSize:
    """Return the size n = N/(1 + N·e²), which offices use, for a population and an error e such as 5/100.

    Raises `Faults` with everything that is wrong in the figures.

    >>> size_by_error(1000, Fraction(5, 100)).answers, size_by_error(20, Fraction(5, 100)).answers
    (286, 20)
    """
    _refuse(_population_faults(population) + _share_faults(error, ERROR_WORDS))
    exact = Fraction(population) / (1 + population * error**2)
    return SampleSize(ceil(exact), ceil(exact), exact, ceil(exact) == population)


def size_of_proportion(
    margin: Fraction,
    confidence: Fraction = CONFIDENCE,
    *,
    proportion: Fraction = HALF,
    population: int | None = None,
    design_effect: Fraction = Fraction(1),
    response: Fraction = Fraction(1),
) -> SampleSize:
    """Return the size with which a proportion is estimated within ± `margin` at a `confidence`.

    n₀ = z²·p·(1 − p)/margin²; of a finite population n = n₀/(1 + (n₀ − 1)/N); times the design effect; rounded up to
    answers. Asked are answers divided by the response rate that is expected, rounded up. Neither is above the
    population. Raises `Faults` with everything that is wrong in the figures.

    >>> size_of_proportion(Fraction(5, 100)).answers
    385
    >>> size = size_of_proportion(Fraction(5, 100), population=1000, response=Fraction(8, 10))
    >>> size.answers, size.asked, size.everybody
    (278, 348, False)
    """
    faults = _share_faults(margin, MARGIN_WORDS) + _share_faults(confidence, CONFIDENCE_WORDS)
    faults += _share_faults(proportion, PROPORTION_WORDS)
    faults += [] if population is None else _population_faults(population)
    faults += [] if design_effect > 0 else [_fault(design_effect, ABOVE_ZERO, EFFECT_WORDS)]
    faults += [] if 0 < response <= 1 else [_fault(response, RATE, RESPONSE_WORDS)]
    _refuse(faults)
    exact = normal_quantile(confidence) ** 2 * proportion * (1 - proportion) / margin**2
    if population is not None:
        exact = exact / (1 + (exact - 1) / population)
    exact *= design_effect
    answers = ceil(exact)
    asked = ceil(answers / response)
    if population is not None and asked >= population:
        return SampleSize(min(answers, population), population, exact, True)
    return SampleSize(answers, asked, exact)


def normal_quantile(confidence: Fraction) -> Fraction:
    """Return z between whose −z and z the standard normal distribution has the share `confidence`, to 15 places.

    >>> round(float(normal_quantile(Fraction(95, 100))), 6)
    1.959964
    """
    scale = 10**_PLACES_OF_Z
    return Fraction(round(NormalDist().inv_cdf(float((1 + confidence) / 2)) * scale), scale)


SHARE = Message("a share between 0 and 1, such as 0,05 for 5 %")
RATE = Message("a share above 0 and up to 1, such as 0,8 for 80 %")
ABOVE_ZERO = Message("a number above 0")
PEOPLE = Message("a whole number from 1 on")
POPULATION_WORDS = Message("The population is no number of people: state how many there are.")
ERROR_WORDS = Message("The accepted error is no share: write 0,05 for 5 %.")
MARGIN_WORDS = Message("The margin is no share: write 0,05 for 5 %.")
CONFIDENCE_WORDS = Message("The confidence is no share: write 0,95 for 95 %.")
PROPORTION_WORDS = Message(
    "The expected proportion is none that can be estimated: take 0,5 where nothing is known."
)
EFFECT_WORDS = Message("The design effect is no factor: 1 is the simple draw, 1,5 to 3 are usual for areas.")
RESPONSE_WORDS = Message("The expected response rate is no share of those who are asked.")


def _share_faults(share: Fraction, why: Message) -> list[Fault]:
    return [] if 0 < share < 1 else [_fault(share, SHARE, why)]


def _population_faults(population: int) -> list[Fault]:
    return [] if 1 <= population <= MOST_PEOPLE else [_fault(population, PEOPLE, POPULATION_WORDS)]


def _fault(found: Fraction | int, expected: Message, why: Message) -> Fault:
    return Fault(Place(), str(found), expected, why)


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise Faults(faults)
