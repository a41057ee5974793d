"""What is asked of a form that comes without a cookie: from which page, from whom, how large."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from cchc.access.addresses import address_of, neighbourhood

TYPED = "application/x-www-form-urlencoded"
UNKNOWN_SIZE = 1 << 40


def size_of(request: HttpRequest) -> int:
    """Return how many bytes are sent, as the request says; very many where it does not say."""
    length = request.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() and len(length) < 10 else UNKNOWN_SIZE


def is_of_another_site(request: HttpRequest) -> bool:
    """Whether a page of another site sent the form; a browser says of itself from which one it comes."""
    origin = request.headers.get("Origin")
    ours = {request.get_host(), urlsplit(settings.ADDRESS).netloc} - {""}
    is_other = origin is not None and urlsplit(origin).netloc not in ours  # "null" hides another site
    return is_other or request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site"


def sender_of(request: HttpRequest, salt: str) -> str:
    """Return what tells one sender from another for a day: a keyed hash of the address, from which nobody reads it."""
    return salted_hmac(salt, neighbourhood(address_of(request)), algorithm="sha256").hexdigest()
