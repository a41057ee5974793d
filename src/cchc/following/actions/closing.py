"""The owner of a plan takes the outcome of a record, or returns it to its unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record as record_act
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.plans.following.states import ENDED, ProgressState
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.following.actions.linking import carry_up
from cchc.following.actions.reporting import followed_records
from cchc.following.models import ProgressDecision, ProgressRecord
from cchc.following.policies import may_close
from cchc.following.queries.words import measure_facts, name_of_measure, period_in_words
from cchc.notices.actions import tell
from cchc.notices.kinds import notice_kind
from cchc.notices.queries.recipients import people_of_units
from cchc.plans.models import Plan
from cchc.ui.templatetags.ui import message_text

CLOSED = verb("following.closed", _("closed measure {number} of {subject}, {period}, for {unit}"))
RETURNED = verb(
    "following.returned", _("returned measure {number} of {subject}, {period}, to {unit}: {reason}")
)

SEVERAL = verb("following.several_closed", _("closed {count} records of {subject} at once"))

TOLD_RETURNED = notice_kind(
    "following.returned",
    _("Measure {number} of “{plan}” ({period}) was returned: {reason}"),
    letter=_("A report on “{plan}” was returned"),
)

Kind = ProgressDecision.Kind
MOST_LETTERS = 120  # of the name of a measure in a notice


@transaction.atomic
def close_record(
    *, by: Actor, record: ProgressRecord, seen_version: int, now: datetime | None = None
) -> ProgressDecision:
    """Take the outcome that a unit reported: nothing more is to come. The day on which the work was done stays.

    Raises `NotPermitted`, `Changed` where somebody reported or decided meanwhile, and ValidationError for work that has
    not ended, or is closed already.
    """
    held = _held(by, record, seen_version)
    if held.closed_at is not None:
        raise ValidationError(_("This record is closed already."))
    if ProgressState(held.state) not in ENDED:
        raise ValidationError(_("Only work that has ended is closed."))
    made = _close(held, by, now or timezone.now())
    _record(by, CLOSED, held, made)
    return made


@transaction.atomic
def close_several(
    *, by: Actor, plan: Plan, seen: Mapping[int, int], now: datetime | None = None
) -> list[ProgressDecision]:
    """Take the outcomes of many records of `plan`, by their ids with the version of each that was `seen`: all of them
    or none, with one entry in the log.

    Raises `NotPermitted`, and `Changed` with the ids of those that are not there as they were seen, have not ended or
    are closed already.
    """
    arrived = now or timezone.now()
    if not may_close(by, plan):
        raise NotPermitted(Permission.PROGRESS_CLOSE)
    rows = followed_records().filter(pk__in=seen, measure__section__plan=plan).order_by("pk")
    held = {one.pk: one for one in rows.select_for_update(of=("self",), no_key=True)}
    changed = [pk for pk, version in seen.items() if pk not in held or not _waits(held[pk], version)]
    if changed:
        raise Changed(seen=dict(seen), now=changed)
    made = [_close(one, by, arrived) for one in held.values()]
    if made:
        facts = {"count": len(made)}
        record_act(by=by, verb=SEVERAL, subject=plan.title, subject_id=plan.pk, facts=facts, wrote=made)
    return made


def _waits(held: ProgressRecord, version: int) -> bool:
    return held.version == version and held.closed_at is None and ProgressState(held.state) in ENDED


def _close(held: ProgressRecord, by: Actor, now: datetime) -> ProgressDecision:
    made = _decide(held, Kind.CLOSED, "", by, now)
    held.closed_at, held.closed_by = made.at, by.person
    _keep(held)
    return made


@transaction.atomic
def return_record(
    *, by: Actor, record: ProgressRecord, seen_version: int, reason: str, now: datetime | None = None
) -> ProgressDecision:
    """Return a record whose work was reported as ended, closed or not, to its unit for a `reason`: it is under way
    again, as far as it was before.

    Raises as `close_record`, and ValidationError without a reason.
    """
    held = _held(by, record, seen_version)
    said = _said(reason)
    if ProgressState(held.state) not in ENDED:
        raise ValidationError(_("Only what was reported as ended is returned."))
    made = _decide(held, Kind.RETURNED, said, by, now or timezone.now())
    before = held.reports.filter(state=ProgressState.UNDER_WAY.value).first()
    held.state, held.percent = ProgressState.UNDER_WAY.value, before.percent if before else 0
    held.done_on, held.reason, held.document_number = None, "", ""
    held.closed_at, held.closed_by, held.returned = None, "", said
    _keep(held)
    carry_up(held)
    _record(by, RETURNED, held, made)
    _tell(by, held, said)
    return made


def _held(by: Actor, record: ProgressRecord, seen_version: int) -> ProgressRecord:
    held = hold(followed_records(), record.pk)
    if not may_close(by, held.measure.section.plan):
        raise NotPermitted(Permission.PROGRESS_CLOSE)
    if held.version != seen_version:
        raise Changed(seen=record, now=held)
    return held


def _said(reason: str) -> str:
    try:
        kept = accepted_text(reason, MOST["reason"], lines=False).strip()
    except RefusedText as refused:
        raise ValidationError({"reason": [message_text(why) for why in refused.whys]}) from None
    if not kept:
        raise ValidationError({"reason": _("Say why it is returned.")})
    return kept


def _decide(held: ProgressRecord, kind: Kind, reason: str, by: Actor, now: datetime) -> ProgressDecision:
    last = held.decisions.first()
    number = last.number + 1 if last else 1
    return ProgressDecision.objects.create(
        record=held, number=number, kind=kind, reason=reason, at=now, **by_line(by)
    )


def _keep(held: ProgressRecord) -> None:
    held.version += 1
    held.save()


def _record(by: Actor, done: str, held: ProgressRecord, made: ProgressDecision) -> None:
    plan = held.measure.section.plan
    facts = {
        **measure_facts(held.measure),
        "period": held.period,
        "unit": held.unit.name,
        "reason": made.reason,
    }
    record_act(by=by, verb=done, subject=plan.title, subject_id=plan.pk, facts=facts, wrote=[made])


def _tell(by: Actor, held: ProgressRecord, reason: str) -> None:
    plan = held.measure.section.plan
    people = people_of_units([held.unit_id], Permission.PROGRESS_REPORT, timezone.localdate())
    words = Truncator(name_of_measure(held.measure)).chars(MOST_LETTERS)
    period = period_in_words(held.period)
    facts = {"plan": plan.title, "number": words, "period": period, "reason": reason}
    tell(
        kind=TOLD_RETURNED,
        to=people[held.unit_id],
        facts=facts,
        href=reverse("following:record", args=[held.pk]),
        by=by,
    )
