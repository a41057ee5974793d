"""Changing agency groups, and the chosen meanings of wordings in plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import alone_in, hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.words import names
from cchc.core.words.lengths import MOST
from cchc.units.actions.units import differences
from cchc.units.consequences import units_changed
from cchc.units.models import AgencyGroup, Unit, Wording

GROUP_MADE = verb("units.group_made", _("formed the agency group {subject}"))
GROUP_CHANGED = verb("units.group_changed", _("changed the agency group {subject}"))
GROUP_DELETED = verb("units.group_deleted", _("deleted the agency group {subject}"))
REMEMBERED = verb("units.wording_remembered", _("chose what “{subject}” means in plans: {units}"))
KEPT_AS_TEXT = verb("units.wording_kept", _("chose that “{subject}” in plans means no unit of the list"))
FORGOTTEN = verb("units.wording_forgotten", _("had the choice for “{subject}” forgotten"))

MOST_LETTERS_IN_WORDING = MOST["wording"]


@transaction.atomic
def make_group(*, by: Actor, name: str, units: Iterable[Unit]) -> AgencyGroup:
    """Form a group of `units`. Raises ValidationError for an empty name, a repeated name, or a group without units."""
    by.require(Permission.AGENCY_MANAGE)
    alone_in(AgencyGroup)
    members = _once(units)
    group = AgencyGroup()
    _named(group, name)
    _check_members(members)
    group.save()
    group.units.set(members)
    units_changed()
    record(by=by, verb=GROUP_MADE, subject=group.name, subject_id=group.pk, facts=_facts(group))
    return group


@transaction.atomic
def change_group(*, by: Actor, group: AgencyGroup, name: str, units: Iterable[Unit]) -> AgencyGroup:
    """Give `group` this name and these units. Raises as `make_group`.

    A group that has them already is not recorded again.
    """
    by.require(Permission.AGENCY_MANAGE)
    alone_in(AgencyGroup)
    group = hold(AgencyGroup.objects.all(), group.pk)
    before = _facts(group)
    members = _once(units)
    _named(group, name)
    _check_members(members)
    group.save()
    group.units.set(members)
    changes = differences(before, _facts(group))
    if changes:
        units_changed()
        facts = {"changes": changes}
        record(by=by, verb=GROUP_CHANGED, subject=group.name, subject_id=group.pk, facts=facts)
    return group


@transaction.atomic
def remember_group(*, by: Actor, name: str, units: Iterable[Unit]) -> AgencyGroup:
    """Form the group that a plan calls `name`, or give the group of this name these units; what was chosen for the
    wording before is forgotten, so that the group is what it means. Raises as `make_group`."""
    by.require(Permission.AGENCY_MANAGE)
    alone_in(AgencyGroup)
    spelling = names.spelling_key(_as_matched(name))
    for wording in Wording.objects.filter(spelling=spelling):
        forget_wording(by=by, wording=wording)
    group = AgencyGroup.objects.filter(spelling=spelling).first()
    if group is None:
        return make_group(by=by, name=_as_matched(name), units=units)
    return change_group(by=by, group=group, name=group.name, units=units)


@transaction.atomic
def delete_group(*, by: Actor, group: AgencyGroup) -> None:
    """Delete the group; its units stay. The record keeps its units."""
    by.require(Permission.AGENCY_MANAGE)
    group = hold(AgencyGroup.objects.all(), group.pk)
    record(by=by, verb=GROUP_DELETED, subject=group.name, subject_id=group.pk, facts=_facts(group))
    group.delete()
    units_changed()


@transaction.atomic
def remember_wording(*, by: Actor, text: str, units: Iterable[Unit]) -> Wording:
    """Remember that `text`, as it stands in a plan, means `units`, in place of an earlier choice.

    Without units it means none of our units and stays a text. The choice holds for the plans of all units. Raises
    ValidationError when the text is empty or too long for an agency. A repeated choice is not recorded again.
    """
    by.require(Permission.AGENCY_MANAGE)
    text = _as_matched(text)
    spelling = _checked_spelling(text)
    members = _once(units)
    alone_in(Wording)
    wording = Wording.objects.filter(spelling=spelling).first()
    if wording and {unit.pk for unit in wording.units.all()} == {unit.pk for unit in members}:
        return wording
    wording, _new = Wording.objects.update_or_create(
        spelling=spelling,
        defaults={
            "text": text,
            "search_key": names.search_key(text),
            **by_line(by),
        },
    )
    wording.units.set(members)
    record(
        by=by,
        verb=REMEMBERED if members else KEPT_AS_TEXT,
        subject=text,
        subject_id=wording.pk,
        facts={"units": ", ".join(unit.name for unit in members), "unit_ids": [unit.pk for unit in members]},
    )
    return wording


@transaction.atomic
def forget_wording(*, by: Actor, wording: Wording) -> None:
    """Forget the chosen meaning of a wording, which is then matched by its letters again. Plans stay as they are."""
    by.require(Permission.AGENCY_MANAGE)
    wording = hold(Wording.objects.all(), wording.pk)
    units = list(wording.units.all())
    facts = {"units": ", ".join(unit.name for unit in units), "unit_ids": [unit.pk for unit in units]}
    record(by=by, verb=FORGOTTEN, subject=wording.text, subject_id=wording.pk, facts=facts)
    wording.delete()


def _once(units: Iterable[Unit]) -> list[Unit]:
    """Return each unit once, in the order of the list of units."""
    every = {unit.pk: unit for unit in units}
    return sorted(every.values(), key=lambda unit: (unit.sort_key, unit.pk))


def _named(group: AgencyGroup, name: str) -> None:
    """Give `group` its name and keys. Raises ValidationError when the name is empty, too long or taken."""
    group.name = " ".join(name.split())
    group.spelling = names.spelling_key(group.name)
    group.sort_key = names.sort_key(group.name)
    if not group.spelling:
        raise _refused("name", _("Write the name of the group as it stands in plans."))
    if len(group.name) > MOST["name"]:
        raise _refused("name", _("A name has at most %(most)s letters."), most=MOST["name"])
    other = AgencyGroup.objects.filter(spelling=group.spelling).exclude(pk=group.pk).first()
    if other:
        taken = _("There is a group “%(name)s” already. Change that one, or choose another name.")
        raise _refused("name", taken, name=other.name)


def _check_members(members: Sequence[Unit]) -> None:
    if not members:
        raise _refused("units", _("A group needs at least one unit."))


def _facts(group: AgencyGroup) -> dict[str, Any]:
    """Return the facts of a group in plain values."""
    units = list(group.units.all())
    return {
        "name": group.name,
        "units": [unit.name for unit in units],
        "unit_ids": [unit.pk for unit in units],
    }


def _as_matched(text: str) -> str:
    """Return a wording in the form that `core.papers.matching.match` looks up: no signs around it, one space between
    words."""
    return " ".join(text.split()).strip(" .;,")


def _checked_spelling(text: str) -> str:
    spelling = names.spelling_key(text)
    if not spelling:
        raise _refused("text", _("There is no wording to remember."))
    if max(len(text), len(spelling)) > MOST_LETTERS_IN_WORDING:
        too_long = _("This is too long for an agency (%(letters)s letters).")
        raise _refused("text", too_long, letters=len(text))
    return spelling


def _refused(field: str, why: Any, **params: Any) -> ValidationError:
    return ValidationError({field: ValidationError(why, params=params)})
