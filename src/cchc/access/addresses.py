"""From which address a request comes: what the trusted proxies say, else who is connected."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# A household or an office holds a whole /64; counting single addresses would count nothing.
IPV6_OF_ONE_OFFICE = 64


def address_of(request: HttpRequest) -> str:
    """The address of the one who asks; empty when the server listens on a socket without addresses.

    Each of our proxies (setting TRUSTED_PROXIES: how many) appends to X-Forwarded-For the address it was called from,
    so the entry that the outermost one wrote is that many from the end; what stands before it was written by the one
    who asks, and is not believed. A list that is too short or no address was not written by our proxies: then it is
    the one connected to us.
    """
    proxies = settings.TRUSTED_PROXIES
    connected = _plain(request.META.get("REMOTE_ADDR", ""))
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if not proxies or len(told) < proxies:
        return connected
    return _plain(told[-proxies]) or connected


def _plain(text: str) -> str:
    """The address written in one way only, an IPv4 address in IPv6 clothes as IPv4; empty when it is none."""
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return ""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)


def neighbourhood(address: str) -> str:
    """What is counted as one place: the address itself, or the /64 of an IPv6 address.

    >>> neighbourhood("2001:db8:0:7:aaaa::1"), neighbourhood("203.0.113.9"), neighbourhood("")
    ('2001:db8:0:7::/64', '203.0.113.9', '')
    """
    if ":" not in address:
        return address
    return str(ip_network((address, IPV6_OF_ONE_OFFICE), strict=False))
