"""The checks before every change of a cycle, and the joining of units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.locks import hold
from cchc.cycles.consequences import scored_units
from cchc.cycles.models import Cycle, CycleSet, Participant, State
from cchc.units.models import Unit

FEW_NAMES = 5  # units that a refusal names


def changeable_cycle(by: Actor, cycle: Cycle) -> Cycle:
    """Return `cycle`, locked for this transaction. Raises ValidationError when it is closed."""
    by.require(Permission.CYCLE_MANAGE)
    locked = hold(Cycle.objects.all(), cycle.pk)
    if locked.state == State.CLOSED:
        raise ValidationError(
            _("The cycle “%(name)s” is closed and read-only."), params={"name": locked.name}
        )
    return locked


def running_cycle(cycle_id: int) -> Cycle:
    """Return the cycle, locked for this transaction. Raises ValidationError when it does not run."""
    locked = hold(Cycle.objects.all(), cycle_id)
    if locked.state != State.OPEN:
        raise ValidationError(
            _("“%(name)s” does not run: nothing in it is open."), params={"name": locked.name}
        )
    return locked


def days_of(cycle_id: int, kind: str) -> str:
    """Return the name by which the days of a phase are locked: shared by whoever saves something in it, alone by
    whoever changes its days, gives time in it, or locks it."""
    return f"cycles.phase:{cycle_id}:{kind}"


def join_units(cycle_set: CycleSet, units: Iterable[Unit], peer_group: str) -> list[Participant]:
    """Store `units` as participants of a set; returns the new participants."""
    cycle_id = cycle_set.cycle_id
    taking = Participant.objects.filter(cycle_id=cycle_id)
    present = set(taking.values_list("unit_id", flat=True))
    place = taking.aggregate(last=Max("place"))["last"] or 0
    new = {unit.pk: unit for unit in units if unit.pk not in present}
    rows = [
        Participant(
            cycle_id=cycle_id,
            cycle_set=cycle_set,
            unit=unit,
            peer_group=peer_group,
            name=unit.name,
            code=unit.code,
            place=place + number,
        )
        for number, unit in enumerate(new.values(), start=1)
    ]
    return Participant.objects.bulk_create(rows)


def checked_group_name(name: str) -> str:
    """Return the name of a peer group with single spaces. Raises ValidationError when it is empty."""
    group = " ".join(name.split())
    if not group:
        raise ValidationError({"peer_group": _("Name the peer group.")})
    return group


def names_of_scored(cycle_set: CycleSet) -> list[str]:
    """Return the printed names of the participants of a set that have answered anything or have any score."""
    both = [one for survey in (False, True) for one in scored_units(cycle_set=cycle_set, survey=survey)]
    return list(dict.fromkeys(one.name for one in both))


def few(names: Sequence[str]) -> str:
    """Return the first of some names, as a refusal prints them."""
    return ", ".join(names[:FEW_NAMES]) + ("" if len(names) <= FEW_NAMES else ", …")
