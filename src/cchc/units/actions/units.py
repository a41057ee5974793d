"""Adding, correcting, renaming, moving, merging and splitting units."""

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
from cchc.audit.verbs import verb
from cchc.core.words import names
from cchc.units import queries
from cchc.units.actions.judging import changing_units
from cchc.units.models import Alias, Lineage, Unit

ADDED = verb("units.added", _("added the unit {subject}"))
CHANGED = verb("units.changed", _("corrected the unit {subject}"))
CLOSED = verb("units.closed", _("closed the unit {subject} on {on}"))
RENAMED = verb("units.renamed", _("renamed {old} to {subject} on {on}"))
MERGED = verb("units.merged", _("merged {old} into {subject} on {on}"))
SPLIT = verb("units.split", _("split {subject} into {new} on {on}"))
MOVED = verb("units.moved", _("transferred {subject} from {old} to {new} on {on}"))

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


@changing_units
def close_unit(*, by: Actor, unit: Unit, on: date) -> Unit:
    """End `unit` on the day `on`, with no successor. Raises ValidationError while other units still belong to it."""
    children = queries.tree_on(on).children(unit)
    if children:
        raise ValidationError(
            _("%(count)s units still belong to it. Close or move them first."),
            params={"count": len(children)},
        )
    unit = _ended(unit, on)
    facts = {"on": on.isoformat()}
    record(by=by, verb=CLOSED, subject=unit.name, subject_id=unit.pk, facts=facts, wrote=[unit])
    return unit


@changing_units
def rename_unit(*, by: Actor, unit: Unit, name: str, on: date, code: str | None = None) -> Unit:
    """Close `unit` on the day `on` and open it under the new `name`; returns the new row.

    Its code goes on unless another is given. The old name becomes another name of the new row, so that files written
    out of habit are still understood.
    """
    parent = queries.tree_on(on).parent(unit)
    old = _ended(unit, on)
    aliases = (*(alias.name for alias in old.aliases.all()), old.name)
    new = open_unit(
        NewUnit(name, old.kind, old.code if code is None else code, parent, aliases), on, parent=parent
    )
    _linked(Lineage.Kind.RENAME, old, new, on)
    facts = _story(on, [old], [new])
    record(by=by, verb=RENAMED, subject=new.name, subject_id=new.pk, facts=facts, wrote=[old, new])
    return new


@changing_units
def move_unit(*, by: Actor, unit: Unit, to: Unit | None, on: date) -> Unit:
    """Close `unit` on the day `on` and open it again under the parent `to`; returns the new row."""
    tree = queries.tree_on(on)
    parent = tree.parent(unit)
    _refuse_inside(to, [unit], tree)
    new = _moved(unit, to, on)
    facts = {**_story(on, [unit], [new]), "old": str(parent or ""), "new": str(to or "")}
    record(by=by, verb=MOVED, subject=new.name, subject_id=new.pk, facts=facts, wrote=[unit, new])
    return new


@changing_units
def merge_units(*, by: Actor, units: Sequence[Unit], into: NewUnit | Unit, on: date) -> Unit:
    """Close `units` on the day `on` and let one follow them all: a new unit, or one of them that continues. Returns
    that unit.

    The units below a closed unit move under it.
    """
    survivor = into if isinstance(into, Unit) else None
    ending = [unit for unit in units if survivor is None or unit.pk != survivor.pk]
    if len({unit.pk for unit in units}) < 2 or not ending:
        raise ValidationError({"units": _("A merger needs at least two units.")})
    if survivor and not queries.valid_on(on).filter(pk=survivor.pk).exists():
        raise ValidationError({"into": _("The unit that lives on must exist on the day of the merger.")})
    tree = queries.tree_on(on)
    place = survivor or (into.parent if isinstance(into, NewUnit) else None) or tree.parent(ending[0])
    _refuse_inside(place, ending, tree)
    olds = [_ended(unit, on) for unit in ending]
    following = into if isinstance(into, Unit) else open_unit(into, on, parent=place)
    for old in olds:
        _linked(Lineage.Kind.MERGE, old, following, on)
    record(
        by=by,
        verb=MERGED,
        subject=following.name,
        subject_id=following.pk,
        facts=_story(on, olds, [following]),
        wrote=[*olds, following],
    )
    return following


@changing_units
def split_unit(
    *, by: Actor, unit: Unit, into: Sequence[NewUnit], on: date, children: Mapping[int, int] | None = None
) -> tuple[Unit, ...]:
    """Close `unit` on the day `on` and open the units `into` which it was split; returns them in the same order.

    `children` must map the id of every unit below it to a position in `into`.
    """
    if len(into) < 2:
        raise ValidationError({"into": _("A split needs at least two new units.")})
    tree = queries.tree_on(on)
    belonging, above = tree.children(unit), tree.parent(unit)
    placed = dict(children or {})
    if {child.pk for child in belonging} != set(placed) or not set(placed.values()) <= set(range(len(into))):
        raise ValidationError({"children": _("Say for every unit that belongs to it where it goes.")})
    old = _ended(unit, on)
    news = tuple(open_unit(new, on, parent=new.parent or above) for new in into)
    for new in news:
        _linked(Lineage.Kind.SPLIT, old, new, on)
    moved = [_moved(child, news[placed[child.pk]], on) for child in belonging]
    facts = _story(on, [old], list(news))
    wrote = [old, *news, *belonging, *moved]
    record(by=by, verb=SPLIT, subject=old.name, subject_id=old.pk, facts=facts, wrote=wrote)
    return news


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
    _checked(unit)
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
    _checked(unit)
    unit.save()
    _add_aliases(unit, new.aliases)
    return unit


def _ended(unit: Unit, on: date) -> Unit:
    """Close `unit` on the day `on`; returns it. Raises ValidationError when it begins later or has an end already."""
    unit = hold(Unit.objects.all(), unit.pk)
    if unit.valid_until is not None:
        raise ValidationError(
            _("“%(name)s” already ends on %(day)s."),
            params={"name": unit.name, "day": date_format(unit.valid_until, "SHORT_DATE_FORMAT")},
        )
    if on <= unit.valid_from:
        raise ValidationError(
            {
                "on": ValidationError(
                    _("“%(name)s” only starts on %(day)s; choose a later day."),
                    params={"name": unit.name, "day": date_format(unit.valid_from, "SHORT_DATE_FORMAT")},
                )
            }
        )
    unit.valid_until = on
    unit.save(update_fields=["valid_until"])
    return unit


def _moved(unit: Unit, to: Unit | None, on: date) -> Unit:
    old = _ended(unit, on)
    aliases = tuple(alias.name for alias in old.aliases.all())
    new = open_unit(NewUnit(old.name, old.kind, old.code, to, aliases), on, parent=to)
    _linked(Lineage.Kind.MOVE, old, new, on)
    return new


def _linked(kind: Lineage.Kind, old: Unit, new: Unit, on: date) -> None:
    Lineage.objects.create(kind=kind, predecessor=old, successor=new, on=on)


def _story(on: date, olds: Sequence[Unit], news: Sequence[Unit]) -> dict[str, Any]:
    """Return the facts of a change of lineage: the day, and the printed names and ids before and after."""
    return {
        "on": on.isoformat(),
        "old": ", ".join(unit.name for unit in olds),
        "new": ", ".join(unit.name for unit in news),
        "old_ids": [unit.pk for unit in olds],
        "new_ids": [unit.pk for unit in news],
    }


def _refuse_inside(place: Unit | None, units: Sequence[Unit], tree: queries.Tree) -> None:
    """Raise ValidationError when `place` is one of `units` or stands below one of them."""
    inside = {unit.pk for unit in units} | {below.pk for unit in units for below in tree.below(unit)}
    if place is not None and place.pk in inside:
        raise ValidationError({"parent": _("A unit cannot belong to itself or to a unit below it.")})


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


def _checked(unit: Unit) -> None:
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
