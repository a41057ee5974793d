"""What waits for a person in this room: scores that are missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.access.waiting import Duty
from cchc.cycles.models import Cycle, ScoredBy, State
from cchc.cycles.queries import address_of, last_day_of_phase, participant_as
from cchc.results.models import UnitIndex
from cchc.results.policies import may_read_results
from cchc.results.queries.accounts import current_cycle_and_run


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield, while the cycle is open, what brings its scores in for those who import them, and for other readers of
    results the criteria of the own unit that have no score yet, where files bring them."""
    cycle, run_id = current_cycle_and_run()
    if cycle is None or cycle.state != State.OPEN:
        return
    if actor.may(Permission.SCORE_IMPORT):
        yield from _units_not_scored(cycle, run_id, today)
    elif may_read_results(actor) and run_id is not None and actor.unit_id is not None:
        yield from _criteria_not_scored(cycle, run_id, actor.unit_id, today)


def _units_not_scored(cycle: Cycle, run_id: int | None, today: date) -> Iterator[Duty]:
    """How many units are not fully scored of those whose scores files bring; without a run none is."""
    by_file = cycle.participants.filter(cycle_set__scored_by=ScoredBy.FILE)
    waiting = UnitIndex.objects.filter(run=run_id, waiting__gt=0).values("participant")
    count = (by_file.filter(pk__in=waiting) if run_id else by_file).count()
    if count:
        text = ngettext("{count} unit is not fully scored", "{count} units are not fully scored", count)
        until = last_day_of_phase(cycle, today)
        href = reverse("scores:imports", args=address_of(cycle))
        yield Duty(text.format(count=count), href, until, until is not None and until < today)


def _criteria_not_scored(cycle: Cycle, run_id: int, unit_id: int, today: date) -> Iterator[Duty]:
    own = participant_as(cycle, unit_id)
    if own is not None and own.cycle_set.scored_by == ScoredBy.ROUND:
        return  # its sheet says what is left for it to do; the rest is for others to score
    row = UnitIndex.objects.filter(run=run_id, participant=own).first() if own else None
    if own is not None and row is not None and row.waiting:
        text = ngettext(
            "{count} criterion of my unit has no score yet",
            "{count} criteria of my unit have no score yet",
            row.waiting,
        )
        href = reverse("results:unit", args=[*address_of(cycle), own.unit_id])
        yield Duty(text.format(count=row.waiting), href, last_day_of_phase(cycle, today))
