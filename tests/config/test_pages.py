"""What every answer carries: the policies, the language, the page for what does not exist."""

from __future__ import annotations

import stat

import pytest
from django.conf import settings
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.config.settings import kept_secret

pytestmark = pytest.mark.django_db


def test_nothing_inline_may_run(client):
    policy = client.get(reverse("account_login"))["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_pages_are_vietnamese_whatever_the_browser_prefers(client):
    answer = client.get(reverse("account_login"), headers={"Accept-Language": "en-US"})
    assert answer["Content-Language"] == "vi"


def test_the_switch_is_remembered_and_returns_to_the_page(client):
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/nhat-ky/?q=a"})
    assert answer.url == "/nhat-ky/?q=a"
    assert client.get(reverse("account_login"))["Content-Language"] == "en"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_the_switch_never_leads_elsewhere(client, back):
    assert client.post(reverse("set_language"), {"language": "en", "next": back}).url == "/"


def test_an_unknown_language_changes_nothing(client):
    client.post(reverse("set_language"), {"language": "xx", "next": "/"})
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


def test_a_missing_page_says_so_in_the_shell(client_of):
    answer = client_of(Role.UNIT_CLERK).get("/khong-co/")
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


def test_the_first_page_is_one_that_the_person_may_open(client_of):
    assert client_of(Role.UNIT_CLERK).get("/", follow=True).status_code == 200


def test_the_secret_key_is_made_once_for_its_owner_only(tmp_path):
    path = tmp_path / "secret_key"
    assert kept_secret(path) == kept_secret(path)
    assert len(kept_secret(path)) > 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
