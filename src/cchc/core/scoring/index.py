"""The index: from the scores of units to percentages, ranks and classes of peer groups; exact from rule to rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple

from cchc.core.scoring.criteria.tree import CriteriaSet, Grade, Node, Part, Ties
from cchc.core.scoring.formulas.tree import ZERO, FormulaFault
from cchc.core.scoring.ledgers import (
    NA,
    LeafScore,
    Ledger,
    leaf_ledger,
    tree_ledgers,
    whole_figures,
    with_bonus_limit,
)
from cchc.core.scoring.rules.values import PeerRange
from cchc.core.words.messages import Message
from cchc.core.words.names import sort_key
from cchc.core.words.numbers import rounded_number, total


@dataclass(frozen=True, slots=True)
class UnitScores:
    """The scores of one unit by leaf number: points, declared figures or "not applicable"; absent is pending."""

    name: str
    given: Mapping[str, LeafScore]
    code: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class UnitIndex:
    """One unit's account: totals, domains and leaves, its index (percent), rank in its peer group and class."""

    unit: UnitScores
    total: Ledger
    nodes: Mapping[str, Ledger]
    index: Fraction | None
    rank: int | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class GroupIndex:
    """One peer group: its units in rank order, the mean of their exact indices, the highest and the lowest."""

    group: str | None
    units: tuple[UnitIndex, ...]
    mean: Fraction | None
    highest: Fraction | None
    lowest: Fraction | None
    peer_ranges: Mapping[str, PeerRange] = field(default_factory=dict)


class ScoreFault(NamedTuple):
    """A score that cannot be computed: the unit's position, the leaf's number, and why."""

    unit: int
    number: str
    why: Message


class NotScorable(Exception):
    """Raised when some unit cannot be scored; carries every such score."""

    def __init__(self, faults: Sequence[ScoreFault]) -> None:
        super().__init__("; ".join(f"{fault.number}: {fault.why}" for fault in faults))
        self.faults = tuple(faults)


Refused = dict[
    tuple[int, str], Message
]  # why a score cannot be computed, by unit's position and leaf's number


def ranking(
    criteria: CriteriaSet,
    units: Sequence[UnitScores],
    year: int | None = None,
    provisional: bool = False,
    known: Sequence[GroupIndex] = (),
) -> tuple[GroupIndex, ...]:
    """Every peer group in order of first appearance, its units ranked on exact values.

    `year` is the cycle's, from which deadlines count. `known` is a ranking by the same set of the same year, from which
    the accounts of units that have the same scores are taken. Raises `NotScorable` with every score that the rules
    refuse.
    """
    refused: Refused = {}
    members: dict[str | None, list[int]] = {}
    for position, unit in enumerate(units):
        members.setdefault(unit.group, []).append(position)
    groups = []
    for group, positions in members.items():
        own = [(position, units[position]) for position in positions]
        refused.update(without_survey(criteria, group, own))
        peer_ranges = peer_values(criteria, own, year, refused)
        accounts = accounts_by_unit(known, group, peer_ranges)
        scored = []
        for position, unit in own:
            account = accounts.get((unit.name, unit.code))
            if account is not None and account.unit == unit:
                scored.append(replace(account, unit=unit))
            else:
                scored.append(unit_index(criteria, unit, position, peer_ranges, year, provisional, refused))
        groups.append(group_index(criteria, group, scored, peer_ranges))
    if refused:
        raise NotScorable(in_order(criteria, refused))
    return tuple(groups)


def accounts_by_unit(
    known: Sequence[GroupIndex], group: str | None, peer_ranges: Mapping[str, PeerRange]
) -> dict[tuple[str, str | None], UnitIndex]:
    """The accounts of a group by name and code of the unit; none where its units were compared within other ranges."""
    for one in known:
        if one.group == group and one.peer_ranges == peer_ranges:
            return {(account.unit.name, account.unit.code): account for account in one.units}
    return {}


def in_order(criteria: CriteriaSet, refused: Refused) -> list[ScoreFault]:
    """The refused scores in the order of the units and of the set."""
    places = {number: place for place, number in enumerate(criteria.leaves)}
    ordered = sorted(refused.items(), key=lambda item: (item[0][0], places[item[0][1]]))
    return [ScoreFault(unit, number, why) for (unit, number), why in ordered]


def without_survey(
    criteria: CriteriaSet, group: str | None, units: Sequence[tuple[int, UnitScores]]
) -> Refused:
    """The first survey leaf of a peer group, where the survey applies to none of its units and the set wants one."""
    surveyed = [number for number, leaf in criteria.leaves.items() if leaf.part is Part.SURVEY]
    if criteria.survey_optional or not surveyed:
        return {}
    if any(unit.given.get(number) != NA for _, unit in units for number in surveyed):
        return {}
    why = Message("no unit was surveyed, and the set does not allow scoring without its survey")
    if group is not None:
        why = Message(
            "no unit of the peer group “{group}” was surveyed, and the set does not allow scoring without its survey; "
            "if it may, write survey_optional = yes",
            group=group,
        )
    return {(units[0][0], surveyed[0]): why}


def peer_values(
    criteria: CriteriaSet, units: Sequence[tuple[int, UnitScores]], year: int | None, refused: Refused
) -> dict[str, PeerRange]:
    """The lowest and highest value of each relative leaf among the units that declared their figures."""
    peer_ranges = {}
    for number, leaf in criteria.relative_leaves.items():
        values: list[Fraction] = []
        for position, unit in units:
            figures = unit.given.get(number, {})  # defaults may be declared for a unit that declares nothing
            if not isinstance(figures, Mapping) or leaf.rule is None:
                continue
            try:
                values += leaf.rule.compared_values(whole_figures(leaf, figures, year))
            except FormulaFault as fault:
                refused[position, number] = fault.message
        if values:
            peer_ranges[number] = PeerRange(min(values), max(values))
    return peer_ranges


def unit_index(
    criteria: CriteriaSet,
    unit: UnitScores,
    position: int,
    peer_ranges: Mapping[str, PeerRange],
    year: int | None,
    provisional: bool,
    refused: Refused,
) -> UnitIndex:
    """The unit's account without its rank; what cannot be scored goes into `refused`."""
    given = unit.given

    def leaf_account(leaf: Node) -> Ledger:
        """The account of a leaf; of one that cannot be scored, that it waits."""
        number = leaf.number
        try:
            return leaf_ledger(leaf, given.get(number), peer_ranges.get(number), year)
        except FormulaFault as fault:
            refused[position, number] = fault.message
            return Ledger(waiting=1)

    summed, nodes = tree_ledgers(criteria, leaf_account)
    whole = with_bonus_limit(criteria, summed, provisional)
    return UnitIndex(unit, whole, nodes, whole.percent(provisional))


def group_index(
    criteria: CriteriaSet,
    group: str | None,
    units: Sequence[UnitIndex],
    peer_ranges: Mapping[str, PeerRange],
) -> GroupIndex:
    """The peer group with its ranks, classes and figures."""
    ranked = [with_grade(criteria, unit) for unit in with_ranks(criteria.ties, units)]
    indices = [unit.index for unit in ranked if unit.index is not None]
    if not indices:
        return GroupIndex(group, tuple(ranked), None, None, None, peer_ranges)
    mean = total(indices) / len(indices)
    return GroupIndex(group, tuple(ranked), mean, max(indices), min(indices), peer_ranges)


def with_ranks(ties: Ties, units: Sequence[UnitIndex]) -> list[UnitIndex]:
    """Units in rank order; equals in alphabetical order; units without an index last and without a rank."""
    ordered = sorted(units, key=place_of)
    return [
        UnitIndex(unit.unit, unit.total, unit.nodes, unit.index, rank)
        for unit, rank in zip(ordered, ranks_of(ties, [unit.index for unit in ordered]), strict=True)
    ]


def ranks_of(ties: Ties, indices: Sequence[Fraction | None]) -> list[int | None]:
    """The ranks of units in rank order by their indices, by the rule of ties; None for a unit without an index.

    >>> ranks_of(Ties.COMPETITION, [Fraction(9), Fraction(9), Fraction(8), None])
    [1, 1, 3, None]
    >>> ranks_of(Ties.DENSE, [Fraction(9), Fraction(9), Fraction(8)])
    [1, 1, 2]
    """
    ranks: list[int | None] = []
    rank, last = 0, None
    for position, index in enumerate(indices, start=1):
        if index is not None and (ties is Ties.ORDINAL or index != last):
            rank = rank + 1 if ties is Ties.DENSE else position
        last = index
        ranks.append(None if index is None else rank)
    return ranks


def place_of(unit: UnitIndex) -> tuple[bool, Fraction, str, str]:
    index = unit.index if unit.index is not None else ZERO
    return (unit.index is None, -index, *place_among_equals(unit.unit))


def place_among_equals(unit: UnitScores) -> tuple[str, str]:
    """What orders units of equal index: the name by the alphabet, then the code."""
    return sort_key(unit.name), unit.code or ""


def with_grade(criteria: CriteriaSet, unit: UnitIndex) -> UnitIndex:
    """The unit with its class, read from the printed index unless the set says exact."""
    grade = class_by_index(criteria, unit.index)
    return UnitIndex(unit.unit, unit.total, unit.nodes, unit.index, unit.rank, grade)


def class_by_index(criteria: CriteriaSet, index: Fraction | None) -> str | None:
    """The class of an exact `index` (percent), read as the set says; None without an index or without classes."""
    if index is None or not criteria.grades:
        return None
    return grade_of(criteria.grades, index if criteria.grade_exact else printed_index(criteria, index))


def printed_index(criteria: CriteriaSet, index: Fraction) -> Fraction:
    """An index (percent) as it is printed: rounded to the places of the set by its own rule."""
    return rounded_number(index, criteria.places, criteria.rounding)


def grade_of(grades: Sequence[Grade], index: Fraction) -> str | None:
    """The name of the class in whose band `index` (percent) lies."""
    return next((grade.name for grade in grades if grade.band.holds(index)), None)
