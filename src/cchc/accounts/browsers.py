"""Browsers in which a person has signed in before: a signed cookie names them, so that strangers who guess at a
person's password do not keep that person out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from cchc.accounts.models import Person

COOKIE = "known_browser"
SALT = "cchc.accounts.browsers"
KEPT = timedelta(days=180)
MOST_PEOPLE = 8  # people that share one office computer; the one with the oldest sign-in is forgotten


def name_of_browser(request: HttpRequest, person: Person | None) -> str:
    """Return the name of this browser when `person` has signed in with it under the present password; else empty."""
    kept = _kept(request)
    proof = kept["people"].get(str(person.pk), "") if person else ""
    return kept["browser"] if person and constant_time_compare(proof, _proof(person)) else ""


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Store in a cookie of `response` that the person of `request` has signed in with this browser."""
    kept = _kept(request)
    person = cast("Person", request.user)
    people = {pk: proof for pk, proof in kept["people"].items() if pk != str(person.pk)}
    newest = [*people.items(), (str(person.pk), _proof(person))][-MOST_PEOPLE:]
    response.set_cookie(
        COOKIE,
        signing.dumps({"browser": kept["browser"], "people": dict(newest)}, salt=SALT),
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _kept(request: HttpRequest) -> dict[str, Any]:
    """Return the content of the cookie; a new browser without people when it is missing, too old or not ours."""
    try:
        kept: dict[str, Any] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return {"browser": get_random_string(22), "people": {}}
    return kept


def _proof(person: Person) -> str:
    """Return a text that changes with the password of this person."""
    return salted_hmac(SALT, f"{person.pk} {person.password}", algorithm="sha256").hexdigest()[:32]
