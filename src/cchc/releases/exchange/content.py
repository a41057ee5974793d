"""What a release tells the public: values complete in themselves, as exact as the points they come from.

A release is made into a `PublicContent` once, from the database; whatever prints or serves public figures afterwards
(the bundle, the portal, its open data, the letters) reads these values and nothing else. What the level of a release
withholds is not in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from cchc.core.scoring.ledgers import LeafScore


class Level(StrEnum):
    """How much of the results is public, each with what stands before it.

    `INDEX`: index, rank, class and sums of the units. `CRITERIA`: sums of every domain and criterion above the leaves.
    `LEAVES`: every leaf with what was declared, its points, losses and derivation.
    """

    INDEX = "index"
    CRITERIA = "criteria"
    LEAVES = "leaves"


@dataclass(frozen=True, slots=True)
class ReleaseDecision:
    """The decision by which the results are released: number and symbol, day, and who signed it (office, not a
    clerk)."""

    number: str
    on: date
    signer: str


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A public figure that differs from the release before: `unit` and `node` say where (an empty `node` is the unit as
    a whole), `what` is "points", "index", "rank" or "grade", before and after are exact texts (empty: none)."""

    unit: str
    node: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReleaseHead:
    """What stands above a release. `number` counts the releases of a year from 1.

    A correction `replaces` the release of that number, for a public `reason`, and names what changed.
    """

    year: int
    number: int
    cycle: str
    province: str
    level: Level
    decision: ReleaseDecision
    published_on: date
    replaces: int | None = None
    reason: str = ""
    changes: tuple[FigureChange, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicAccount:
    """The account of a unit, node or leaf: maximum + bonus = points + losses + pending, all in points, exact.

    `losses` are the amounts by code; `survey` is what of the points came from surveys; `waiting` counts the leaves that
    are not scored yet, a bonus or penalty among them, which is no pending point: with one there is no index.
    """

    maximum: Fraction
    bonus: Fraction
    points: Fraction
    pending: Fraction
    penalty: Fraction
    survey: Fraction
    waiting: int
    losses: Mapping[str, Fraction]

    @property
    def lost(self) -> Fraction:
        """The sum of the losses."""
        return sum(self.losses.values(), start=Fraction(0))


@dataclass(frozen=True, slots=True)
class PublicDerivation:
    """How the points of a leaf follow from its rule: the rule line, what was declared (label and exact text, in order),
    the ends of the peer group where the rule compares, and the steps (words in Vietnamese, arithmetic, value)."""

    rule: str
    figures: tuple[tuple[str, str], ...]
    peer_range: tuple[Fraction, Fraction] | None
    steps: tuple[tuple[str, str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class PublicEstimate:
    """What a survey found for a declared figure of a leaf: the figure's name, names of questionnaire and survey, value
    and 95 % interval (exact, as the figure is declared: a percentage is its ratio; None without an interval), how many
    valid answers of how many forms (`base`), and the SHA-256 of the estimate's counts and design."""

    figure: str
    questionnaire: str
    survey: str
    value: Fraction
    low: Fraction | None
    high: Fraction | None
    answers: int
    base: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PublicLeaf:
    """One leaf of a unit in the decided stage: what was given (points, figures by name, "not_applicable", or None while
    pending), its account and derivation. `provisional` is the reason, as the council gave it, why the points may still
    change; a loss is its code, the points and why, in Vietnamese words (empty: the points were stated). A percentage
    among the figures is its ratio, as rules take it. `estimates` are the results of surveys from which it is made."""

    given: LeafScore | None
    account: PublicAccount
    losses: tuple[tuple[str, Fraction, str], ...] = ()
    derivation: PublicDerivation | None = None
    provisional: str = ""
    estimates: tuple[PublicEstimate, ...] = ()


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A unit that went into this one: its key, name, how ("merge", "split", "rename", "move") and on which day."""

    key: str
    name: str
    how: str
    on: date


@dataclass(frozen=True, slots=True)
class PublicUnit:
    """One unit of a release, under the name it bore in the cycle.

    `key` is its public name in addresses and files: small Latin letters, digits and hyphens, given once and never
    given to another unit, whatever the unit is called later. `nodes` by number: criteria above the leaves, from level
    `CRITERIA`; `leaves` from level `LEAVES`. `index` is percent 0–100, exact; `printed` the same as it is printed.
    Without an index there is neither rank nor class.
    """

    key: str
    name: str
    code: str
    kind: str
    set_code: str
    group: str
    account: PublicAccount
    index: Fraction | None
    printed: str
    rank: int | None
    grade: str
    lineage: tuple[Ancestor, ...] = ()
    nodes: Mapping[str, PublicAccount] = field(default_factory=dict)
    leaves: Mapping[str, PublicLeaf] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PublicGroup:
    """One peer group of a set: its units by key in rank order, mean, highest and lowest of the exact indices (percent),
    and the ends of the leaves that compare, by number."""

    set_code: str
    name: str
    units: tuple[str, ...]
    mean: Fraction | None
    highest: Fraction | None
    lowest: Fraction | None
    peer_ranges: Mapping[str, tuple[Fraction, Fraction]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PublicSet:
    """A criteria version that was applied: its code in addresses and files, name, version, and the whole of it as TOML
    (docs/criteria-format.md)."""

    code: str
    name: str
    version: str
    toml: str


@dataclass(frozen=True, slots=True)
class SurveyFigure:
    """A figure of a survey from which points of a leaf were made: the unit's key, the leaf, the source's printed name,
    and the exact figure by name. Never an answer of a person."""

    unit: str
    leaf: str
    source: str
    figures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PublicContent:
    """All that a release makes public, at its level."""

    head: ReleaseHead
    sets: tuple[PublicSet, ...]
    groups: tuple[PublicGroup, ...]
    units: tuple[PublicUnit, ...]
    surveys: tuple[SurveyFigure, ...] = ()
