"""A trial of a table of figures before anything is written: which units its rows mean, and what would change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from cchc.core.words.messages import Fault, Message
from cchc.files.cells import Table
from cchc.units.actions.figures import UnitFigureCell
from cchc.units.exchange.figures import CODE, NAME, FiguresRead, FiguresRow
from cchc.units.models import Unit, UnitFigure
from cchc.units.queries import DayUnits


@dataclass(frozen=True, slots=True)
class FiguresPreview:
    """The effect of a file: the figures that it would change, how many stay, and every fault."""

    cells: tuple[UnitFigureCell, ...]
    unchanged: int
    faults: tuple[Fault, ...]

    @property
    def counts(self) -> dict[str, int]:
        """The number of new, changed and unchanged figures."""
        new = sum(not one.old for one in self.cells)
        return {"new": new, "changed": len(self.cells) - new, "unchanged": self.unchanged}

    @property
    def difference(self) -> list[dict[str, Any]]:
        """The figures that would change, as plain JSON."""
        return [one.as_data() for one in self.cells]

    @property
    def fingerprint(self) -> str:
        """A text that is equal for two previews of one file with the same effect."""
        return hashlib.sha256(json.dumps(self.difference, sort_keys=True).encode()).hexdigest()


def rows_of_figures(read: FiguresRead) -> list[dict[str, Any]]:
    """Return the rows of a table as plain JSON, for `figures_from_json` to read back."""
    return [{**asdict(row), "values": dict(row.values)} for row in read.rows]


def figures_from_json(rows: Sequence[Mapping[str, Any]], file: str) -> FiguresRead:
    """Return the table whose rows `rows_of_figures` kept; its faults have no columns, only rows."""
    return FiguresRead(Table(file, None, []), {}, tuple(FiguresRow(**row) for row in rows))


def figures_preview(read: FiguresRead) -> FiguresPreview:
    """Return the effect that a table of figures would have now; nothing is written."""
    faults: list[Fault] = []
    today = timezone.localdate()
    ends = {year: DayUnits(min(date(year, 12, 31), today)) for year in {row.year for row in read.rows}}
    meant = [
        (row, unit) for row in read.rows if (unit := _unit(row, ends[row.year], read, faults)) is not None
    ]
    faults += _twice(meant, read)
    years = {row.year for row, _one in meant}
    there = {
        (one.of_unit_id, one.year, one.attribute): one
        for one in UnitFigure.objects.filter(of_unit__in={unit.pk for _row, unit in meant}, year__in=years)
    }
    cells, unchanged = [], 0
    for row, unit in meant:
        for attribute, value in row.values.items():
            known = there.get((unit.pk, row.year, attribute))
            source = row.source or (known.source if known else "")
            if known is not None and (known.value, known.source) == (value, source):
                unchanged += 1
                continue
            old = known.value if known else ""
            cells.append(UnitFigureCell(unit.pk, unit.name, row.year, attribute, old, value, source, row.row))
    return FiguresPreview(tuple(cells), unchanged, tuple(sorted(faults, key=lambda one: one.place.row or 0)))


def _unit(row: FiguresRow, units: DayUnits, read: FiguresRead, faults: list[Fault]) -> Unit | None:
    """Return which of the `units` at the end of its year a row means; None with a fault noted."""
    expected = Message("the name of a unit")
    if row.code and (coded := [one for one in units.units if one.code == row.code]):
        return coded[0]
    found = units.units_of(units.match(row.name)) if row.name else []
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        labels = tuple(units.label(one) for one in found)
        why = Message("Several units may be meant. Write one of them: {units}.", units=labels)
    else:
        near = units.nearest(row.name) if row.name else None
        why = Message("No unit has this name or code in {year}.", year=str(row.year))
        if near:
            why = Message(
                "No unit has this name in {year}. Is “{near}” meant?", year=str(row.year), near=near
            )
    faults.append(read.fault(row.row, NAME if row.name else CODE, row.name or row.code, expected, why))
    return None


def _twice(meant: Sequence[tuple[FiguresRow, Unit]], read: FiguresRead) -> Iterator[Fault]:
    """Yield the fault of each row about a unit and year of which a row above says something."""
    first: dict[tuple[int, int], int] = {}
    for row, unit in meant:
        before = first.setdefault((unit.pk, row.year), row.row)
        if before != row.row:
            why = Message("Row {row} already means “{name}” in this year.", row=before, name=unit.name)
            yield read.fault(row.row, NAME, row.name, Message("each unit once a year"), why)
