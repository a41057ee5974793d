"""What a page asks of its reader, declared on the view itself, so that a test can read it from the URL
map."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar, cast

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from cchc.access.requests import Request

P = ParamSpec("P")
Answer = TypeVar("Answer", bound="HttpResponseBase")


class Audience(StrEnum):
    """Who may pass where no permission is asked."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"


def public(view: Callable[P, Answer]) -> Callable[P, Answer]:
    """A page for everybody, signed in or not."""
    return _declared(view, Audience.PUBLIC, signed_in=False)


def signed_in(view: Callable[P, Answer]) -> Callable[P, Answer]:
    """A page about oneself (own password, own memberships): for anyone signed in, whatever the role."""
    return _declared(view, Audience.SIGNED_IN, signed_in=True)


def needs(
    *permissions: Permission,
) -> Callable[[Callable[Concatenate[Request, P], Answer]], Callable[Concatenate[HttpRequest, P], Answer]]:
    """A page for those whose role in its scope grants every one of `permissions`.

    Nobody signed in: sent to the sign-in page. Signed in without the permission: 404, as if the page did not
    exist; the same when an action inside refuses this person.
    """

    def decorate(
        view: Callable[Concatenate[Request, P], Answer],
    ) -> Callable[Concatenate[HttpRequest, P], Answer]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
            from django.http import Http404

            actor: Actor | None = getattr(request, "actor", None)
            if actor is None or not all(actor.may(permission) for permission in permissions):
                raise Http404
            try:
                return view(cast("Request", request), *args, **kwargs)
            except NotPermitted:
                raise Http404 from None

        return _declared(guarded, permissions, signed_in=True)

    return decorate


def repeatable(view: Callable[P, Answer]) -> Callable[P, Answer]:
    """A page whose form may be sent again as often as one likes, because once more makes no difference: it changes
    nothing, or sets what it set before, or tells by a version that it was done. Its one-time key is not asked for."""

    @wraps(view)
    def again(*args: P.args, **kwargs: P.kwargs) -> Answer:
        return view(*args, **kwargs)

    vars(again)["repeatable"] = True
    return again


def _declared(
    view: Callable[P, Answer], permission: Audience | tuple[Permission, ...], *, signed_in: bool
) -> Callable[P, Answer]:
    """`view` with its declaration; `login_required` is what Django's LoginRequiredMiddleware reads."""

    @wraps(view)
    def declared(*args: P.args, **kwargs: P.kwargs) -> Answer:
        return view(*args, **kwargs)

    vars(declared).update(permission=permission, login_required=signed_in)
    return declared
