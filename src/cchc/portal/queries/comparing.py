"""Two to four units side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.scoring.criteria.tree import Node
from cchc.core.words.names import search_key
from cchc.portal.queries.units import NodeLine, criteria_of_unit, line_at, walk
from cchc.releases.exchange.content import PublicContent, PublicUnit

MOST_BESIDE = 4


@dataclass(frozen=True, slots=True)
class ComparedNode:
    """A node with what each unit has; `best` are the units (by place) with the most points, where they differ."""

    node: Node
    depth: int
    cells: tuple[NodeLine, ...]

    @property
    def best(self) -> frozenset[int]:
        """The places of those that have the most points; empty where all have the same."""
        points = [_points(cell) for cell in self.cells]
        known = [one for one in points if one is not None]
        if len(set(known)) < 2:
            return frozenset()
        return frozenset(place for place, one in enumerate(points) if one == max(known))

    @property
    def marked(self) -> tuple[tuple[NodeLine, bool], ...]:
        """The cells, each with whether it is one of the best."""
        return tuple((cell, place in self.best) for place, cell in enumerate(self.cells))


def _points(cell: NodeLine) -> Fraction | None:
    return None if cell.account is None or cell.is_out else cell.account.points


def units_meant(
    content: PublicContent, asked: Sequence[str]
) -> tuple[tuple[PublicUnit, ...], tuple[str, ...]]:
    """Return the units that are meant, by key or by name without diacritics, and what was asked and is none of them.

    At most `MOST_BESIDE`, each once.
    """
    by_key = {unit.key: unit for unit in content.units}
    by_name = {search_key(unit.name): unit for unit in reversed(content.units)}
    found: dict[str, PublicUnit] = {}
    unknown = []
    for text in (one.strip() for one in asked):
        unit = by_key.get(text) or by_name.get(search_key(text[:200]))
        if unit is not None:
            found[unit.key] = unit
        elif text:
            unknown.append(text[:200])
    return tuple(found.values())[:MOST_BESIDE], tuple(unknown[:MOST_BESIDE])


def side_by_side(content: PublicContent, units: Sequence[PublicUnit]) -> tuple[ComparedNode, ...]:
    """Return the nodes of the common set with what each unit has; none where their sets differ or nothing is public."""
    if len({unit.set_code for unit in units}) != 1:
        return ()
    criteria = criteria_of_unit(content, units[0])
    rows = (
        ComparedNode(node, depth, tuple(line_at(unit, node) for unit in units))
        for top in criteria.nodes
        for node, depth in walk(top)
    )
    return tuple(row for row in rows if any(cell.account is not None for cell in row.cells))
