"""From which address a request comes, for any chain of proxies and anything that a visitor writes before it."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.access.addresses import address_of, neighbourhood

drawn = settings(max_examples=60)
any_address = st.ip_addresses().map(str)
forged = st.lists(
    st.one_of(any_address, st.text(st.characters(exclude_characters=","), max_size=12)), max_size=4
)


def found(proxies: int, entries: list[str], connected: str) -> str:
    """The address that is believed of a request that names `entries`."""
    meta = {"REMOTE_ADDR": connected, "HTTP_X_FORWARDED_FOR": ", ".join(entries)}
    with override_settings(TRUSTED_PROXIES=proxies):
        return address_of(type("Request", (), {"META": meta})())


@drawn
@given(visitor=any_address, before=forged, proxies=st.lists(any_address, max_size=3), connected=any_address)
def test_whatever_a_visitor_writes_the_outermost_of_our_proxies_is_believed(
    visitor, before, proxies, connected
):
    entries = [*before, visitor, *proxies]
    assert found(len(proxies) + 1, entries, connected) == found(1, [visitor], connected)
    assert ip_address(found(1, [visitor], connected)) in _same(visitor)


@drawn
@given(before=forged, connected=any_address)
def test_without_a_proxy_of_ours_only_the_connection_counts(before, connected):
    assert found(0, before, connected) == found(0, [], connected) != ""


@drawn
@given(entries=st.lists(any_address, max_size=3), more=st.integers(1, 3), connected=any_address)
def test_a_list_that_is_too_short_was_not_written_by_our_proxies(entries, more, connected):
    assert found(len(entries) + more, entries, connected) == found(0, [], connected)


@drawn
@given(words=st.text(max_size=20), connected=any_address)
def test_an_address_is_written_in_one_way_or_is_none(words, connected):
    known = found(1, [words], connected)
    assert known == str(ip_address(known))
    assert not known.startswith("::ffff:") or "." not in known


@drawn
@given(address=st.ip_addresses(v=4))
def test_an_old_address_is_the_same_in_new_clothes(address: IPv4Address):
    assert found(0, [], f"::ffff:{address}") == found(0, [], str(address)) == str(address)


@drawn
@given(address=st.ip_addresses(v=6), other=st.ip_addresses(v=6), last=st.integers(0, 2**64 - 1))
def test_one_network_of_ipv6_is_one_place_and_two_are_two(
    address: IPv6Address, other: IPv6Address, last: int
):
    network = ip_network((address, 64), strict=False)
    place = neighbourhood(str(address))
    assert place == neighbourhood(str(network[last])) == str(network)
    assert (neighbourhood(str(other)) == place) is (other in network)


@drawn
@given(address=st.ip_addresses(v=4))
def test_an_old_address_is_a_place_of_its_own(address: IPv4Address):
    assert neighbourhood(str(address)) == str(address)


def _same(text: str) -> tuple[IPv4Address | IPv6Address, ...]:
    """The address of a text, and what it is in old clothes."""
    address = ip_address(text)
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (address, *([mapped] if mapped else []))
