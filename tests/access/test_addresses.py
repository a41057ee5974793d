"""From which address a request comes, whatever it says of itself."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from cchc.access.addresses import address_of, neighbourhood
from cchc.accounts.actions.attempts import sign_in_keys
from tests.accounts.guessing import NOON, OFFICE, fail, locked, opens

pytestmark = pytest.mark.django_db


def request(**meta: str):
    return type("Request", (), {"META": meta})()


@pytest.mark.parametrize(
    ("proxies", "told", "found"),
    [
        (0, "192.0.2.1", OFFICE),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "forged, 192.0.2.1", "192.0.2.1"),
        (2, "forged, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
        (2, "192.0.2.1", OFFICE),
        (1, "", OFFICE),
        (1, "not an address", OFFICE),
        (1, "::ffff:192.0.2.1", "192.0.2.1"),
        (1, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_an_address_is_believed_as_far_as_our_proxies_wrote_it(proxies, told, found):
    with override_settings(TRUSTED_PROXIES=proxies):
        assert address_of(request(REMOTE_ADDR=OFFICE, HTTP_X_FORWARDED_FOR=told)) == found


def test_whoever_has_a_network_of_ipv6_is_counted_once():
    assert (
        neighbourhood("2001:db8:0:7::1")
        == neighbourhood("2001:db8:0:7:ffff::2")
        != neighbourhood("2001:db8:0:8::1")
    )
    for last in range(5):
        fail(sign_in_keys("cv", f"2001:db8:0:7::{last + 1}"), NOON)
    assert not fail(sign_in_keys("cv", "2001:db8:0:7:ffff::1"), NOON)


def test_an_address_told_by_the_visitor_does_not_give_more_guesses():
    person = locked()
    liar = Client(REMOTE_ADDR=OFFICE, HTTP_X_FORWARDED_FOR="192.0.2.77")
    assert not opens(liar, person.username)
