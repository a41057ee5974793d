"""Sessions of the council, their members, and who could be one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.accounts.queries import holders_of
from cchc.council.models import AgendaItem, CouncilMember, CouncilSession
from cchc.cycles.models import Cycle
from cchc.scores.queries.interests import people_apart

Seat = CouncilMember.Seat


def sessions_of(cycle: Cycle) -> QuerySet[CouncilSession]:
    """Return the sessions of a cycle with it, the latest first."""
    return CouncilSession.objects.filter(cycle=cycle).select_related("cycle__province").order_by("-number")


def members_of(session: CouncilSession) -> list[CouncilMember]:
    """Return the people of a session: the chair, the members, the secretaries."""
    order = {Seat.CHAIR: 0, Seat.MEMBER: 1, Seat.SECRETARY: 2}
    return sorted(session.members.order_by("place", "pk"), key=lambda one: order[Seat(one.role)])


def chair_of(session: CouncilSession) -> CouncilMember | None:
    """Return the chair of a session; None while nobody is named."""
    return session.members.filter(role=Seat.CHAIR).first()


def member_as(session: CouncilSession, actor: Actor) -> CouncilMember | None:
    """Return what `actor` is in a session; None for somebody else."""
    return session.members.filter(person=actor.person_id).first()


def members_apart(session: CouncilSession, members: Collection[CouncilMember]) -> dict[int, frozenset[int]]:
    """Return, by the id of each member, the participants that stand too near for a vote on them; four queries."""
    apart = people_apart([one.person_id for one in members], session.cycle)
    return {one.pk: apart[one.person_id] for one in members}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be in a session, as printed now; whether as a member with a vote, or as a secretary."""

    person: int
    name: str
    unit: str
    votes: bool


def candidates() -> list[Candidate]:
    """Return everybody with an account for the council, each once, those with a vote first; whoever has both accounts
    is offered with a vote."""
    found: dict[int, Candidate] = {}
    for permission, votes in ((Permission.COUNCIL_VOTE, True), (Permission.COUNCIL_PREPARE, False)):
        for actor in holders_of(permission):
            found.setdefault(actor.person_id, Candidate(actor.person_id, actor.person, actor.unit, votes))
    return list(found.values())


def items_by_session(
    sessions: Collection[CouncilSession], apart: Collection[int]
) -> Mapping[int, list[AgendaItem]]:
    """Return the items of sessions by session, without those of participants that stand `apart`; one query."""
    found: dict[int, list[AgendaItem]] = {one.pk: [] for one in sessions}
    rows = AgendaItem.objects.filter(session__in=sessions).exclude(participant__in=list(apart))
    for item in rows.exclude(state=AgendaItem.State.DROPPED).select_related("participant"):
        found[item.session_id].append(item)
    return found
