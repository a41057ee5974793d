"""One document: what stands on it, where it is used, its file beside it, and the file by itself."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.documents.consequences import uses_of, visible_to
from cchc.documents.models import FileReading, OfficialDocument, StoredFile
from cchc.documents.policies import may_edit_document
from cchc.documents.queries import stored_file_response, unnamed
from cchc.documents.queries.library import former_files
from cchc.documents.queries.viewing import TO_LOOK_AT, file_view
from cchc.documents.tasks import read_incoming_file
from cchc.files.kinds import FileKind
from cchc.ui.pages import page
from cchc.ui.requests import requested_number

READ_TO_BE_SHOWN = (FileKind.DOCX, FileKind.XLSX)


def document_or_404(request: Request, pk: int) -> OfficialDocument:
    """Return the document with this id, if the reader may see it. Raises Http404 otherwise."""
    seen = visible_to(request.actor).select_related("file", "replaces__file")
    return get_object_or_404(seen, pk=pk)


@needs(Permission.DOCUMENT_READ)
@require_GET
def document(request: Request, pk: int) -> HttpResponse:
    """Show a document with its file, beginning with the page `trang`; asked for in place, the file alone."""
    one = document_or_404(request, pk)
    begin = requested_number(request.GET.get("trang", "")) or 1
    file = one.file
    if file is not None:
        _have_it_read(file)
    replaced_by = OfficialDocument.objects.filter(replaces=one).first()
    seen = set(
        visible_to(request.actor)
        .filter(pk__in=[old.pk for old in former_files(one)])
        .values_list("pk", flat=True)
    )
    context = {
        "title": str(one) or (file.name if file else _("Document")),
        "document": one,
        "viewer": file_view(file, reverse("documents:file", args=[one.pk]), begin) if file else None,
        "uses": uses_of(actor=request.actor, documents=[one.pk]),
        "former": [old for old in former_files(one) if old.file and old.pk in seen],
        "replaced_by": replaced_by
        if replaced_by and visible_to(request.actor).filter(pk=replaced_by.pk)
        else None,
        "may_edit": may_edit_document(request.actor, one),
    }
    return page(request, "documents/detail.html", context, part="viewer")


def _have_it_read(file: StoredFile) -> None:
    """Read a Word or Excel file that came another way than through the files to be confirmed: once, when it is first
    looked at."""
    if file.type not in READ_TO_BE_SHOWN:
        return
    reading, _fresh = FileReading.objects.get_or_create(sha256=file.sha256, name=file.name)
    if reading.state == FileReading.State.WAITING:
        read_incoming_file(reading)


@needs(Permission.DOCUMENT_READ)
@require_GET
def document_file(request: Request, pk: int) -> HttpResponseBase:
    """The file of a document, as it was handed in."""
    document = document_or_404(request, pk)
    if document.file is None:
        raise Http404
    response = stored_file_response(document.file, request, inline=TO_LOOK_AT in request.GET)
    if document.unit_id is None:
        return response
    return unnamed(response, _("a document of the library (no. %(number)s)") % {"number": pk})
