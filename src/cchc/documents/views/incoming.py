"""Files that are to become documents: brought, read, looked at, put aside."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.actor import Actor
from cchc.access.decorators import needs, repeatable
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.documents.actions.incoming import bring_files, put_aside
from cchc.documents.models import StoredFile
from cchc.documents.policies import edited_library
from cchc.documents.queries import stored_file_response, unnamed
from cchc.documents.queries.background import TaskStanding, task_standing
from cchc.documents.queries.library import (
    incoming_of,
    waiting_readings,
)
from cchc.documents.queries.uploads import brought_files
from cchc.documents.queries.viewing import TO_LOOK_AT, file_view
from cchc.documents.tasks import read_incoming_files
from cchc.ui.pages import page
from cchc.ui.requests import requested_number

MOST_AT_ONCE = 100
SOON = (TaskStanding.WAITING, TaskStanding.UNATTENDED)


@needs(Permission.DOCUMENT_EDIT)
@repeatable
def bring(request: Request) -> HttpResponse:
    """Let stored files, named by their ids, wait to be confirmed, and have them read; without files, read on.

    A browser without JavaScript comes back here with the files that it has brought, and is asked to go on.
    """
    sent = request.POST.getlist("file") or request.GET.getlist("tep")
    ids = [requested_number(text) for text in sent[:MOST_AT_ONCE]]
    files = list(brought_files(request.actor).filter(pk__in=ids))
    if request.method != "POST":
        return page(
            request, "documents/brought.html", {"title": _("Files that were brought"), "files": files}
        )
    said = _brought(request, files)
    _have_them_read(request.actor)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"waiting": incoming_of(request.actor).count(), "said": said})
    for one in said:
        messages.warning(request, one)
    return redirect("documents:new")


def _brought(request: Request, files: list[StoredFile]) -> list[str]:
    """Let the files wait, and return what is to be said: why none of them does, or which stand in the library."""
    try:
        waiting = bring_files(by=request.actor, files=files, wanted=request.POST.get("wanted", "")[:50])
    except ValidationError as refused:
        return list(refused.messages)
    new = {one.file_id for one in waiting}
    known = [file.name for file in files if file.pk not in new]
    return (
        [_("These files stand in the library already: %(names)s.") % {"names": ", ".join(known)}]
        if known
        else []
    )


def _have_them_read(actor: Actor) -> None:
    """Tell the worker to read what waits, unless it is going to begin with it anyway."""
    unit = edited_library(actor)
    if unit is None or not waiting_readings(unit).exists():
        return
    if task_standing(read_incoming_files.module_path, unit) not in SOON:
        read_incoming_files.enqueue(unit)


@needs(Permission.DOCUMENT_EDIT)
@require_GET
def incoming(request: Request, pk: int) -> HttpResponse:
    """Show a file that waits to be confirmed; asked for in place, the file alone."""
    one = get_object_or_404(incoming_of(request.actor), pk=pk)
    context = {
        "title": one.file.name,
        "viewer": file_view(one.file, reverse("documents:incoming_file", args=[pk])),
        "incoming": one,
    }
    return page(request, "documents/incoming.html", context, part="viewer")


@needs(Permission.DOCUMENT_EDIT)
@require_GET
def incoming_file(request: Request, pk: int) -> HttpResponseBase:
    """The file that waits, as it was handed in."""
    file = get_object_or_404(incoming_of(request.actor), pk=pk).file
    return unnamed(
        stored_file_response(file, request, inline=TO_LOOK_AT in request.GET),
        _("a file that waits in the library (no. %(number)s)") % {"number": pk},
    )


@needs(Permission.DOCUMENT_EDIT)
@require_POST
def incoming_put_aside(request: Request, pk: int) -> HttpResponse:
    """Let a file wait no longer."""
    one = get_object_or_404(incoming_of(request.actor), pk=pk)
    try:
        put_aside(by=request.actor, incoming=one)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("“%(file)s” was put aside.") % {"file": one.file.name})
    return redirect("documents:new")
