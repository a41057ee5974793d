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
from cchc.documents.actions.looking import look_at_document
from cchc.documents.consequences import uses_with_former, visible_to
from cchc.documents.models import FileReading, OfficialDocument, StoredFile
from cchc.documents.policies import may_edit_document
from cchc.documents.queries import stored_file_response, unnamed
from cchc.documents.queries.library import former_files, replacement_of, with_files
from cchc.documents.queries.viewing import FILE, PAGE, TO_LOOK_AT, FileSteps, FileView, file_view
from cchc.documents.tasks import read_incoming_file
from cchc.files.kinds import FileKind
from cchc.ui.pages import page
from cchc.ui.requests import requested_number

READ_TO_BE_SHOWN = (FileKind.DOCX, FileKind.XLSX)


def document_or_404(request: Request, pk: int) -> OfficialDocument:
    """Return the document with this id, if the reader may see it. Raises Http404 otherwise."""
    seen = visible_to(request.actor).select_related("replaces").prefetch_related(with_files())
    return get_object_or_404(seen, pk=pk)


@needs(Permission.DOCUMENT_READ)
@require_GET
def document(request: Request, pk: int) -> HttpResponse:
    """Show a document with one of its files (`tep`, from 1), beginning with the page `trang`; asked for in place, the
    file alone."""
    one = document_or_404(request, pk)
    look_at_document(by=request.actor, document=one)
    former = former_files(one)
    known = [old.pk for old in former]
    after = replacement_of(one)
    seen = set(
        visible_to(request.actor)
        .filter(pk__in=[*known, *([after.pk] if after else [])])
        .values_list("pk", flat=True)
    )
    context = {
        "title": str(one) or next((file.name for file in one.files), _("Document")),
        "document": one,
        "viewer": _viewer(request, one),
        "uses": uses_with_former(actor=request.actor, documents=[one.pk]),
        "former": [old for old in former if old.pk in seen],
        "replaced_by": after if after and after.pk in seen else None,
        "may_edit": after is None and may_edit_document(request.actor, one),
    }
    return page(request, "documents/detail.html", context, part="viewer")


def _viewer(request: Request, one: OfficialDocument) -> FileView | None:
    """Return the file of a document that the address asks for; None for a document without files."""
    files = one.files
    if not files:
        return None
    place = min(requested_number(request.GET.get(FILE, "")) or 1, len(files))
    file = files[place - 1]
    _have_it_read(file)
    href = reverse("documents:file", args=[one.pk, place])
    page_of = requested_number(request.GET.get(PAGE, "")) or 1
    return file_view(file, href, page_of, steps=FileSteps(one.pk, place, len(files)))


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
def document_file(request: Request, pk: int, place: int) -> HttpResponseBase:
    """The file of a document at a place, from 1, as it was handed in."""
    document = document_or_404(request, pk)
    if not 1 <= place <= len(document.files):
        raise Http404
    look_at_document(by=request.actor, document=document)
    response = stored_file_response(document.files[place - 1], request, inline=TO_LOOK_AT in request.GET)
    if document.unit_id is None:
        return response
    return unnamed(response, _("a document of the library (no. %(number)s)") % {"number": pk})
