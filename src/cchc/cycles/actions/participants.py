"""Changing the participants of a cycle and their peer groups."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.cycles.actions.applicability import check_not_near
from cchc.cycles.actions.changing import changeable_cycle, checked_group_name, join_units
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
    """Remove participants from `cycle`; returns their number. The database refuses to remove a participant with
    scores."""
    cycle = changeable_cycle(by, cycle)
    rows = _own(cycle, participants)
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


def _own(cycle: Cycle, participants: Iterable[Participant]) -> list[Participant]:
    """Return the rows of `participants` that take part in `cycle`, as they are now."""
    return list(cycle.participants.filter(pk__in=[row.pk for row in participants]))
