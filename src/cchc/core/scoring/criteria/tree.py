"""A criteria set: domains, criteria and sub-criteria whose leaves are scored, and the settings of its index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, Protocol

from cchc.core.scoring.formulas.analysis import walk
from cchc.core.scoring.formulas.tree import ZERO, Formula, Late, Value, Variable
from cchc.core.scoring.rules.peers import Relative
from cchc.core.scoring.rules.rule import Rule
from cchc.core.scoring.rules.values import Band, PeerRange, Terms
from cchc.core.scoring.votes import USUAL_VOTING, VotingRules
from cchc.core.words.messages import Message


class Part(StrEnum):
    """Where the points of a leaf come from."""

    APPRAISED = "appraised"
    SURVEY = "survey"
    BONUS = "bonus"
    PENALTY = "penalty"


BLOCKS = frozenset({Part.BONUS, Part.PENALTY})


class Aggregation(StrEnum):
    """How a node makes its points from its children."""

    SUM = "sum"
    CAPPED = "capped"
    BEST = "best"


class Ties(StrEnum):
    """Ranks of equals: 1-2-2-4, 1-2-2-3, or 1-2-3-4 in alphabetical order."""

    COMPETITION = "competition"
    DENSE = "dense"
    ORDINAL = "ordinal"


class Example(NamedTuple):
    """A worked example: the figures declared, the peer group's values for a relative rule, and what must come out."""

    figures: Mapping[str, Value]
    peer_range: PeerRange | None
    points: Fraction | None  # None: not applicable


class CrossCheck(NamedTuple):
    """What must hold between the declared figures of a leaf, and the sentence for who breaks it ("": its condition)."""

    condition: Formula
    message: str = ""

    def __str__(self) -> str:
        return f"{self.condition} | {self.message}" if self.message else str(self.condition)


@dataclass(frozen=True)
class Node:
    """A line of the tree: domain, criterion or sub-criterion. One without children is a leaf."""

    number: str
    name: str
    maximum: Fraction
    part: Part
    aggregation: Aggregation = Aggregation.SUM
    children: tuple[Node, ...] = ()
    rule: Rule | None = None
    variables: tuple[Variable, ...] = ()
    loss: str | None = None
    evidence: str = ""
    appraiser: str = ""
    note: str = ""
    examples: tuple[Example, ...] = ()
    checks: tuple[CrossCheck, ...] = ()

    def __hash__(self) -> int:
        """Return a number that equal nodes share; cheap, for the rest is compared anyway."""
        return hash((self.number, self.name))

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @property
    def usual_aggregation(self) -> Aggregation:
        """How its children are joined when the file says nothing: added; in blocks, up to the cap."""
        return Aggregation.CAPPED if self.in_block and self.children else Aggregation.SUM

    @property
    def in_block(self) -> bool:
        """Whether it stands outside the maximum: a bonus or a penalty."""
        return self.part in BLOCKS

    @cached_property
    def terms(self) -> Terms:
        """The terms of the rule: maximum, loss code, number. Survey leaves lose to `survey`, penalties to `penalty`."""
        own = {Part.SURVEY: "survey", Part.PENALTY: "penalty"}.get(self.part)
        return Terms(self.maximum, "penalty" if self.part is Part.PENALTY else self.loss or own, self.number)

    def declared(self) -> dict[str, Variable]:
        """The declared figures by name."""
        return {variable.name: variable for variable in self.variables}

    @cached_property
    def defaults(self) -> dict[str, Value]:
        """The values of figures that may stay undeclared, by name."""
        return {one.name: one.default for one in self.variables if one.default is not None}

    @cached_property
    def needs_year(self) -> bool:
        """Whether its rule or a cross-check counts days from a deadline of the cycle."""
        if self.rule is not None and self.rule.takes_deadline:
            return True
        return any(isinstance(part, Late) for check in self.checks for part in walk(check.condition))

    def stated_span(self) -> tuple[Fraction, Fraction]:
        """The lowest and highest points that may be stated for this leaf without its figures."""
        return self._stated_span

    @cached_property
    def _stated_span(self) -> tuple[Fraction, Fraction]:
        lowest = self.rule.span(self.terms, self.declared())[0] if self.rule else None
        bottom = self.terms.bottom
        return min(bottom, lowest) if lowest is not None else bottom, self.terms.ceiling

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order of the set."""
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> Iterator[Node]:
        return (node for node in self.walk() if node.is_leaf)


@dataclass(frozen=True, slots=True)
class Grade:
    """A class of units by the band in which their index lies."""

    name: str
    band: Band


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision that issued the set."""

    number: str
    date: date | None
    issuer: str


@dataclass(frozen=True)
class CriteriaSet:
    """A whole set: who it is for, its tree, and how its index is computed and printed."""

    id: str
    title: str
    version: str
    unit_kind: str
    nodes: tuple[Node, ...]
    first_year: int | None = None
    last_year: int | None = None
    decision: Decision | None = None
    note: str = ""
    places: int = 2
    rounding: str = "half_up"
    ties: Ties = Ties.COMPETITION
    survey_optional: bool = False
    bonus_above_total: bool = True
    grades: tuple[Grade, ...] = ()
    grade_exact: bool = False
    voting: VotingRules = USUAL_VOTING

    @cached_property
    def leaves(self) -> dict[str, Node]:
        """The leaves by number, in the order of the set."""
        return {leaf.number: leaf for node in self.nodes for leaf in node.leaves()}

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of every node by its number."""
        return {node.number: node.name for node in self.walk()}

    @cached_property
    def relative_leaves(self) -> dict[str, Node]:
        """The leaves scored against their peer group, by number."""
        return {
            number: leaf
            for number, leaf in self.leaves.items()
            if leaf.rule is not None and isinstance(leaf.rule.shape, Relative)
        }

    @cached_property
    def domains(self) -> tuple[Node, ...]:
        """The first level, blocks of bonus and penalty left out."""
        return tuple(node for node in self.nodes if not all(leaf.in_block for leaf in node.leaves()))

    @cached_property
    def total(self) -> Fraction:
        """The maximum of the whole set, bonus and penalty left out."""
        return sum((node.maximum for node in self.domains), ZERO)

    @cached_property
    def needs_year(self) -> bool:
        """Whether some rule counts days from a deadline of the cycle."""
        return any(leaf.needs_year for leaf in self.leaves.values())

    def walk(self) -> Iterator[Node]:
        """Every node, in the order of the set."""
        for node in self.nodes:
            yield from node.walk()


class YearSpan(Protocol):
    """Whatever is meant for some years: a set, or the stored version of one."""

    @property
    def first_year(self) -> int | None: ...

    @property
    def last_year(self) -> int | None: ...


def outside_span(span: YearSpan, year: int) -> Message | None:
    """What to say of a `year` for which a set is not meant; None within its years."""
    first, last = span.first_year, span.last_year
    if (first is None or first <= year) and (last is None or year <= last):
        return None
    if first is not None and first == last:
        return Message(
            "the set is meant for the year {first}, not for {year}", first=str(first), year=str(year)
        )
    if last is None:
        return Message(
            "the set is meant for the years from {first}, not for {year}", first=str(first), year=str(year)
        )
    if first is None:
        return Message(
            "the set is meant for the years up to {last}, not for {year}", last=str(last), year=str(year)
        )
    return Message(
        "the set is meant for the years {first} to {last}, not for {year}",
        first=str(first), last=str(last), year=str(year),
    )  # fmt: skip
