"""A session of the council begins, and is closed with its minutes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.council.actions.preparing import held_to_record, note_presence
from cchc.council.models import AgendaItem, CouncilDecision, CouncilSession, SessionMinutes
from cchc.council.queries.minutes import minutes_content, minutes_seal
from cchc.self_scoring.queries.submissions import content_hash

OPENED = verb("council.session_opened", _("opened session {number} of the council of {subject}"))
CLOSED = verb(
    "council.session_closed", _("closed session {number} of the council of {subject}: {count} decisions")
)

State = CouncilSession.State


@transaction.atomic
def open_session(
    *, by: Actor, session: CouncilSession, present: Collection[int], now: datetime | None = None
) -> CouncilSession:
    """Let a session sit, with those who are there, by the ids of the members. Raises `NotPermitted`, and
    ValidationError for one that sits or is closed, while another session of the cycle sits, and where no member is
    there."""
    held = held_to_record(by, session)
    if held.state != State.PREPARING:
        raise ValidationError(_("The session has begun already."))
    other = CouncilSession.objects.filter(cycle=held.cycle, state=State.SITTING).first()
    if other is not None:
        raise ValidationError(
            _("Session %(number)s still sits: close it first."), params={"number": other.number}
        )
    if not any(one.votes and one.pk in set(present) for one in held.members.all()):
        raise ValidationError({"present": _("Tick those who are there.")})
    note_presence(by=by, session=held, present=present)
    held.state, held.opened_at = State.SITTING, now or timezone.now()
    held.save(update_fields=["state", "opened_at"])
    cycle = held.cycle
    facts = {"number": held.number}
    record(by=by, verb=OPENED, subject=cycle.name, subject_id=held.pk, facts=facts, wrote=[held])
    return held


@transaction.atomic
def close_session(
    *, by: Actor, session: CouncilSession, seen: str, now: datetime | None = None
) -> SessionMinutes:
    """Close a session: what it did freezes as its minutes, and never changes. What is not decided stays open for
    another session.

    `seen` is the seal of the minutes as the page showed them (`queries.minutes.minutes_seal`). Raises `NotPermitted`,
    `Changed` when they are other by now, ValidationError while it does not sit, and while something is being voted on.
    """
    held = held_to_record(by, session)
    if held.state != State.SITTING:
        raise ValidationError(_("Only a session that sits is closed."))
    voting = CouncilDecision.objects.filter(item__session=held, state=CouncilDecision.State.OPEN).count()
    if voting:
        words = ngettext(
            "%(count)s item is being voted on: record the votes, or withdraw the proposal.",
            "%(count)s items are being voted on: record the votes, or withdraw the proposals.",
            voting,
        )
        raise ValidationError(words % {"count": voting})
    content = minutes_content(held)
    if minutes_seal(content) != seen:
        raise Changed(seen=seen, now=minutes_seal(content))
    arrived = now or timezone.now()
    minutes = SessionMinutes.objects.create(
        session=held, content=content, sha256=content_hash(content), at=arrived, **by_line(by)
    )
    held.state, held.closed_at = State.CLOSED, arrived
    held.save(update_fields=["state", "closed_at"])
    decided = held.items.filter(state=AgendaItem.State.DECIDED).count()
    facts = {"number": held.number, "count": decided, "sha256": minutes.sha256}
    cycle = held.cycle
    record(by=by, verb=CLOSED, subject=cycle.name, subject_id=held.pk, facts=facts, wrote=[held, minutes])
    return minutes
