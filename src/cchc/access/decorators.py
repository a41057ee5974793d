"""The permission that each page requires, declared on the view itself, so that a test can read it from the URL map."""

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
    """The readers of a page that requires no permission."""

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
    """Admit to a page only people whose role, in its scope, grants every one of `permissions`.

    Without a sign-in the reader is sent to the sign-in page. Signed in without the permission, the reader gets 404,
    as if the page did not exist; so does a reader whom an action inside the view refuses.
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
    """Mark a page whose form may be sent repeatedly because a repetition makes no difference.

    Such a form changes nothing, sets the same values again, or recognises by a version that it was done before. Its
    one-time key is not required.
    """

    @wraps(view)
    def again(*args: P.args, **kwargs: P.kwargs) -> Answer:
        return view(*args, **kwargs)

    vars(again)["repeatable"] = True
    return again


def _declared(
    view: Callable[P, Answer], permission: Audience | tuple[Permission, ...], *, signed_in: bool
) -> Callable[P, Answer]:
    """Return `view` with its declaration attached; Django's LoginRequiredMiddleware reads `login_required`."""

    @wraps(view)
    def declared(*args: P.args, **kwargs: P.kwargs) -> Answer:
        return view(*args, **kwargs)

    vars(declared).update(permission=permission, login_required=signed_in)
    return declared
