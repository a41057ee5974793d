"""Refusals that stop a page without a fault of the program: shown in words, never as a broken page."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from cchc.documents.actions import DISK_LOW
from cchc.documents.actions.errands import TooMuchAsked
from cchc.documents.queries import FileMissing
from cchc.ui.pages import busy, page

logger = logging.getLogger(__name__)

FULL = (errno.ENOSPC, errno.EDQUOT)


class InWords:
    """Middleware: answers for views that an action, the file store or the database stopped.

    Nothing was written then: every action is one transaction. A view that can say more, beside the field concerned,
    answers itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request unchanged."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, stopped: Exception) -> HttpResponse | None:
        """Return the page for a refusal that stopped a view; None for a fault of the program, which becomes a broken
        page."""
        if isinstance(stopped, ValidationError):
            return page(request, "ui/refused.html", {"refused": stopped.messages}, status=409)
        if isinstance(stopped, FileMissing):
            logger.error("%s", stopped)
            return page(request, "ui/file_missing.html", {"file": stopped.stored.name}, status=410)
        if isinstance(stopped, TooMuchAsked):
            answer = page(request, "documents/too_much.html", {"refused": stopped}, status=429)
            answer.headers["Retry-After"] = str(stopped.seconds)
            return answer
        if isinstance(stopped, OSError) and stopped.errno in FULL:
            logger.error("The disk took nothing more of a request of %s", request.path, exc_info=stopped)
            return page(request, "ui/refused.html", {"refused": [gettext(DISK_LOW.text)]}, status=507)
        if isinstance(stopped, OperationalError):
            logger.warning("The database did not take a request of %s", request.path, exc_info=stopped)
            return busy()
        return None
