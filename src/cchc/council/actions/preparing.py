"""Preparing a session of the council: its day, its place, its members, and who of them is there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import say
from cchc.core.words.numbers import number_in_full
from cchc.council.models import CouncilMember, CouncilSession
from cchc.council.policies import may_prepare_sessions, may_record_votes
from cchc.council.queries.sessions import candidates, chair_of
from cchc.cycles.models import Cycle, State
from cchc.notices.actions import tell
from cchc.notices.kinds import notice_kind

PLANNED = verb("council.session_planned", _("prepared session {number} of the council of {subject}"))
CHANGED = verb("council.session_changed", _("changed session {number} of the council of {subject}"))
PRESENCE = verb(
    "council.presence_noted", _("noted who is there in session {number} of the council of {subject}")
)
say_facts(
    "council",
    on=FactWords(_("day")),
    place=FactWords(_("place")),
    chair=FactWords(_("chair")),
    members=FactWords(_("members")),
    present=FactWords(_("present")),
)

INVITED = notice_kind(
    "council.invited",
    _("You are invited to session {number} of the council of {cycle}: {day}, {place}."),
    letter=_("You are invited to session {number} of the council of {cycle}: {day}."),
)

Seat = CouncilMember.Seat


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """The day and the place of a session, and its people: the role of each by the id of the person."""

    on: date
    place: str
    roles: Mapping[int, str]


@transaction.atomic
def plan_session(*, by: Actor, cycle: Cycle, plan: SessionPlan) -> CouncilSession:
    """Prepare the next session of a cycle and invite its people.

    Raises `NotPermitted`, and ValidationError with every fault: no place, nobody or several in the chair, no member, a
    person without an account for the council.
    """
    held = _prepared_by(by, cycle)
    place, rows = _checked(plan)
    last = held.council_sessions.order_by("-number").first()
    session = CouncilSession.objects.create(
        cycle=held, number=1 + (last.number if last else 0), on=plan.on, place=place
    )
    members = _written_members(session, rows)
    _record(by, PLANNED, session, members)
    _invite(by, session, [one.person_id for one in members])
    return session


@transaction.atomic
def change_session(*, by: Actor, session: CouncilSession, plan: SessionPlan, version: int) -> CouncilSession:
    """Change the day, the place or the people of a session that does not sit yet; whoever is new is invited. `version`
    is that of the session that was seen.

    Raises what `plan_session` raises, `Changed` for a session that is another by now, ValidationError once it sits.
    """
    cycle = _prepared_by(by, session.cycle)
    held = hold(CouncilSession.objects.select_related("cycle"), session.pk)
    if held.version != version:
        raise Changed(seen=version, now=held)
    if held.state != CouncilSession.State.PREPARING:
        raise ValidationError(_("The session has begun: its day and its members stay as they are."))
    place, rows = _checked(plan)
    before = set(held.members.values_list("person_id", flat=True))
    removed = list(held.members.exclude(person__in=[one.person_id for one in rows]))
    kept = {one.person_id: one for one in held.members.all()}
    held.members.filter(pk__in=[one.pk for one in removed]).delete()
    held.members.update(role=Seat.MEMBER)  # one chair at a time, also between two rows
    members = _written_members(held, rows, kept)
    held.on, held.place, held.version = plan.on, place, held.version + 1
    held.save(update_fields=["on", "place", "version"])
    held.cycle = cycle
    _record(by, CHANGED, held, members, removed)
    _invite(by, held, [one.person_id for one in members if one.person_id not in before])
    return held


@transaction.atomic
def note_presence(*, by: Actor, session: CouncilSession, present: Collection[int]) -> list[CouncilMember]:
    """Note which members, by their ids, are there; the others are not. Returns those whose presence is another now.

    Raises `NotPermitted` for whoever does not record in this session, ValidationError once it is closed, and for ids of
    nobody in it.
    """
    held = held_to_record(by, session)
    if held.state == CouncilSession.State.CLOSED:
        raise ValidationError(_("The session is closed: it stays as it is."))
    rows = list(held.members.all())
    if not set(present) <= {one.pk for one in rows}:
        raise ValidationError(_("Somebody who is ticked does not belong to this session."))
    turned = [one for one in rows if one.present != (one.pk in set(present))]
    for one in turned:
        one.present = not one.present
        one.save(update_fields=["present"])
    if turned:
        facts = {"number": held.number, "present": [one.name for one in rows if one.present]}
        cycle = held.cycle
        record(by=by, verb=PRESENCE, subject=cycle.name, subject_id=held.pk, facts=facts, wrote=turned)
    return turned


def held_to_record(by: Actor, session: CouncilSession) -> CouncilSession:
    """Return a session, held with its cycle for `by` to record in it. Raises `NotPermitted` for whoever is neither a
    secretary nor its chair, ValidationError where the cycle does not run."""
    cycle = hold(Cycle.objects.all(), session.cycle_id)
    held = hold(CouncilSession.objects.select_related("cycle"), session.pk)
    held.cycle = cycle
    if cycle.state != State.OPEN:
        raise ValidationError(
            _("“%(name)s” does not run: nothing in it is open."), params={"name": cycle.name}
        )
    if not may_record_votes(by, held, chair_of(held)):
        raise NotPermitted(Permission.COUNCIL_PREPARE)
    return held


def _prepared_by(by: Actor, cycle: Cycle) -> Cycle:
    by.require(Permission.COUNCIL_PREPARE)
    held = hold(Cycle.objects.all(), cycle.pk)
    if not may_prepare_sessions(by, held):
        raise ValidationError(
            _("“%(name)s” does not run: nothing in it is open."), params={"name": held.name}
        )
    return held


def _checked(plan: SessionPlan) -> tuple[str, list[CouncilMember]]:
    """Return the place and the people of a plan, not stored. Raises ValidationError with every fault."""
    faults: dict[str, list[str]] = {}
    try:
        place = " ".join(accepted_text(plan.place, MOST["name"], lines=False).split())
    except RefusedText as refused:
        place = ""
        faults["place"] = [say(why, gettext, number_in_full) for why in refused.whys]
    if not place and not faults:
        faults["place"] = [gettext("Write where the session is held.")]
    known = {one.person: one for one in candidates()}
    rows = [
        CouncilMember(person_id=pk, role=role, name=known[pk].name, unit=known[pk].unit, place=order)
        for order, (pk, role) in enumerate(plan.roles.items(), start=1)
        if pk in known and role in Seat.values
    ]
    whys = []
    if len(rows) < len(plan.roles):
        whys.append(gettext("Somebody who was chosen has no account for the council any more."))
    chairs = sum(one.role == Seat.CHAIR for one in rows)
    if chairs != 1:
        whys.append(gettext("Name one chair; found: {count}.").format(count=chairs))
    if any(one.votes and not known[one.person_id].votes for one in rows):
        whys.append(gettext("A secretary has no vote: choose members among the accounts of members."))
    if sum(one.votes for one in rows) < 2:
        whys.append(gettext("Choose at least two people with a vote."))
    if not any(one.role == Seat.SECRETARY for one in rows):
        whys.append(gettext("Choose at least one secretary."))
    if whys:
        faults["roles"] = whys
    if faults:
        raise ValidationError(faults)
    return place, rows


def _written_members(
    session: CouncilSession,
    rows: list[CouncilMember],
    kept: Mapping[int, CouncilMember] | None = None,
) -> list[CouncilMember]:
    for one in rows:
        before = (kept or {}).get(one.person_id)
        one.session = session
        if before is not None:
            one.pk, one.present = before.pk, before.present
        one.save()
    return rows


def _record(
    by: Actor,
    what: str,
    session: CouncilSession,
    members: list[CouncilMember],
    removed: list[CouncilMember] | None = None,
) -> None:
    chair = next(one.name for one in members if one.role == Seat.CHAIR)
    facts = {
        "number": session.number,
        "on": f"{session.on:%d/%m/%Y}",
        "place": session.place,
        "chair": chair,
        "members": [one.name for one in members if one.role != Seat.CHAIR],
    }
    cycle = session.cycle
    record(
        by=by,
        verb=what,
        subject=cycle.name,
        subject_id=session.pk,
        facts=facts,
        wrote=[session, *members],
        removed=removed or [],
    )


def _invite(by: Actor, session: CouncilSession, people: list[int]) -> None:
    facts: dict[str, str | int] = {
        "number": session.number,
        "cycle": session.cycle.name,
        "day": f"{session.on:%d/%m/%Y}",
        "place": session.place,
    }
    href = reverse("council:session", args=[session.cycle.year, session.number])
    tell(kind=INVITED, to=people, facts=facts, href=href, by=by)
