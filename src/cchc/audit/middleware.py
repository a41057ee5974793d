"""Files that leave the platform are recorded, whichever page hands them out."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import parse_header_parameters

from cchc.access.addresses import address_of
from cchc.access.requests import AnyRequest
from cchc.audit.actions import record_access
from cchc.audit.models import AccessRecord
from cchc.audit.queries import was_taken_on_the_day

Kind = AccessRecord.Kind


def files_leave_a_record(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: every answer that is a file, to be saved or shown by a viewer, leaves a record of access before its
    first byte goes out.

    It is a middleware, not a part of the pages, so that a future page cannot forget it. A file that `documents` keeps
    is the attribute `stored` of its answer, and what the record calls it where its name is nobody's business
    `recorded_as`; any other file was written for this answer. A viewer or a broken download asks for one file in many
    ranges, in any order: whichever comes first leaves the record, and the others of that day leave none.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        name = taken_file(response)
        if name is not None and request.method != "HEAD":
            by, page, at = cast("AnyRequest", request).actor, request.get_full_path(), timezone.now()
            if not (is_a_part(request, response) and was_taken_on_the_day(by, page, at)):
                record_access(
                    kind=Kind.DOWNLOADED if hasattr(response, "stored") else Kind.EXPORTED,
                    at=at,
                    address=address_of(request),
                    by=by,
                    subject=getattr(response, "recorded_as", name),
                    page=page,
                )
        return response

    return respond


def taken_file(response: HttpResponse) -> str | None:
    """Return the name of the file of which this answer sends bytes, to be saved or shown; None for all other
    answers."""
    if response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        return None
    disposition, options = parse_header_parameters(response.headers.get("Content-Disposition", ""))
    if disposition == "attachment":
        return str(options.get("filename", ""))
    stored = getattr(response, "stored", None)
    return None if stored is None else str(stored.name)


def is_a_part(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this answer sends a range of the bytes of a file, or lets the web server send what the request asks."""
    by_the_server = "X-Accel-Redirect" in response.headers and "Range" in request.headers
    return response.status_code == HTTPStatus.PARTIAL_CONTENT or by_the_server
