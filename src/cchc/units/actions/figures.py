"""The figures of units per year: typed for one unit, or from a table file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import alone_in
from cchc.audit.models import by_line
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.core.scoring.criteria.attributes import FIGURES
from cchc.core.scoring.sources import ATTRIBUTES
from cchc.units.models import FIRST_YEAR, LAST_YEAR, Unit, UnitFigure

FIGURES_SET = verb("units.figures_set", _("wrote the figures of {year} of {subject}"))
FIGURES_IMPORTED = verb(
    "units.figures_imported", _("imported figures of units from {subject}: {count} figures")
)
FIGURES_GIVEN_UP = verb("units.figures_given_up", _("gave up the import of figures of units from {subject}"))
say_facts("units", **{one.name: FactWords(_(one.meaning.text)) for one in ATTRIBUTES})


@dataclass(frozen=True, slots=True)
class UnitFigureCell:
    """One figure to be written: the id and printed name of the unit, the year, the attribute, old and new value in
    machine notation ("": none), and from where it is known."""

    unit: int
    name: str
    year: int
    attribute: str
    old: str
    new: str
    source: str = ""
    row: int = 0

    def as_data(self) -> dict[str, Any]:
        """Return the cell as plain JSON."""
        return asdict(self)


@transaction.atomic
def set_figures(
    *, by: Actor, unit: Unit, year: int, values: Mapping[str, str], source: str = ""
) -> list[UnitFigure]:
    """Write what is known of `unit` in `year`, by attribute; an empty value removes what was known.

    Values in machine notation. Returns the rows that were written; what is so already is not recorded again. Raises
    ValidationError for a year or an attribute that there is not.
    """
    by.require(Permission.FIGURE_EDIT)
    alone_in(UnitFigure)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError({"year": _("This is no such year.")})
    there = {one.attribute: one for one in UnitFigure.objects.filter(of_unit=unit, year=year)}
    known = {attribute: row.value for attribute, row in there.items()}
    cells = [
        UnitFigureCell(unit.pk, unit.name, year, attribute, known.get(attribute, ""), value, source)
        for attribute, value in values.items()
    ]
    written, removed, changed = _write(by, cells)
    if changed:
        facts = {
            "year": year,
            "changes": {one.attribute: [one.old or None, one.new or None] for one in changed},
        }
        record(
            by=by, verb=FIGURES_SET, subject=unit.name, subject_id=unit.pk, facts=facts,
            wrote=written, removed=removed,
        )  # fmt: skip
    for one in removed:
        one.delete()
    return written


@transaction.atomic
def import_figures(*, by: Actor, cells: Sequence[UnitFigureCell], file: str, sha256: str) -> list[UnitFigure]:
    """Write the figures of a file, all or nothing, with one record that holds every difference; returns the rows."""
    by.require(Permission.FIGURE_EDIT)
    alone_in(UnitFigure)
    written, _removed, changed = _write(by, cells)
    facts = {"sha256": sha256, "count": len(changed), "differences": [one.as_data() for one in changed]}
    record(by=by, verb=FIGURES_IMPORTED, subject=file, subject_id=sha256, facts=facts, wrote=written)
    return written


def record_figures_given_up(*, by: Actor, file: str, sha256: str) -> None:
    """Record that a file of figures was given up before it was applied."""
    record(by=by, verb=FIGURES_GIVEN_UP, subject=file, subject_id=sha256)


def _write(
    by: Actor, cells: Sequence[UnitFigureCell]
) -> tuple[list[UnitFigure], list[UnitFigure], list[UnitFigureCell]]:
    """Write the cells that say something else than there is; returns the rows written, the rows to be removed, and
    these cells."""
    if unknown := [one.attribute for one in cells if one.attribute not in FIGURES]:
        raise ValidationError(_("There is no such attribute: %(name)s."), params={"name": ", ".join(unknown)})
    rows = UnitFigure.objects.filter(
        of_unit__in={one.unit for one in cells}, year__in={one.year for one in cells}
    )
    there = {(row.of_unit_id, row.year, row.attribute): row for row in rows}
    written, removed, changed = [], [], []
    for one in cells:
        row = there.get((one.unit, one.year, one.attribute))
        before = (row.value, row.source) if row else ("", "")
        if before == (one.new, one.source) or (not one.new and row is None):
            continue
        changed.append(one)
        if not one.new and row is not None:
            removed.append(row)
            continue
        row = row or UnitFigure(of_unit_id=one.unit, year=one.year, attribute=one.attribute)
        row.value, row.source, row.at = one.new, one.source, timezone.now()
        for field, value in by_line(by).items():
            setattr(row, field, value)
        written.append(row)
    new = [row for row in written if row.pk is None]
    UnitFigure.objects.bulk_create(new)
    UnitFigure.objects.bulk_update(
        [row for row in written if row not in new], ["value", "source", "at", "person_id", "person", "unit"]
    )
    return written, removed, changed
