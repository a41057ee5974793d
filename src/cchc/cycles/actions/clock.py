"""The clock's part of a cycle: phases lock by themselves once their last day is over, and all of them when the cycle is
closed; what units had not finished freezes, and they are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission, Role, Scope
from cchc.audit.actions import record
from cchc.audit.locks import change_alone, hold
from cchc.audit.verbs import verb
from cchc.cycles.actions.changing import days_of
from cchc.cycles.actions.overtaken import move_requests
from cchc.cycles.consequences import open_tasks, phase_locked
from cchc.cycles.models import Cycle, Participant, Phase, PhaseLock, State, in_this_world
from cchc.cycles.queries.windows import UnitWindow, windows_of
from cchc.notices.actions import tell
from cchc.notices.kinds import notice_kind
from cchc.notices.queries.recipients import people_of_the_province, people_of_units

LOCKED = verb(
    "cycles.phase_locked", _("locked “{phase}” of {subject} for {count} units, whose last day is over")
)

TOLD_LOCKED = notice_kind(
    "cycles.phase_locked",
    _("“{phase}” of {cycle} is locked for {unit}, not finished: {what}. The coordinator gives more time."),
    letter=_("“{phase}” of {cycle} is locked for {unit}, not finished. The coordinator gives more time."),
)
TOLD_UNFINISHED = notice_kind(
    "cycles.phase_unfinished", _("“{phase}” of {cycle} is locked; {count} units have not finished.")
)


def lock_due_phases(now: datetime) -> int:
    """Lock the phases of running cycles for the units whose last day is over, the minutes of grace included, and tell
    it (`phase_locked`); returns the number of units and phases that were locked.

    It is done once for each unit and lock, however often it is called and however late: the lock itself holds by the
    clock, this freezes what was left unfinished.
    """
    ended = Phase.objects.filter(in_this_world("cycle__"), cycle__state=State.OPEN, ends__lt=localdate(now))
    due = [phase for phase in ended.select_related("cycle").order_by("cycle", "place") if _due(phase, now)]
    return sum(_lock(phase.cycle_id, phase.kind, now) for phase in due)


@transaction.atomic
def _lock(cycle_id: int, kind: str, now: datetime) -> int:
    """Lock one phase for the units that are due, and record it by the calendar's name; returns their number."""
    cycle = hold(Cycle.objects.all(), cycle_id)
    change_alone(days_of(cycle_id, kind))
    phase = Phase.objects.filter(cycle=cycle, kind=kind).first()
    if phase is None or cycle.state != State.OPEN:
        return 0
    due = _due(phase, now)
    rows = list(cycle.participants.filter(pk__in=due).order_by("place", "pk"))
    PhaseLock.objects.bulk_create(
        PhaseLock(participant=one, kind=kind, locked_at=due[one.pk].since) for one in rows
    )
    if rows:
        left = _tell_of_lock(cycle, phase, rows)
        moved = move_requests(cycle=cycle, phase=phase, participants=rows)
        wrote = phase_locked(cycle=cycle, kind=kind, participants=rows)
        facts = {
            "phase": phase.name,
            "count": len(rows),
            "units": [one.name for one in rows],
            **({"unfinished": left} if left else {}),
            **({"requests": len(moved)} if moved else {}),
        }
        record(
            by=by_the_calendar(),
            verb=LOCKED,
            subject=cycle.name,
            subject_id=cycle.pk,
            facts=facts,
            wrote=wrote,
        )
    return len(rows)


def lock_before_closing(*, cycle: Cycle, now: datetime) -> tuple[list[str], list[Model]]:
    """Lock every phase of a held cycle that has begun for the units for which it is not locked yet, and tell those who
    had not finished, as at its last day; returns their names with the phase, and the rows of the answers. Part of the
    act that closes the cycle, which nobody works in any more."""
    left: list[str] = []
    wrote: list[Model] = []
    for phase in cycle.phases.filter(starts__lte=localdate(now)).order_by("place"):
        locked = PhaseLock.objects.filter(participant__cycle=cycle, kind=phase.kind).values("participant")
        rows = list(cycle.participants.exclude(pk__in=locked).order_by("place", "pk"))
        PhaseLock.objects.bulk_create(
            PhaseLock(participant=one, kind=phase.kind, locked_at=now) for one in rows
        )
        left += [f"{phase.name}: {name}" for name in _tell_of_lock(cycle, phase, rows)]
        wrote += phase_locked(cycle=cycle, kind=phase.kind, participants=rows)
    return left, wrote


def _tell_of_lock(cycle: Cycle, phase: Phase, locked: Sequence[Participant]) -> list[str]:
    """Tell the people of each unit that has not finished, and whoever may give more time how many there are; returns
    the names of these units."""
    open_ = {one.participant: one.what for one in open_tasks(cycle=cycle, kind=phase.kind)}
    late = [one for one in locked if one.pk in open_]
    if not late:
        return []
    today, href = localdate(), reverse("cycles:phase", args=[cycle.pk, phase.slug])
    people = people_of_units([one.unit_id for one in late], Permission.SHEET_EDIT, today)
    facts: dict[str, str | int] = {"phase": phase.name, "cycle": cycle.name}
    for one in late:
        own = {**facts, "unit": one.name, "what": open_[one.pk]}
        tell(kind=TOLD_LOCKED, to=people[one.unit_id], facts=own, href=href, by=None)
    office = people_of_the_province(Permission.PHASE_EXTEND, today)
    tell(kind=TOLD_UNFINISHED, to=office, facts={**facts, "count": len(late)}, href=href, by=None)
    return [one.name for one in late]


def _due(phase: Phase, now: datetime) -> dict[int, UnitWindow]:
    locked = set(
        PhaseLock.objects.filter(participant__cycle=phase.cycle_id, kind=phase.kind).values_list(
            "participant_id", flat=True
        )
    )
    windows = windows_of(phase.cycle, phase.kind)
    return {pk: one for pk, one in windows.items() if pk not in locked and one.window.settled_at <= now}


def by_the_calendar() -> Actor:
    """Return who does in the log what the days do by themselves."""
    return Actor(
        person_id=0,
        person=gettext("The calendar of the cycle"),
        unit_id=None,
        unit="",
        role=Role.ADMINISTRATOR,
        scope=Scope.PROVINCE,
    )
