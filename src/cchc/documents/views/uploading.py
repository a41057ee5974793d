"""Bringing in files: a page with a form that needs no JavaScript, and what the form's script asks, answered as JSON.

Whoever sends a file names the unit for which the page was opened: who acts for another unit meanwhile is told so,
and no file goes astray.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cchc.access.decorators import needs, repeatable
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.words.messages import Fault, Faults, Message
from cchc.documents.actions.uploading import (
    NotWhole,
    begin_upload,
    finish_uploads,
    give_up_upload,
    store_whole,
    take_part,
)
from cchc.documents.models import OfficialDocument, StoredFile
from cchc.documents.policies import PART, may_bring_files
from cchc.documents.queries.uploads import missing_parts, part_sizes, uploads_of
from cchc.files.evidence import refusal
from cchc.ui.pages import page
from cchc.ui.requests import own_address, requested_number
from cchc.ui.templatetags.ui import message_text

P = ParamSpec("P")

MOST_AT_ONCE = 100  # files in one request
STORED = "tep"  # what names the stored files in the address to which the form leads back
OTHER_UNIT = Message(
    "This page was opened for another unit than the one for which you act now: load the page anew and bring the file "
    "again."
)
NONE_CHOSEN = Message("Choose a file.")
TOO_MANY = Message("Too many files at once: at most {most}.", most=MOST_AT_ONCE)


def _answers_in_json(
    view: Callable[Concatenate[Request, P], JsonResponse],
) -> Callable[Concatenate[Request, P], JsonResponse]:
    """Answer refusals of files as JSON: 409 for what is to be sent again, 422 for what is not taken."""

    @wraps(view)
    def answering(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> JsonResponse:
        try:
            return view(request, *args, **kwargs)
        except Faults as faults:
            status = 409 if isinstance(faults, NotWhole) else 422
            return JsonResponse({"refused": [_said(fault) for fault in faults.faults]}, status=status)

    return answering


@needs(Permission.DOCUMENT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: Request) -> HttpResponse:
    """The page on which files are brought; its form leads back to the page `next` from which it was sent.

    Files for one document are stored all or none, other files each for itself.
    """
    document = _document(request, request.POST)
    back = own_address(request, request.POST.get("next") or request.GET.get("next") or "")
    refused: list[Fault] = []
    stored: list[StoredFile] = []
    if request.method == "POST":
        stored, refused = _brought(request, document)
        if stored and not refused and back:
            messages.success(
                request, _("Stored: %(names)s") % {"names": ", ".join(one.name for one in stored)}
            )
            sign = "&" if "?" in back else "?"
            return redirect(f"{back}{sign}{urlencode([(STORED, one.pk) for one in stored])}")
    context = {
        "title": _("Bring files"),
        "stored": stored,
        "refused": refused,
        "upload_unit": request.actor.unit_id,
        "upload_document": document and document.pk,
        "upload_next": back,
    }
    return page(request, "documents/uploading.html", context, status=422 if refused else 200)


@needs(Permission.DOCUMENT_EDIT)
@require_POST
@repeatable
@_answers_in_json
def upload_begin(request: Request) -> JsonResponse:
    """Begin a file, or go on with it: answers with its number, the parts that are missing, and what is stored."""
    form = request.POST
    name = form.get("name", "")
    _require_unit(request, form, name)
    begun = begin_upload(
        by=request.actor,
        name=name,
        size=requested_number(form.get("size", "")),
        sha256=form.get("sha256", ""),
        document=_document(request, form),
    )
    return JsonResponse(
        {
            "id": begun.pk,
            "part": PART,
            "missing": missing_parts(begun),
            "stored": _told(begun.stored) if begun.stored else None,
        }
    )


@needs(Permission.DOCUMENT_EDIT)
@require_http_methods(["PUT"])
@_answers_in_json
def upload_part(request: Request, pk: int, number: int) -> JsonResponse:
    """Take one part of a file, the body of the request; answers with the parts that are missing.

    With the last one (`?last`), the file is stored in the same request, and the answer says as what.
    """
    begun = get_object_or_404(uploads_of(request.actor), pk=pk)
    if number >= len(part_sizes(begun.size)):
        raise Http404
    take_part(by=request.actor, upload=begun, number=number, content=request)
    if "last" in request.GET:
        return JsonResponse(
            {"stored": [_told(one) for one in finish_uploads(by=request.actor, uploads=[begun])]}
        )
    return JsonResponse({"missing": missing_parts(begun)})


@needs(Permission.DOCUMENT_EDIT)
@require_http_methods(["PUT"])
@_answers_in_json
def upload_whole(request: Request) -> JsonResponse:
    """Take a whole file, the body of the request; its name and hash stand in the address."""
    query = request.GET
    name = query.get("name", "")
    _require_unit(request, query, name)
    (stored,) = store_whole(
        by=request.actor,
        files=[(name, request)],
        sha256=query.get("sha256", ""),
        document=_document(request, query),
    )
    return JsonResponse({"stored": [_told(stored)]})


@needs(Permission.DOCUMENT_EDIT)
@require_POST
@repeatable
@_answers_in_json
def upload_finish(request: Request) -> JsonResponse:
    """Store the files of the uploads `id`, all or none."""
    wanted = {requested_number(text) for text in request.POST.getlist("id")[:MOST_AT_ONCE]}
    uploads = list(uploads_of(request.actor).filter(pk__in=wanted).select_related("stored", "document"))
    if not wanted or len(uploads) != len(wanted):
        raise Http404
    stored = finish_uploads(by=request.actor, uploads=uploads)
    return JsonResponse({"stored": [_told(one) for one in stored]})


@needs(Permission.DOCUMENT_EDIT)
@require_POST
@repeatable
@_answers_in_json
def upload_give_up(request: Request, pk: int) -> JsonResponse:
    """Throw an unfinished file away."""
    give_up_upload(by=request.actor, upload=get_object_or_404(uploads_of(request.actor), pk=pk))
    return JsonResponse({"given_up": pk})


def _brought(request: Request, document: OfficialDocument | None) -> tuple[list[StoredFile], list[Fault]]:
    """Return the stored files of the form, and why others are not."""
    files = [(file.name or "", file) for file in request.FILES.getlist("file")]
    try:
        _require_unit(request, request.POST, files[0][0] if files else "")
        if not files:
            raise refusal("", NONE_CHOSEN)
        if len(files) > MOST_AT_ONCE:
            raise refusal(files[0][0], TOO_MANY)
        if document is not None:
            return store_whole(by=request.actor, files=files, document=document), []
    except Faults as faults:
        return [], list(faults.faults)
    stored: list[StoredFile] = []
    refused: list[Fault] = []
    for one in files:
        try:
            stored += store_whole(by=request.actor, files=[one])
        except Faults as faults:
            refused += faults.faults
    return stored, refused


def _document(request: Request, sent: Mapping[str, Any]) -> OfficialDocument | None:
    """Return the document for which files are brought; None when none is named. 404 for one that is not the unit's."""
    named = sent.get("document", "")
    if not named:
        return None
    document = get_object_or_404(OfficialDocument, pk=requested_number(named))
    if not may_bring_files(request.actor, document):
        raise Http404
    return document


def _require_unit(request: Request, sent: Mapping[str, Any], name: str) -> None:
    unit = sent.get("unit", "")
    if unit and requested_number(unit) != request.actor.unit_id:
        raise refusal(name, OTHER_UNIT)


def _told(stored: StoredFile) -> dict[str, Any]:
    return {"id": stored.pk, "name": stored.name, "size": stored.size, "type": stored.type}


def _said(fault: Fault) -> dict[str, str]:
    return {
        "file": fault.place.file or "",
        "why": message_text(fault.why),
        "expected": message_text(fault.expected),
    }
