"""One criterion of a release: what it is, and how the units did."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.words.numbers import total
from cchc.portal.queries.shelf import units_by_key
from cchc.portal.queries.slices import leaves_at
from cchc.portal.queries.units import NodeLine, line_with
from cchc.releases.exchange.content import PublicContent, PublicUnit


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A unit at one node."""

    unit: PublicUnit
    line: NodeLine

    @property
    def points(self) -> Fraction | None:
        """Its points; None where the node does not apply or is pending."""
        account = self.line.account
        return None if account is None or self.line.is_out or account.waiting else account.points

    @property
    def is_full(self) -> bool:
        """Whether the unit has all that the node can give; nobody has all of a bonus or penalty."""
        account = self.line.account
        return self.points is not None and account is not None and account.maximum > 0 and not account.lost


@dataclass(frozen=True, slots=True)
class CriterionGroup:
    """The units of a peer group at one node, the best first; `mean` is that of the points of those to whom it
    applies."""

    name: str
    rows: tuple[CriterionRow, ...]
    mean: Fraction | None
    counted: int

    @property
    def full(self) -> tuple[CriterionRow, ...]:
        """The units that lost nothing, of those to whom it applies."""
        return tuple(row for row in self.rows if row.is_full)

    @property
    def rest(self) -> tuple[CriterionRow, ...]:
        """All other units."""
        return tuple(row for row in self.rows if not row.is_full)


def path_to(criteria: CriteriaSet, number: str) -> tuple[Node, ...]:
    """Return the nodes from the first level down to that number, itself last; none where the set has no such node."""

    def down(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        for node in nodes:
            if node.number == number:
                return (node,)
            below = down(node.children)
            if below:
                return (node, *below)
        return ()

    return down(criteria.nodes)


def groups_at(content: PublicContent, set_code: str, node: Node) -> tuple[CriterionGroup, ...]:
    """Return how the units of every peer group of a set did at a node; none where the level withholds it."""
    units = units_by_key(content.units)
    leaves = leaves_at((one for one in content.units if one.set_code == set_code), set_code, node.number)
    found = []
    for group in content.groups:
        if group.set_code != set_code:
            continue
        rows = [CriterionRow(units[key], line_with(units[key], node, leaves.get(key))) for key in group.units]
        public = [row for row in rows if row.line.account is not None]
        if public:
            found.append(_group(group.name, public))
    return tuple(found)


def _group(name: str, rows: list[CriterionRow]) -> CriterionGroup:
    places = {row.unit.key: place for place, row in enumerate(rows)}

    def order(row: CriterionRow) -> tuple[bool, Fraction, int]:
        return row.points is None, -(row.points or Fraction(0)), places[row.unit.key]

    points = [row.points for row in rows if row.points is not None]
    mean = total(points) / len(points) if points else None
    return CriterionGroup(name, tuple(sorted(rows, key=order)), mean, len(points))


def shares_of(group: CriterionGroup) -> tuple[Fraction, ...]:
    """Return what each unit reached, as a part of what it could reach."""
    return tuple(
        row.points / row.line.account.maximum
        for row in group.rows
        if row.points is not None and row.line.account is not None and row.line.account.maximum > 0
    )
