"""Files that leave the platform are recorded, whichever page hands them out."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import parse_header_parameters

from cchc.access.addresses import address_of
from cchc.access.requests import AnyRequest
from cchc.audit.actions import record_access
from cchc.audit.models import AccessRecord

Kind = AccessRecord.Kind


def files_leave_a_record(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: every answer that is a file, to be saved or shown by a viewer, leaves a record of access before its
    first byte goes out.

    It is a middleware, not a part of the pages, so that a future page cannot forget it. A file that `documents` keeps
    is the attribute `stored` of its answer, and what the record calls it where its name is nobody's business
    `recorded_as`; any other file was written for this answer. A viewer asks for one file in many ranges: the one with
    its first byte is recorded.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        name = saved_as(response) or shown_as(response)
        if name is not None and request.method != "HEAD":
            record_access(
                kind=Kind.DOWNLOADED if hasattr(response, "stored") else Kind.EXPORTED,
                at=timezone.now(),
                address=address_of(request),
                by=cast("AnyRequest", request).actor,
                subject=getattr(response, "recorded_as", name),
                page=request.get_full_path(),
            )
        return response

    return respond


def saved_as(response: HttpResponse) -> str | None:
    """Return the file name under which a browser saves this answer; None when it shows the answer instead."""
    disposition, options = parse_header_parameters(response.headers.get("Content-Disposition", ""))
    return str(options.get("filename", "")) if disposition == "attachment" else None


def shown_as(response: HttpResponse) -> str | None:
    """Return the name of a stored file of which this answer shows the beginning; None for all other answers."""
    further = not response.headers.get("Content-Range", "bytes 0-").startswith("bytes 0-")
    stored = getattr(response, "stored", None)
    return None if stored is None or further else str(stored.name)
