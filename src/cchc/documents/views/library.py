"""The library of a unit: its documents with a search; a document corrected, its file replaced."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.documents.actions.library import change_document, replace_files
from cchc.documents.consequences import (
    DocumentUse,
    keepers_of,
    unused_by_anything,
    uses_of,
    uses_with_former,
    visible_to,
)
from cchc.documents.forms.library import (
    ALL,
    OFFERED_KINDS,
    UNUSED,
    ChangeForm,
    LibraryFilter,
    ReplaceForm,
)
from cchc.documents.models import OfficialDocument
from cchc.documents.policies import (
    edited_library,
    library_unit,
    may_edit_document,
    may_load_anchors,
)
from cchc.documents.queries.library import (
    former_files,
    found_documents,
    incoming_of,
    kinds_of,
    replacement_of,
    years_of,
)
from cchc.documents.queries.signatures import signatures_by_document
from cchc.documents.queries.uploads import files_brought_for
from cchc.documents.views.viewing import document_or_404
from cchc.ui.forms import put_errors
from cchc.ui.pages import page

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
        "uses": _by_document(
            uses_with_former(actor=request.actor, documents=[one.pk for one in rows.object_list])
        ),
        "signs": signatures_by_document(rows.object_list),
        "may_load_anchors": may_load_anchors(request.actor),
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
    """Return a document that the reader may correct. Raises Http404 also where another stands in its place."""
    one = document_or_404(request, pk)
    if not may_edit_document(request.actor, one) or replacement_of(one) is not None:
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
        now = change_document(
            by=request.actor, document=one, facts=form.facts, version=form.cleaned_data["version"]
        )
    except Changed as changed:
        again = ChangeForm.showing(changed.now, request.POST.dict())
        return _change(request, changed.now, again, who=changed.who, status=409)
    except ValidationError as refused:
        put_errors(form, refused)
        return _change(request, one, form, status=422)
    messages.success(
        request,
        _("Saved what is said of the document.")
        if now == one
        else _("Saved: what was handed in goes on showing this document in its old words."),
    )
    return redirect("documents:detail", now.pk)


def _change(
    request: Request, one: OfficialDocument, form: ChangeForm, *, who: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "title": _("Correct a document"),
        "document": one,
        "form": form,
        "kinds": OFFERED_KINDS,
        "conflict": status == 409,
        "keepers": keepers_of(document=one, now=timezone.now(), held=False),
        "who": who,
        "back": reverse("documents:detail", args=[one.pk]),
    }
    return page(request, "documents/change.html", context, status=status)


@needs(Permission.DOCUMENT_EDIT)
def document_replace(request: Request, pk: int) -> HttpResponse:
    """Put files that were brought for a document, or that wait, in the place of its files or behind them, all or none;
    or take one of its files away. What was brought meanwhile comes into the page in place, ticked."""
    one = _document_to_edit(request, pk)
    brought = files_brought_for(request.actor, [one, *former_files(one)])
    new = [*brought, *(waiting.file for waiting in incoming_of(request.actor))]
    shown = set(request.GET.getlist("shown"))
    offered = brought or (new if len(new) == 1 else [])
    fresh = [str(file.pk) for file in offered if str(file.pk) not in shown]
    ticked = [*request.GET.getlist("incoming"), *fresh]
    form = ReplaceForm(request.POST or None, files=one.files, new=new, ticked=ticked)
    if form.is_valid():
        try:
            made = replace_files(
                by=request.actor,
                document=one,
                files=form.whole,
                not_secret=form.cleaned_data["not_secret"],
            )
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("The files were replaced; the old ones are kept."))
            return redirect("documents:detail", made.pk)
    context = {
        "title": _("Replace files"),
        "document": one,
        "form": form,
        "new": new,
        "unit": request.actor.unit_id,
        "uses": uses_of(actor=request.actor, documents=[one.pk]),
        "back": reverse("documents:detail", args=[one.pk]),
    }
    status = 422 if form.is_bound else 200
    return page(request, "documents/replace.html", context, part="new_files", status=status)
