"""The design of a survey: who is asked about which units, how many, drawn how; as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from cchc.core.surveys.sampling.allocation import AllocationRule

ANY_KIND = ""
"""The kind under which a number holds for rated units of every kind."""

NumberByKind = Mapping[str, int]
"""How many, by the kind of the rated unit; under `ANY_KIND` for all of them."""


class DrawMethod(StrEnum):
    """How a stage is drawn: everybody, by permanent numbers alone, at equal steps, or by size (systematic PPS)."""

    ALL = "all"
    SIMPLE = "simple"
    SYSTEMATIC = "systematic"
    PPS = "pps"


class SizeRule(StrEnum):
    """What the number of a stage says: so many in each unit above or stratum, so many in all, a share of each, or what
    the formulas of sample sizes say in all (`error`: N/(1+N·e²); `margin`: of a proportion)."""

    TAKE = "take"
    TOTAL = "total"
    SHARE = "share"
    ERROR = "error"
    MARGIN = "margin"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ProportionAim:
    """What a sample is to reach: a margin at a confidence, with a design effect and an expected response rate."""

    margin: Fraction
    confidence: Fraction = Fraction(95, 100)
    proportion: Fraction = Fraction(1, 2)
    design_effect: Fraction = Fraction(1)
    response: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class DesignStage:
    """One stage of a draw. `unit` is the column of the frame by which its units are told apart, "" the rows themselves;
    `strata` and `order` are columns, and `size` the one with the sizes (PPS; without it the rows are counted).

    `number` belongs to `TAKE` and `TOTAL` (under `ANY_KIND`), `share` to `SHARE` and `ERROR`, `aim` to `MARGIN`. Of
    those taken `wanted` answers are enough; `reserve` are kept to be called up.
    """

    unit: str = ""
    rule: SizeRule = SizeRule.ALL
    number: NumberByKind = field(default_factory=dict)
    share: Fraction | None = None
    aim: ProportionAim | None = None
    method: DrawMethod = DrawMethod.SIMPLE
    strata: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    size: str = ""
    allocation: AllocationRule = AllocationRule.PROPORTIONAL
    exponent: Fraction = Fraction(1, 2)
    spread: Mapping[str, Fraction] = field(default_factory=dict)
    least: int = 1
    wanted: NumberByKind = field(default_factory=dict)
    reserve: NumberByKind = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DesignGroup:
    """A group of respondents: how many in all (`count`) or about each rated unit (`per_unit`), or what the stages say;
    the channels with their shares (none: one channel without a name); the kinds of units that it `rates` (none: all).
    """

    code: str
    name: str
    count: int | None = None
    per_unit: NumberByKind = field(default_factory=dict)
    channels: Mapping[str, Fraction] = field(default_factory=dict)
    stages: tuple[DesignStage, ...] = ()
    rates: tuple[str, ...] = ()

    @property
    def is_by_unit(self) -> bool:
        """Whether its people answer about one rated unit each, and not about all of them together."""
        return self.count is None

    def is_about(self, kind: str) -> bool:
        """Whether it answers about units of a kind."""
        return not self.rates or kind in self.rates


@dataclass(frozen=True, slots=True)
class RatedUnits:
    """The units that are rated: what they are called, and how many there are of each kind (`ANY_KIND`: without)."""

    word: str = ""
    kinds: NumberByKind = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RatedUnit:
    """A rated unit by name and kind."""

    name: str
    kind: str = ANY_KIND


@dataclass(frozen=True, slots=True)
class StatedQuota:
    """A target that the design states: of a cell, or of the margin over whatever is left out (None); with its line."""

    unit: str | None
    group: str | None
    channel: str | None
    target: int
    line: int | None = None


@dataclass(frozen=True, slots=True)
class PopulationSize:
    """How many units the population has in a place: primary units in ("stratum",), secondary units or persons in
    ("stratum", "primary unit"); a number of 1 or less is the share that was drawn."""

    place: tuple[str, ...]
    size: Fraction


@dataclass(frozen=True, slots=True)
class MarginTotals:
    """Known totals of the population by the values of a column: one of them is post-stratification, several raking."""

    column: str
    totals: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class AnsweredFactor:
    """A factor of an estimate: its code, its name, the columns of its items."""

    code: str
    name: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedAmount:
    """A mean or a total of the column `item`: of the `points` of its answers, of its numbers where there are none."""

    code: str
    name: str
    item: str
    points: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskedRatio:
    """A ratio of the sums of two columns of numbers."""

    code: str
    name: str
    above: str
    below: str


FEWEST_PRINTED = 3
"""A figure of fewer answers is never printed: of two, each learns what the other said."""


@dataclass(frozen=True, slots=True)
class EstimationPlan:
    """What an estimate needs to know of a file of answers: its columns by their part (`stratum`, `primary_unit`,
    `secondary_unit`, `tertiary_unit`, `weight`, `unit`, `group`), items and factors, which levels are satisfied and
    which say nothing, sizes of the population, margins, the rule for lonely strata, the fewest answers to be printed.
    `units` are the only rated units that may occur (none: any); `silent` are sampled places in which nobody answered;
    `means`, `ratios` and `totals` are asked besides the satisfaction rates.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    factors: tuple[AnsweredFactor, ...] = ()
    satisfied: tuple[str, ...] = ("4", "5")
    valid: tuple[str, ...] = ("1", "2", "3", "4", "5")
    missing: tuple[str, ...] = ()
    populations: tuple[PopulationSize, ...] = ()
    margins: tuple[MarginTotals, ...] = ()
    lonely: str = "adjust"
    confidence: Fraction = Fraction(95, 100)
    minimum_n: int = 30
    units: tuple[str, ...] = ()
    silent: tuple[tuple[str, ...], ...] = ()
    means: tuple[AskedAmount, ...] = ()
    ratios: tuple[AskedRatio, ...] = ()
    totals: tuple[AskedAmount, ...] = ()

    @property
    def asked_names(self) -> Mapping[str, str]:
        """The names of means, totals and ratios by their codes, in this order."""
        amounts = {one.code: one.name for one in (*self.means, *self.totals)}
        return amounts | {one.code: one.name for one in self.ratios}


@dataclass(frozen=True, slots=True)
class SurveyDesign:
    """The whole design, as its file says it; `columns` are headings of the frame by the field that they stand for."""

    code: str
    title: str
    groups: tuple[DesignGroup, ...]
    year: int | None = None
    source: str = ""
    seed: str = ""
    total: int | None = None
    rated: RatedUnits = field(default_factory=RatedUnits)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quotas: tuple[StatedQuota, ...] = ()
    estimation: EstimationPlan = field(default_factory=EstimationPlan)

    def group(self, code: str) -> DesignGroup:
        """Return the group of a code. Raises KeyError."""
        return {one.code: one for one in self.groups}[code]


def number_of(number: NumberByKind, kind: str) -> int | None:
    """Return the number for a kind of rated unit, None where there is none.

    >>> number_of({"Phường": 200, "Xã": 150}, "Xã"), number_of({ANY_KIND: 60}, "Xã"), number_of({}, "Xã")
    (150, 60, None)
    """
    return number.get(kind, number.get(ANY_KIND))


def people_by_kind(design: SurveyDesign, group: DesignGroup) -> dict[str, int] | None:
    """Return how many answers of a group are wanted in all rated units of each kind; None where the frame decides.

    >>> kinds = RatedUnits("xã", {"Phường": 43, "Xã": 48})
    >>> people = DesignGroup("nguoi_dan", "Người dân", per_unit={"Phường": 200, "Xã": 150})
    >>> people_by_kind(SurveyDesign("x", "X", (people,), rated=kinds), people)
    {'Phường': 8600, 'Xã': 7200}
    """
    if group.count is not None:
        return {ANY_KIND: group.count}
    if group.per_unit:
        return {
            kind: units * (number_of(group.per_unit, kind) or 0)
            for kind, units in design.rated.kinds.items()
            if group.is_about(kind)
        } or None
    numbers = stage_numbers(design, group)
    return numbers[-1] if numbers else None


def stage_numbers(design: SurveyDesign, group: DesignGroup) -> list[dict[str, int] | None]:
    """Return how many units each stage of a group has in all rated units of each kind, in the last stage the answers
    that are wanted; None from where the frame decides (of a number for each stratum it alone knows how many there are).

    >>> stages = tuple(DesignStage(unit, SizeRule.TAKE, {ANY_KIND: n}) for unit, n in (("Huyện", 3), ("", 30)))
    >>> people = DesignGroup("nguoi_dan", "Người dân", stages=stages)
    >>> stage_numbers(SurveyDesign("x", "X", (people,), rated=RatedUnits("tỉnh", {ANY_KIND: 1})), people)
    [{'': 3}, {'': 90}]
    """
    units = {kind: number for kind, number in design.rated.kinds.items() if group.is_about(kind)}
    above: dict[str, int] | None = units or None
    found: list[dict[str, int] | None] = []
    for stage in group.stages:
        if stage.rule is SizeRule.TOTAL:
            above = {ANY_KIND: number_of(stage.number, ANY_KIND) or 0}
        elif stage.rule is SizeRule.TAKE and above is not None and not stage.strata:
            above = {kind: many * (number_of(stage.number, kind) or 0) for kind, many in above.items()}
        else:
            above = None
        found.append(above)
    if found and above is not None and group.stages[-1].wanted:
        found[-1] = _wanted(above, group.stages[-1])
    return found


def _wanted(taken: dict[str, int], stage: DesignStage) -> dict[str, int]:
    wanted = {}
    for kind, people in taken.items():
        each, enough = number_of(stage.number, kind), number_of(stage.wanted, kind)
        wanted[kind] = people if not each or enough is None else people // each * enough
    return wanted
