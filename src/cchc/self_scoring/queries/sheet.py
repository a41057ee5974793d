"""The sheet of one unit: its rows in the order of the set, each with what is answered and what follows from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from django.db.models import QuerySet

from cchc.core.scoring.criteria.derivation import Derivation, derivation_from
from cchc.core.scoring.criteria.feeding import FedFigure
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.declared import LeafStanding, is_self_scored
from cchc.core.scoring.formulas.tree import ZERO, FormulaFault
from cchc.core.scoring.ledgers import Ledger, whole_figures
from cchc.criteria.queries import path
from cchc.cycles.models import Participant, in_this_world
from cchc.cycles.queries.requests import leaves_apart
from cchc.documents.queries.library import with_files
from cchc.scores.queries.last_year import LeafLastYear, last_year_cells
from cchc.self_scoring.models import Answer, EvidenceLink, UnitSheet, WorkShare
from cchc.self_scoring.queries.content import UNANSWERED, AnswerContent, content_of, declared_in, standing_in
from cchc.self_scoring.queries.sources import proposals_of
from cchc.self_scoring.queries.sums import (
    RunningSums,
    SheetAccount,
    account_of,
    criteria_in_force,
    own_leaves,
    standings_of,
)


def sheets_with_sets() -> QuerySet[UnitSheet]:
    """Return the sheets, each with its participant, cycle, set and version without its text: what saving needs."""
    rows = UnitSheet.objects.filter(in_this_world("participant__cycle__"))
    related = rows.select_related("participant__cycle", "participant__cycle_set__version")
    return related.defer("participant__cycle_set__version__text")


def whole_sheets() -> QuerySet[UnitSheet]:
    """Return the sheets, each also with its unit and province: what their pages need."""
    return sheets_with_sets().select_related("participant__cycle__province", "participant__unit")


def whole_sheet(unit_id: int, year: int) -> UnitSheet | None:
    """Return the sheet of a unit in a year with what its pages need; None where there is none."""
    own = {"participant__unit__id": unit_id, "participant__cycle__year": year}  # numbers of any length
    return whole_sheets().filter(**own).order_by("pk").first()


UNSCORED = LeafStanding()
"""How a leaf stands that the unit does not answer."""


class LeafKind(StrEnum):
    """How a unit answers a leaf: by figures, by points with a reason, or not at all."""

    FIGURES = "figures"
    POINTS = "points"
    SURVEY = "survey"
    NOT_APPLICABLE = "not_applicable"

    @property
    def is_answered(self) -> bool:
        """Whether the unit answers such a leaf itself."""
        return self in (LeafKind.FIGURES, LeafKind.POINTS)


class YearBefore:
    """The leaves of a participant a year ago, fetched when one of them is first looked at: a cell is saved without
    them."""

    def __init__(self, participant: Participant) -> None:
        self._participant = participant

    @cached_property
    def cells(self) -> Mapping[str, LeafLastYear]:
        """By the number of the leaf of this year."""
        return last_year_cells(self._participant)


@dataclass(frozen=True, slots=True)
class LeafView:
    """One leaf of a sheet: how it is answered, what is answered, what follows, and the evidence linked to it.

    `before` has the leaves of a year ago, `proposed` what the sources have for its figures, `why_not` why it does not
    apply, `person` who looks after it by the nearest share of work above it (empty: nobody in particular).
    """

    node: Node
    kind: LeafKind
    content: AnswerContent = UNANSWERED
    standing: LeafStanding = UNSCORED
    evidence: tuple[EvidenceLink, ...] = ()
    before: YearBefore | None = None
    proposed: Mapping[str, FedFigure] = field(default_factory=dict)
    why_not: str = ""
    person: str = ""
    person_id: int | None = None

    @property
    def points(self) -> Fraction | None:
        """The points that follow from the answer; None while none do."""
        return self.standing.outcome.points

    @property
    def last(self) -> LeafLastYear | None:
        """The same leaf a year ago; None where there was none."""
        return self.before.cells.get(self.node.number) if self.before is not None else None

    @property
    def still_worth(self) -> Fraction:
        """The points that may still be won here: up to the maximum; none where the unit does not answer."""
        if not self.kind.is_answered or self.standing.outcome.without == "not_applicable":
            return ZERO
        return self.node.terms.ceiling - (self.points or ZERO)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of a sheet: a domain or criterion with its subtotal, or a leaf. `depth` is 0 on the first level.

    `ledger` counts what the unit scores itself: survey leaves, and leaves that do not apply, are no part of it.
    """

    node: Node
    depth: int
    ledger: Ledger
    leaf: LeafView | None = None


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet with its rows, all of them or those that were asked for, what all of it comes to, and of which leaves the
    unit has asked that they shall not apply, and waits (`asked`)."""

    sheet: UnitSheet
    criteria: CriteriaSet
    year: int
    rows: tuple[SheetLine, ...]
    account: SheetAccount
    asked: frozenset[str]

    @property
    def whole(self) -> Ledger:
        """The account of the whole."""
        return self.account.whole

    @property
    def sums(self) -> RunningSums:
        """The running sums."""
        return self.account.sums

    def leaves(self) -> Iterator[LeafView]:
        """Yield the leaves in the order of the set."""
        return (row.leaf for row in self.rows if row.leaf is not None)

    def own_leaves(self) -> Iterator[LeafView]:
        """Yield the leaves that the unit answers itself, in the order of the set."""
        return (leaf for leaf in self.leaves() if leaf.kind.is_answered)

    def leaf(self, number: str) -> LeafView | None:
        """Return the leaf with this number; None when there is none."""
        return next((leaf for leaf in self.leaves() if leaf.node.number == number), None)


def sheet_view(sheet: UnitSheet, *, proposing: bool = True) -> SheetView:
    """Return a sheet with its rows; a constant number of queries. Its participant, set and version are fetched with it
    (`whole_sheets`). Where nobody looks at what the sources propose (not `proposing`), they are not asked."""
    participant = sheet.participant
    criteria, year = criteria_in_force(participant), participant.cycle.year
    apart = leaves_apart(participant.pk)
    contents = {one.leaf: content_of(one) for one in sheet.answers.order_by()}
    standings = standings_of(own_leaves(criteria, apart.off), contents, year)
    account = account_of(criteria, standings)
    making = _Leaves(
        apart.off,
        contents,
        standings,
        _links(sheet),
        _people(sheet),
        YearBefore(participant),
        proposals_of(participant) if proposing else {},
    )
    rows = [
        SheetLine(
            node, depth, account.nodes[node.number], making.leaf(node, person) if node.is_leaf else None
        )
        for top in criteria.nodes
        for node, depth, person in making.down(top)
    ]
    return SheetView(sheet, criteria, year, tuple(rows), account, apart.asked)


def view_of_answer(
    sheet: UnitSheet, answer: Answer, account: SheetAccount, asked: frozenset[str], is_proved: bool
) -> SheetView:
    """Return of a sheet that comes to `account` the leaf of `answer` and the rows above it: what is another once it is
    saved. Who looks after the leaf is not asked. No query but those of the sources where a figure has one, and of the
    evidence where it `is_proved`."""
    participant = sheet.participant
    criteria, year = criteria_in_force(participant), participant.cycle.year
    content, above = content_of(answer), path(criteria, answer.leaf)
    leaf = above[-1]
    making = _Leaves(
        {},
        {leaf.number: content},
        {leaf.number: standing_in(leaf, content, year)},
        _links(sheet, leaf.number) if is_proved else {},
        {},
        YearBefore(participant),
        proposals_of(participant) if any(one.fed_by for one in leaf.variables) else {},
    )
    rows = [
        SheetLine(
            node, depth, account.nodes[node.number], making.leaf(node, NOBODY) if node.is_leaf else None
        )
        for depth, node in enumerate(above)
    ]
    return SheetView(sheet, criteria, year, tuple(rows), account, asked)


def derivation_in(leaf: LeafView, year: int) -> Derivation | None:
    """Return how the points of a leaf follow from its figures; None where none follow yet, or nothing was computed."""
    declared = declared_in(leaf.node, leaf.content)
    if leaf.points is None or not isinstance(declared, Mapping):
        return None
    try:
        return derivation_from(leaf.node, whole_figures(leaf.node, declared, year))
    except FormulaFault:
        return None


Person = tuple[int | None, str]
NOBODY: Person = (None, "")


@dataclass(frozen=True, slots=True)
class _Leaves:
    """Makes the leaves of a sheet from what was fetched for all of them."""

    off: Mapping[str, str]
    contents: Mapping[str, AnswerContent]
    standings: Mapping[str, LeafStanding]
    links: Mapping[str, list[EvidenceLink]]
    people: Mapping[str, Person]
    before: YearBefore
    proposed: Mapping[str, Mapping[str, FedFigure]]

    def down(self, node: Node, depth: int = 0, person: Person = NOBODY) -> Iterator[tuple[Node, int, Person]]:
        """Yield `node` and all below it, each with its depth and with who looks after it."""
        nearest = self.people.get(node.number, person)
        yield node, depth, nearest
        for child in node.children:
            yield from self.down(child, depth + 1, nearest)

    def leaf(self, node: Node, person: Person) -> LeafView:
        """Return one leaf."""
        if node.number in self.off:
            return LeafView(node, LeafKind.NOT_APPLICABLE, why_not=self.off[node.number])
        if not is_self_scored(node):
            return LeafView(node, LeafKind.SURVEY, before=self.before)
        person_id, name = person
        return LeafView(
            node,
            LeafKind.POINTS if node.rule is None else LeafKind.FIGURES,
            content=self.contents.get(node.number, UNANSWERED),
            standing=self.standings[node.number],
            evidence=tuple(self.links.get(node.number, ())),
            before=self.before,
            proposed=self.proposed.get(node.number, {}),
            person=name,
            person_id=person_id,
        )


def _links(sheet: UnitSheet, *leaves: str) -> dict[str, list[EvidenceLink]]:
    """Return the evidence of all leaves, or of those named."""
    found: dict[str, list[EvidenceLink]] = defaultdict(list)
    links = EvidenceLink.objects.filter(sheet=sheet, **({"leaf__in": leaves} if leaves else {}))
    for link in links.select_related("document").prefetch_related(with_files("document")).order_by("pk"):
        found[link.leaf].append(link)
    return found


def _people(sheet: UnitSheet) -> dict[str, Person]:
    shares = WorkShare.objects.filter(sheet=sheet).order_by().select_related("person")
    return {one.node: (one.person_id, one.person.name) for one in shares}
