"""One unit of a release: what it got, where it lost points and why, its neighbours in rank."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.scoring.criteria.tree import CriteriaSet, Node, Part
from cchc.portal.queries.bands import public_bands
from cchc.portal.queries.ranking import bar_of_account
from cchc.portal.queries.shelf import Edition, criteria_of_set, set_of, units_by_key
from cchc.releases.exchange.content import PublicAccount, PublicContent, PublicGroup, PublicLeaf, PublicUnit
from cchc.ui.pictures.lines import RankedUnit
from cchc.ui.pictures.points import PointsBar

MOST_LOSSES = 8  # named on the page of a unit; the rest stands with the domains


@dataclass(frozen=True, slots=True)
class NodeLine:
    """A node of the tree as a unit has it; `account` is None where the level of the release withholds it."""

    node: Node
    depth: int
    account: PublicAccount | None
    leaf: PublicLeaf | None = None

    @property
    def bar(self) -> PointsBar | None:
        """Its points bar; none for bonus and penalty, which have no maximum to fill."""
        if self.account is None or self.node.in_block:
            return None
        return bar_of_account(self.account, self.node.maximum)

    @property
    def is_out(self) -> bool:
        """Whether it does not apply to the unit."""
        account = self.account
        if self.node.in_block:
            return False
        return account is not None and not (
            account.maximum or account.waiting or account.bonus or account.penalty
        )

    @property
    def has_losses(self) -> bool:
        """Whether there is something to say about points lost here, or points that may still change."""
        told = self.leaf is not None and (self.leaf.losses or self.leaf.provisional)
        return bool(told) or (self.leaf is None and self.account is not None and bool(self.account.lost))

    @property
    def has_reasons(self) -> bool:
        """Whether there is something to say about how the points of a leaf came about."""
        return self.leaf is not None and (self.has_losses or self.leaf.derivation is not None)

    @property
    def is_survey(self) -> bool:
        """Whether its points come from the survey."""
        return self.node.part is Part.SURVEY


def group_of(content: PublicContent, unit: PublicUnit) -> PublicGroup:
    """Return the peer group of a unit."""
    return next(one for one in content.groups if (one.set_code, one.name) == (unit.set_code, unit.group))


def criteria_of_unit(content: PublicContent, unit: PublicUnit) -> CriteriaSet:
    """Return the criteria set by which a unit was scored. Raises LookupError where the release does not hold it."""
    stored = set_of(content, unit.set_code)
    if stored is None:
        raise LookupError(unit.set_code)
    return criteria_of_set(stored)


def ranked_beside(edition: Edition, unit: PublicUnit) -> tuple[RankedUnit, ...]:
    """Return the ranked units of the peer group of a unit in rank order, itself marked, each with its band where the
    release carries it: what a rank line draws."""
    units, group = units_by_key(edition.content.units), group_of(edition.content, unit)
    beside = (units[key] for key in group.units)
    bands = public_bands(edition, group)
    places = {key: band.places for key, band in bands.items()}
    return tuple(
        RankedUnit(one.name, one.index, one.rank, one.key == unit.key, places.get(one.key, ""))
        for one in beside
        if one.index is not None and one.rank is not None
    )


def greatest_losses(account: PublicAccount) -> tuple[tuple[str, Fraction], ...]:
    """Return the losses of an account by code, the greatest first."""
    return tuple(sorted(account.losses.items(), key=lambda pair: (-pair[1], pair[0])))


def domain_lines(content: PublicContent, unit: PublicUnit) -> tuple[NodeLine, ...]:
    """Return the first level of the tree as the unit has it; none where the level of the release withholds it."""
    criteria = criteria_of_unit(content, unit)
    lines = (line_at(unit, node) for node in criteria.nodes)
    return tuple(line for line in lines if line.account is not None)


def lines_below(content: PublicContent, unit: PublicUnit, number: str) -> tuple[NodeLine, ...]:
    """Return the first-level node of that number with all below it that is public, in the order of the set; none where
    the set has no such node."""
    criteria = criteria_of_unit(content, unit)
    top = next((node for node in criteria.nodes if node.number == number), None)
    lines = (line_at(unit, node, depth) for node, depth in walk(top)) if top else ()
    return tuple(line for line in lines if line.account is not None)


def walk(node: Node, depth: int = 0) -> Iterator[tuple[Node, int]]:
    """Yield a node and all below it in the order of the set, each with how deep it stands."""
    yield node, depth
    for child in node.children:
        yield from walk(child, depth + 1)


def most_lost(content: PublicContent, unit: PublicUnit) -> tuple[NodeLine, ...]:
    """Return the leaves at which the unit lost most, the greatest loss first; none below level `LEAVES`."""
    leaves = criteria_of_unit(content, unit).leaves
    lost = [number for number, leaf in unit.leaves.items() if leaf.account.lost > 0 and number in leaves]
    first = sorted(lost, key=lambda number: -unit.leaves[number].account.lost)[:MOST_LOSSES]
    return tuple(line_at(unit, leaves[number]) for number in first)


def line_at(unit: PublicUnit, node: Node, depth: int = 0) -> NodeLine:
    """Return a node as the unit has it."""
    return line_with(unit, node, unit.leaves.get(node.number), depth)


def line_with(unit: PublicUnit, node: Node, leaf: PublicLeaf | None, depth: int = 0) -> NodeLine:
    """Return a node as the unit has it, whose leaf of that number is known; None where it is no leaf."""
    return NodeLine(node, depth, unit.nodes.get(node.number) if leaf is None else leaf.account, leaf)
