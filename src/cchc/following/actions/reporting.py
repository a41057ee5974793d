"""A unit reports its work: state, text, figures and products, in one report that is never changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

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
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.core.plans.following.states import WHOLE, ProgressState, day_done, percent_of, state_said
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.documents.consequences import visible_to as documents_visible_to
from cchc.documents.models import OfficialDocument
from cchc.following.actions.linking import carry_up
from cchc.following.models import PlanEnding, ProgressRecord, ProgressReport, ReportedProduct, Through
from cchc.following.policies import may_report
from cchc.following.queries.links import records_below
from cchc.following.queries.words import measure_facts, period_words
from cchc.plans.models import Plan
from cchc.ui.templatetags.ui import message_text

REPORTED = verb("following.reported", _("reported on measure {number} of {subject}, {period}"))
say_facts("following", period=FactWords(_("followed period"), period_words))


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
    held = held_to_report(by, record)
    if held.version != seen_version:
        raise Changed(seen=report, now=held, who=last_who(held))
    made, linked = write_report(by, held, report, now or timezone.now())
    plan = held.measure.section.plan
    facts = {
        **measure_facts(held.measure),
        "period": held.period,
        "state": made.state,
        "percent": made.percent,
    }
    record_act(
        by=by, verb=REPORTED, subject=plan.title, subject_id=plan.pk, facts=facts, wrote=[made, *linked]
    )
    return made


def held_to_report(by: Actor, record: ProgressRecord) -> ProgressRecord:
    """Return a record as it is now, held to be reported. Raises `NotPermitted`, and ValidationError for a record that
    is closed and for a plan that is not in force."""
    held = hold(followed_records(), record.pk)
    if not may_report(by, held):
        raise NotPermitted(Permission.PROGRESS_REPORT)
    refuse_closed(held)
    if not held.set_by_hand and records_below(held).exists():
        raise ValidationError(
            _(
                "This work follows from the plan of the unit that carries it out; set it by hand first, with a reason."
            )
        )
    return held


def write_report(
    by: Actor, held: ProgressRecord, report: ReportedWork, now: datetime
) -> tuple[ProgressReport, list[ReportedProduct]]:
    """Write what is reported of a record that is held, with products that are new, and what the record holds from now
    on; the caller records both. Raises ValidationError with every fault, by its field."""
    made = _made(held, report, by, now)
    linked = _link(held, report.products, by, now)
    last = held.reports.first()
    made.number = last.number + 1 if last else 1
    made.save()
    _hold_report(held, made)
    carry_up(held)
    return made, linked


def _made(held: ProgressRecord, said: ReportedWork, by: Actor, now: datetime) -> ProgressReport:
    """The report that these words make, not stored yet."""
    texts = checked_texts(said)
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


def checked_texts(said: ReportedWork) -> dict[str, str]:
    """Return the texts of a report as they are kept. Raises ValidationError with every fault of the report, by its
    field."""
    kept, faults = _read(said)
    if faults:
        raise ValidationError(faults)
    return kept


def report_faults(said: ReportedWork) -> dict[str, list[Any]]:
    """Return everything that is wrong with a report, by its field."""
    return _read(said)[1]


def _read(said: ReportedWork) -> tuple[dict[str, str], dict[str, list[Any]]]:
    given = {"text": said.text, "reason": said.reason, "document_number": said.document_number}
    most = {"text": MOST["explanation"], "reason": MOST["reason"], "document_number": MOST["number"]}
    kept: dict[str, str] = {}
    faults: dict[str, list[Any]] = {}
    for name, words in given.items():
        try:
            kept[name] = accepted_text(words, most[name], lines=name == "text").strip()
        except RefusedText as refused:
            faults[name] = [message_text(why) for why in refused.whys]
    if not 0 <= said.percent <= WHOLE:
        faults["percent"] = [_("A percentage lies between 0 and 100.")]
    if said.state is ProgressState.NOT_DONE and not said.reason.strip():
        faults["reason"] = [_("Say why it is not done.")]
    if said.state is ProgressState.CANCELLED and not said.document_number.strip():
        faults["document_number"] = [_("Give the number of the document that cancels it.")]
    return kept, faults


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


def _link(
    held: ProgressRecord, documents: Collection[OfficialDocument], by: Actor, now: datetime
) -> list[ReportedProduct]:
    if not documents:
        return []
    made = []
    linked = set(held.products.values_list("document_id", flat=True))
    seen = documents_visible_to(by)
    for one in documents:
        if not seen.filter(pk=one.pk).exists():
            raise NotPermitted(Permission.DOCUMENT_READ)
        if one.pk not in linked:
            made.append(
                ReportedProduct.objects.create(record=held, document=one, linked_at=now, **by_line(by))
            )
    return made


def _hold_report(held: ProgressRecord, made: ProgressReport) -> None:
    held.state, held.percent, held.text = made.state, made.percent, made.text
    held.done_on, held.reason, held.document_number = made.done_on, made.reason, made.document_number
    held.reported_at, held.returned = made.at, ""
    held.version += 1
    held.save()


def refuse_closed(held: ProgressRecord) -> None:
    """Raise ValidationError where nothing more is said of a record: it is closed, or its measure is not followed."""
    if held.measure.section.plan.state != Plan.State.CURRENT or held.measure.withdrawn:
        raise ValidationError(_("This measure is not followed any more."))
    if PlanEnding.objects.filter(plan=held.measure.section.plan_id).exists():
        raise ValidationError(_("The plan has ended: nobody reports on it any more."))
    if held.closed_at is not None:
        raise ValidationError(_("This record is closed. Ask the owner of the plan to return it."))


def last_who(held: ProgressRecord) -> str:
    """Who last said something of the record."""
    said = [one for one in (held.reports.first(), held.decisions.first()) if one is not None]
    return max(said, key=lambda one: one.at).person if said else ""
