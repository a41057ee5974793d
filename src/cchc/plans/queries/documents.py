"""The documents of plans: which of them a person may see, and by which plan."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from cchc.access.actor import Actor
from cchc.documents.consequences import DocumentUse, ShownDocuments
from cchc.plans.queries.plans import visible_to


def documents_of_plans(*, actor: Actor) -> list[ShownDocuments]:
    """Return the documents of the plans that `actor` may see."""
    plans = visible_to(actor).exclude(document=None).order_by()
    return [ShownDocuments(plans.values("document"))]


def uses_in_plans(*, actor: Actor, documents: Collection[int]) -> list[DocumentUse]:
    """Return the plans that `actor` may see and whose document is one of `documents`."""
    rows = visible_to(actor).filter(document__in=documents).values_list("document", "title", "pk", "year")
    return [
        DocumentUse(document, title, reverse("plans:detail", args=[pk]), year)
        for document, title, pk, year in rows
    ]
