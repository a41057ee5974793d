"""What a points file would change: every cell old → new with the loss it brings, or every fault with its cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from cchc.core.papers.answers import NAMES_WITHOUT_MARKS, Match, Reason
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.index import NotScorable, ScoreFault, UnitScores
from cchc.core.scoring.ledgers import NA, LeafScore, Ledger, missing_figures
from cchc.core.words.messages import Fault, Faults, Message, Notice, Place, data_of
from cchc.core.words.names import search_key, spelling_key
from cchc.cycles.models import Cycle, CycleSet
from cchc.cycles.queries import named_participants
from cchc.files.cells import Value
from cchc.scores.exchange.mending import plain_data
from cchc.scores.exchange.points import PointsFile, reading_order
from cchc.scores.queries.basis import Cell, ScoreBasis, SetRanking, basis_of, set_ranking
from cchc.scores.queries.content import content_for, score_content, text_of
from cchc.scores.queries.imports import CellChange
from cchc.scores.queries.ways import columns_not_by_file, leaves_by_file

MOST_SUGGESTED = 50  # looking for names alike compares every letter of every name


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row of a points file that was left out by choice: its unit, what stands in it under each heading, its faults,
    each with the heading of its column."""

    at: str
    unit: UnitScores
    cells: Mapping[str, Value]
    faults: tuple[tuple[str, Fault], ...]

    @property
    def data(self) -> dict[str, Any]:
        """The row as plain JSON."""
        faults = [
            {
                "at": _cell(one.place),
                "heading": heading,
                "criterion": one.place.criterion or "",
                "found": one.found,
                "why": data_of(one.why),
                "expected": data_of(one.expected),
            }
            for heading, one in self.faults
        ]
        cells = {heading: plain_data(value) for heading, value in self.cells.items()}
        named = {"unit": self.unit.name, "code": self.unit.code or "", "group": self.unit.group or ""}
        return {"at": self.at, **named, "cells": cells, "faults": faults}


@dataclass(frozen=True, slots=True)
class Incomplete:
    """Figures of a leaf that are not all there, so that its points stay pending; `leaves`: its unit has a rank now, and
    would have none."""

    unit: str
    leaf: str
    name: str
    missing: tuple[str, ...]
    leaves: bool

    @property
    def data(self) -> dict[str, Any]:
        """The same as plain JSON."""
        named = {name: getattr(self, name) for name in ("unit", "leaf", "name", "leaves")}
        return named | {"missing": list(self.missing)}


@dataclass(frozen=True, slots=True)
class Preview:
    """What a points file was understood to say, and every cell that it would change.

    `guessed`: names of the file that are spelled otherwise than the unit they mean; `absent`: units not in the file.
    `empty` cells leave what is there; `same` cells hold already what the file says. `notices` are what is to be said
    of the file, `incomplete` the leaves that would stay pending, `left_out` the rows with faults, where one chose to
    apply the others.
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
    notices: tuple[Notice, ...] = ()
    incomplete: tuple[Incomplete, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

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
            "notices": [{"at": _cell(one.place), "what": data_of(one.what)} for one in self.notices],
            "incomplete": [one.data for one in self.incomplete],
            "left_out": len(self.left_out),
        }

    @property
    def read(self) -> dict[str, Any]:
        """The rows that were left out, as `StagedFile.read` keeps them."""
        return {"left_out": [one.data for one in self.left_out]} if self.left_out else {}


def preview_of(cycle_set: CycleSet, points: PointsFile, *, valid_rows: bool = False) -> Preview:
    """What a points file would change among the units of `cycle_set`; nothing is written.

    Raises `Faults` with all that is wrong with the file: its own faults, and what it cannot know by itself, units that
    are not in the cycle and cells that contradict what the cycle says does not apply. With `valid_rows`, where
    somebody chose so, rows with faults are left out and listed, and the others count.
    """
    basis = basis_of(cycle_set, cycle_set.cycle)
    whole = PointsComparison(basis, points, cycle_set.cycle)
    try:
        return whole.preview()
    except Faults as refused:
        left_out = points.faulty(refused.faults) if valid_rows else None
        left_out = left_out and left_out | whole.twins
        if left_out is None or len(left_out) == len(points.units):
            raise
        rows = whole.left_out(left_out, refused.faults)
    rest = PointsComparison(basis, points.without(left_out), cycle_set.cycle)
    return replace(rest.preview(), left_out=rows)


class PointsComparison:
    """A points file set against the scores of a cycle."""

    def __init__(self, basis: ScoreBasis, points: PointsFile, cycle: Cycle) -> None:
        self.basis = basis
        self.points = points
        by_file = leaves_by_file(basis.cycle_set)
        self.faults = [*points.faults, *columns_not_by_file(points, basis.criteria, by_file)]
        self.known = named_participants(cycle, basis.participants)
        self.twins: frozenset[int] = (
            frozenset()
        )  # rows of a unit that stands in the file twice under other names

    def preview(self) -> Preview:
        """The whole comparison; raises `Faults` with all of them."""
        meant = self.matched()
        self.check_asides()
        new = self.given(meant)
        after = self.account(new, meant)
        if after is None or self.faults:
            raise Faults(sorted(self.faults, key=reading_order(self.points)))
        before = set_ranking(self.basis, {}, after)
        changed = self.changes(new, meant, before, after)
        changes = tuple(change for change in changed if not change.new.same_as(change.old))
        cells = len(meant) * len({column.leaf.number for column in self.points.columns})
        without = sum(value == NA for unit in self.points.units for value in unit.given.values())
        return Preview(
            sheet=", ".join(self.points.sheet_names),
            columns=len(self.points.columns),
            leaves=len({column.leaf.number for column in self.points.columns}),
            units=len(meant),
            changes=changes,
            same=len(changed) - len(changes),
            empty=cells - len(changed) - without,
            not_applicable=without,
            guessed=tuple(self.guessed(meant)),
            absent=tuple(one.name for one in self.basis.participants if one.pk not in meant.values()),
            notices=self.points.notices,
            incomplete=tuple(self.incomplete(new, before, after)),
        )

    def left_out(self, positions: Iterable[int], faults: Iterable[Fault]) -> tuple[LeftOut, ...]:
        """The rows at these positions with their `faults`."""
        by_row: dict[tuple[str | None, int | None], list[tuple[str, Fault]]] = defaultdict(list)
        for one in faults:
            by_row[one.place.sheet, one.place.row].append((self.points.heading_at(one.place), one))
        rows = []
        for position in sorted(positions):
            place = self.points.place(position)
            here, cells = by_row[place.sheet, place.row], self.points.cells(position)
            rows.append(LeftOut(self.address(position), self.points.units[position], cells, tuple(here)))
        return tuple(rows)

    # units

    def matched(self) -> dict[int, int]:
        """The participant meant by each unit of the file, by its position; what is not found is a fault."""
        meant: dict[int, int] = {}
        refused = self.unnamed()
        for position, unit in enumerate(self.points.units):
            if position in refused:
                continue
            answer = self.known.match(unit.name, unit.code or "")
            found = answer.unasked(NAMES_WITHOUT_MARKS)
            if found is None:
                self.unmatched(position, answer)
            elif (participant := self.known.rows[found].pk) in meant.values():
                why = Message("the same unit stands in the file twice")
                self.fault(position, unit.name, Message("each unit once"), why)
                self.twins |= {position, *(at for at, one in meant.items() if one == participant)}
            else:
                meant[position] = participant
        return meant

    def unnamed(self) -> frozenset[int]:
        """The positions of units whose names have faults already."""
        named = [
            one for one in self.points.faults if one.place.criterion is None and one.place.unit is not None
        ]
        return self.points.faulty(named) or frozenset()

    def unmatched(self, position: int, answer: Match) -> None:
        """Refuse a unit that is not found, naming the several that it may mean, what it became, or those that look like
        it."""
        names = [row.name for row in self.known.rows.values()]
        by_id = self.known.directory.by_id
        if answer.reason is Reason.SEVERAL:
            several = tuple(by_id[unit].name for unit in answer.units)
            expected = Message("a code that tells them apart: {names}", names=several)
            why = Message("several units of this cycle could be meant")
            self.fault(position, answer.text, expected, why)
            return
        if answer.reason is Reason.SUCCEEDED:
            heirs = tuple(by_id[unit].name for unit in answer.units)
            expected = Message("the name of its successor: {names}", names=heirs)
            self.fault(position, answer.text, expected, answer.why)
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

    def check_asides(self) -> None:
        """Refuse a row that was left out as no unit though a unit of the cycle is called so."""
        for place, text in self.points.asides:
            found = self.known.match(text).unasked()
            if found is not None:
                why = Message(
                    "“{text}” is read as a mean or a heading, and a unit of this cycle is called so; write its code, "
                    "or its name in full",
                    text=text,
                )
                expected = Message("the code of {name}", name=self.known.rows[found].name)
                self.faults.append(Fault(place, text, expected, why))

    def fault(self, position: int, found: str, expected: Message, why: Message, leaf: str = "") -> None:
        """Keep a fault at the cell of `leaf`, else at the name of the unit."""
        self.faults.append(Fault(self.points.place(position, leaf), found, expected, why))

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

    def address(self, position: int, leaf: str = "") -> str:
        """The cell of a leaf (or of the name) in the file, as a spreadsheet names it: C5, or 'Sheet'!C5 of several."""
        place = self.points.place(position, leaf)
        return _cell(place) if len(self.points.sheets) > 1 else _cell(replace(place, sheet=None))

    def leaf(self, cell: Cell) -> Node:
        """Return the leaf of a cell."""
        return self.basis.criteria.leaves[cell[1]]

    def account(self, new: Mapping[Cell, LeafScore], meant: Mapping[int, int]) -> SetRanking | None:
        """The index with the `new` cells; what the rules or the set refuse are faults of the file, and no index."""
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
            self.faults += self.points.refusals(cells) if cells else self.whole(refused)
            return None

    def whole(self, refused: NotScorable) -> list[Fault]:
        """What is refused in units that are not in the file, as faults of the file as a whole."""
        expected = Message("a cycle whose scores can be computed")
        place = Place(file=self.points.file)
        return [Fault(place, one.number, expected, one.why) for one in refused.faults]

    def changes(
        self, new: Mapping[Cell, LeafScore], meant: Mapping[int, int], before: SetRanking, after: SetRanking
    ) -> list[CellChange]:
        """Every cell of the file that is filled, with its points and loss before and after."""
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

    def incomplete(
        self, new: Mapping[Cell, LeafScore], before: SetRanking, after: SetRanking
    ) -> Iterable[Incomplete]:
        """The leaves of the file whose figures are not all there, so that their points would stay pending."""
        names = {one.pk: one.name for one in self.basis.participants}
        for cell, value in new.items():
            now, then = before.accounts[cell[0]], after.accounts[cell[0]]
            if isinstance(value, Mapping) and then.nodes[cell[1]].waiting:
                leaf = self.leaf(cell)
                missing = tuple(one.label for one in missing_figures(leaf, value))
                leaves = now.index is not None and then.index is None
                yield Incomplete(names[cell[0]], leaf.number, leaf.name, missing, leaves)


def _cell(place: Place) -> str:
    """A cell as a spreadsheet names it: C5, 'Sheet'!C5."""
    cell = f"{place.column or ''}{place.row or ''}"
    return f"'{place.sheet}'!{cell}" if place.sheet and cell else cell or place.sheet or ""


def _scored(ledger: Ledger) -> str | None:
    """The points of a leaf as exact text; None while it is pending."""
    return None if ledger.waiting else text_of(ledger.points)


def _near(name: str, known: list[str]) -> tuple[str, ...]:
    """Names of the cycle that look like `name`."""
    keys = {search_key(one): one for one in known}
    return tuple(keys[key] for key in get_close_matches(search_key(name), keys, n=3, cutoff=0.6))
