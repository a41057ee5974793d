"""Middleware of accounts: it builds the Actor of a request, stops people who must first choose a password, and lets
each form be sent only once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from cchc.access.decorators import Audience
from cchc.access.requests import AnyRequest
from cchc.accounts.models import LONGEST_ADDRESS, Membership, Person, SentForm
from cchc.accounts.queries import actor_of, memberships_of, today
from cchc.ui import once
from cchc.ui.pages import busy, page

logger = logging.getLogger(__name__)

CHOSEN = "membership"
KEPT = timedelta(days=7)
REFUSED = 400  # from this status on, the form was refused


class PersonRequest(AnyRequest):
    """A request of a person who is signed in, with the person's memberships; for a sent form, with its one-time key."""

    user: Person
    membership: Membership | None
    memberships: list[Membership]
    sent_form: SentForm | None


class ActorMiddleware:
    """Sets `request.actor` (an Actor, or None), `request.membership` and `request.memberships`.

    A person with several memberships acts in the one chosen in the menu, else in the one that was given first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonRequest) -> HttpResponse:
        """Attach the Actor, then answer."""
        request.memberships = memberships_of(request.user, today()) if request.user.is_authenticated else []
        request.membership = _chosen(request)
        request.actor = actor_of(request.membership) if request.membership else None
        return self.get_response(request)

    def process_view(self, request: PersonRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Pages that ask for a permission wait until the given password is changed and there is a
        membership."""
        if not request.user.is_authenticated or isinstance(getattr(view, "permission", None), Audience):
            return None
        if request.user.must_change_password:
            return redirect("accounts:own_password")
        return None if request.actor else redirect("accounts:no_membership")


def _chosen(request: PersonRequest) -> Membership | None:
    wanted = request.session.get(CHOSEN)
    memberships = request.memberships
    return next((m for m in memberships if m.pk == wanted), memberships[0] if memberships else None)


class OneTimeKeys:
    """Carries out each form only once, however often it is sent: by a double click, by "reload", by a browser that
    tries again.

    The key of the form is used up in a transaction of its own before the view acts. A repetition is answered with the
    time of the first one and the page to which it led. The key of a refused form may be used again. Keys protect
    people from their own slips: a request without a key, as a script sends it, is let through.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonRequest) -> HttpResponse:
        """Answer, then store the page to which the answer leads."""
        request.sent_form = None
        response = self.get_response(request)
        if request.sent_form is not None:
            _note(request, request.sent_form, response)
        return response

    def process_view(self, request: PersonRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Use the key up; return a page of its own for a form that was sent before."""
        if request.method != "POST" or not request.user.is_authenticated or hasattr(view, "repeatable"):
            return None
        key = request.POST.get(once.FIELD)
        if key is None:
            return None
        if not once.is_key(key):
            return page(request, "accounts/form_damaged.html", status=400)
        try:
            sent = _sent_before(request, key)
        except OperationalError:
            return busy()
        return None if sent is None else page(request, "accounts/form_sent.html", {"sent": sent}, status=409)


def _sent_before(request: PersonRequest, key: str) -> SentForm | None:
    """Return the form that was sent with this key before; None for the first one, which uses the key up."""
    while True:
        try:
            with transaction.atomic():
                request.sent_form = SentForm.objects.create(
                    person=request.user, key=key, page=_page_of(request)
                )
            return None
        except IntegrityError:
            before = SentForm.objects.filter(person=request.user, key=key).first()
            if before is not None:
                return before
            # The first form was refused a moment ago, and its key is free again.


def _page_of(request: HttpRequest) -> str:
    """Return the address of the page with the form, when the browser names it and it is one of ours; else empty."""
    asked = urlsplit(request.headers.get("Referer", ""))
    address = f"{asked.path}?{asked.query}" if asked.query else asked.path
    ours = asked.netloc == request.get_host() and len(address) <= LONGEST_ADDRESS
    return address if ours else ""


def _note(request: HttpRequest, sent: SentForm, response: HttpResponse) -> None:
    """Store the address to which an answer leads (its `Location`, or the `Content-Location` of a page that is shown
    only once), or free the key of a refused form."""
    if response.status_code >= REFUSED:
        sent.delete()
        return
    led_to = response.headers.get("Location") or response.headers.get("Content-Location", "")
    sent.led_to, sent.done_at = led_to[:LONGEST_ADDRESS], timezone.now()
    try:
        sent.save(update_fields=["led_to", "done_at"])
    except OperationalError as error:  # the form was carried out all the same
        logger.warning("Where the form of %s led could not be noted: %s", request.path, error)


def forget_sent_forms() -> None:
    """Delete the keys of forms that were sent some days ago; no browser sends those again."""
    SentForm.objects.filter(at__lt=timezone.now() - KEPT).delete()
