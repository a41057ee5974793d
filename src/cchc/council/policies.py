"""Who may look at the council, prepare and record its sessions, vote, and make points final. Nobody records or votes on
what concerns a unit that stands near to them."""

from __future__ import annotations

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.council.models import CouncilMember, CouncilSession
from cchc.cycles.models import Cycle, State

OF_AN_ITEM = "council.item"
"""What verbs of the log are about whose subject is an `AgendaItem`: nobody near to its unit reads their entries."""


def may_read_council(actor: Actor) -> bool:
    """Whether `actor` looks at sessions of the council."""
    return actor.may(Permission.COUNCIL_READ)


def may_prepare_sessions(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` prepares sessions of `cycle`: its days, members and agenda."""
    return actor.may(Permission.COUNCIL_PREPARE) and cycle.state == State.OPEN


def may_record_votes(actor: Actor, session: CouncilSession, chair: CouncilMember | None) -> bool:
    """Whether `actor` puts items of `session` to the vote and records the votes of all: a secretary, or its chair."""
    if session.cycle.state != State.OPEN:
        return False
    is_chair = chair is not None and chair.person_id == actor.person_id and actor.may(Permission.COUNCIL_VOTE)
    return is_chair or actor.may(Permission.COUNCIL_PREPARE)


def may_add_items(actor: Actor, session: CouncilSession, member: CouncilMember | None) -> bool:
    """Whether `actor` puts something on the agenda of `session`: whoever prepares it, or one of its members."""
    if session.cycle.state != State.OPEN or session.state == CouncilSession.State.CLOSED:
        return False
    return actor.may(Permission.COUNCIL_PREPARE) or (
        member is not None and actor.may(Permission.COUNCIL_VOTE)
    )


def may_vote(actor: Actor, session: CouncilSession, member: CouncilMember | None) -> bool:
    """Whether `actor`, who is this member of `session`, gives an own vote in it at all."""
    sits = session.state == CouncilSession.State.SITTING and session.cycle.state == State.OPEN
    return sits and member is not None and member.votes and actor.may(Permission.COUNCIL_VOTE)


def may_make_final(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` makes the points of `cycle` final, or no longer final, while it runs."""
    return actor.may(Permission.COUNCIL_FINAL) and cycle.state == State.OPEN


def may_undo_final(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` lets the points of `cycle` be final no longer: before the release only."""
    return may_make_final(actor, cycle) and cycle.released_at is None
