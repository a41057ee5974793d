"""What every answer carries: the policies, the language, the page for what does not exist."""

from __future__ import annotations

import stat

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.config.settings import kept_secret

pytestmark = pytest.mark.django_db


def test_nothing_inline_may_run(client):
    policy = client.get(reverse("account_login"))["Content-Security-Policy"]
    assert policy == (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


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


def test_no_browser_keeps_a_page(client_of):
    client = client_of(Role.COORDINATOR)
    assert client.get("/viec-cua-toi/")["Cache-Control"] == "private, no-store"
    assert client.get("/khong-co/")["Cache-Control"] == "private, no-store"


def test_everybody_begins_at_the_desk(client_of):
    assert client_of(Role.UNIT_CLERK).get("/").url == "/viec-cua-toi/"


def test_a_form_without_its_token_is_refused_in_plain_words(client):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["django_language"] = "en"
    answer = strict.post(reverse("account_login"), {"login": "a", "password": "b"})
    assert (answer.status_code, "Nothing was saved" in answer.content.decode()) == (403, True)


def test_a_foreign_host_name_is_refused_in_plain_words(client):
    answer = client.get(reverse("account_login"), headers={"Host": "elsewhere.example"})
    assert (answer.status_code, "Không đọc được yêu cầu" in answer.content.decode()) == (400, True)


def test_a_request_larger_than_any_file_is_refused_unread(client, settings):
    settings.MOST_REQUEST_BYTES = 1000
    answer = client.post(reverse("account_login"), {"login": "a" * 1000, "password": "b"})
    assert (answer.status_code, "quá lớn" in answer.content.decode()) == (413, True)
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("page", ["units:list", "accounts:people", "audit:log", "desk:search"])
def test_zero_bytes_in_an_address_are_refused_on_both_databases(client_of, page):
    assert client_of(Role.ADMINISTRATOR).get(reverse(page) + "?q=%00").status_code == 400
