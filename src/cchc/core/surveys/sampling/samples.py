"""What a draw of a whole design gives: its cases, the units that were drawn on the way, sizes of the population."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from cchc.core.surveys.sampling.design import PopulationSize
from cchc.core.words.messages import Message, Notice
from cchc.core.words.numbers import plain

BETWEEN = " · "
REPLACED_WEIGHT = Message(
    "A unit that takes the place of another weighs by its own probability, as if it had been drawn itself; "
    "whom it stands for, and why, is kept."
)


class Replacement(NamedTuple):
    """That a drawn unit (by its names from the top) or row (by its key) cannot be asked, and why: the next reserve of
    its stratum takes its place."""

    group: str
    what: tuple[str, ...]
    reason: str
    is_row: bool = True


@dataclass(frozen=True, slots=True)
class DrawnCase:
    """A case: the position of its row in the frame and its key; group, rated unit, the units by stage; its inclusion
    probability, that of each stage, and its weight 1/probability as an exact decimal.

    `reserve` is its place among those to be called up, 0 for a drawn one; `replaces` the key for which it was called
    up, with the `reason`. `place` is what an estimate needs: stratum, then the primary and further units, where these
    are not the person; units that were taken for certain are strata.
    """

    at: int
    key: str
    group: str
    unit: str
    path: tuple[str, ...]
    stages: tuple[Fraction, ...]
    place: tuple[str, ...]
    reserve: int = 0
    replaces: str = ""
    reason: str = ""

    @property
    def probability(self) -> Fraction:
        """The inclusion probability: the product of those of the stages."""
        return product_of(self.stages)

    @property
    def weight(self) -> str:
        """The weight: 1/probability as a plain decimal of at most 12 places, which is what every sum reckons with."""
        return weight_text(self.probability)


@dataclass(frozen=True, slots=True)
class DrawnUnit:
    """A unit of a stage above the rows, by its names from the top: probability inside the unit above, whether it was
    certain, its place among the reserve (0: drawn), whom it replaces and why."""

    group: str
    stage: int
    path: tuple[str, ...]
    stratum: str
    probability: Fraction
    is_certain: bool = False
    reserve: int = 0
    replaces: str = ""
    reason: str = ""


@dataclass(slots=True)
class DrawnSample:
    """A sample: cases in order, those of the reserve behind the drawn ones of their cell; units; how many the
    population has in each place; what should be looked at."""

    cases: list[DrawnCase] = field(default_factory=list)
    units: list[DrawnUnit] = field(default_factory=list)
    populations: list[PopulationSize] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def drawn(self) -> list[DrawnCase]:
        """The cases that are asked first."""
        return [case for case in self.cases if not case.reserve]


def populations_of_cases(sample: DrawnSample) -> list[PopulationSize]:
    """Return the sizes of the population that hold for cases of which stratum and primary unit are kept: those of
    strata, and those of primary units in which persons were drawn, not further units."""
    deep = {case.place[:2] for case in sample.cases if len(case.place) > 2}
    return [one for one in sample.populations if len(one.place) <= 2 and one.place not in deep]


def weight_text(probability: Fraction) -> str:
    """Return the weight of an inclusion probability as a plain decimal of at most 12 places.

    >>> weight_text(Fraction(3, 400)), weight_text(Fraction(1, 8))
    ('133.333333333333', '8')
    """
    return plain(1 / probability)


def product_of(probabilities: Iterable[Fraction]) -> Fraction:
    """Return the product of the probabilities of the stages.

    >>> product_of([Fraction(1, 2), Fraction(1, 3)])
    Fraction(1, 6)
    """
    whole = Fraction(1)
    for one in probabilities:
        whole *= one
    return whole
