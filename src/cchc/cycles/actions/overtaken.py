"""Requests that a leaf shall not apply which the clock or the end of the cycle overtakes before anybody decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from cchc.access.actor import Actor
from cchc.cycles.actions.deciders import permissions_to_decide
from cchc.cycles.actions.telling import (
    TOLD_MOVED,
    TOLD_REFUSED,
    TOLD_TAKEN_OVER,
    people_asking,
    tell_of_request,
)
from cchc.cycles.models import ApplicabilityAppeal, ApplicabilityRequest, Cycle, Participant, Phase, PhaseKind
from cchc.notices.actions import tell
from cchc.notices.queries.recipients import people_of_the_province


def end_requests(*, by: Actor, cycle: Cycle) -> list[ApplicabilityRequest | ApplicabilityAppeal]:
    """Refuse the requests and appeals that wait in a cycle that is being closed, and tell those who asked; returns
    them. Part of the act that closes it."""
    states = ApplicabilityRequest.State, ApplicabilityAppeal.State
    requests = ApplicabilityRequest.objects.filter(participant__cycle=cycle, state=states[0].ASKED)
    appeals = ApplicabilityAppeal.objects.filter(request__participant__cycle=cycle, state=states[1].WAITING)
    rows: list[ApplicabilityRequest | ApplicabilityAppeal] = [
        *requests.select_for_update(of=("self",)).select_related("participant"),
        *appeals.select_for_update(of=("self",)).select_related("request__participant"),
    ]
    answer = gettext("The cycle was closed before anybody decided.")
    for one in rows:
        one.state, one.answer, one.decided_at = states[0].REFUSED, answer, timezone.now()
        one.decided_by, one.decided_unit = by.person, by.unit
        one.save()
        asked = one.request if isinstance(one, ApplicabilityAppeal) else one
        tell_of_request(TOLD_REFUSED, by, asked, cycle, people_asking(asked.participant), answer=answer)
    return rows


def move_requests(
    *, cycle: Cycle, phase: Phase, participants: Sequence[Participant]
) -> list[ApplicabilityRequest]:
    """Let the requests of these units on which nobody decided before self-scoring locked go on to the appraisal, and
    tell the units, and whoever decides; returns them. Part of the act that locks `phase`, whose rows say from then on
    where they wait (`queries.requests.moved_at`)."""
    if phase.kind != PhaseKind.SELF_SCORING:
        return []
    waiting = ApplicabilityRequest.objects.filter(
        state=ApplicabilityRequest.State.ASKED, participant__in=participants
    )
    moved = list(waiting.select_related("participant__cycle_set").order_by("pk"))
    for one in moved:
        tell_of_request(TOLD_MOVED, None, one, cycle, people_asking(one.participant), phase=phase.name)
    for permission, count in Counter(permissions_to_decide(moved).values()).items():
        tell(
            kind=TOLD_TAKEN_OVER,
            to=people_of_the_province(permission, timezone.localdate()),
            facts={"phase": phase.name, "cycle": cycle.name, "count": count},
            href=reverse("cycles:requests", args=[cycle.pk]),
            by=None,
        )
    return moved
