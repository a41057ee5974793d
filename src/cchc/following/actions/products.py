"""Documents that a unit brings as products of its work: linked to a record, taken away, brought with the last report in
one act. The documents stay in the library, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record as record_act
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.plans.following.states import ProgressState
from cchc.core.words.lengths import MOST
from cchc.documents.actions.library import DocumentDraft, register_documents
from cchc.documents.consequences import GivenEvidence
from cchc.documents.models import DocumentFile, OfficialDocument, StoredFile
from cchc.documents.policies import library_unit
from cchc.documents.queries.library import DocumentFacts
from cchc.following.actions.reporting import ReportedWork, held_to_report, report_progress
from cchc.following.models import ProgressRecord, ProgressReport, ReportedProduct, Through
from cchc.following.queries.products import KEY
from cchc.following.queries.words import measure_facts, words_of_measure
from cchc.ui.requests import requested_number

LINKED = verb("following.product_linked", _("linked a product to measure {number} of {subject}, {period}"))
UNLINKED = verb(
    "following.product_unlinked", _("took a product away from measure {number} of {subject}, {period}")
)

DONE = (ProgressState.DONE.value, ProgressState.DONE_WITHOUT_PRODUCT.value)


@transaction.atomic
def link_product(
    *, by: Actor, record: ProgressRecord, document: OfficialDocument, now: datetime | None = None
) -> ReportedProduct:
    """Link a document of the own library to a record; one that is linked already stays as it is.

    Work that was reported as done is reported so once more, with this product: it counts from the day on it. Raises
    `NotPermitted`, and ValidationError for a closed record, a document of another unit, or one that was replaced.
    """
    arrived = now or timezone.now()
    held = held_to_report(by, record)
    _check_in_library(by, document)
    known = held.products.filter(document=document).first()
    if known is not None:
        return known
    made = ReportedProduct.objects.create(record=held, document=document, linked_at=arrived, **by_line(by))
    _record(by, LINKED, held, wrote=[made])
    _report_once_more(by, held, arrived)
    return made


@transaction.atomic
def unlink_product(
    *, by: Actor, record: ProgressRecord, product: ReportedProduct, now: datetime | None = None
) -> None:
    """Take a document away from a record; it stays in the library. Work that was reported as done is reported so once
    more without it. One that somebody took away already is not taken away again."""
    held = held_to_report(by, record)
    there = held.products.filter(pk=product.pk).first()
    if there is not None:
        _record(by, UNLINKED, held, removed=[there])
        there.delete()
        _report_once_more(by, held, now or timezone.now())


@transaction.atomic
def report_done_with_files(
    *,
    by: Actor,
    record: ProgressRecord,
    seen_version: int,
    files: Sequence[StoredFile],
    not_secret: bool,
    now: datetime | None = None,
) -> ProgressReport:
    """Report work as done with files that were stored just now: they become one document of the library, called after
    the output of the measure, unless they stand in a document already.

    Raises what `register_documents` and `report_progress` raise.
    """
    arrived = now or timezone.now()
    held = held_to_report(by, record)
    known = [
        part.document
        for part in DocumentFile.objects.filter(file__in=files, document__replaced_by=None).select_related(
            "document"
        )
    ]
    fresh = [file for file in files if not any(file in one.files for one in known)]
    documents = {one.pk: one for one in known}
    if fresh:
        title = (held.measure.output or words_of_measure(held.measure))[: MOST["title"]]
        draft = DocumentDraft(tuple(fresh), DocumentFacts(title=" ".join(title.split())))
        made = register_documents(by=by, drafts=[draft], not_secret=not_secret, now=arrived)
        documents |= {one.pk: one for one in made}
    report = ReportedWork(
        state=ProgressState.DONE,
        text=held.text,
        figures=_figures_of(held),
        products=tuple(documents.values()),
        through=Through.PHONE,
    )
    return report_progress(by=by, record=held, seen_version=seen_version, report=report, now=arrived)


def link_given_products(*, by: Actor, given: Sequence[GivenEvidence], now: datetime) -> list[ReportedProduct]:
    """Link documents to the records for which they were registered; each link leaves its own record in the log. The
    answer to `evidence_given`."""
    for one in given:
        if not one.wanted.startswith(KEY):
            continue
        number = requested_number(one.wanted.removeprefix(KEY))
        record = ProgressRecord.objects.filter(pk=number).first()
        if record is None:
            raise ValidationError(_("The record for which a document was given is not there any more."))
        link_product(by=by, record=record, document=one.document, now=now)
    return []


def move_products(
    *, by: Actor, old: OfficialDocument, new: OfficialDocument, now: datetime
) -> list[ReportedProduct]:
    """Let records that are not closed show `new` where they showed `old`; a closed one keeps what was looked at.
    The answer to `document_replaced`."""
    moved = list(ReportedProduct.objects.filter(document=old, record__closed_at__isnull=True).order_by("pk"))
    ReportedProduct.objects.filter(pk__in=[one.pk for one in moved]).update(document=new)
    return moved


def _check_in_library(by: Actor, document: OfficialDocument) -> None:
    if document.unit_id is None or document.unit_id != library_unit(by):
        raise ValidationError({"document": _("This document is not in the library of your unit.")})
    if OfficialDocument.objects.filter(replaces=document).exists():
        raise ValidationError(
            {"document": _("The file of this document was replaced: link the document that replaced it.")}
        )


def _report_once_more(by: Actor, held: ProgressRecord, now: datetime) -> None:
    """Whether work was done with a product, and on which day, follows from its products."""
    if held.state not in DONE:
        return
    report = ReportedWork(state=ProgressState(held.state), text=held.text, figures=_figures_of(held))
    report_progress(by=by, record=held, seen_version=held.version, report=report, now=now)


def _figures_of(held: ProgressRecord) -> list[dict[str, str]]:
    last = held.reports.first()
    return list(last.figures) if last is not None else []


def _record(
    by: Actor,
    what: str,
    held: ProgressRecord,
    wrote: Sequence[ReportedProduct] = (),
    removed: Sequence[ReportedProduct] = (),
) -> None:
    """Make the one record; it does not name the document, for the log is read by the province."""
    plan = held.measure.section.plan
    facts = {**measure_facts(held.measure), "period": held.period}
    record_act(
        by=by,
        verb=what,
        subject=plan.title,
        subject_id=plan.pk,
        facts=facts,
        wrote=wrote,
        removed=removed,
    )
