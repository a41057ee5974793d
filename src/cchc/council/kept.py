"""What of this room can never change: a closed session with its members, agenda, decisions, votes and minutes; what was
counted; the acts that made points final. And what is played against the log."""

from __future__ import annotations

from cchc.audit.frozen import Frozen
from cchc.audit.played import Played
from cchc.core.words.messages import Message
from cchc.council.models import (
    AgendaItem,
    CouncilDecision,
    CouncilMember,
    CouncilSession,
    FinalPoints,
    FinalUndoing,
    SessionMinutes,
    Vote,
)
from cchc.cycles.kept import CLOSED

OF_A_SESSION = (
    "EXISTS (SELECT 1 FROM council_councilsession one JOIN cycles_cycle year ON year.id = one.cycle_id "
    "WHERE one.id = {row}.session_id AND (one.state = 'closed' OR year.state = 'closed'))"
)
OF_AN_ITEM = (
    "EXISTS (SELECT 1 FROM council_agendaitem item JOIN council_councilsession one ON one.id = item.session_id "
    "JOIN cycles_cycle year ON year.id = one.cycle_id "
    "WHERE item.id = {row}.item_id AND (one.state = 'closed' OR year.state = 'closed'))"
)
COUNTED = "{row}.state <> 'open'"
OF_COUNTED = "(SELECT state FROM council_councildecision WHERE id = {row}.decision_id) <> 'open'"

FROZEN = (
    Frozen("council_councilsession", when="{row}.state = 'closed' OR " + CLOSED, insert=CLOSED),
    Frozen("council_councilmember", when=OF_A_SESSION, insert=OF_A_SESSION),
    Frozen("council_agendaitem", when=OF_A_SESSION, insert=OF_A_SESSION),
    Frozen("council_councildecision", when=f"{COUNTED} OR {OF_AN_ITEM}", insert=OF_AN_ITEM),
    Frozen("council_vote", when=OF_COUNTED, insert=OF_COUNTED),
    Frozen("council_sessionminutes"),
    Frozen("council_finalpoints", insert=CLOSED),
    Frozen("council_finalundoing"),
)

PLAYED = (
    Played(
        code="council.session",
        words=Message("Session of the council"),
        model=CouncilSession,
        fields=("cycle_id", "number", "on", "place", "state", "version"),
    ),
    Played(
        code="council.member",
        words=Message("Member of a session"),
        model=CouncilMember,
        fields=("session_id", "person_id", "role", "name", "unit", "present"),
    ),
    Played(
        code="council.item",
        words=Message("Item of an agenda"),
        model=AgendaItem,
        fields=("session_id", "participant_id", "leaf", "kinds", "effect", "reason", "state"),
    ),
    Played(
        code="council.decision",
        words=Message("Decision of the council"),
        model=CouncilDecision,
        fields=("item_id", "number", "state", "verdict", "points", "figures", "reason", "members", "yes", "no"),
    ),
    Played(
        code="council.vote",
        words=Message("Vote of a member"),
        model=Vote,
        fields=("decision_id", "member_id", "choice", "apart"),
    ),
    Played(
        code="council.minutes",
        words=Message("Minutes of a session"),
        model=SessionMinutes,
        fields=("session_id", "sha256"),
    ),
    Played(
        code="council.final",
        words=Message("Final points"),
        model=FinalPoints,
        fields=("cycle_id", "number", "sha256"),
    ),
    Played(
        code="council.undoing",
        words=Message("Final points undone"),
        model=FinalUndoing,
        fields=("final_id", "reason"),
    ),
)  # fmt: skip
