"""What waits for a person in this room: for a secretary a session to prepare, to open, to record or to close, and the
final act; for a member the sessions to come, and what is being voted on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.access.waiting import Duty
from cchc.appraisal.queries.sight import sight_in
from cchc.council.models import CouncilDecision, CouncilMember, CouncilSession
from cchc.council.queries.final import standing_final
from cchc.council.queries.lists import agenda_counts
from cchc.cycles.models import Cycle, PhaseKind, ScoredBy, State
from cchc.cycles.queries import current_cycle, current_cycles

SessionState = CouncilSession.State


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield, in a running round, what a secretary prepares and records and what a member comes to and votes on; nothing
    that tells of a unit near to the person."""
    if not actor.may(Permission.COUNCIL_PREPARE) and not actor.may(Permission.COUNCIL_VOTE):
        return
    cycle = current_cycle()
    if cycle is None or cycle.state != State.OPEN:
        return
    if not cycle.sets.filter(scored_by=ScoredBy.ROUND).exists():
        return
    rows = list(CouncilSession.objects.filter(cycle=cycle).order_by("number"))
    if actor.may(Permission.COUNCIL_PREPARE):
        yield from _to_record(actor, cycle, rows, today)
    if actor.may(Permission.COUNCIL_VOTE):
        yield from _to_vote(actor, cycle, rows, today)


def days_ahead(actor: Actor, today: date) -> QuerySet[CouncilSession, tuple[date]]:
    """Return the days, `today` or later, of the sessions in a running cycle that `actor` prepares or records, and of
    those to come to which `actor` is invited. A query that is not asked yet."""
    current = current_cycles().values("pk")[:1]
    sessions = CouncilSession.objects.filter(on__gte=today, cycle__in=current, cycle__state=State.OPEN)
    waits = Q(pk__in=[])
    if actor.may(Permission.COUNCIL_PREPARE):
        waits |= Q(state__in=(SessionState.PREPARING, SessionState.SITTING))
    if actor.may(Permission.COUNCIL_VOTE):
        invited = CouncilMember.objects.filter(session=OuterRef("pk"), person=actor.person_id)
        waits |= Q(Exists(invited), state=SessionState.PREPARING)
    return sessions.filter(waits).order_by().values_list("on")


def _to_record(actor: Actor, cycle: Cycle, rows: list[CouncilSession], today: date) -> Iterator[Duty]:
    phase = cycle.phases.filter(kind=PhaseKind.COUNCIL).first()
    counts = agenda_counts(sight_in(actor, cycle), rows)
    for one in rows:
        href = reverse("council:session", args=[cycle.year, one.number])
        if one.state == SessionState.PREPARING:
            text = _("Open session {number} of the council").format(number=one.number)
            yield Duty(text, href, one.on, one.on < today)
        elif one.state == SessionState.SITTING:
            left = counts[one.pk].left
            words = ngettext(
                "Session {number} of the council sits: {count} item is not decided",
                "Session {number} of the council sits: {count} items are not decided",
                left,
            )
            yield Duty(words.format(number=one.number, count=left), href, one.on, one.on < today)
    if phase is None or today < phase.starts or standing_final(cycle) is not None:
        return
    late = phase.ends < today
    if not rows:
        href = reverse("council:new", args=[cycle.year])
        yield Duty(
            _("Prepare a session of the council {year}").format(year=cycle.year), href, phase.ends, late
        )
    elif all(one.state == SessionState.CLOSED for one in rows):
        href = reverse("council:final", args=[cycle.year])
        yield Duty(_("Make the points of {year} final").format(year=cycle.year), href, phase.ends, late)


def _to_vote(actor: Actor, cycle: Cycle, rows: list[CouncilSession], today: date) -> Iterator[Duty]:
    own = [one for one in rows if one.members.filter(person=actor.person_id).exists()]
    for one in own:
        href = reverse("council:session", args=[cycle.year, one.number])
        if one.state == SessionState.PREPARING:
            text = _("Session {number} of the council, {place}").format(number=one.number, place=one.place)
            yield Duty(text, href, one.on, one.on < today)
    sits = [one for one in own if one.state == SessionState.SITTING]
    asked = CouncilDecision.objects.filter(item__session__in=sits, state=CouncilDecision.State.OPEN)
    apart = sight_in(actor, cycle).apart
    open_to = asked.exclude(item__participant__in=list(apart)).exclude(votes__member__person=actor.person_id)
    for made in open_to.select_related("item__participant", "item__session"):
        text = _("Vote on {leaf} of {unit}").format(leaf=made.item.leaf, unit=made.item.participant.name)
        href = reverse("council:item", args=[cycle.year, made.item.session.number, made.item_id])
        yield Duty(text, href, made.item.session.on)
