"""The address from which a request comes: what the trusted proxies say, else the connection itself."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# One household or office owns a whole /64 and could use a new address for every attempt.
IPV6_OF_ONE_OFFICE = 64


def address_of(request: HttpRequest) -> str:
    """Return the address of the client; empty when the server listens on a socket without addresses.

    Each of our proxies (setting TRUSTED_PROXIES: their number) appends to X-Forwarded-For the address that called it.
    The address of the client is therefore that many entries from the end; earlier entries come from the client and
    are not believed. When the list is too short or the entry is no address, the list was not written by our proxies,
    and the address of the connection is returned.
    """
    proxies = settings.TRUSTED_PROXIES
    connected = _plain(request.META.get("REMOTE_ADDR", ""))
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if not proxies or len(told) < proxies:
        return connected
    return _plain(told[-proxies]) or connected


def _plain(text: str) -> str:
    """Return the one spelling of an address, an IPv4 address inside an IPv6 address as IPv4; empty when `text` is no
    address."""
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return ""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)


def neighbourhood(address: str) -> str:
    """Return the place under which attempts are counted: the address itself, or the /64 of an IPv6 address.

    >>> neighbourhood("2001:db8:0:7:aaaa::1"), neighbourhood("203.0.113.9"), neighbourhood("")
    ('2001:db8:0:7::/64', '203.0.113.9', '')
    """
    if ":" not in address:
        return address
    return str(ip_network((address, IPV6_OF_ONE_OFFICE), strict=False))
