"""Units from a table file: tried out row by row, then written all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import alone_in
from cchc.audit.verbs import verb
from cchc.units import queries
from cchc.units.actions.judging import Inner, changing_units
from cchc.units.actions.units import NewUnit, correct_unit, differences, facts_of, open_unit
from cchc.units.models import Unit

IMPORTED = verb("units.imported", _("imported units from {subject}: {added} new, {changed} changed"))
GIVEN_UP = verb("units.import_given_up", _("gave up the import of units from {subject}"))


@dataclass(frozen=True, slots=True)
class UnitChange:
    """One row of an import: the unit it changes (None: it opens one) and the facts to be written."""

    unit: Unit | None
    name: str
    kind: str
    valid_from: date
    valid_until: date | None = None
    code: str = ""
    parent: Unit | int | None = None
    aliases: tuple[str, ...] = ()


@changing_units
def import_units(*, by: Actor, changes: Sequence[UnitChange], file: str, sha256: str) -> list[Unit]:
    """Write the rows of a file, all or nothing; returns the units in the order of `changes`.

    `parent` may be a position in `changes`, for a parent from the same file; it must stand before its children. One
    record holds the file's name, its hash and every difference.
    """
    scope = _Scope(by)
    written: list[Unit] = []
    made: list[dict[str, Any]] = []
    for change in _as_now(changes):
        unit, different = _written(change, written, scope)
        written.append(unit)
        if different:
            made.append({"unit": unit.pk, "name": unit.name, "changes": different})
    added = sum(change.unit is None for change in changes)
    facts = {"sha256": sha256, "added": added, "changed": len(made) - added, "differences": made}
    changed = {one["unit"] for one in made}
    wrote = [unit for unit in written if unit.pk in changed]
    record(by=by, verb=IMPORTED, subject=file, subject_id=sha256, facts=facts, wrote=wrote)
    return written


def _as_now(changes: Sequence[UnitChange]) -> list[UnitChange]:
    """Return the rows of an import with the units as they are now. Raises ValidationError when a unit is gone."""
    units = Unit.objects.prefetch_related("aliases").select_related("parent")
    fresh = units.in_bulk([change.unit.pk for change in changes if change.unit])
    if any(change.unit and change.unit.pk not in fresh for change in changes):
        raise ValidationError(_("Units of this file were deleted meanwhile. Choose it again."))
    return [replace(change, unit=fresh[change.unit.pk]) if change.unit else change for change in changes]


def try_import(*, by: Actor, changes: Sequence[UnitChange]) -> list[dict[str, list[Any]] | ValidationError]:
    """Return for each row its differences or its refusal, as `import_units` would find them; nothing is kept."""
    by.require(Permission.UNIT_MANAGE)
    scope = _Scope(by)
    outcomes: list[dict[str, list[Any]] | ValidationError] = []
    written: list[Unit | None] = []
    with transaction.atomic():
        alone_in(Unit)
        for change in changes:
            if _holds(change, written):
                written.append(change.unit)
                outcomes.append({})
                continue
            try:
                with transaction.atomic():
                    scope.refuse_taken(change)
                    unit, different = _written(change, written, scope)
            except ValidationError as refused:
                written.append(None)
                outcomes.append(refused)
            else:
                written.append(unit)
                outcomes.append(different)
        transaction.set_rollback(True)
    return outcomes


def _holds(change: UnitChange, before: Sequence[Unit | None]) -> bool:
    """Whether the unit has the facts of the row already; no query when the aliases were fetched before."""
    unit, parent = change.unit, change.parent
    above = before[parent] if isinstance(parent, int) else parent
    if unit is None or (isinstance(parent, int) and above is None):
        return False
    stored = (unit.name, unit.kind, unit.code, unit.parent_id, unit.valid_from, unit.valid_until)
    wanted = (
        change.name,
        change.kind,
        change.code,
        above and above.pk,
        change.valid_from,
        change.valid_until,
    )
    return stored == wanted and sorted(alias.name for alias in unit.aliases.all()) == sorted(change.aliases)


def _written(
    change: UnitChange, before: Sequence[Unit | None], scope: _Scope
) -> tuple[Unit, dict[str, list[Any]]]:
    """Open or correct the unit of one row of an import; returns it with its differences.

    `before` are the units of the rows above it.
    """
    if change.unit is not None and _holds(change, before):
        return change.unit, {}
    parent = before[change.parent] if isinstance(change.parent, int) else change.parent
    if isinstance(change.parent, int) and parent is None:
        raise ValidationError({"parent": _("The row of the unit it belongs to is faulty.")})
    scope.refuse_outside(change, parent)
    new = NewUnit(change.name, change.kind, change.code, parent, change.aliases)
    if change.unit is None:
        unit = open_unit(new, change.valid_from, change.valid_until, parent=parent)
        scope.takes_in(unit)
        return unit, differences({}, facts_of(unit))
    facts = facts_of(change.unit)
    unit = correct_unit(change.unit, new, change.valid_from, change.valid_until)
    return unit, differences(facts, facts_of(unit))


class _Scope:
    """The units that the importing actor may write; a row about another one is refused with the reason."""

    def __init__(self, by: Actor) -> None:
        self.everywhere = by.everywhere
        self.inside = set() if by.everywhere else queries.ids_in_reach(by)
        self.inner = Inner(by)

    def refuse_taken(self, change: UnitChange) -> None:
        """Raise ValidationError when a row gives its unit a name or a kind that is reserved for others.

        It is asked only for a trial of rows: written rows are judged as a whole.
        """
        if not self.everywhere:
            kind = None if change.unit is not None and change.unit.kind == change.kind else change.kind
            self.inner.check(kind, change.name, change.code, change.aliases)
            self.inner.check_room(len(self.inside) + (change.unit is None))

    def refuse_outside(self, change: UnitChange, parent: Unit | None) -> None:
        """Raise ValidationError when the unit, its present parent or its new one is outside the scope."""
        if self.everywhere:
            return
        unit = change.unit
        if unit is not None and not {unit.pk, unit.parent_id} <= self.inside:
            raise ValidationError(
                {"name": _("This unit is not below yours; an administrator of the province changes it.")}
            )
        if parent is None or parent.pk not in self.inside:
            raise ValidationError(
                {"parent": _("This is not your unit, nor one below it; choose one of them.")}
            )

    def takes_in(self, unit: Unit) -> None:
        """Add a unit from the file to the scope: rows below may put units under it."""
        self.inside.add(unit.pk)


def record_given_up(*, by: Actor, file: str, sha256: str) -> None:
    """Record that a file of units was given up before it was applied."""
    record(by=by, verb=GIVEN_UP, subject=file, subject_id=sha256)
