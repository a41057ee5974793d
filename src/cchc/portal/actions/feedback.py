"""Feedback is taken in from the public, moderated, and rid of contacts in time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission, Role, Scope
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import change_alone, hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.notices.actions.telling import tell
from cchc.notices.kinds import notice_kind
from cchc.notices.queries.recipients import people_of_units
from cchc.portal.models import Feedback, FeedbackRules
from cchc.portal.policies import STEPS, State, may_manage_portal, may_moderate_feedback
from cchc.portal.queries.feedback import is_feedback_taken, standing_rules
from cchc.releases.models import UnitKey
from cchc.units.queries import heirs

OPENED = verb("portal.feedback_opened", _("let the public send feedback on units"))
CLOSED = verb("portal.feedback_closed", _("stopped taking feedback on units"))
RECEIVED = verb("portal.feedback_received", _("sent feedback on {subject} (no. {number})"))
READ = verb("portal.feedback_read", _("read feedback no. {number} on {subject}: nothing to do"))
FORWARDED = verb("portal.feedback_forwarded", _("forwarded feedback no. {number} to {subject}"))
ANSWERED = verb("portal.feedback_answered", _("answered feedback no. {number} on {subject}"))
SPAM = verb("portal.feedback_spam", _("set feedback no. {number} on {subject} aside as spam"))
ERASED = verb("portal.feedback_contacts_erased", _("erased the contacts of {count} pieces of feedback"))
VERBS = {State.READ: READ, State.FORWARDED: FORWARDED, State.ANSWERED: ANSWERED, State.SPAM: SPAM}

TOLD_FORWARDED = notice_kind(
    "portal.feedback_forwarded", _("Feedback of a citizen on {unit} was forwarded to you")
)

# docs/decisions/196-feedback.md says why; the page of the form states the days.
CONTACT_KEPT = timedelta(days=90)
SENDER_KEPT = timedelta(days=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_OF_A_SENDER = 5  # in an hour
MOST_OF_A_DAY = 300  # of everybody: a flood fills neither the log nor the day of who moderates


class TooMuchFeedback(Exception):
    """Raised where a sender has sent much in an hour, or everybody together in a day (`is_of_all`)."""

    def __init__(self, is_of_all: bool) -> None:
        super().__init__(is_of_all)
        self.is_of_all = is_of_all


class NoFeedbackTaken(Exception):
    """Raised where no feedback is taken."""


def visitor() -> Actor:
    """Return who does in the log what somebody does on the public pages: nobody who is known."""
    return Actor(0, str(_("A visitor of the public pages")), None, "", Role.UNIT_CLERK, Scope.OWN_UNIT)


def _by_the_day() -> Actor:
    name = str(_("The daily clearing up"))
    return Actor(0, name, None, "", Role.ADMINISTRATOR, Scope.PROVINCE)


@transaction.atomic
def set_feedback_rules(*, by: Actor, is_open: bool, live_address: str, seen: int) -> FeedbackRules:
    """Say whether feedback is taken, and where the public reaches this installation; `seen` is the number of the rules
    that the page showed.

    What stands already is not written again. Raises `NotPermitted`, and `Changed` when somebody acted meanwhile.
    """
    if not may_manage_portal(by):
        raise NotPermitted(Permission.PORTAL_MANAGE)
    change_alone("portal.feedback")
    standing = standing_rules()
    now = standing.number if standing else 0
    if now != seen:
        raise Changed(seen=seen, now=now)
    if standing and (standing.is_open, standing.live_address) == (is_open, live_address):
        return standing
    row = FeedbackRules.objects.create(
        number=now + 1, is_open=is_open, live_address=live_address, at=timezone.now(), **by_line(by)
    )
    facts = {"number": row.number, "address": live_address}
    record(by=by, verb=OPENED if is_open else CLOSED, subject=live_address, facts=facts, wrote=[row])
    return row


@transaction.atomic
def receive_feedback(
    *, by: Actor, key: UnitKey, year: int, text: str, contact: str, form: str, sender: str, now: datetime
) -> Feedback:
    """Store feedback on a unit from the public; the same `form` sent twice is one.

    The log says that it came, not what it says. Raises `NoFeedbackTaken`, and `TooMuchFeedback` for a flood.
    """
    change_alone("portal.feedback")
    if not is_feedback_taken():
        raise NoFeedbackTaken
    known = Feedback.objects.filter(form=form).first()
    if known is not None:
        return known
    if Feedback.objects.filter(sender=sender, at__gt=now - HOUR).count() >= MOST_OF_A_SENDER:
        raise TooMuchFeedback(is_of_all=False)
    if Feedback.objects.filter(at__gt=now - DAY).count() >= MOST_OF_A_DAY:
        raise TooMuchFeedback(is_of_all=True)
    row = Feedback.objects.create(
        key=key, year=year, text=text, contact=contact, form=form, sender=sender, at=now
    )
    facts = {"number": row.pk, "year": year}
    record(by=by, verb=RECEIVED, subject=key.unit.name, subject_id=row.pk, facts=facts, wrote=[row])
    return row


@transaction.atomic
def settle_feedback(
    *, by: Actor, feedback: Feedback, to: State, seen: str, answer: str = "", now: datetime | None = None
) -> Feedback:
    """Say what becomes of feedback; forwarded, the people of the unit are told. `seen` is the state that the page
    showed, `answer` what was answered.

    Raises `NotPermitted`, `Changed` when somebody acted meanwhile, ValidationError for a step that there is not, an
    answer without words, and a unit that has no people to read it.
    """
    if not may_moderate_feedback(by):
        raise NotPermitted(Permission.FEEDBACK_MODERATE)
    held = hold(Feedback.objects.select_related("key__unit"), feedback.pk)
    if held.state != seen:
        raise Changed(seen=seen, now=held.state)
    if to not in STEPS[State(held.state)]:
        raise ValidationError(_("This cannot become of feedback in this state."))
    words = answer.strip()
    if to is State.ANSWERED and not words:
        raise ValidationError({"answer": _("Write down what was answered.")})
    at = now or timezone.now()
    held.state = to
    held.answer = words if to is State.ANSWERED else ""
    if to is State.FORWARDED:
        held.forwarded_at = at
        _tell_unit(by, held, at)
    held.save(update_fields=["state", "answer", "forwarded_at"])
    facts = {"number": held.pk}
    record(by=by, verb=VERBS[to], subject=held.key.unit.name, subject_id=held.pk, facts=facts, wrote=[held])
    return held


def _tell_unit(by: Actor, held: Feedback, at: datetime) -> None:
    today = timezone.localdate(at)
    now = [one.pk for one in heirs([held.key.unit_id], today)[held.key.unit_id]]
    people = people_of_units(now, Permission.FEEDBACK_READ, today)
    to = {person for of_one in people.values() for person in of_one}
    if not to:
        raise ValidationError(_("The unit has no people here who could read it."))
    href = reverse("portal_office:forwarded")
    tell(kind=TOLD_FORWARDED, to=to, facts={"unit": held.key.unit.name}, href=href, by=by)


@transaction.atomic
def erase_contacts(*, now: datetime) -> int:
    """Erase the contacts whose time is over, and the hashes of yesterday's senders; returns the number of contacts."""
    Feedback.objects.filter(at__lte=now - SENDER_KEPT).exclude(sender="").update(sender="")
    due = Feedback.objects.filter(at__lte=now - CONTACT_KEPT).exclude(contact="")
    count = due.update(contact="", contact_erased_at=now)
    if count:
        record(by=_by_the_day(), verb=ERASED, subject="", facts={"count": count})
    return count
