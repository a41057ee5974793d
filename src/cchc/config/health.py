"""The health of the installation, for monitoring: one word for each thing that must be right."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from cchc.access.decorators import public
from cchc.access.starting import is_no_answer, is_up_to_date
from cchc.documents.queries import is_disk_low
from cchc.documents.queries.astray import found_last_night
from cchc.documents.queries.background import is_worker_alive
from cchc.notices.queries.letters import queue_standing

OK = "ok"


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when all is well, 503 otherwise; the page is public, so it names only the faulty things."""
    found = health()
    return JsonResponse(found, status=200 if set(found.values()) == {OK} else 503)


def health() -> Mapping[str, str]:
    """Return the checked things by name, each with `ok` or its fault."""
    found = {
        "database": _database(),
        "worker": OK if is_worker_alive() else "silent",
        "disk": "low" if is_disk_low() else OK,
        "files": "astray" if found_last_night() else OK,
    }
    if settings.MAIL_SERVER is not None and found["database"] == OK:
        found["letters"] = _letters()
    return found


def _letters() -> str:
    standing = queue_standing(timezone.now())
    return "given up" if standing.given_up else "waiting" if standing.is_in_trouble else OK


def _database() -> str:
    try:
        return OK if is_up_to_date() else "behind"
    except Exception as error:
        if not is_no_answer(error):
            raise
        return "silent"
