"""The documents that units brought as products of their work: who sees them, where they are used, what they were made
for; the records for which documents are still wanted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, QuerySet
from django.urls import reverse

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.documents.consequences import (
    DocumentKeeper,
    DocumentMeaning,
    DocumentUse,
    ShownDocuments,
    WantedEvidence,
)
from cchc.documents.models import OfficialDocument
from cchc.following.models import ProgressRecord, ReportedProduct
from cchc.following.queries.mine import led_records
from cchc.following.queries.records import ENDED_STATES, visible_to
from cchc.following.queries.words import words_of_measure

KEY = "tien-do:"  # before the id of a record, where documents name what they are for
MOST_LETTERS = 80  # of the words of a measure, where a use or an offer names it
MOST_WANTED = 300
SORT = "following"  # products are weighed against each other, not against the evidence of the round


def products_shown_to(actor: Actor) -> QuerySet[ReportedProduct]:
    """Return the products of the records that `actor` may see."""
    return ReportedProduct.objects.filter(record__in=visible_to(actor).order_by().values("pk"))


def documents_of_records(*, actor: Actor) -> list[ShownDocuments]:
    """Return the documents linked to records that `actor` may see: those who lead and cooperate in a measure, and who
    answers for its plan."""
    return [ShownDocuments(products_shown_to(actor).order_by().values("document"))]


def uses_in_records(*, actor: Actor, documents: Collection[int]) -> list[DocumentUse]:
    """Return the measures, of records that `actor` may see, whose product one of `documents` is."""
    rows = products_shown_to(actor).filter(document__in=documents)
    rows = rows.select_related("record__measure__section__plan").order_by("-record", "pk")
    return [
        DocumentUse(
            document=one.document_id,
            text=words_of_measure(one.record.measure)[:MOST_LETTERS],
            href=reverse("following:record", args=[one.record_id]),
            year=one.record.measure.section.plan.year,
            frozen=one.record.closed_at is not None,
            linked_at=one.linked_at,
        )
        for one in rows
    ]


def meanings_of_products(*, actor: Actor, documents: Collection[int]) -> list[DocumentMeaning]:
    """Return the outputs of plans that these documents are, of records that `actor` may see."""
    rows = products_shown_to(actor).filter(document__in=documents).select_related("record__measure")
    found = {one.document_id: one.record.measure for one in rows.order_by("-pk")}
    return [
        DocumentMeaning(document, " ".join((measure.output or words_of_measure(measure)).split()))
        for document, measure in found.items()
    ]


def products_of_library(unit_id: int) -> QuerySet[ReportedProduct]:
    """Return the products of records whose documents stand in the library of a unit and were not replaced, the latest
    first, with their documents and measures."""
    rows = ReportedProduct.objects.filter(document__unit_id=unit_id, document__replaced_by=None)
    return rows.select_related("document", "record__measure__section__plan").order_by("-linked_at", "-pk")


def records_keeping(*, document: OfficialDocument, now: datetime, held: bool) -> list[DocumentKeeper]:
    """Return the closed records whose product a document is: they go on showing it as it is."""
    rows = ProgressRecord.objects.filter(products__document=document, closed_at__isnull=False)
    rows = rows.select_related("measure__section__plan", "unit").order_by("pk")
    if held:
        rows = rows.select_for_update(of=("self",), no_key=True)
    return [
        DocumentKeeper(f"{one.measure.number} {one.measure.section.plan.title}, {one.unit.name}")
        for one in rows
    ]


def products_wanted(*, actor: Actor, now: datetime) -> list[WantedEvidence]:
    """Return the open records that the unit of `actor` leads and for which the plan names an output, those that are due
    first: a document is weighed against each."""
    if actor.everywhere or actor.unit_id is None or not actor.may(Permission.PROGRESS_REPORT):
        return []
    rows = led_records(actor).filter(unit=actor.unit_id).exclude(state__in=ENDED_STATES)
    rows = rows.exclude(measure__output="").select_related("measure")
    rows = rows.order_by(F("due").asc(nulls_last=True), "measure", "pk")[:MOST_WANTED]
    return [
        WantedEvidence(
            key_of(one.pk),
            f"{one.measure.number} {one.measure.output}".strip()[:MOST_LETTERS],
            f"{one.measure.output}. {words_of_measure(one.measure)}",
            SORT,
        )
        for one in rows
    ]


def key_of(record: int) -> str:
    """Return the key by which documents name a record: "tien-do:12"."""
    return f"{KEY}{record}"
