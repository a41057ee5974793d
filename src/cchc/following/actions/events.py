"""Measures are joined to the event for which they wait, and the event gets its day each time that it happens."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.papers.deadlines.events import event_of
from cchc.core.papers.deadlines.values import DeadlineKind
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.documents.actions.official import write_document
from cchc.documents.models import OfficialDocument
from cchc.following.actions.settling import settle_plan
from cchc.following.models import AwaitedEvent, EventOccurrence, PlanEvent
from cchc.following.policies import may_close, may_date_event
from cchc.following.queries.events import plans_awaiting
from cchc.following.queries.words import measure_facts
from cchc.plans.models import Measure, Plan
from cchc.ui.templatetags.ui import message_text

JOINED = verb("following.event_joined", _("joined {count} measures to the event “{subject}”"))
LEFT = verb("following.event_left", _("took measure {number} of “{plan}” away from the event “{subject}”"))
DATED = verb("following.event_dated", _("dated the event “{subject}” to {day}, time {number}"))
CORRECTED = verb(
    "following.event_corrected", _("corrected the day of the event “{subject}”, time {number}: {day}")
)


@transaction.atomic
def join_measures(
    *, by: Actor, measures: Collection[Measure], wording: str, recurs: bool = False
) -> PlanEvent:
    """Say that `measures` wait for one event, called by `wording`; the event of this spelling is taken where there is
    one. Returns it.

    Raises `NotPermitted` for a measure of a plan that is not the own one, ValidationError for no measure, one that
    waits for no event, and one that was joined meanwhile.
    """
    rows = Measure.objects.filter(pk__in=[one.pk for one in measures]).order_by("pk")
    chosen = list(rows.select_related("section__plan__unit").select_for_update(of=("self",), no_key=True))
    _refuse_unjoinable(by, chosen)
    text = _worded(wording)
    event, _new = PlanEvent.objects.get_or_create(
        spelling=event_of(text), defaults={"wording": text, "recurs": recurs, **by_line(by)}
    )
    event = hold(PlanEvent.objects.all(), event.pk)
    made = [AwaitedEvent(event=event, measure=one, **by_line(by)) for one in chosen]
    AwaitedEvent.objects.bulk_create(made)
    facts = {"count": len(made), "measures": [one.pk for one in chosen]}
    record(by=by, verb=JOINED, subject=event.wording, subject_id=event.pk, facts=facts)
    _settle({one.section.plan for one in chosen})
    return event


@transaction.atomic
def leave_event(*, by: Actor, event: PlanEvent, measure: Measure) -> None:
    """Say that `measure` waits for `event` no more: its work waits without a day again, what was reported stays.

    Raises `NotPermitted`, and ValidationError where it does not wait for it any more.
    """
    held = hold(PlanEvent.objects.all(), event.pk)
    row = held.awaited.filter(measure=measure).select_related("measure__section__plan__unit").first()
    if row is None:
        raise ValidationError(_("This measure does not wait for this event any more."))
    plan = row.measure.section.plan
    if not may_close(by, plan):
        raise NotPermitted(Permission.PROGRESS_CLOSE)
    row.delete()
    facts = {**measure_facts(row.measure), "plan": plan.title}
    record(by=by, verb=LEFT, subject=held.wording, subject_id=held.pk, facts=facts)
    _settle({plan})


@transaction.atomic
def date_event(
    *,
    by: Actor,
    event: PlanEvent,
    seen_version: int,
    on: date,
    term: date | None = None,
    document_number: str = "",
    document_date: date | None = None,
    recurs: bool = False,
) -> EventOccurrence:
    """Say that `event` happened on a day: the work that waited begins, and a new period where it happened before.

    The document by which it happened is known by its number and date (that of the event where it has none). `term` is
    the day on which the work is due where a wording sets no term of its own; None: it is not set (chưa ấn
    định), and such work is never overdue. `recurs`: it will happen again. Raises `NotPermitted`, `Changed` where
    somebody dated it meanwhile, ValidationError for a day to come, one not after the last time, a term before the day,
    and a second time of an event that does not recur.
    """
    held = _held(by, event, seen_version)
    last = held.occurrences.order_by("-number").first()
    if last is not None and not held.recurs and not recurs:
        raise ValidationError(
            _("This event happened already. Say that it happens again, or correct its day.")
        )
    _refuse_days(on, term)
    if last is not None and on <= last.on:
        raise ValidationError(
            {"on": _("The last time was on %(day)s: give a later day.") % {"day": f"{last.on:%d/%m/%Y}"}}
        )
    made = EventOccurrence.objects.create(
        event=held,
        number=last.number + 1 if last else 1,
        on=on,
        term=term,
        document=_document(held, None, document_number, document_date or on),
        **by_line(by),
    )
    held.recurs = held.recurs or recurs
    _keep(held)
    facts = {"day": f"{on:%d/%m/%Y}", "number": made.number, "term": term.isoformat() if term else None}
    record(by=by, verb=DATED, subject=held.wording, subject_id=held.pk, facts=facts)
    _settle(plans_awaiting(held))
    return made


@transaction.atomic
def correct_occurrence(
    *,
    by: Actor,
    occurrence: EventOccurrence,
    seen_version: int,
    on: date,
    term: date | None = None,
    document_number: str = "",
    document_date: date | None = None,
) -> EventOccurrence:
    """Give one time of an event another day, term or document; the periods keep their names and what was reported.

    Raises as `date_event` does, and ValidationError for a day that is not between the times before and after it.
    """
    held = _held(by, occurrence.event, seen_version)
    row = hold(held.occurrences.all(), occurrence.pk)
    _refuse_days(on, term)
    before = held.occurrences.filter(number__lt=row.number).order_by("-number").first()
    after = held.occurrences.filter(number__gt=row.number).order_by("number").first()
    if (before and on <= before.on) or (after and on >= after.on):
        raise ValidationError({"on": _("This day is not between the times before and after it.")})
    row.on, row.term = on, term
    row.document = _document(held, row.document, document_number, document_date or on)
    row.save(update_fields=["on", "term", "document"])
    _keep(held)
    facts = {"day": f"{on:%d/%m/%Y}", "number": row.number, "term": term.isoformat() if term else None}
    record(by=by, verb=CORRECTED, subject=held.wording, subject_id=held.pk, facts=facts)
    _settle(plans_awaiting(held))
    return row


def _held(by: Actor, event: PlanEvent, seen_version: int) -> PlanEvent:
    held = hold(PlanEvent.objects.all(), event.pk)
    if not may_date_event(by, list(plans_awaiting(held))):
        raise NotPermitted(Permission.PROGRESS_CLOSE)
    if held.version != seen_version:
        raise Changed(seen=event, now=held)
    return held


def _keep(held: PlanEvent) -> None:
    held.version += 1
    held.save(update_fields=["version", "recurs"])


def _refuse_unjoinable(by: Actor, chosen: list[Measure]) -> None:
    if not chosen:
        raise ValidationError(_("Choose at least one measure."))
    if not all(may_close(by, one.section.plan) for one in chosen):
        raise NotPermitted(Permission.PROGRESS_CLOSE)
    if any(
        one.deadline_kind != DeadlineKind.ON_EVENT or one.section.plan.state != Plan.State.CURRENT
        for one in chosen
    ):
        raise ValidationError(_("Only measures of plans in force whose deadline is an event are joined."))
    if AwaitedEvent.objects.filter(measure__in=chosen).exists():
        raise ValidationError(
            _("Some of these measures were joined to an event meanwhile. Look at them again.")
        )


def _worded(wording: str) -> str:
    try:
        text = accepted_text(wording, MOST["wording"], lines=False).strip()
    except RefusedText as refused:
        raise ValidationError({"wording": [message_text(why) for why in refused.whys]}) from None
    if not text:
        raise ValidationError({"wording": _("Say what the event is.")})
    return text


def _refuse_days(on: date, term: date | None) -> None:
    faults = {}
    if on > timezone.localdate():
        faults["on"] = _("This day is still to come: an event is dated when it has happened.")
    if term is not None and term < on:
        faults["term"] = _("The work cannot be due before the event.")
    if faults:
        raise ValidationError(faults)


def _document(
    event: PlanEvent, before: OfficialDocument | None, number: str, on: date
) -> OfficialDocument | None:
    """The document with this number and date; the one before where it says the same, None without a number."""
    try:
        text = accepted_text(number, MOST["number"], lines=False).strip()
    except RefusedText as refused:
        raise ValidationError({"document_number": [message_text(why) for why in refused.whys]}) from None
    if not text:
        return None
    if before is not None and (before.number, before.date) == (text, on):
        return before
    return write_document(OfficialDocument(number=text, date=on, title=event.wording))


def _settle(plans: Iterable[Plan]) -> None:
    today = timezone.localdate()
    for plan in sorted(plans, key=lambda one: one.pk):  # two acts hold plans in one order
        settle_plan(plan=plan, today=today)
