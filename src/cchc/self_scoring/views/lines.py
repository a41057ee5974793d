"""The lines of a sheet as its pages show them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.ledgers import Ledger
from cchc.self_scoring.queries.content import UNANSWERED, AnswerContent
from cchc.self_scoring.queries.sheet import LeafView, SheetLine, SheetView


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet with its account.

    `given` of the `leaves` below it that the unit answers are answered; `asked`: the unit has asked that it shall not
    apply, and waits for a decision. `person` looks after it and what follows, until another one does.
    """

    row: SheetLine
    given: int = 0
    leaves: int = 0
    asked: bool = False
    person: str = ""

    @property
    def node(self) -> Node:
        """The domain, criterion or leaf."""
        return self.row.node

    @property
    def depth(self) -> int:
        """How deep it stands below the first level."""
        return self.row.depth

    @property
    def ledger(self) -> Ledger:
        """Its account."""
        return self.row.ledger

    @property
    def leaf(self) -> LeafView | None:
        """The leaf; None for a domain or criterion with leaves below."""
        return self.row.leaf

    @property
    def content(self) -> AnswerContent:
        """What is answered."""
        return self.row.leaf.content if self.row.leaf else UNANSWERED


@dataclass(frozen=True, slots=True)
class SheetTab:
    """A way to look at a list: its name in the address, its label, and how many rows it shows."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A part of a sheet to look at: its name in the address, its label, and which leaves belong to it."""

    value: str
    label: str
    numbers: frozenset[str]

    @property
    def count(self) -> int:
        """How many leaves belong to it."""
        return len(self.numbers)


def lines_of(view: SheetView) -> list[Line]:
    """Return the rows of a sheet in the order of the set."""
    lines, last = [], ""
    for row in view.rows:
        below = view.account.given_below(row.node)
        person = row.leaf.person if row.leaf is not None and row.leaf.person != last else ""
        last = person or last
        lines.append(Line(row, sum(below), len(below), row.node.number in view.asked, person))
    return lines


def lines_in(lines: list[Line], numbers: frozenset[str]) -> Iterator[Line]:
    """Yield the leaves with these numbers, and the rows above them."""
    for line in lines:
        if any(leaf.number in numbers for leaf in line.node.leaves()):
            yield line


def still_to_win(view: SheetView, most: int) -> list[tuple[Node, Fraction]]:
    """Return the leaves that are worth most still, the largest first, with the points that may be won there."""
    worth = [(leaf.node, leaf.still_worth) for leaf in view.own_leaves() if leaf.still_worth > 0]
    return sorted(worth, key=lambda one: -one[1])[:most]
