"""A unit reports its work: state, text, figures and products, in one report that is never changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record as record_act
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.plans.following.states import ProgressState, day_done, percent_of, state_said
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.documents.consequences import visible_to as documents_visible_to
from cchc.documents.models import OfficialDocument
from cchc.following.models import ProgressRecord, ProgressReport, ReportedProduct, Through
from cchc.following.policies import may_report
from cchc.plans.models import Plan
from cchc.ui.templatetags.ui import message_text

REPORTED = verb("following.reported", _("reported on measure {number} of {subject}, {period}"))


@dataclass(frozen=True, slots=True)
class ReportedWork:
    """What a unit says of its work. `figures` are rows with name, target and achieved; `products` are documents that
    are linked besides those that are linked already. A `reason` is needed for what is not done, the number of a
    document for what is cancelled."""

    state: ProgressState
    percent: int = 0
    text: str = ""
    figures: Sequence[Mapping[str, str]] = ()
    reason: str = ""
    document_number: str = ""
    products: Collection[OfficialDocument] = field(default_factory=tuple)
    through: Through = Through.PAGE


def followed_records() -> QuerySet[ProgressRecord]:
    """Return the records that acts work on, with their measures and plans."""
    return ProgressRecord.objects.filter(passed_to__isnull=True).select_related(
        "measure__section__plan__unit", "unit"
    )


@transaction.atomic
def report_progress(
    *,
    by: Actor,
    record: ProgressRecord,
    seen_version: int,
    report: ReportedWork,
    now: datetime | None = None,
) -> ProgressReport:
    """Take what a unit reports; the record holds it from now on, and waits for the owner of the plan where the work
    has ended.

    What is done counts from the day of its latest product, else from the day on which it was first reported done
    since it was last returned. Raises `NotPermitted`, `Changed` where somebody reported or decided meanwhile, and
    ValidationError for a record that is closed, a plan that is not in force, a missing reason or document number.
    """
    held = hold(followed_records(), record.pk)
    if not may_report(by, held):
        raise NotPermitted(Permission.PROGRESS_REPORT)
    if held.version != seen_version:
        raise Changed(seen=report, now=held, who=_last_who(held))
    _refuse_closed(held)
    arrived = now or timezone.now()
    made = _made(held, report, by, arrived)
    _link(held, report.products, by, arrived)
    last = held.reports.first()
    made.number = last.number + 1 if last else 1
    made.save()
    _hold_report(held, made)
    plan = held.measure.section.plan
    facts = {
        "number": held.measure.number,
        "period": held.period,
        "state": made.state,
        "percent": made.percent,
    }
    record_act(by=by, verb=REPORTED, subject=plan.title, subject_id=plan.pk, facts=facts, wrote=[made])
    return made


def _made(held: ProgressRecord, said: ReportedWork, by: Actor, now: datetime) -> ProgressReport:
    """The report that these words make, not stored yet."""
    texts = _checked(said)
    if not 0 <= said.percent <= 100:
        raise ValidationError({"percent": _("A percentage lies between 0 and 100.")})
    days = [one.document.date for one in held.products.select_related("document")]
    days += [one.date for one in said.products]
    state = state_said(said.state, names_output=bool(held.measure.output), products=len(days))
    done = state in (ProgressState.DONE, ProgressState.DONE_WITHOUT_PRODUCT)
    return ProgressReport(
        record=held,
        state=state.value,
        percent=percent_of(state, said.percent),
        figures=[dict(row) for row in said.figures],
        done_on=day_done(days, timezone.localdate(_first_done(held) or now)) if done else None,
        through=said.through,
        at=now,
        **texts,
        **by_line(by),
    )


def _checked(said: ReportedWork) -> dict[str, str]:
    given = {"text": said.text, "reason": said.reason, "document_number": said.document_number}
    most = {"text": MOST["explanation"], "reason": MOST["reason"], "document_number": MOST["number"]}
    kept: dict[str, str] = {}
    for name, words in given.items():
        try:
            kept[name] = accepted_text(words, most[name], lines=name == "text").strip()
        except RefusedText as refused:
            raise ValidationError({name: [message_text(why) for why in refused.whys]}) from None
    if said.state is ProgressState.NOT_DONE and not kept["reason"]:
        raise ValidationError({"reason": _("Say why it is not done.")})
    if said.state is ProgressState.CANCELLED and not kept["document_number"]:
        raise ValidationError({"document_number": _("Give the number of the document that cancels it.")})
    return kept


def _first_done(held: ProgressRecord) -> datetime | None:
    """When the work was first reported done, of the reports that say so without a break since the last return."""
    returned = held.decisions.filter(kind="returned").values_list("at", flat=True).first()
    first = None
    for at, state in held.reports.order_by("-number").values_list("at", "state"):
        if state not in (ProgressState.DONE, ProgressState.DONE_WITHOUT_PRODUCT):
            break
        if returned is not None and at < returned:
            break
        first = at
    return first


def _link(held: ProgressRecord, documents: Collection[OfficialDocument], by: Actor, now: datetime) -> None:
    linked = set(held.products.values_list("document_id", flat=True))
    seen = documents_visible_to(by)
    for one in documents:
        if not seen.filter(pk=one.pk).exists():
            raise NotPermitted(Permission.DOCUMENT_READ)
        if one.pk not in linked:
            ReportedProduct.objects.create(record=held, document=one, linked_at=now, **by_line(by))


def _hold_report(held: ProgressRecord, made: ProgressReport) -> None:
    held.state, held.percent, held.text = made.state, made.percent, made.text
    held.done_on, held.reason, held.document_number = made.done_on, made.reason, made.document_number
    held.reported_at, held.returned = made.at, ""
    held.version += 1
    held.save()


def _refuse_closed(held: ProgressRecord) -> None:
    if held.measure.section.plan.state != Plan.State.CURRENT or held.measure.withdrawn:
        raise ValidationError(_("This measure is not followed any more."))
    if held.closed_at is not None:
        raise ValidationError(_("This record is closed. Ask the owner of the plan to return it."))


def _last_who(held: ProgressRecord) -> str:
    """Who last said something of the record."""
    said = [one for one in (held.reports.first(), held.decisions.first()) if one is not None]
    return max(said, key=lambda one: one.at).person if said else ""
