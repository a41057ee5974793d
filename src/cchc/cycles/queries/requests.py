"""Requests of units that a leaf shall not apply to them: who sees which, and which wait for whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from cchc.access.actor import Actor
from cchc.audit.statements import Found, Statement, answer_of
from cchc.core.papers.deadlines.windows import Standing
from cchc.cycles.models import (
    ApplicabilityAppeal,
    ApplicabilityRequest,
    Cycle,
    PhaseKind,
    PhaseLock,
    ScoredBy,
    State,
    in_this_world,
)
from cchc.cycles.policies import sight_of
from cchc.cycles.queries.windows import window_of


@dataclass(frozen=True, slots=True)
class LeavesApart:
    """The leaves that do not apply to a participant, by number with the reason (`off`), and those of which its unit has
    asked that they shall not, and waits for a decision (`asked`)."""

    off: Mapping[str, str]
    asked: frozenset[str]


APART = """
SELECT leaf, reason, 1 FROM cycles_notapplicable WHERE participant_id = %s
UNION ALL
SELECT leaf, reason, 0 FROM cycles_applicabilityrequest WHERE participant_id = %s AND state = 'asked'
"""
"""The leaves that do not apply to a participant (1), and those that wait for that to be decided (0)."""


def leaves_apart(participant_id: int) -> LeavesApart:
    """Return the leaves that do not apply to a participant, and those that wait for that to be decided; one query."""
    return answer_of(leaves_apart_of(participant_id))


def leaves_apart_of(participant_id: int) -> Statement[LeavesApart]:
    """Return the statement of `leaves_apart`."""
    return Statement(APART, [participant_id, participant_id], _apart_in)


def _apart_in(rows: Found) -> LeavesApart:
    return LeavesApart(
        {leaf: reason for leaf, reason, is_decided in rows if is_decided},
        frozenset(leaf for leaf, _reason, is_decided in rows if not is_decided),
    )


def requests_seen(actor: Actor, cycle: Cycle) -> QuerySet[ApplicabilityRequest]:
    """Return the requests of `cycle` that `actor` may see, with their participants, those that wait first: all of them
    for who acts for the province, else those of the own units."""
    found = ApplicabilityRequest.objects.filter(participant__cycle=cycle)
    sight = sight_of(actor)
    if not sight.everywhere:
        found = found.filter(participant__unit__in=sight.units)
    related = found.select_related("participant__cycle", "participant__cycle_set__version", "appeal")
    return related.order_by("state", "-pk")  # “asked” comes first in the alphabet


def requests_waiting() -> QuerySet[ApplicabilityRequest]:
    """Return the requests that wait in running cycles, the oldest first, with their participants and sets."""
    waiting = ApplicabilityRequest.objects.filter(
        in_this_world("participant__cycle__"),
        state=ApplicabilityRequest.State.ASKED,
        participant__cycle__state=State.OPEN,
    )
    return waiting.select_related("participant__cycle", "participant__cycle_set").order_by("pk")


def leaves_asked(participants: Collection[int]) -> dict[tuple[int, str], ApplicabilityRequest]:
    """Return the requests of these participants, by their ids, that wait for a decision, by participant and leaf. One
    query."""
    waiting = ApplicabilityRequest.objects.filter(
        state=ApplicabilityRequest.State.ASKED, participant__in=participants
    )
    return {(one.participant_id, one.leaf): one for one in waiting.order_by()}


def appeal_of(asked: ApplicabilityRequest) -> ApplicabilityAppeal | None:
    """Return what the unit laid before the council about a request; None where it did not."""
    return ApplicabilityAppeal.objects.filter(request=asked).first()


def may_be_appealed(asked: ApplicabilityRequest, now: datetime) -> bool:
    """Whether the unit can lay a refusal before the council at the moment `now`: it justifies itself, in a set that is
    scored by the round."""
    if asked.state != ApplicabilityRequest.State.REFUSED:
        return False
    if asked.participant.cycle_set.scored_by != ScoredBy.ROUND:
        return False
    window = window_of(asked.participant, PhaseKind.JUSTIFICATION)
    return window is not None and window.standing(now) is Standing.OPEN


def appeals(cycle: Cycle) -> QuerySet[ApplicabilityAppeal]:
    """Return what units of `cycle` laid before the council and did not withdraw, decided or not (`state`), the oldest
    first, with the refused requests and their participants; whoever answers a person with it leaves out units that
    stand near to that person."""
    found = ApplicabilityAppeal.objects.filter(request__participant__cycle=cycle)
    standing = found.exclude(state=ApplicabilityAppeal.State.WITHDRAWN)
    related = standing.select_related("request__participant__cycle", "request__participant__cycle_set")
    return related.order_by("pk")


def moved_at(requests: Iterable[ApplicabilityRequest]) -> dict[int, datetime]:
    """Return for those of `requests` that wait although self-scoring is locked for their unit, by id, the moment of
    that lock: they have gone on to the appraisal. One query."""
    waiting = [one for one in requests if one.state == ApplicabilityRequest.State.ASKED]
    locks = PhaseLock.objects.filter(
        kind=PhaseKind.SELF_SCORING, participant__in={one.participant_id for one in waiting}
    )
    since = dict(locks.values_list("participant_id", "locked_at"))
    return {one.pk: since[one.participant_id] for one in waiting if one.participant_id in since}
