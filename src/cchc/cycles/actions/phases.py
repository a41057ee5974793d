"""Setting the days of the phases of a cycle; and what moving them locks or opens again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.locks import change_alone
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.cycles import queries
from cchc.cycles.actions.changing import changeable_cycle, days_of
from cchc.cycles.actions.locking import unlock_where_open
from cchc.cycles.models import Cycle, Phase, PhaseKind, State

PHASES = verb("cycles.phases_changed", _("set the dates of {subject}"))
say_facts("cycles", **{kind.value: FactWords(kind.label) for kind in PhaseKind})
ORDER = {kind: place for place, kind in enumerate(PhaseKind, start=1)}


@dataclass(frozen=True, slots=True)
class PhaseDates:
    """The wanted dates of a phase: its kind, its printed name, its first and last day."""

    kind: str
    name: str
    starts: date
    ends: date


@transaction.atomic
def change_phases(
    *,
    by: Actor,
    cycle: Cycle,
    phases: Sequence[PhaseDates],
    reason: str = "",
    now: datetime | None = None,
) -> list[Phase]:
    """Set the phases of `cycle`, and remove all others; they may overlap. Units that a phase had locked and that it
    holds no longer at the moment `now` (this one by default) are told that it is open again.

    Raises ValidationError when a phase comes twice or ends before it starts, when one that units work in would be
    removed, and when a locked one would open again and `by` may not give more time.
    """
    cycle = changeable_cycle(by, cycle)
    before = {phase.kind: _dates(phase) for phase in queries.phases(cycle)}
    if len({phase.kind for phase in phases}) != len(phases):
        raise ValidationError(_("A phase stands once in a cycle."))
    for one in phases:
        if one.ends < one.starts:
            raise ValidationError(_("“%(name)s” ends before it starts."), params={"name": one.name})
    _check_removed(cycle, {one.kind for one in phases}, localdate(now))
    gone = _set_phases(cycle, phases)
    written = queries.phases(cycle)
    facts = {
        "before": before,
        "after": {phase.kind: _dates(phase) for phase in written},
        "reason": " ".join(reason.split()),
    }
    if facts["before"] != facts["after"]:
        opened: list[Model] = []
        for phase in written:
            opened += unlock_where_open(by=by, cycle=cycle, kind=phase.kind, now=now or timezone.now())
        record(
            by=by,
            verb=PHASES,
            subject=cycle.name,
            subject_id=cycle.pk,
            facts=facts,
            wrote=[*written, *opened],
            removed=gone,
        )
    return written


def _check_removed(cycle: Cycle, wanted: Collection[str], today: date) -> None:
    """Raise ValidationError where a phase of a running cycle is not `wanted` any more that has begun: without days
    nothing would lock in it, and nobody would be told."""
    if cycle.state != State.OPEN:
        return
    begun = [one.name for one in queries.phases(cycle) if one.kind not in wanted and one.starts <= today]
    if begun:
        raise ValidationError(
            ngettext(
                "%(names)s has begun: give it an earlier last day instead. It is locked then, what units have not "
                "finished freezes, and they are told.",
                "%(names)s have begun: give them an earlier last day instead. They are locked then, what units have "
                "not finished freezes, and they are told.",
                len(begun),
            )
            % {"names": ", ".join(f"“{name}”" for name in begun)}
        )


def _set_phases(cycle: Cycle, phases: Sequence[PhaseDates]) -> list[Phase]:
    """Change the phases of `cycle` row by row, while nobody looks at them; returns the rows that were removed."""
    for kind in PhaseKind:
        change_alone(days_of(cycle.pk, kind))
    there = {phase.kind: phase for phase in cycle.phases.order_by("place")}
    wanted = {phase.kind for phase in phases}
    gone = [phase for kind, phase in there.items() if kind not in wanted]
    cycle.phases.exclude(kind__in=wanted).delete()
    for one in phases:
        place = ORDER[PhaseKind(one.kind)]
        facts = {"place": place, "name": one.name, "starts": one.starts, "ends": one.ends}
        Phase.objects.update_or_create(cycle=cycle, kind=one.kind, defaults=facts)
    return gone


def _dates(phase: Phase) -> dict[str, str]:
    return {"name": phase.name, "starts": phase.starts.isoformat(), "ends": phase.ends.isoformat()}
