"""The agenda of a council: of all that is disputed, what can change a rank or a class.

For each leaf of a unit on which two sides differ the index of its peer group is computed by the real rules as if that
leaf alone went the other way: rounding, caps, bonus and penalty, ties, classes, and rules by which the figures of one
unit change the points of others. What changes nobody's rank or class needs no decision. Nothing is estimated; only
what cannot have changed is not computed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.formulas.tree import FormulaFault
from cchc.core.scoring.index import GroupIndex, ScoreFault, UnitScores, ranking
from cchc.core.scoring.ledgers import LeafScore
from cchc.core.scoring.replacing import PeerGroupRanks, RankChange, UnitRank

Disputed = Mapping[tuple[int, str], LeafScore | None]
"""What else a leaf could hold, by the unit's position among all and the leaf's number."""


class AgendaEntry(NamedTuple):
    """One thing to decide: leaves of a unit, and whose rank or class changes if they go the other way.

    One leaf that matters by itself; or, where `together`, all leaves of the unit that matter only taken together.
    `beside` are the other leaves of the unit that must go the other way too before these matter: empty unless they
    matter only then.
    """

    unit: int
    leaves: tuple[str, ...]
    own: RankChange
    others: tuple[RankChange, ...]
    together: bool = False
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """The entries in the order of the units and of the set, out of how many leaves of units in all (`asked`), where
    every unit stands now (by position), and what of the disputed the rules refuse to score.
    """

    entries: tuple[AgendaEntry, ...]
    asked: int
    now: tuple[UnitRank, ...]
    refused: tuple[ScoreFault, ...] = ()


def agenda(
    criteria: CriteriaSet,
    units: Sequence[UnitScores],
    disputed: Disputed,
    year: int | None = None,
    provisional: bool = False,
) -> Agenda:
    """Return what of `disputed` can change a rank or a class of `units` as they are scored now.

    `year` and `provisional` are those of `ranking`. Raises `NotScorable` where what counts now cannot be scored; what
    the other side claims and the rules refuse is named in the answer.

    >>> from fractions import Fraction
    >>> from cchc.core.scoring.criteria.tree import CriteriaSet, Node, Part
    >>> leaves = tuple(Node(number, "", Fraction(5), Part.APPRAISED) for number in ("1", "2"))
    >>> tree = CriteriaSet("a", "", "1", "commune", leaves)
    >>> points = [(4, 4), (4, 3), (1, 1)]
    >>> units = [UnitScores(f"Xã {one}", {"1": Fraction(a), "2": Fraction(b)}) for one, (a, b) in enumerate(points)]
    >>> found = agenda(tree, units, {(1, "2"): Fraction(5), (2, "1"): Fraction(2)})
    >>> [(one.unit, one.leaves, one.own.before.rank, one.own.after.rank) for one in found.entries], found.asked
    ([(1, ('2',), 2, 1)], 6)
    """
    groups = _peer_groups(criteria, units, ranking(criteria, units, year, provisional), year, provisional)
    differing: dict[int, dict[str, LeafScore | None]] = {}
    places = {number: place for place, number in enumerate(criteria.leaves)}
    for position, number in sorted(disputed, key=lambda key: (key[0], places[key[1]])):
        other = disputed[position, number]
        if other != units[position].given.get(number):
            differing.setdefault(position, {})[number] = other
    entries: list[AgendaEntry] = []
    refused: list[ScoreFault] = []
    for position, others in differing.items():
        entries += _entries_of(groups[position], position, others, refused)
    now = tuple(groups[position].now(position) for position in range(len(units)))
    return Agenda(tuple(entries), len(units) * len(criteria.leaves), now, tuple(refused))


def _peer_groups(
    criteria: CriteriaSet,
    units: Sequence[UnitScores],
    ranked: Iterable[GroupIndex],
    year: int | None,
    provisional: bool,
) -> dict[int, PeerGroupRanks]:
    """The peer group of each unit, by the unit's position."""
    members: dict[str | None, list[int]] = {}
    for position, unit in enumerate(units):
        members.setdefault(unit.group, []).append(position)
    groups: dict[int, PeerGroupRanks] = {}
    for group in ranked:
        positions = members[group.group]
        known = PeerGroupRanks(criteria, group, [(one, units[one]) for one in positions], year, provisional)
        groups.update(dict.fromkeys(positions, known))
    return groups


def _entries_of(
    group: PeerGroupRanks,
    position: int,
    others: Mapping[str, LeafScore | None],
    refused: list[ScoreFault],
) -> list[AgendaEntry]:
    """The entries of one unit: each leaf that matters alone, then the rest where it matters taken together."""
    entries: list[AgendaEntry] = []
    silent: dict[str, LeafScore | None] = {}
    for number, other in others.items():
        try:
            changes = group.changes(position, {number: other})
        except FormulaFault as fault:
            refused.append(ScoreFault(position, number, fault.message))
            continue
        if changes:
            entries.append(_entry(group, position, (number,), changes))
        else:
            silent[number] = other
    if not silent or len(silent) + len(entries) < 2:
        return entries
    loud = {number: others[number] for entry in entries for number in entry.leaves}
    try:
        return [*entries, *_joint_entry(group, position, silent, loud)]
    except FormulaFault as fault:
        refused.append(ScoreFault(position, next(iter(silent)), fault.message))
        return entries


def _joint_entry(
    group: PeerGroupRanks,
    position: int,
    silent: Mapping[str, LeafScore | None],
    loud: Mapping[str, LeafScore | None],
) -> list[AgendaEntry]:
    """The entry of leaves none of which matters alone, if they do together: as things stand, or once the unit's other
    entries (`loud`) have gone the other way."""
    leaves = tuple(silent)
    if len(silent) > 1 and (changes := group.changes(position, silent)):
        return [_entry(group, position, leaves, changes, together=True)]
    if not loud:
        return []
    without = {one.unit: one for one in group.changes(position, loud)}
    whole = {one.unit: one for one in group.changes(position, {**loud, **silent})}
    changes = tuple(
        RankChange(unit, before, after)
        for unit in sorted(without.keys() | whole.keys())
        if (before := _after(group, unit, without)).place != (after := _after(group, unit, whole)).place
    )
    if not changes:
        return []
    if not any(one.unit == position for one in changes):
        same = RankChange(position, _after(group, position, without), _after(group, position, whole))
        changes = (*changes, same)
    return [_entry(group, position, leaves, changes, together=True, beside=tuple(loud))]


def _after(group: PeerGroupRanks, unit: int, changes: Mapping[int, RankChange]) -> UnitRank:
    return changes[unit].after if unit in changes else group.now(unit)


def _entry(
    group: PeerGroupRanks,
    position: int,
    leaves: tuple[str, ...],
    changes: tuple[RankChange, ...],
    together: bool = False,
    beside: tuple[str, ...] = (),
) -> AgendaEntry:
    """The entry for `changes`, the unit's own apart from those of the others."""
    now = group.now(position)
    own = next((one for one in changes if one.unit == position), RankChange(position, now, now))
    others = tuple(one for one in changes if one.unit != position)
    return AgendaEntry(position, leaves, own, others, together, beside)
