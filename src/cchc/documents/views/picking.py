"""Choosing a document for something on another page, by typing."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.documents.consequences import meanings_of, requirements_by_sort, visible_to
from cchc.documents.policies import library_unit
from cchc.documents.queries.picking import documents_to_offer, offered_documents, picker_of
from cchc.ui.pages import page


@needs(Permission.DOCUMENT_EDIT)
@require_GET
def choose(request: Request) -> HttpResponse:
    """Show the documents of the own library that hold what was typed, each with a button that gives it to the page that
    asks; where no page asks, the library."""
    picker = picker_of(request.GET.get("cho", ""))
    if picker is None:
        return redirect("documents:list")
    text = request.GET.get("q", "").strip()[:200]
    _wanted, sorts = requirements_by_sort(request.actor, timezone.now())
    own = visible_to(request.actor).filter(unit_id=library_unit(request.actor))
    documents = documents_to_offer(own, text)
    meanings = meanings_of(actor=request.actor, documents=[one.pk for one in documents])
    made_for = {one.document: one.text for one in meanings}
    context = {
        "title": _("Choose a document"),
        "picker": picker,
        "text": text,
        "found": offered_documents(documents, text, picker.wanted, sorts, made_for),
    }
    return page(request, "documents/choose.html", context, part="found")
