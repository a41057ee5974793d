"""Changing the participants of a cycle and their peer groups."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.cycles.actions.applicability import check_not_near
from cchc.cycles.actions.changing import (
    changeable_cycle,
    checked_group_name,
    few,
    join_units,
    names_of_scored,
)
from cchc.cycles.consequences import participation_changed
from cchc.cycles.models import Cycle, CycleSet, NotApplicable, Participant
from cchc.units.models import Unit

JOINED = verb("cycles.participants_added", _("added {count} units to {subject}"))
LEFT = verb("cycles.participants_removed", _("removed {count} units from {subject}"))
GROUPED = verb("cycles.peer_group_set", _("put {count} units of {subject} into the group {group}"))


@transaction.atomic
def add_participants(
    *, by: Actor, cycle_set: CycleSet, units: Iterable[Unit], peer_group: str = ""
) -> list[Participant]:
    """Let `units` take part with a set, under their present names and codes, after the earlier participants.

    Units that take part already stay as they are. Returns the new participants.
    """
    cycle = changeable_cycle(by, cycle_set.cycle)
    cycle_set = hold(CycleSet.objects.select_related("version"), cycle_set.pk)
    added = join_units(cycle_set, units, checked_group_name(peer_group or cycle_set.peer_group))
    if added:
        facts = {"count": len(added), "units": [row.name for row in added], "set": str(cycle_set.version)}
        wrote = [*added, *participation_changed(cycle=cycle)]
        record(by=by, verb=JOINED, subject=cycle.name, subject_id=cycle.pk, facts=facts, wrote=wrote)
    return added


@transaction.atomic
def remove_participants(*, by: Actor, cycle: Cycle, participants: Iterable[Participant]) -> int:
    """Remove participants from `cycle`; returns their number.

    Raises ValidationError with those that have answered or are scored; the database refuses to remove one with
    anything else that is kept, such as more time or a request.
    """
    cycle = changeable_cycle(by, cycle)
    rows = _own(cycle, participants)
    _check_unscored(rows)
    left = [row.name for row in rows]
    gone = [*rows, *NotApplicable.objects.filter(participant__in=rows)]
    Participant.objects.filter(pk__in=[row.pk for row in rows]).delete()
    if left:
        facts = {"count": len(left), "units": left}
        record(
            by=by,
            verb=LEFT,
            subject=cycle.name,
            subject_id=cycle.pk,
            facts=facts,
            wrote=participation_changed(cycle=cycle),
            removed=gone,
        )
    return len(left)


@transaction.atomic
def set_peer_group(*, by: Actor, cycle: Cycle, participants: Iterable[Participant], peer_group: str) -> int:
    """Put participants into a peer group, new or existing; returns how many changed their group.

    Raises ValidationError where one of them stands near to the person (`check_not_near`).
    """
    cycle = changeable_cycle(by, cycle)
    group = checked_group_name(peer_group)
    rows = [row for row in _own(cycle, participants) if row.peer_group != group]
    check_not_near(by, cycle, {row.pk for row in rows})
    Participant.objects.filter(pk__in=[row.pk for row in rows]).update(peer_group=group)
    if rows:
        facts = {"count": len(rows), "group": group, "units": {row.name: row.peer_group for row in rows}}
        wrote = [*rows, *participation_changed(cycle=cycle)]
        record(by=by, verb=GROUPED, subject=cycle.name, subject_id=cycle.pk, facts=facts, wrote=wrote)
    return len(rows)


def _check_unscored(rows: Iterable[Participant]) -> None:
    """Raise ValidationError with the units among `rows` that have answered anything or have any score."""
    by_set: dict[int, list[Participant]] = {}
    for row in rows:
        by_set.setdefault(row.cycle_set_id, []).append(row)
    found = []
    for cycle_set in CycleSet.objects.filter(pk__in=by_set).select_related("version"):
        scored = set(names_of_scored(cycle_set))
        found += [row.name for row in by_set[cycle_set.pk] if row.name in scored]
    if found:
        words = ngettext(
            "%(count)s unit has answered or is scored and stays in the cycle: %(units)s.",
            "%(count)s units have answered or are scored and stay in the cycle: %(units)s.",
            len(found),
        )
        raise ValidationError(words % {"count": len(found), "units": few(found)})


def _own(cycle: Cycle, participants: Iterable[Participant]) -> list[Participant]:
    """Return the rows of `participants` that take part in `cycle`, as they are now."""
    return list(cycle.participants.filter(pk__in=[row.pk for row in participants]))
