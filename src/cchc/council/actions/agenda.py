"""What comes on the agenda of a session: computed by the real rules, added by a member with a reason, taken off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import say
from cchc.core.words.numbers import number_in_full
from cchc.council.actions.preparing import held_to_record
from cchc.council.models import AgendaItem, CouncilSession
from cchc.council.policies import OF_AN_ITEM, may_add_items
from cchc.council.queries.agenda import ComputedAgenda, computed_agenda
from cchc.council.queries.sessions import member_as
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, NotApplicable, Participant, ScoredBy, State
from cchc.scores.queries.interests import participants_of_interest

COMPUTED = verb(
    "council.agenda_computed",
    _("computed the agenda of session {number} of the council of {subject}: {count} of {asked}"),
)
ADDED = verb(
    "council.item_added",
    _("put {leaf} of {subject} on the agenda of session {number}: {reason}"),
    about=OF_AN_ITEM,
)
DROPPED = verb(
    "council.item_dropped",
    _("took {leaf} of {subject} off the agenda of session {number}: {reason}"),
    about=OF_AN_ITEM,
)

Kind, ItemState = AgendaItem.Kind, AgendaItem.State


@dataclass(frozen=True, slots=True)
class AgendaMade:
    """What computing an agenda changed: how many items are new, were there, and are `gone` because they change nothing
    any more; out of how many points in all."""

    new: int
    kept: int
    gone: int
    asked: int


@transaction.atomic
def compute_agenda(*, by: Actor, session: CouncilSession, now: datetime | None = None) -> AgendaMade:
    """Compute the agenda of a session by the scores of now: what can change a rank or a class and is not on it comes on
    it, the effects of what is not decided are those of now, and what no longer changes anything goes, unless a member
    added it or it is disputed anyway.

    Raises `NotPermitted`, and ValidationError once the session is closed.
    """
    held = _open(held_to_record(by, session))
    computed = computed_agenda(held.cycle)
    arrived = now or timezone.now()
    rows = {(one.participant_id, one.leaf): one for one in held.items.all()}
    waiting = [one for one in rows.values() if one.state == ItemState.WAITING]
    removed = [one for one in waiting if not _follow(one, computed)]
    AgendaItem.objects.filter(pk__in=[one.pk for one in removed]).delete()
    kept = [one for one in waiting if one not in removed]
    AgendaItem.objects.bulk_update(kept, ["kinds", "effect"], batch_size=500)
    new = AgendaItem.objects.bulk_create(
        AgendaItem(
            session=held,
            participant_id=cell[0],
            leaf=cell[1],
            kinds=list(one.kinds),
            effect=one.effect.as_json() if one.effect else None,
            at=arrived,
            **by_line(by),
        )
        for cell, one in computed.items.items()
        if cell not in rows
    )
    held.computed_at, held.computed_from = arrived, computed.seen
    held.save(update_fields=["computed_at", "computed_from"])
    made = AgendaMade(len(new), len(kept), len(removed), computed.asked)
    facts = {"number": held.number, "count": len(new) + len(kept), "asked": computed.asked}
    cycle = held.cycle
    record(
        by=by,
        verb=COMPUTED,
        subject=cycle.name,
        subject_id=held.pk,
        facts=facts,
        wrote=[*kept, *new],
        removed=removed,
    )
    return made


def _follow(item: AgendaItem, computed: ComputedAgenda) -> bool:
    """Let an item follow what is computed; returns whether it stays on the agenda."""
    found = computed.items.get((item.participant_id, item.leaf))
    added = [Kind.ADDED.value] if Kind.ADDED in item.kinds else []
    item.kinds = [*(found.kinds if found else ()), *added]
    item.effect = found.effect.as_json() if found and found.effect else None
    return bool(item.kinds)


@transaction.atomic
def add_item(
    *,
    by: Actor,
    session: CouncilSession,
    participant: Participant,
    leaf: str,
    reason: str,
    now: datetime | None = None,
) -> AgendaItem:
    """Put a leaf of a unit on the agenda of a session, with a reason; what is on it already is marked so.

    Raises `NotPermitted` for whoever is neither a member nor prepares the session, ValidationError with every fault: no
    reason, a leaf that the unit does not have, a unit that stands near to the person, a session that is closed.
    """
    cycle = hold(Cycle.objects.all(), session.cycle_id)
    held = hold(CouncilSession.objects.select_related("cycle"), session.pk)
    if held.state == CouncilSession.State.CLOSED or cycle.state != State.OPEN:
        raise ValidationError(_("The session is closed: it stays as it is."))
    if not may_add_items(by, held, member_as(held, by)):
        raise NotPermitted(Permission.COUNCIL_VOTE)
    said = checked_reason(reason, gettext("Say why the council should decide on it."))
    _check_leaf(by, cycle, participant, leaf)
    there = held.items.filter(participant=participant, leaf=leaf).first()
    row = there or AgendaItem(session=held, participant=participant, leaf=leaf, at=now or timezone.now())
    if row.state == ItemState.DECIDED:
        raise ValidationError(_("The council has decided on this in this session."))
    row.kinds = [*(one for one in row.kinds if one != Kind.ADDED), Kind.ADDED.value]
    row.reason, row.state = said, ItemState.WAITING
    for name, value in by_line(by).items():
        setattr(row, name, value)
    row.save()
    facts = {"number": held.number, "leaf": leaf, "reason": said}
    record(by=by, verb=ADDED, subject=participant.name, subject_id=row.pk, facts=facts, wrote=[row])
    return row


@transaction.atomic
def drop_item(*, by: Actor, item: AgendaItem, reason: str) -> AgendaItem:
    """Take an item off the agenda that is not decided, with a reason. Raises `NotPermitted`, and ValidationError
    without a reason, for what is decided or being voted on, and where the unit stands near to the person."""
    held = _open(held_to_record(by, item.session))
    row = hold(AgendaItem.objects.select_related("participant"), item.pk)
    said = checked_reason(reason, gettext("Say why it is taken off the agenda."))
    check_not_apart(by, held.cycle, row.participant)
    if row.state != ItemState.WAITING or row.decisions.filter(state__in=["open", "carried"]).exists():
        raise ValidationError(_("Only what is not decided, and not being voted on, is taken off the agenda."))
    row.state, row.reason = ItemState.DROPPED, said
    row.save(update_fields=["state", "reason"])
    facts = {"number": held.number, "leaf": row.leaf, "reason": said}
    record(by=by, verb=DROPPED, subject=row.participant.name, subject_id=row.pk, facts=facts, wrote=[row])
    return row


def _open(session: CouncilSession) -> CouncilSession:
    if session.state == CouncilSession.State.CLOSED:
        raise ValidationError(_("The session is closed: it stays as it is."))
    return session


def checked_reason(reason: str, why: str) -> str:
    """Return a reason on one line. Raises ValidationError, saying `why`, where there is none, and for one too long."""
    try:
        said = " ".join(accepted_text(reason, MOST["reason"]).split())
    except RefusedText as refused:
        raise ValidationError(
            {"reason": [say(one, gettext, number_in_full) for one in refused.whys]}
        ) from None
    if not said:
        raise ValidationError({"reason": why})
    return said


def check_not_apart(by: Actor, cycle: Cycle, participant: Participant) -> None:
    """Raise ValidationError where a unit stands near to the person: somebody of another unit records on it."""
    if participant.pk in participants_of_interest(by, cycle):
        words = _("“%(unit)s” stands near to you: somebody of another unit does this.")
        raise ValidationError(words, params={"unit": participant.name})


def _check_leaf(by: Actor, cycle: Cycle, participant: Participant, leaf: str) -> None:
    cycle_set = participant.cycle_set
    if participant.cycle_id != cycle.pk or cycle_set.scored_by != ScoredBy.ROUND:
        raise ValidationError({"unit": _("This unit is not scored by the round of this cycle.")})
    if leaf not in criteria_of(cycle_set.version).leaves:
        raise ValidationError({"leaf": _("This criterion is not in the set of the unit.")})
    if NotApplicable.objects.filter(participant=participant, leaf=leaf).exists():
        raise ValidationError({"leaf": _("This criterion does not apply to the unit.")})
    check_not_apart(by, cycle, participant)
