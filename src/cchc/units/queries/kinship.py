"""The units that a person stands too near to: the own one, what it came from and became, and the bodies above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cchc.audit.statements import Found, Statement, answer_of

Followers = Mapping[int, Sequence[int]]

KINSHIP = """
SELECT id, parent_id, 0 FROM units_unit
UNION ALL
SELECT predecessor_id, successor_id, 1 FROM units_lineage
"""
"""The units with their parents (0), and the steps of lineage (1)."""


@dataclass(frozen=True, slots=True)
class Kinship:
    """The written parents of units and the steps of lineage between them, by ids, of all periods."""

    parents: Mapping[int, int | None]
    before: Followers
    after: Followers

    def around(self, own: Iterable[int]) -> frozenset[int]:
        """Return the `own` units, all that they came from and became, and the bodies above all these.

        A body above counts with its predecessors and with the one that it became; where it was split, what came out
        of it are the neighbours of a unit and not above it.
        """
        near = {
            reached
            for unit in own
            for reached in (unit, *passed(unit, self.before), *passed(unit, self.after))
        }
        left, looked_above = self._above(near), set[int]()
        while (
            left
        ):  # also through what is near already: a successor that stands above brings what it came from
            looked_above |= left
            standing = {
                reached
                for unit in left
                for reached in (unit, *passed(unit, self.before), *passed(unit, self._single()))
            }
            near |= standing
            left = self._above(standing) - looked_above
        return frozenset(near)

    def _above(self, units: Iterable[int]) -> set[int]:
        return {parent for unit in units if (parent := self.parents.get(unit)) is not None}

    def _single(self) -> Followers:
        return {unit: found for unit, found in self.after.items() if len(found) == 1}


def passed(start: int, steps: Followers) -> frozenset[int]:
    """Return what is reached from `start` by one or more steps.

    >>> sorted(passed(1, {1: [2, 3], 2: [4], 4: [1]}))
    [1, 2, 3, 4]
    """
    found: set[int] = set()
    left = [start]
    while left:
        following = set(steps.get(left.pop(), ())) - found
        found |= following
        left.extend(following)
    return frozenset(found)


def kinship() -> Kinship:
    """Return the parents and the lineage of all units; one query."""
    return answer_of(kinship_of_all())


def kinship_of_all() -> Statement[Kinship]:
    """Return the statement of `kinship`."""
    return Statement(KINSHIP, [], _kinship_in)


def _kinship_in(rows: Found) -> Kinship:
    parents: dict[int, int | None] = {}
    before: dict[int, list[int]] = defaultdict(list)
    after: dict[int, list[int]] = defaultdict(list)
    for one, other, is_step in rows:
        if is_step:
            after[one].append(other)
            before[other].append(one)
        else:
            parents[one] = other
    return Kinship(parents, before, after)
