"""Scores as they stand: stored texts turned into what the core scores, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from cchc.core.scoring.criteria.figures import figure, figure_text
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.formulas.tree import Value, Variable
from cchc.core.scoring.index import GroupIndex, UnitIndex, UnitScores, ranking
from cchc.core.scoring.ledgers import NA, Given
from cchc.core.scoring.rules.values import Population
from cchc.core.words.numbers import exact, plain
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, CycleSet, NotApplicable, Participant
from cchc.results.models import Score

Cell = tuple[int, str]


def text_of(amount: Fraction) -> str:
    """An amount as exact text: "1.35", or "1/3" where it does not end."""
    return exact(amount) or plain(amount)


@dataclass(frozen=True, slots=True)
class Held:
    """What a score holds: points or figures as stored texts (neither: pending), where it came from, its version."""

    points: str = ""
    figures: Mapping[str, str] | None = None
    origin: str = ""
    source: int | None = None
    reason: str = ""
    version: int = 0

    @property
    def pending(self) -> bool:
        """Whether nothing is scored."""
        return not self.points and not self.figures

    def same_as(self, other: Held) -> bool:
        """Whether the same is scored, wherever it came from."""
        return self.points == other.points and (self.figures or None) == (other.figures or None)


NOTHING = Held()


def held(score: Score | None) -> Held:
    """What `score` holds; nothing, at version 0, where there is no row yet."""
    if score is None:
        return NOTHING
    return Held(score.points, score.figures, score.origin, score.source_id, score.reason, score.version)


def written(leaf: Node, given: Given | None) -> Held:
    """What is to be stored for points or figures; raises `ValueError` for "not applicable", which the cycle keeps."""
    if given is None:
        return NOTHING
    if isinstance(given, Fraction):
        return Held(points=text_of(given))
    if isinstance(given, Mapping):
        variables = leaf.declared()
        return Held(figures={name: figure_text(variables[name], value) for name, value in given.items()})
    raise ValueError(f"{leaf.number}: {given}")


def given(leaf: Node, points: str, figures: Mapping[str, str] | None) -> Given | None:
    """What the core scores: points, figures by name, or None while pending."""
    if points:
        return Fraction(points)
    if not figures:
        return None
    variables = leaf.declared()
    return {name: figure(variables[name], text) for name, text in figures.items()}


def declared(leaf: Node, what: Held) -> list[tuple[Variable, Value]]:
    """The figures that a score holds, each with what it counts, in the order of the criterion."""
    figures = what.figures or {}
    return [(one, figure(one, figures[one.name])) for one in leaf.variables if one.name in figures]


@dataclass(frozen=True)
class Basis:
    """All that the index of one criteria set of a cycle is computed from."""

    cycle_set: CycleSet
    criteria: CriteriaSet
    year: int
    participants: tuple[Participant, ...]
    scores: Mapping[Cell, Score]
    without: frozenset[Cell]
    _read: dict[tuple[str, str], Given] = field(default_factory=dict, compare=False, repr=False)

    def units(self, changed: Mapping[Cell, Given | None] | None = None) -> list[UnitScores]:
        """The participants in their order with what is given to each, some cells `changed`."""
        new = changed or {}
        return [self.unit(participant, new) for participant in self.participants]

    def unit(self, participant: Participant, new: Mapping[Cell, Given | None]) -> UnitScores:
        """One participant with what is given to it."""
        given: dict[str, Given] = {}
        for number, leaf in self.criteria.leaves.items():
            cell = (participant.pk, number)
            what = NA if cell in self.without else new[cell] if cell in new else self.stored(leaf, cell)
            if what is not None:
                given[number] = what
        return UnitScores(participant.name, given, participant.code or None, participant.peer_group)

    def stored(self, leaf: Node, cell: Cell) -> Given | None:
        """What is stored for a cell; None while it is pending."""
        score = self.scores.get(cell)
        if score is None:
            return None
        if not score.points:
            return given(leaf, "", score.figures)
        known = (leaf.number, score.points)
        if known not in self._read:
            self._read[known] = Fraction(score.points)
        return self._read[known]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The peer groups of one criteria set, and every participant's account by its id."""

    groups: tuple[GroupIndex, ...]
    accounts: Mapping[int, UnitIndex]


def ranked(basis: Basis, changed: Mapping[Cell, Given | None] | None = None) -> Ranked:
    """The index of every participant, some cells `changed`; raises `core.scoring.index.NotScorable`."""
    units = basis.units(changed)
    groups = ranking(basis.criteria, units, basis.year)
    owners = {id(unit): participant.pk for unit, participant in zip(units, basis.participants, strict=True)}
    return Ranked(groups, {owners[id(one.unit)]: one for group in groups for one in group.units})


def basis_of(cycle_set: CycleSet, cycle: Cycle) -> Basis:
    """All that the index of `cycle_set` is computed from; three queries."""
    participants = tuple(cycle_set.participants.order_by("place", "pk"))
    scores = Score.objects.filter(participant__cycle_set=cycle_set)
    cells = NotApplicable.objects.filter(participant__cycle_set=cycle_set)
    return Basis(
        cycle_set,
        criteria_of(cycle_set.version),
        cycle.year,
        participants,
        {(score.participant_id, score.leaf): score for score in scores},
        frozenset(cells.values_list("participant_id", "leaf")),
    )


def basis_of_one(participant: Participant, cycle: Cycle) -> Basis:
    """The same for one participant alone; two queries, its set and version already fetched."""
    scores = participant.scores.select_related("source__file").defer("source__difference", "source__counts")
    return Basis(
        participant.cycle_set,
        criteria_of(participant.cycle_set.version),
        cycle.year,
        (participant,),
        {(participant.pk, score.leaf): score for score in scores},
        frozenset(
            (participant.pk, leaf) for leaf in participant.not_applicable.values_list("leaf", flat=True)
        ),
    )


Populations = dict[str, dict[str, dict[str, list[str]]]]


def populations_of(stored: Populations, cycle_set_id: int, group: str) -> dict[str, Population]:
    """The ends of the relative leaves of one peer group, as a run keeps them."""
    ends = stored.get(str(cycle_set_id), {}).get(group, {})
    return {leaf: Population(Fraction(low), Fraction(high)) for leaf, (low, high) in ends.items()}
