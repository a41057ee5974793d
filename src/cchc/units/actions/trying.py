"""A trial of a table of units before anything is written: the effect of each row, and every fault."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from cchc.access.actor import Actor
from cchc.core.words import names
from cchc.core.words.messages import Fault, Message
from cchc.files.cells import Table
from cchc.units import queries
from cchc.units.actions.importing import UnitChange, try_import
from cchc.units.exchange.units import BETWEEN_LEVELS, UnitRow, UnitsRead
from cchc.units.models import Unit


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """A row of the file with its effect: `new`, `changed`, `unchanged` or `faulty`."""

    row: int
    name: str
    state: str
    differences: dict[str, list[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitsPreview:
    """The effect of a file: row by row, every fault, and the changes to be written when there is none."""

    rows: list[RowOutcome]
    faults: list[Fault]
    changes: list[UnitChange]

    @property
    def counts(self) -> dict[str, int]:
        """The number of new, changed, unchanged and faulty rows."""
        states = [row.state for row in self.rows]
        return {state: states.count(state) for state in ("new", "changed", "unchanged", "faulty")}

    @property
    def fingerprint(self) -> str:
        """A text that is equal for two previews of one file with the same effect."""
        outcomes = [[row.row, row.state, row.differences] for row in self.rows]
        return hashlib.sha256(json.dumps(outcomes, sort_keys=True).encode()).hexdigest()

    @property
    def difference(self) -> list[dict[str, Any]]:
        """The rows that would change something, as plain JSON."""
        return [asdict(row) for row in self.rows if row.state in ("new", "changed")]


def rows_as_json(read: UnitsRead) -> list[dict[str, Any]]:
    """Return the rows of a table as plain JSON, for `rows_from_json` to read back."""
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(row).items()}
        for row in read.rows
    ]


def rows_from_json(rows: Sequence[Mapping[str, Any]], file: str) -> UnitsRead:
    """Return the table whose rows `rows_as_json` kept; its faults have no columns, only rows."""
    return UnitsRead(Table(file, None, []), {}, tuple(_row_from_json(row) for row in rows), ())


def _row_from_json(row: Mapping[str, Any]) -> UnitRow:
    until = row["valid_until"]
    days = {
        "valid_from": date.fromisoformat(row["valid_from"]),
        "valid_until": date.fromisoformat(until) if until else None,
    }
    return UnitRow(**{**row, **days, "aliases": tuple(row["aliases"])})


def units_preview(by: Actor, read: UnitsRead) -> UnitsPreview:
    """Return the effect that a table of units would have now; nothing is written."""
    resolver = _Resolver(read)
    outcomes = try_import(by=by, changes=resolver.changes)
    faults = [*read.faults, *resolver.faults]
    names_read = {row.row: row.name for row in read.rows}
    rows = [
        RowOutcome(row, names_read.get(row, ""), "faulty")
        for row in (fault.place.row or 0 for fault in faults)
    ]
    for row, change, outcome in zip(resolver.placed, resolver.changes, outcomes, strict=True):
        rows.append(_row_outcome(row, change, outcome))
        if isinstance(outcome, ValidationError):
            faults.extend(_faults_of(read, row, outcome))
    return UnitsPreview(
        sorted({one.row: one for one in rows}.values(), key=lambda one: one.row),
        sorted(faults, key=lambda fault: fault.place.row or 0),
        [] if faults else resolver.changes,
    )


def _row_outcome(
    row: UnitRow, change: UnitChange, outcome: dict[str, list[Any]] | ValidationError
) -> RowOutcome:
    if isinstance(outcome, ValidationError):
        return RowOutcome(row.row, row.name, "faulty")
    state = "new" if change.unit is None else "changed" if outcome else "unchanged"
    return RowOutcome(row.row, row.name, state, outcome)


def _faults_of(read: UnitsRead, row: UnitRow, refused: ValidationError) -> list[Fault]:
    by_field = refused.message_dict if hasattr(refused, "error_dict") else {"name": refused.messages}
    return [
        read.fault(row.row, name, _found(row, name), Message("{why}", why=why))
        for name, reasons in by_field.items()
        for why in reasons
    ]


def _found(row: UnitRow, name: str) -> str:
    value = getattr(row, name, "")
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value or "")


class _Resolver:
    """Finds for each row its unit and its parent, among the rows of the file and the existing units."""

    def __init__(self, read: UnitsRead) -> None:
        self.read = read
        self.every = {
            unit.pk: unit for unit in Unit.objects.prefetch_related("aliases").select_related("parent")
        }
        self.known: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.every.values():
            for key in _keys(unit.name, unit.code, queries.path_names(unit.pk, self.every)):
                self.known[key].append(unit)
        self.here: dict[str, list[UnitRow]] = defaultdict(list)
        for row in read.rows:
            for key in _keys(row.name, row.code, (*_levels(row.parent), row.name)):
                self.here[key].append(row)
        self.placed: list[UnitRow] = []
        self.changes: list[UnitChange] = []
        self.faults: list[Fault] = []
        self.meant: dict[int, UnitRow] = {}
        self._position: dict[int, int] = {}
        self._place_all()

    def _place_all(self) -> None:
        """Place parents before their children, in whatever order the file has them; a row without a placed parent
        gets no parent."""
        waiting: dict[int, list[UnitRow]] = defaultdict(list)
        without: list[UnitRow] = []
        for first in self.read.rows:
            turn = [first]
            while turn:
                row = turn.pop()
                above = self._above(row)
                if isinstance(above, UnitRow) and above.row not in self._position:
                    waiting[above.row].append(row)
                elif above is None and row.parent:
                    without.append(row)
                elif self._place(row, above):
                    turn += reversed(waiting.pop(row.row, []))
        left = [*without, *(row for rows in waiting.values() for row in rows)]
        self.faults += [self._without_parent(row) for row in sorted(left, key=lambda one: one.row)]

    def _above(self, row: UnitRow) -> Unit | UnitRow | tuple[()] | None:
        """Return the parent of `row`, from the file or among the existing units; () when several fit."""
        if not row.parent:
            return None
        key = _key(row.parent)
        inside = [above for above in self.here[key] if above is not row and _exists(above, row)]
        outside = [unit for unit in self.known[key] if _exists(unit, row)]
        if len(inside) > 1 or len(outside) > 1:
            return ()
        return inside[0] if inside else outside[0] if outside else None

    def _place(self, row: UnitRow, above: Unit | UnitRow | tuple[()] | None) -> bool:
        """Place `row` below `above`; returns whether that was possible, and adds a fault when not."""
        if isinstance(above, tuple):
            self.faults.append(self._several_parents(row))
            return False
        change = self._change(row, self._position[above.row] if isinstance(above, UnitRow) else above)
        if change.unit is not None and change.unit.pk in self.meant:
            self.faults.append(self._meant_twice(row, change.unit))
            return False
        if change.unit is not None:
            self.meant[change.unit.pk] = row
        self._position[row.row] = len(self.placed)
        self.placed.append(row)
        self.changes.append(change)
        return True

    def _change(self, row: UnitRow, parent: Unit | int | None) -> UnitChange:
        above = self.changes[parent].unit if isinstance(parent, int) else parent
        new_parent = isinstance(parent, int) and above is None
        unit = None if new_parent else self._meant(row, above)
        return UnitChange(
            unit,
            row.name,
            row.kind,
            row.valid_from,
            row.valid_until,
            row.code,
            parent,
            row.aliases,
        )

    def _meant(self, row: UnitRow, parent: Unit | None) -> Unit | None:
        """Return the unit of `row`: by its code, else by its name under the same parent, in its period."""
        if row.code:
            coded = [
                unit for unit in self.known[_key(row.code)] if unit.code == row.code and _overlap(unit, row)
            ]
            if coded:
                return coded[0]
        spelled = names.spelling_key(row.name)
        beside = [unit for unit in self.known[spelled] if unit.parent_id == (parent.pk if parent else None)]
        own = [unit for unit in beside if unit.spelling == spelled and _overlap(unit, row)]
        return next((unit for unit in own if unit.valid_from == row.valid_from), own[0] if own else None)

    def _meant_twice(self, row: UnitRow, unit: Unit) -> Fault:
        first = self.meant[unit.pk]
        why = Message(
            "Row {row} already means the unit “{name}”, by its code or name.", row=first.row, name=unit.name
        )
        return self.read.fault(row.row, "name", row.name, why)

    def _without_parent(self, row: UnitRow) -> Fault:
        why = Message(
            "No such unit exists on {day}, neither here nor in the file.", day=f"{row.valid_from:%d/%m/%Y}"
        )
        return self.read.fault(row.row, "parent", row.parent, why)

    def _several_parents(self, row: UnitRow) -> Fault:
        why = Message("Several units could be meant. Write the path from the top: “A / B”.")
        return self.read.fault(row.row, "parent", row.parent, why)


def _levels(path: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in path.split(BETWEEN_LEVELS)) if path else ()


def _key(text: str) -> str:
    return BETWEEN_LEVELS.join(names.spelling_key(part) for part in _levels(text))


def _keys(name: str, code: str, path: Sequence[str]) -> set[str]:
    """Return the keys by which a parent is found: its name, its code, its path."""
    keys = {names.spelling_key(name), BETWEEN_LEVELS.join(names.spelling_key(part) for part in path)}
    return keys | {names.spelling_key(code)} if code else keys


def _exists(above: Unit | UnitRow, row: UnitRow) -> bool:
    return above.valid_from <= row.valid_from and (
        above.valid_until is None or row.valid_from < above.valid_until
    )


def _overlap(unit: Unit, row: UnitRow) -> bool:
    starts_before = row.valid_until is None or unit.valid_from < row.valid_until
    return starts_before and (unit.valid_until is None or row.valid_from < unit.valid_until)
