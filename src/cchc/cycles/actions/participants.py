"""Changing the participants of a cycle, their peer groups, and which criteria apply to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.core.papers.basis import NO_BASIS, LegalBasis
from cchc.cycles import queries
from cchc.cycles.actions.changing import changeable_cycle, checked_group_name, join_units
from cchc.cycles.consequences import Cell, near_units, participation_changed
from cchc.cycles.models import Cycle, CycleSet, NotApplicable, Participant
from cchc.units.models import Unit

JOINED = verb("cycles.participants_added", _("added {count} units to {subject}"))
LEFT = verb("cycles.participants_removed", _("removed {count} units from {subject}"))
GROUPED = verb("cycles.peer_group_set", _("put {count} units of {subject} into the group {group}"))
APPLICABILITY = verb("cycles.applicability_changed", _("changed {count} cells of what applies in {subject}"))


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


@transaction.atomic
def change_applicability(
    *,
    by: Actor,
    cycle: Cycle,
    off: Iterable[Cell] = (),
    on: Iterable[Cell] = (),
    reason: str = "",
    basis: LegalBasis = NO_BASIS,
) -> int:
    """Set which criteria no longer apply (`off`) and which apply again (`on`), as pairs of participant id and leaf
    number.

    Returns the number of changed cells. Raises ValidationError for a leaf or a unit that is not in the cycle, for
    an exemption without a reason, and where a unit stands near to the person (`check_not_near`).
    """
    cycle = changeable_cycle(by, cycle)
    off_cells, on_cells = set(off), set(on)
    _check_cells(cycle, off_cells | on_cells)
    present = set(
        NotApplicable.objects.filter(participant__cycle=cycle).values_list("participant_id", "leaf")
    )
    starting, ending = off_cells - present, on_cells & present
    check_not_near(by, cycle, {participant_id for participant_id, _leaf in starting | ending})
    text = " ".join(reason.split())
    if starting and not text:
        raise ValidationError({"reason": _("Say why it does not apply.")})
    starts = NotApplicable.objects.bulk_create(
        NotApplicable(participant_id=participant_id, leaf=leaf, reason=text)
        for participant_id, leaf in sorted(starting)
    )
    removed = _deleted_cells(cycle, ending)
    count = len(starting) + len(ending)
    if count:
        facts = {"count": count, "off": _told(starting), "on": _told(ending), "reason": text, **basis.facts()}
        wrote = [*starts, *participation_changed(cycle=cycle)]
        record(
            by=by,
            verb=APPLICABILITY,
            subject=cycle.name,
            subject_id=cycle.pk,
            facts=facts,
            wrote=wrote,
            removed=removed,
        )
    return count


def check_not_near(by: Actor, cycle: Cycle, participants: Collection[int]) -> None:
    """Raise ValidationError, naming who may act instead, for each of these participants that stands near to the person
    (the own unit, its parent, what it was before or became) once the cycle runs or is scored: what applies to it and
    whom it is compared with decide its points and its rank."""
    refused = []
    for unit in near_units(by=by, cycle=cycle, participants=participants):
        if unit.others:
            told = gettext(
                "“%(unit)s” is your own unit, or stands above it, before it or after it: leave it out;"
                " somebody of another unit changes this: %(others)s."
            )
        else:
            told = gettext(
                "“%(unit)s” is your own unit, or stands above it, before it or after it: leave it out; nobody of"
                " another unit may change this yet, so an administrator of the province appoints a coordinator there."
            )
        refused.append(told % {"unit": unit.name, "others": "; ".join(unit.others)})
    if refused:
        raise ValidationError(refused)


def _own(cycle: Cycle, participants: Iterable[Participant]) -> list[Participant]:
    """Return the rows of `participants` that take part in `cycle`, as they are now."""
    return list(cycle.participants.filter(pk__in=[row.pk for row in participants]))


def _check_cells(cycle: Cycle, cells: set[Cell]) -> None:
    known = {one.pk: {leaf.number for leaf in queries.leaves(one.version)} for one in cycle.sets.all()}
    sets = dict(cycle.participants.values_list("pk", "cycle_set_id"))
    for participant_id, leaf in cells:
        if participant_id not in sets or leaf not in known[sets[participant_id]]:
            raise ValidationError(
                _("The leaf %(leaf)s does not belong to the criteria of this unit."), params={"leaf": leaf}
            )


def _deleted_cells(cycle: Cycle, cells: set[Cell]) -> list[NotApplicable]:
    """Delete the rows of these cells, which apply again; returns the deleted rows."""
    rows = NotApplicable.objects.filter(participant__cycle=cycle)
    gone = [row for row in rows if (row.participant_id, row.leaf) in cells]
    NotApplicable.objects.filter(pk__in=[row.pk for row in gone]).delete()
    return gone


def _told(cells: set[Cell]) -> dict[str, list[str]]:
    """Return cells as the facts of an audit record: the leaf numbers under each unit's printed name."""
    rows = Participant.objects.filter(pk__in={participant_id for participant_id, _leaf in cells})
    printed = dict(rows.values_list("pk", "name"))
    told: dict[str, list[str]] = {}
    for participant_id, leaf in sorted(cells):
        told.setdefault(printed[participant_id], []).append(leaf)
    return told
