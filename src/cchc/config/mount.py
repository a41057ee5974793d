"""The address under which a practice cycle is worked in: the same pages, and all links of a page stay there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix

from cchc.access.practising import MOUNT, is_practising, practising
from cchc.cycles.models import Cycle

PRACTISED = frozenset(
    {"desk", "cycles", "self_scoring", "appraisal", "scores", "results", "council", "first_page"}
)
READ_ONLY = frozenset({"documents"})
"""Rooms of the practice: of the library only reading, so that no file is brought and no quota is used."""
OF_BOTH_WORLDS = ("cycles:new", "cycles:holiday", "appraisal:phrases")
"""How the names of pages begin that belong to no one cycle: what is done there counts."""


class PracticeMount:
    """Answers an address below `MOUNT` as practice; what belongs to no cycle leads out of it, to the page that counts.

    A form that is sent to such a page goes there as it was sent (307).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with links that stay in the practice."""
        if not request.path_info.startswith(f"{MOUNT}/"):
            return self.get_response(request)
        before = get_script_prefix()
        request.path_info = request.path_info.removeprefix(MOUNT)
        set_script_prefix(f"{before.rstrip('/')}{MOUNT}/")
        try:
            with practising():
                return self.get_response(request)
        finally:
            set_script_prefix(before)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Lead out of the practice where the page does not belong to it, or where there is none."""
        if not is_practising() or request.resolver_match is None:
            return None
        match = request.resolver_match
        room = match.app_name or match.view_name
        if room in READ_ONLY and request.method != "GET":
            raise Http404
        is_apart = not match.view_name.startswith(OF_BOTH_WORLDS)
        if is_apart and room in PRACTISED | READ_ONLY and Cycle.objects.exists():
            return None
        away = HttpResponse(status=302 if request.method in ("GET", "HEAD") else 307)
        away["Location"] = request.get_full_path().replace(MOUNT, "", 1)
        return away
