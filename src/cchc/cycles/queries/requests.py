"""Requests of units that a leaf shall not apply to them: who sees which, and which wait for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.cycles.models import ApplicabilityRequest, Cycle, PhaseKind, PhaseLock, State
from cchc.cycles.policies import sight_of


def requests_seen(actor: Actor, cycle: Cycle) -> QuerySet[ApplicabilityRequest]:
    """Return the requests of `cycle` that `actor` may see, with their participants, those that wait first: all of them
    for who acts for the province, else those of the own units."""
    found = ApplicabilityRequest.objects.filter(participant__cycle=cycle)
    sight = sight_of(actor)
    if not sight.everywhere:
        found = found.filter(participant__unit__in=sight.units)
    related = found.select_related("participant__cycle", "participant__cycle_set__version")
    return related.order_by("state", "-pk")  # “asked” comes first in the alphabet


def requests_to_decide(actor: Actor) -> QuerySet[ApplicabilityRequest]:
    """Return the requests that wait in running cycles, the oldest first; none where `actor` decides on none."""
    waiting = ApplicabilityRequest.objects.filter(
        state=ApplicabilityRequest.State.ASKED, participant__cycle__state=State.OPEN
    )
    found = waiting.select_related("participant__cycle").order_by("pk")
    return found if actor.may(Permission.APPLICABILITY_DECIDE) else found.none()


def moved_at(requests: Iterable[ApplicabilityRequest]) -> dict[int, datetime]:
    """Return for those of `requests` that wait although self-scoring is locked for their unit, by id, the moment of
    that lock: they have gone on to the appraisal. One query."""
    waiting = [one for one in requests if one.state == ApplicabilityRequest.State.ASKED]
    locks = PhaseLock.objects.filter(
        kind=PhaseKind.SELF_SCORING, participant__in={one.participant_id for one in waiting}
    )
    since = dict(locks.values_list("participant_id", "locked_at"))
    return {one.pk: since[one.participant_id] for one in waiting if one.participant_id in since}
