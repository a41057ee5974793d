"""Adding and correcting units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import FactWords, label_of, say_facts, verb
from cchc.core.words import names
from cchc.units import queries
from cchc.units.actions.judging import changing_units
from cchc.units.models import Alias, Kind, Unit

ADDED = verb("units.added", _("added the unit {subject}"))
CHANGED = verb("units.changed", _("corrected the unit {subject}"))

say_facts(
    "units",
    name=FactWords(_("name")),
    kind=FactWords(_("kind"), label_of(Kind.choices)),
    code=FactWords(_("code")),
    parent=FactWords(_("belongs to")),
    valid_from=FactWords(_("from")),
    valid_until=FactWords(_("until")),
    aliases=FactWords(_("other names")),
    units=FactWords(_("units")),
)

MOST_LEVELS = 12  # a province has four or five; hundreds of them would make the pages of all others slow


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be opened by a merge or a split. Without a parent it stays under that of its predecessor."""

    name: str
    kind: str
    code: str = ""
    parent: Unit | None = None
    aliases: tuple[str, ...] = ()


@changing_units
def add_unit(
    *,
    by: Actor,
    name: str,
    kind: str,
    valid_from: date,
    valid_until: date | None = None,
    parent: Unit | None = None,
    code: str = "",
    aliases: Sequence[str] = (),
) -> Unit:
    """Open a unit that has no predecessor. Raises ValidationError when its name or code is taken in its period."""
    new = NewUnit(name, kind, code, parent, tuple(aliases))
    unit = open_unit(new, valid_from, valid_until, parent=parent)
    record(by=by, verb=ADDED, subject=unit.name, subject_id=unit.pk, facts=facts_of(unit), wrote=[unit])
    return unit


@changing_units
def change_unit(
    *,
    by: Actor,
    unit: Unit,
    name: str,
    kind: str,
    code: str,
    parent: Unit | None,
    valid_from: date,
    valid_until: date | None,
    aliases: Sequence[str],
) -> Unit:
    """Correct wrong facts of `unit`, without a lineage.

    A unit that really changed its name on some day is renamed instead. A correction without a difference is not
    recorded.
    """
    unit = hold(Unit.objects.all(), unit.pk)
    before = facts_of(unit)
    correct_unit(unit, NewUnit(name, kind, code, parent, tuple(aliases)), valid_from, valid_until)
    changes = differences(before, facts_of(unit))
    if changes:
        facts = {"changes": changes}
        record(by=by, verb=CHANGED, subject=unit.name, subject_id=unit.pk, facts=facts, wrote=[unit])
    return unit


def facts_of(unit: Unit) -> dict[str, Any]:
    """Return the facts of `unit` in plain values, for an audit record or a comparison."""
    return {
        "name": unit.name,
        "kind": unit.kind,
        "code": unit.code,
        "parent": unit.parent.name if unit.parent else "",
        "valid_from": unit.valid_from.isoformat(),
        "valid_until": unit.valid_until.isoformat() if unit.valid_until else "",
        "aliases": sorted(unit.aliases.order_by().values_list("name", flat=True)),
    }


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return the facts that differ, each as [old, new]; an old fact that did not exist is None."""
    return {key: [before.get(key), value] for key, value in after.items() if before.get(key) != value}


def correct_unit(unit: Unit, new: NewUnit, valid_from: date, valid_until: date | None) -> Unit:
    """Write these facts of `unit`; returns it. Raises ValidationError when they do not fit."""
    unit.kind, unit.parent = new.kind, new.parent
    unit.valid_from, unit.valid_until = valid_from, valid_until
    _named(unit, new.name, new.code)
    check_unit(unit)
    unit.save()
    if sorted(new.aliases) != sorted(unit.aliases.order_by().values_list("name", flat=True)):
        unit.aliases.all().delete()
        _add_aliases(unit, new.aliases)
    return unit


def open_unit(
    new: NewUnit, valid_from: date, valid_until: date | None = None, *, parent: Unit | None
) -> Unit:
    """Write a new unit; returns it. Raises ValidationError when its facts do not fit."""
    unit = Unit(kind=new.kind, parent=parent, valid_from=valid_from, valid_until=valid_until)
    _named(unit, new.name, new.code)
    check_unit(unit)
    unit.save()
    _add_aliases(unit, new.aliases)
    return unit


def _named(unit: Unit, name: str, code: str) -> None:
    """Give `unit` its name and code, and the keys by which the name is found, ordered and compared."""
    unit.name = " ".join(name.split())
    unit.code = code.strip()
    unit.search_key = names.search_key(unit.name)
    unit.sort_key = names.sort_key(unit.name)
    unit.spelling = names.spelling_key(unit.name)


def _add_aliases(unit: Unit, aliases: Sequence[str]) -> None:
    """Store other names, each spelling once and none that is the unit's own."""
    keyed = {names.spelling_key(name): " ".join(name.split()) for name in aliases if name.strip()}
    keyed.pop(unit.spelling, None)
    Alias.objects.bulk_create(Alias(unit=unit, name=name, spelling=key) for key, name in keyed.items())


def check_unit(unit: Unit) -> None:
    """Raise ValidationError when the facts of `unit` do not fit each other or the units that exist beside it."""
    unit.clean_fields(exclude=["search_key", "sort_key", "spelling", "parent"])
    if unit.valid_until and unit.valid_until <= unit.valid_from:
        raise ValidationError({"valid_until": _("A unit must end after the day on which it starts.")})
    if unit.parent is not None:
        _check_parent(unit, unit.parent)
    others = queries.units_in_period(unit.valid_from, unit.valid_until).exclude(pk=unit.pk)
    namesakes = others.filter(spelling=unit.spelling)
    if namesakes.exists():  # only for these units is the past of the superior unit read
        _refuse_taken("name", namesakes.filter(**_beside(unit)))
    if unit.code:
        _refuse_taken("code", others.filter(code=unit.code))


def _check_parent(unit: Unit, parent: Unit) -> None:
    parent = hold(Unit.objects.all(), parent.pk)
    above = [parent, *_above(parent)]
    if unit.pk in {one.pk for one in above}:
        raise ValidationError({"parent": _("A unit cannot belong to itself or to a unit below it.")})
    if len(above) >= MOST_LEVELS:
        raise ValidationError(
            {
                "parent": ValidationError(
                    _("Units stand on at most %(most)s levels; choose a unit further up."),
                    params={"most": MOST_LEVELS},
                )
            }
        )
    if not queries.is_valid_on(parent, unit.valid_from):
        raise ValidationError(
            {
                "parent": ValidationError(
                    _("“%(name)s” does not exist on %(day)s."),
                    params={"name": parent.name, "day": date_format(unit.valid_from, "SHORT_DATE_FORMAT")},
                )
            }
        )


def _above(unit: Unit) -> list[Unit]:
    """Return the earlier parents of `unit` up to the top, the nearest first, as they were written down."""
    above = []
    while unit.parent is not None:
        unit = unit.parent
        above.append(unit)
    return above


def _beside(unit: Unit) -> dict[str, Any]:
    """Return the lookups for the units that share the parent of `unit`, or had a parent that became it."""
    if unit.parent is None:
        return {"parent": None}
    earlier = {step.before.pk for step in queries.predecessors(unit.parent)}
    return {"parent__in": {unit.parent.pk, *earlier}}


def _refuse_taken(field: str, others: QuerySet[Unit]) -> None:
    other = others.first()
    if other is None:
        return
    sentence = _("“%(name)s” has the same name here and exists from %(day)s.")
    if field == "code":
        sentence = _("“%(name)s” has the same code and exists from %(day)s.")
    day = date_format(other.valid_from, "SHORT_DATE_FORMAT")
    raise ValidationError({field: ValidationError(sentence, params={"name": other.name, "day": day})})
