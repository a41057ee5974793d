"""A peer group and what becomes of its ranks and classes when leaves of one unit hold something else.

Only the path of the leaf up its unit's tree is added up again; the new rank is looked up among the sorted indices of
the others. Where a rule compares the units and the new figures move the lowest or highest value of the group, every
unit of the group is computed again on that leaf.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from cchc.core.scoring.criteria.tree import Aggregation, CriteriaSet, Node, Part, Ties
from cchc.core.scoring.formulas.tree import FormulaFault
from cchc.core.scoring.index import (
    GroupIndex,
    UnitScores,
    class_by_index,
    place_among_equals,
    ranks_of,
    without_survey,
)
from cchc.core.scoring.ledgers import (
    NA,
    LeafScore,
    Ledger,
    leaf_ledger,
    node_ledger,
    whole_figures,
    with_bonus_limit,
)
from cchc.core.scoring.rules.values import PeerRange


@dataclass(frozen=True, slots=True)
class UnitRank:
    """Where a unit stands in its peer group: exact index (percent), rank and class; None where it has none."""

    index: Fraction | None
    rank: int | None
    grade: str | None

    @property
    def place(self) -> tuple[int | None, str | None]:
        """Rank and class, without the index from which they follow."""
        return self.rank, self.grade


class RankChange(NamedTuple):
    """A unit (its position among all) before and after something is replaced."""

    unit: int
    before: UnitRank
    after: UnitRank


Replaced = Mapping[str, LeafScore | None]
Key = tuple[Fraction, str, str, int]  # in rank order: minus the index, then what orders equals


class _Account:
    """What is known of one unit: its scores, the ledgers of its nodes without their losses, and where it stands."""

    def __init__(self, unit: UnitScores, nodes: Mapping[str, Ledger], whole: Ledger, now: UnitRank) -> None:
        self.given = unit.given
        self.nodes = nodes
        self.whole = whole  # before the limit of the bonus
        self.now = now
        self.equals = place_among_equals(unit)


class PeerGroupRanks:
    """One peer group as it stands, asked what changes if leaves of one of its units held something else."""

    def __init__(
        self,
        criteria: CriteriaSet,
        group: GroupIndex,
        units: Sequence[tuple[int, UnitScores]],
        year: int | None,
        provisional: bool,
    ) -> None:
        """`group` is the computed index of `units`, given with their positions among all."""
        self.criteria, self.year, self.provisional = criteria, year, provisional
        self.units = units
        self.parents = {child.number: node for node in criteria.walk() for child in node.children}
        self.ranges = group.peer_ranges
        self.accounts = self._accounts_of(group)
        self.extremes = {number: self._extremes_of(leaf) for number, leaf in criteria.relative_leaves.items()}
        self.keys = sorted(
            self._key(position, account.now.index)
            for position, account in self.accounts.items()
            if account.now.index is not None
        )
        self.indices = [key[0] for key in self.keys]
        self.distinct = sorted(set(self.indices))
        self.surveyed = sum(
            self._surveyed(number, unit.given.get(number)) for _, unit in units for number in criteria.leaves
        )
        self.moved: dict[tuple[int, int], RankChange] = {}

    def now(self, position: int) -> UnitRank:
        """Where a unit stands before anything is replaced."""
        return self.accounts[position].now

    def changes(self, position: int, replaced: Replaced) -> tuple[RankChange, ...]:
        """Return every unit of the group whose rank or class changes if the leaves `replaced` of the unit at
        `position` hold that instead. Raises `FormulaFault` where the rules refuse it."""
        self._refuse_without_survey(position, replaced)
        ranges = self._new_ranges(position, replaced)
        own = self._ledgers(position, replaced, ranges)
        index = self._index(position, own)
        if ranges:
            return self._all_again(position, index, ranges)
        now = self.now(position)
        if index == now.index:
            return ()
        after = UnitRank(index, self._rank(position, index), class_by_index(self.criteria, index))
        others = self._moved_by(position, index)
        return (RankChange(position, now, after), *others) if after.place != now.place else others

    # --- what the unit has ---------------------------------------------------------------------------------------

    def _accounts_of(self, group: GroupIndex) -> dict[int, _Account]:
        places: dict[int, list[int]] = {}
        for position, unit in self.units:
            places.setdefault(id(unit), []).append(position)
        accounts = {}
        for one in group.units:
            nodes = {number: ledger._replace(losses=()) for number, ledger in one.nodes.items()}
            whole = Ledger()
            for node in self.criteria.nodes:
                whole = _swapped(whole, Ledger(), nodes[node.number])
            now = UnitRank(one.index, one.rank, one.grade)
            accounts[places[id(one.unit)].pop(0)] = _Account(one.unit, nodes, whole, now)
        return accounts

    def _ledgers(
        self, position: int, replaced: Replaced, ranges: Mapping[str, PeerRange | None]
    ) -> dict[str, Ledger]:
        """The ledgers of the leaves that change for one unit: those replaced, and those whose peer range moves."""
        given = self.accounts[position].given
        ledgers = {}
        for number in dict.fromkeys((*replaced, *ranges)):
            held = replaced[number] if number in replaced else given.get(number)
            peer_range = ranges[number] if number in ranges else self.ranges.get(number)
            leaf = self.criteria.leaves[number]
            ledgers[number] = leaf_ledger(leaf, held, peer_range, self.year)._replace(losses=())
        return ledgers

    def _index(self, position: int, leaves: Mapping[str, Ledger]) -> Fraction | None:
        """The index of a unit with other ledgers of some leaves: only their paths up the tree are added up again."""
        account = self.accounts[position]
        above: dict[str, Ledger] = {}
        whole = account.whole
        for number, new in leaves.items():
            old = account.nodes[number]
            node = self.parents.get(number)
            above[number] = new
            while node is not None and new != old:
                before = above.get(node.number, account.nodes[node.number])
                if node.aggregation is Aggregation.SUM:
                    after = _swapped(before, old, new)
                else:
                    below = [above.get(one.number, account.nodes[one.number]) for one in node.children]
                    after = node_ledger(node, below)._replace(losses=())
                above[node.number] = after
                old, new, node = before, after, self.parents.get(node.number)
            if new != old:
                whole = _swapped(whole, old, new)
        return with_bonus_limit(self.criteria, whole, self.provisional).percent(self.provisional)

    # --- ranks ---------------------------------------------------------------------------------------------------

    def _key(self, position: int, index: Fraction) -> Key:
        return (-index, *self.accounts[position].equals, position)

    def _rank(self, position: int, index: Fraction | None) -> int | None:
        """The rank of a unit whose index becomes `index` while the others keep theirs."""
        if index is None:
            return None
        before = self.now(position).index
        if self.criteria.ties is Ties.ORDINAL:
            key = self._key(position, index)
            ahead = bisect_left(self.keys, key)
            return 1 + ahead - (before is not None and self._key(position, before) < key)
        if self.criteria.ties is Ties.DENSE:
            ahead = bisect_left(self.distinct, -index)
            return 1 + ahead - (before is not None and before > index and self._is_alone(before))
        return 1 + bisect_left(self.indices, -index) - (before is not None and before > index)

    def _is_alone(self, index: Fraction) -> bool:
        """Whether one unit alone has this index."""
        return bisect_right(self.indices, -index) - bisect_left(self.indices, -index) == 1

    def _moved_by(self, position: int, index: Fraction | None) -> tuple[RankChange, ...]:
        """The others whose rank changes when the index of one unit becomes `index`, in rank order."""
        before = self.now(position).index
        last = len(self.keys)
        if self.criteria.ties is Ties.DENSE:
            # Who stood behind the old value moves up if nobody else has it, who stands behind the new one down.
            freed = (
                bisect_right(self.indices, -before) if before is not None and self._is_alone(before) else last
            )
            filled = last
            if index is not None:
                at = bisect_left(self.indices, -index)
                if at == last or self.indices[at] != -index:
                    filled = at
        elif self.criteria.ties is Ties.ORDINAL:
            freed = last if before is None else bisect_right(self.keys, self._key(position, before))
            filled = last if index is None else bisect_left(self.keys, self._key(position, index))
        else:
            freed = last if before is None else bisect_right(self.indices, -before)
            filled = last if index is None else bisect_right(self.indices, -index)
        start, stop, shift = (freed, filled, -1) if freed < filled else (filled, freed, 1)
        others = (key[-1] for key in self.keys[start:stop])
        return tuple(self._shifted(one, shift) for one in others if one != position)

    def _shifted(self, position: int, shift: int) -> RankChange:
        """A unit one rank up (−1) or down (+1); made once, for many differences move the same units."""
        known = self.moved.get((position, shift))
        if known is None:
            now = self.now(position)
            assert now.rank is not None  # who has no rank is in no order
            known = RankChange(position, now, UnitRank(now.index, now.rank + shift, now.grade))
            self.moved[position, shift] = known
        return known

    # --- rules that compare the units ----------------------------------------------------------------------------

    def _extremes_of(self, leaf: Node) -> tuple[list[tuple[Fraction, int]], list[tuple[Fraction, int]]]:
        """The two lowest and the two highest values of a relative leaf with their units: one of them is always of
        another unit than the one that is asked about."""
        lows, highs = [], []
        for position, unit in self.units:
            values = self._compared(leaf, unit.given.get(leaf.number))
            if values:
                lows.append((min(values), position))
                highs.append((max(values), position))
        return sorted(lows)[:2], sorted(highs, reverse=True)[:2]

    def _compared(self, leaf: Node, given: LeafScore | None) -> list[Fraction]:
        figures = {} if given is None else given
        if leaf.rule is None or not isinstance(figures, Mapping):
            return []
        return leaf.rule.compared_values(whole_figures(leaf, figures, self.year))

    def _new_ranges(self, position: int, replaced: Replaced) -> dict[str, PeerRange | None]:
        """The peer ranges that what is replaced moves, by leaf; None where nobody declares figures any more."""
        moved = {}
        for number, other in replaced.items():
            if number not in self.extremes:
                continue
            own = self._compared(self.criteria.leaves[number], other)
            lows, highs = (
                [value for value, unit in some if unit != position][:1] for some in self.extremes[number]
            )
            new = PeerRange(min([*own, *lows]), max([*own, *highs])) if own or lows else None
            if new != self.ranges.get(number):
                moved[number] = new
        return moved

    def _all_again(
        self, position: int, index: Fraction | None, ranges: Mapping[str, PeerRange | None]
    ) -> tuple[RankChange, ...]:
        """The changes where every unit is scored again on the leaves whose peer ranges move."""
        indices = {
            one: self._index(one, self._ledgers(one, {}, ranges)) if one != position else index
            for one in self.accounts
        }
        known = sorted(self._key(one, held) for one, held in indices.items() if held is not None)
        order = [*(key[-1] for key in known), *(one for one, held in indices.items() if held is None)]
        ranks = ranks_of(self.criteria.ties, [indices[one] for one in order])
        changes = []
        for one, rank in zip(order, ranks, strict=True):
            now = self.now(one)
            after = UnitRank(indices[one], rank, class_by_index(self.criteria, indices[one]))
            if after.place != now.place:
                changes.append(RankChange(one, now, after))
        return tuple(changes)

    # --- surveys -------------------------------------------------------------------------------------------------

    def _surveyed(self, number: str, held: LeafScore | None) -> bool:
        return self.criteria.leaves[number].part is Part.SURVEY and held != NA

    def _refuse_without_survey(self, position: int, replaced: Replaced) -> None:
        """Refuse what leaves a peer group without any survey, where the set wants one."""
        if self.criteria.survey_optional or not self.surveyed:
            return
        given = self.accounts[position].given
        left = self.surveyed + sum(
            self._surveyed(number, other) - self._surveyed(number, given.get(number))
            for number, other in replaced.items()
        )
        if left:
            return
        nobody = UnitScores("", dict.fromkeys(self.criteria.leaves, NA))
        for why in without_survey(self.criteria, self.units[0][1].group, [(position, nobody)]).values():
            raise FormulaFault(why)


def _swapped(whole: Ledger, old: Ledger, new: Ledger) -> Ledger:
    """A sum of ledgers in which `new` stands for `old`; losses are left out."""
    return Ledger(
        whole.maximum if new.maximum == old.maximum else whole.maximum - old.maximum + new.maximum,
        whole.bonus if new.bonus == old.bonus else whole.bonus - old.bonus + new.bonus,
        whole.points if new.points == old.points else whole.points - old.points + new.points,
        whole.pending if new.pending == old.pending else whole.pending - old.pending + new.pending,
        whole.penalty if new.penalty == old.penalty else whole.penalty - old.penalty + new.penalty,
        whole.survey if new.survey == old.survey else whole.survey - old.survey + new.survey,
        whole.waiting - old.waiting + new.waiting,
    )
