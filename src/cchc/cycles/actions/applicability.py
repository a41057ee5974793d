"""Changing which criteria apply to whom: by whoever prepares the cycle, or because a unit asked for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.core.papers.basis import NO_BASIS, LegalBasis
from cchc.cycles import queries
from cchc.cycles.actions.changing import changeable_cycle
from cchc.cycles.consequences import Cell, near_units, participation_changed
from cchc.cycles.models import Cycle, NotApplicable, Participant, State

APPLICABILITY = verb("cycles.applicability_changed", _("changed {count} cells of what applies in {subject}"))


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
    an exemption without a reason, for any change without a reason once the cycle runs, and where a unit stands near
    to the person (`check_not_near`).
    """
    cycle = changeable_cycle(by, cycle)
    changed = set_cells(by=by, cycle=cycle, off=set(off), on=set(on), reason=" ".join(reason.split()))
    if changed.count:
        record(
            by=by,
            verb=APPLICABILITY,
            subject=cycle.name,
            subject_id=cycle.pk,
            facts={**changed.facts, **basis.facts()},
            wrote=changed.wrote,
            removed=changed.removed,
        )
    return changed.count


@dataclass(frozen=True, slots=True)
class CellsChanged:
    """Cells that were changed: their number, what the record says of them, the rows that were written and removed."""

    count: int
    facts: dict[str, Any]
    wrote: list[Model]
    removed: list[Model]


def set_cells(
    *, by: Actor, cycle: Cycle, off: Collection[Cell], on: Collection[Cell], reason: str
) -> CellsChanged:
    """Write that the cells `off` no longer apply and those `on` apply again, in a cycle that is held; those that are so
    already stay as they are. Part of an act, which records it. Raises ValidationError as `change_applicability` does.
    """
    starting, ending = _turning_cells(cycle, set(off), set(on))
    check_not_near(by, cycle, {participant_id for participant_id, _leaf in starting | ending})
    return _turned(cycle, starting, ending, reason)


def set_decided_cells(
    *, cycle: Cycle, off: Collection[Cell], on: Collection[Cell], reason: str
) -> CellsChanged:
    """Write, as `set_cells`, what a council has decided, which stands near to nobody: whoever writes it down only
    carries it out. Part of an act, which asks who may and records it."""
    return _turned(cycle, *_turning_cells(cycle, set(off), set(on)), reason)


def _turning_cells(cycle: Cycle, off: set[Cell], on: set[Cell]) -> tuple[set[Cell], set[Cell]]:
    """Return which cells stop applying and which apply again; raises ValidationError for cells of nobody."""
    _check_cells(cycle, off | on)
    present = set(
        NotApplicable.objects.filter(participant__cycle=cycle).values_list("participant_id", "leaf")
    )
    return off - present, on & present


def _turned(cycle: Cycle, starting: set[Cell], ending: set[Cell], reason: str) -> CellsChanged:
    if starting and not reason:
        raise ValidationError({"reason": _("Say why it does not apply.")})
    if ending and not reason and cycle.state == State.OPEN:
        raise ValidationError(
            {"reason": _("What applies is fixed since the cycle was opened: say why it changes.")}
        )
    starts = NotApplicable.objects.bulk_create(
        NotApplicable(participant_id=participant_id, leaf=leaf, reason=reason)
        for participant_id, leaf in sorted(starting)
    )
    removed = _deleted_cells(cycle, ending)
    count = len(starting) + len(ending)
    wrote = [*starts, *participation_changed(cycle=cycle)] if count else []
    facts = {"count": count, "off": _told(starting), "on": _told(ending), "reason": reason}
    return CellsChanged(count, facts, wrote, [*removed])


def check_not_near(
    by: Actor,
    cycle: Cycle,
    participants: Collection[int],
    instead: Permission = Permission.SCORE_CORRECT,
) -> None:
    """Raise ValidationError, naming who of those with the permission `instead` may act, for each of these participants
    that stands near to the person (the own unit, its parent, what it was before or became) once the cycle runs or is
    scored: what applies to it and whom it is compared with decide its points and its rank."""
    refused = []
    for unit in near_units(by=by, cycle=cycle, participants=participants, instead=instead):
        if unit.others:
            told = gettext(
                "“%(unit)s” is your own unit, or stands above it, before it or after it: leave it out;"
                " somebody of another unit changes this: %(others)s."
            )
        else:
            told = gettext(
                "“%(unit)s” is your own unit, or stands above it, before it or after it: leave it out; nobody of"
                " another unit may change this yet, so an administrator of the province appoints somebody there."
            )
        refused.append(told % {"unit": unit.name, "others": "; ".join(unit.others)})
    if refused:
        raise ValidationError(refused)


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
