"""Builds the Actor of a request, and holds whoever must first choose a password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cchc.access.decorators import Door
from cchc.accounts.models import Membership
from cchc.accounts.queries import actor_of, memberships_of, today

CHOSEN = "membership"


class ActorMiddleware:
    """Sets `request.actor` (an Actor, or None), `request.membership` and `request.memberships`.

    A person with several memberships acts in the one chosen in the menu, else in the newest.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Attach the Actor, then answer."""
        request.memberships = memberships_of(request.user, today()) if request.user.is_authenticated else []
        request.membership = _chosen(request)
        request.actor = actor_of(request.membership) if request.membership else None
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Pages that ask for a permission wait until the given password is changed and there is a
        membership."""
        if not request.user.is_authenticated or isinstance(getattr(view, "permission", None), Door):
            return None
        if request.user.must_change_password:
            return redirect("accounts:own_password")
        return None if request.actor else redirect("accounts:no_membership")


def _chosen(request: Any) -> Membership | None:
    wanted = request.session.get(CHOSEN)
    memberships = request.memberships
    return next((m for m in memberships if m.pk == wanted), memberships[0] if memberships else None)
