"""Requests of units that a leaf shall not apply to them: who sees which, and which wait for whom."""

from __future__ import annotations

from django.db.models import QuerySet

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.cycles.models import ApplicabilityRequest, Cycle, State
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
