"""The documents as which periodic reports were issued: who sees them, where they are used, what keeps them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from cchc.access.actor import Actor
from cchc.documents.consequences import DocumentKeeper, DocumentUse, ShownDocuments
from cchc.documents.models import OfficialDocument
from cchc.following.models import ArchivedReport
from cchc.following.policies import may_see_whole
from cchc.following.queries.report_words import round_name
from cchc.following.queries.rounds import rounds_for


def documents_of_reports(*, actor: Actor) -> list[ShownDocuments]:
    """Return the documents of archived reports that `actor` sees drawn together."""
    seen = [
        one.pk
        for one in rounds_for(actor).filter(frozen__archived__isnull=False)
        if may_see_whole(actor, one)
    ]
    return [
        ShownDocuments(ArchivedReport.objects.filter(frozen__round__in=seen).order_by().values("document"))
    ]


def uses_in_reports(*, actor: Actor, documents: Collection[int]) -> list[DocumentUse]:
    """Return the archived reports, of those that `actor` sees drawn together, as which `documents` were issued."""
    rounds = rounds_for(actor).filter(frozen__archived__document__in=documents).order_by("pk")
    return [
        DocumentUse(
            document=one.frozen.archived.document_id,
            text=round_name(one),
            href=reverse("following:round", args=[one.pk]),
            year=one.year,
            frozen=True,
            linked_at=one.frozen.archived.at,
        )
        for one in rounds
        if may_see_whole(actor, one)
    ]


def reports_keeping(*, document: OfficialDocument, now: datetime, held: bool) -> list[DocumentKeeper]:
    """Return the archived report as which a document was issued: it goes on showing it as it is."""
    rows = ArchivedReport.objects.filter(document=document).select_related("frozen__round__frame")
    return [DocumentKeeper(round_name(one.frozen.round)) for one in rows]
