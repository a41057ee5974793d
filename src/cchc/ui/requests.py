"""Numbers and addresses in the address or the form of a request, where any text may have been typed."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

MOST_DIGITS = 18  # digits of a number that every database accepts as an id


def requested_number(text: str) -> int:
    """Return the id or version in a request; 0, which no row has, for any other text.

    >>> [requested_number(text) for text in ("12", "", "-1", "²", "9" * 5000)]
    [12, 0, 0, 0, 0]
    """
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0


def own_address(request: HttpRequest, address: str) -> str:
    """Return an address in a request that leads back to a page of ours; empty for any other text."""
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe and address.startswith("/") else ""
