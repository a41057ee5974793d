"""What a points file would change: every cell old → new with the loss it brings, or every fault with its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.db.models import QuerySet

from cchc.core.papers.answers import NAMES_WITHOUT_MARKS, Match, Reason
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.index import NotScorable, ScoreFault
from cchc.core.scoring.ledgers import NA, LeafScore, Ledger
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.core.words.names import search_key, spelling_key
from cchc.cycles.models import ABOUT_SET, Cycle, CycleSet, NotApplicable, about_set
from cchc.cycles.queries import named_participants
from cchc.files.cells import column_letters
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files_about
from cchc.scores.exchange.headings import LABELS
from cchc.scores.exchange.points import PointsFile
from cchc.scores.models import Score, Stage
from cchc.scores.queries.basis import Cell, ScoreBasis, SetRanking, basis_of, set_ranking
from cchc.scores.queries.content import ScoreContent, content_for, score_content, text_of

MOST_SUGGESTED = 50  # looking for names alike compares every letter of every name


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell to change: what it held, what it is to hold, and the points and the loss before and after."""

    participant: int
    unit: str
    leaf: str
    name: str
    at: str
    old: ScoreContent
    new: ScoreContent
    old_points: str | None
    new_points: str | None
    loss: str

    @property
    def cell(self) -> Cell:
        """The participant's id and the leaf's number."""
        return self.participant, self.leaf


def changes_of(staged: StagedFile) -> list[CellChange]:
    """The cells of a stored import."""
    return [
        CellChange(**{**row, "old": ScoreContent(**row["old"]), "new": ScoreContent(**row["new"])})
        for row in staged.difference
    ]


def as_json(changes: Iterable[CellChange]) -> list[dict[str, Any]]:
    """Cells as `StagedFile.difference` keeps them."""
    return [
        {name: getattr(change, name) for name in PLAIN}
        | {"old": _plain(change.old), "new": _plain(change.new)}
        for change in changes
    ]


PLAIN = ("participant", "unit", "leaf", "name", "at", "old_points", "new_points", "loss")


def _plain(what: ScoreContent) -> dict[str, Any]:
    """What a cell holds, without what is empty."""
    return {name: value for name in what.__slots__ if (value := getattr(what, name))}


@dataclass(frozen=True, slots=True)
class Preview:
    """What a points file was understood to say, and every cell that it would change.

    `guessed`: names of the file that are spelled otherwise than the unit they mean; `absent`: units not in the file.
    `empty` cells leave what is there; `spelling_key` cells hold already what the file says.
    """

    sheet: str
    columns: int
    leaves: int
    units: int
    changes: tuple[CellChange, ...]
    same: int
    empty: int
    not_applicable: int
    guessed: tuple[tuple[str, str], ...]
    absent: tuple[str, ...]

    @property
    def counts(self) -> dict[str, Any]:
        """Everything but the cells, as `StagedFile.counts` keeps it."""
        new = sum(change.old.pending for change in self.changes)
        counts = {
            name: getattr(self, name) for name in ("sheet", "columns", "leaves", "units", "same", "empty")
        }
        return counts | {
            "not_applicable": self.not_applicable,
            "new": new,
            "changed": len(self.changes) - new,
            "guessed": [list(pair) for pair in self.guessed],
            "absent": list(self.absent),
        }


def preview_of(cycle_set: CycleSet, points: PointsFile) -> Preview:
    """What a points file would change among the units of `cycle_set`; nothing is written.

    Raises `Faults` with what the file cannot know by itself: units that are not in the cycle, and cells that contradict
    what the cycle says does not apply.
    """
    basis = basis_of(cycle_set, cycle_set.cycle)
    return PointsComparison(basis, points, cycle_set.cycle).preview()


class PointsComparison:
    """A points file set against the scores of a cycle."""

    def __init__(self, basis: ScoreBasis, points: PointsFile, cycle: Cycle) -> None:
        self.basis = basis
        self.points = points
        self.faults: list[Fault] = []
        self.known = named_participants(cycle, basis.participants)
        self.at_unit = _unit_column(points)
        self.letters = {one.leaf.number: column_letters(one.at) for one in reversed(points.columns)}

    def preview(self) -> Preview:
        """The whole comparison; raises `Faults`."""
        meant = self.matched()
        new = self.given(meant)
        self.refuse()
        changed = self.changes(new, meant)
        changes = tuple(change for change in changed if not change.new.same_as(change.old))
        cells = len(meant) * len({column.leaf.number for column in self.points.columns})
        without = sum(value == NA for unit in self.points.units for value in unit.given.values())
        return Preview(
            sheet=self.points.table.sheet or "",
            columns=len(self.points.columns),
            leaves=len({column.leaf.number for column in self.points.columns}),
            units=len(meant),
            changes=changes,
            same=len(changed) - len(changes),
            empty=cells - len(changed) - without,
            not_applicable=without,
            guessed=tuple(self.guessed(meant)),
            absent=tuple(one.name for one in self.basis.participants if one.pk not in meant.values()),
        )

    def refuse(self) -> None:
        """Raise `Faults` with all that were found, from top to bottom."""
        if self.faults:
            raise Faults(sorted(self.faults, key=lambda fault: fault.place.row or 0))

    # units

    def matched(self) -> dict[int, int]:
        """The participant meant by each unit of the file, by its position; what is not found is a fault."""
        meant: dict[int, int] = {}
        for position, unit in enumerate(self.points.units):
            answer = self.known.match(unit.name, unit.code or "")
            found = answer.unasked(NAMES_WITHOUT_MARKS)
            if found is None:
                self.unmatched(position, answer)
            elif (participant := self.known.rows[found].pk) in meant.values():
                why = Message("the same unit stands in the file twice")
                self.fault(position, unit.name, Message("each unit once"), why)
            else:
                meant[position] = participant
        return meant

    def unmatched(self, position: int, answer: Match) -> None:
        """Refuse a unit that is not found, naming the several that it may mean or those that look like it."""
        names = [row.name for row in self.known.rows.values()]
        if answer.reason is Reason.SEVERAL:
            several = tuple(self.known.directory.by_id[unit].name for unit in answer.units)
            expected = Message("a code that tells them apart: {names}", names=several)
            why = Message("several units of this cycle could be meant")
            self.fault(position, answer.text, expected, why)
            return
        wanting = len(self.faults) < MOST_SUGGESTED
        near = _near(answer.text, names) if wanting else ()
        expected = (
            Message("a unit such as {names}", names=near)
            if near
            else Message("a unit scored with this criteria set")
        )
        nobody = Message("no unit of this cycle has this name or code")
        why = nobody if answer.reason is Reason.UNKNOWN else answer.why
        self.fault(position, answer.text, expected, why)

    def fault(self, position: int, found: str, expected: Message, why: Message, leaf: str = "") -> None:
        """Keep a fault at the cell of `leaf`, else at the name of the unit."""
        row = self.points.rows[position]
        place = self.points.place(position, leaf) if leaf else self.points.table.place(row, self.at_unit)
        self.faults.append(Fault(place, found, expected, why))

    def guessed(self, meant: Mapping[int, int]) -> Iterable[tuple[str, str]]:
        """Names that are spelled otherwise than in the cycle."""
        names = {row.pk: row.name for row in self.known.rows.values()}
        for position, participant in meant.items():
            name = self.points.units[position].name
            if spelling_key(name) != spelling_key(names[participant]):
                yield name, names[participant]

    # cells

    def given(self, meant: Mapping[int, int]) -> dict[Cell, LeafScore]:
        """What the file gives to each cell; contradictions with the applicability of the cycle are faults."""
        new: dict[Cell, LeafScore] = {}
        for position, participant in meant.items():
            for number, value in self.points.units[position].given.items():
                cell = (participant, number)
                if value == NA:
                    self.check_without(position, cell)
                elif cell in self.basis.without:
                    expected = Message("KAD, or an empty cell")
                    why = Message("this criterion does not apply to this unit in this cycle")
                    found = self.points.declared(ScoreFault(position, number, why))
                    self.fault(position, found, expected, why, number)
                else:
                    new[cell] = self.merged(cell, value)
        return new

    def check_without(self, position: int, cell: Cell) -> None:
        """What the file calls not applicable must be so in the cycle."""
        if cell not in self.basis.without:
            expected = Message("points or figures; or first set it as not applicable in the cycle")
            why = Message("this criterion applies to this unit in this cycle")
            self.fault(position, "KAD", expected, why, cell[1])

    def merged(self, cell: Cell, value: LeafScore) -> LeafScore:
        """Figures that are not in the file stay as they are beside those that are."""
        stored = self.basis.stored(self.leaf(cell), cell)
        if isinstance(value, Mapping) and isinstance(stored, Mapping):
            return {**stored, **value}
        return value

    def address(self, position: int, leaf: str) -> str:
        """The cell of a leaf in the file, as a spreadsheet names it: C5."""
        row = self.points.rows[position]
        return f"{self.letters[leaf]}{row}"

    def leaf(self, cell: Cell) -> Node:
        """Return the leaf of a cell."""
        return self.basis.criteria.leaves[cell[1]]

    def account(self, new: Mapping[Cell, LeafScore], meant: Mapping[int, int]) -> SetRanking:
        """The index with the `new` cells; what the rules or the set refuse are faults of the file."""
        try:
            return set_ranking(self.basis, new)
        except NotScorable as refused:
            rows = {participant: position for position, participant in meant.items()}
            own = self.basis.participants
            cells = [
                one._replace(unit=rows[own[one.unit].pk])
                for one in refused.faults
                if own[one.unit].pk in rows
            ]
            raise Faults(self.points.faults(cells) or self.whole(refused)) from None

    def whole(self, refused: NotScorable) -> list[Fault]:
        """What is refused in units that are not in the file, as faults of the file as a whole."""
        expected = Message("a cycle whose scores can be computed")
        place = Place(file=self.points.table.file, sheet=self.points.table.sheet)
        return [Fault(place, one.number, expected, one.why) for one in refused.faults]

    def changes(self, new: Mapping[Cell, LeafScore], meant: Mapping[int, int]) -> list[CellChange]:
        """Every cell of the file that is filled, with its points and loss before and after."""
        before, after = self.account({}, meant), self.account(new, meant)
        names = {one.pk: one.name for one in self.basis.participants}
        positions = {participant: position for position, participant in meant.items()}
        return [
            CellChange(
                participant=cell[0],
                unit=names[cell[0]],
                leaf=cell[1],
                name=self.leaf(cell).name,
                at=self.address(positions[cell[0]], cell[1]),
                old=score_content(self.basis.scores.get(cell)),
                new=content_for(self.leaf(cell), value),
                old_points=_scored(before.accounts[cell[0]].nodes[cell[1]]),
                new_points=_scored(after.accounts[cell[0]].nodes[cell[1]]),
                loss=text_of(after.accounts[cell[0]].nodes[cell[1]].lost),
            )
            for cell, value in new.items()
        ]


def _scored(ledger: Ledger) -> str | None:
    """The points of a leaf as exact text; None while it is pending."""
    return None if ledger.waiting else text_of(ledger.points)


def _unit_column(points: PointsFile) -> int:
    """The column in which the units are named."""
    heading = points.table.rows[0].values
    return next(
        at
        for at, text in enumerate(heading)
        if isinstance(text, str) and LABELS.get(spelling_key(text)) == "unit"
    )


def _near(name: str, known: list[str]) -> tuple[str, ...]:
    """Names of the cycle that look like `name`."""
    keys = {search_key(one): one for one in known}
    return tuple(keys[key] for key in get_close_matches(search_key(name), keys, n=3, cutoff=0.6))


# Imports as they are kept


def set_key(about: str) -> int:
    """The id of the criteria set that a points file is about."""
    return int(about.removeprefix(ABOUT_SET))


def imports_of(cycle: Cycle) -> QuerySet[StagedFile]:
    """The points files that were brought for the sets of `cycle`, the latest first."""
    return imports_for(cycle.sets.values_list("pk", flat=True))


def imports_for(sets: Iterable[int]) -> QuerySet[StagedFile]:
    """The points files that were brought for the criteria sets with these ids, the latest first."""
    return staged_files_about("points", [about_set(pk) for pk in sets])


def last_applied(cycle: Cycle) -> StagedFile | None:
    """The import that would be undone next: the latest one that was applied and still holds."""
    return imports_of(cycle).filter(state=StagedFile.State.APPLIED).order_by("-applied_at", "-id").first()


@dataclass(frozen=True, slots=True)
class MovedCell:
    """A cell that is no longer as the preview saw it: what it held then, what it holds now."""

    change: CellChange
    now: ScoreContent
    without: bool


def moved_cells(staged: StagedFile) -> list[MovedCell]:
    """The cells of a waiting import whose basis has changed since it was previewed; two queries."""
    changes = changes_of(staged)
    basis = _cells(staged)
    without = frozenset(
        NotApplicable.objects.filter(participant__cycle_set=set_key(staged.about)).values_list(
            "participant_id", "leaf"
        )
    )
    now = [
        MovedCell(change, score_content(basis.get(change.cell)), change.cell in without) for change in changes
    ]
    return [one for one in now if one.without or one.now.version != one.change.old.version]


def touched_cells(staged: StagedFile) -> list[MovedCell]:
    """The cells of an applied import that were corrected or imported over since."""
    scores = _cells(staged)
    now = [MovedCell(change, score_content(scores.get(change.cell)), False) for change in changes_of(staged)]
    return [one for one in now if one.now.source != staged.pk]


def _cells(staged: StagedFile) -> dict[Cell, Score]:
    scores = Score.objects.filter(participant__cycle_set=set_key(staged.about), stage=Stage.DECIDED)
    return {(score.participant_id, score.leaf): score for score in scores}
