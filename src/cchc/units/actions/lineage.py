"""Ending, renaming, transferring, merging and splitting units: old rows close on a day, new ones open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.core.papers.basis import NO_BASIS, LegalBasis
from cchc.units import queries
from cchc.units.actions.judging import changing_units
from cchc.units.actions.units import NewUnit, open_unit
from cchc.units.models import Lineage, Unit
from cchc.units.queries.bound import bound_ids

CLOSED = verb("units.closed", _("closed the unit {subject} on {on}"))
RENAMED = verb("units.renamed", _("renamed {old} to {subject} on {on}"))
MERGED = verb("units.merged", _("merged {old} into {subject} on {on}"))
SPLIT = verb("units.split", _("split {subject} into {new} on {on}"))
MOVED = verb("units.moved", _("transferred {subject} from {old} to {new} on {on}"))


@changing_units
def close_unit(*, by: Actor, unit: Unit, on: date, basis: LegalBasis = NO_BASIS) -> Unit:
    """End `unit` on the day `on`, with no successor. Raises ValidationError while other units still belong to it."""
    children = queries.tree_on(on).children(unit)
    if children:
        raise ValidationError(
            _("%(count)s units still belong to it. Close or move them first."),
            params={"count": len(children)},
        )
    unit = _ended(unit, on)
    facts = {"on": on.isoformat(), **_undone_by(ended=[unit]), **basis.facts()}
    record(by=by, verb=CLOSED, subject=unit.name, subject_id=unit.pk, facts=facts, wrote=[unit])
    return unit


@changing_units
def rename_unit(
    *, by: Actor, unit: Unit, name: str, on: date, code: str | None = None, basis: LegalBasis = NO_BASIS
) -> Unit:
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
    facts = {**_story(on, [old], [new]), **_undone_by(ended=[old], opened=[new]), **basis.facts()}
    record(by=by, verb=RENAMED, subject=new.name, subject_id=new.pk, facts=facts, wrote=[old, new])
    return new


@changing_units
def move_unit(*, by: Actor, unit: Unit, to: Unit | None, on: date, basis: LegalBasis = NO_BASIS) -> Unit:
    """Close `unit` on the day `on` and open it again under the parent `to`; returns the new row."""
    tree = queries.tree_on(on)
    parent = tree.parent(unit)
    _refuse_inside(to, [unit], tree)
    new = _moved(unit, to, on)
    facts = {
        **_story(on, [unit], [new]),
        "old": str(parent or ""),
        "new": str(to or ""),
        **_undone_by(ended=[unit], opened=[new]),
        **basis.facts(),
    }
    record(by=by, verb=MOVED, subject=new.name, subject_id=new.pk, facts=facts, wrote=[unit, new])
    return new


@changing_units
def merge_units(
    *, by: Actor, units: Sequence[Unit], into: NewUnit | Unit, on: date, basis: LegalBasis = NO_BASIS
) -> Unit:
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
    opened, joined = ([], [survivor]) if survivor else ([following], [])
    facts = {
        **_story(on, olds, [following]),
        **_undone_by(ended=olds, opened=opened, joined=joined),
        **basis.facts(),
    }
    record(
        by=by,
        verb=MERGED,
        subject=following.name,
        subject_id=following.pk,
        facts=facts,
        wrote=[*olds, following],
    )
    return following


@changing_units
def split_unit(
    *,
    by: Actor,
    unit: Unit,
    into: Sequence[NewUnit],
    on: date,
    children: Mapping[int, int] | None = None,
    basis: LegalBasis = NO_BASIS,
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
    facts = {
        **_story(on, [old], list(news)),
        **_undone_by(ended=[old, *belonging], opened=[*news, *moved]),
        **basis.facts(),
    }
    wrote = [old, *news, *belonging, *moved]
    record(by=by, verb=SPLIT, subject=old.name, subject_id=old.pk, facts=facts, wrote=wrote)
    return news


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


def _undone_by(
    *, ended: Iterable[Unit], opened: Iterable[Unit] = (), joined: Iterable[Unit] = ()
) -> dict[str, Any]:
    """Return the facts by which a change can be undone: the units that it ended and opened, those that live on and
    took others in, and what refers to the units that follow as it leaves them."""
    news, survivors = [unit.pk for unit in opened], [unit.pk for unit in joined]
    return {
        "ended": [unit.pk for unit in ended],
        "opened": news,
        "joined": survivors,
        "there": bound_ids([*news, *survivors]),
    }


def _refuse_inside(place: Unit | None, units: Sequence[Unit], tree: queries.Tree) -> None:
    """Raise ValidationError when `place` is one of `units` or stands below one of them."""
    inside = {unit.pk for unit in units} | {below.pk for unit in units for below in tree.below(unit)}
    if place is not None and place.pk in inside:
        raise ValidationError({"parent": _("A unit cannot belong to itself or to a unit below it.")})
