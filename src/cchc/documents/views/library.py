"""The library of a unit: its documents with a search; a document corrected, its file replaced."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.documents.actions.library import change_document, replace_file
from cchc.documents.consequences import DocumentUse, unused_by_anything, uses_of, visible_to
from cchc.documents.forms.library import (
    ALL,
    OFFERED_KINDS,
    UNUSED,
    ChangeForm,
    LibraryFilter,
    NotSecretForm,
)
from cchc.documents.models import OfficialDocument
from cchc.documents.policies import edited_library, library_unit, may_edit_document
from cchc.documents.queries.library import found_documents, incoming_of, kinds_of, years_of
from cchc.documents.views.viewing import document_or_404
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.ui.requests import requested_number

ROWS = 150


@needs(Permission.DOCUMENT_READ)
@require_GET
def library(request: Request) -> HttpResponse:
    """Show the documents of the own unit, or all that this person may see, with a search."""
    seen = visible_to(request.actor)
    unit = library_unit(request.actor)
    whole = unit is None or request.GET.get("cua") == ALL
    listed = seen if whole else seen.filter(unit_id=unit)
    form = LibraryFilter(request.GET, kinds=kinds_of(listed), years=years_of(listed))
    if unit is None:
        del form.fields["cua"]
    asked = form.asked()
    found = found_documents(
        listed, text=asked.get("q", ""), kind=asked.get("loai", ""), year=asked.get("nam")
    )
    if asked.get("dung") == UNUSED:
        found = unused_by_anything(request.actor, found)
    rows = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "title": _("Library"),
        "form": form,
        "filtered": any(asked.values()),
        "rows": rows,
        "uses": _by_document(uses_of(actor=request.actor, documents=[one.pk for one in rows.object_list])),
        "waiting": incoming_of(request.actor).count(),
        "may_add": edited_library(request.actor) is not None,
        "unit": unit,
    }
    return page(request, "documents/list.html", context, part="rows")


def _by_document(uses: Iterable[DocumentUse]) -> dict[int, list[DocumentUse]]:
    found: dict[int, list[DocumentUse]] = {}
    for use in uses:
        found.setdefault(use.document, []).append(use)
    return found


def _document_to_edit(request: Request, pk: int) -> OfficialDocument:
    one = document_or_404(request, pk)
    if not may_edit_document(request.actor, one):
        raise Http404
    return one


@needs(Permission.DOCUMENT_EDIT)
def document_change(request: Request, pk: int) -> HttpResponse:
    """Correct what is said of a document; 409 with both where somebody else did so meanwhile."""
    one = _document_to_edit(request, pk)
    if request.method != "POST":
        return _change(request, one, ChangeForm.showing(one))
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return _change(request, one, form, status=422)
    try:
        change_document(
            by=request.actor, document=one, facts=form.facts, version=form.cleaned_data["version"]
        )
    except Changed as changed:
        again = ChangeForm.showing(changed.now, request.POST.dict())
        return _change(request, changed.now, again, who=changed.who, status=409)
    except ValidationError as refused:
        put_errors(form, refused)
        return _change(request, one, form, status=422)
    messages.success(request, _("Saved what is said of the document."))
    return redirect("documents:detail", one.pk)


def _change(
    request: Request, one: OfficialDocument, form: ChangeForm, *, who: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "title": _("Correct a document"),
        "document": one,
        "form": form,
        "kinds": OFFERED_KINDS,
        "conflict": status == 409,
        "who": who,
        "back": reverse("documents:detail", args=[one.pk]),
    }
    return page(request, "documents/change.html", context, status=status)


@needs(Permission.DOCUMENT_EDIT)
def document_replace(request: Request, pk: int) -> HttpResponse:
    """Put one of the files that wait in the place of a document's file."""
    one = _document_to_edit(request, pk)
    waiting = incoming_of(request.actor)
    form = NotSecretForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = get_object_or_404(waiting, pk=requested_number(request.POST.get("incoming", "")))
        try:
            new = replace_file(
                by=request.actor,
                document=one,
                file=chosen.file,
                not_secret=form.cleaned_data["not_secret"],
            )
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("The file was replaced; the old one is kept."))
            return redirect("documents:detail", new.pk)
    context = {
        "title": _("Replace the file"),
        "document": one,
        "form": form,
        "waiting": waiting,
        "uses": uses_of(actor=request.actor, documents=[one.pk]),
        "back": reverse("documents:detail", args=[one.pk]),
    }
    return page(request, "documents/replace.html", context, status=422 if form.is_bound else 200)
