"""Whatever a request asks for is answered with a page in words, never with a broken one."""

from __future__ import annotations

import logging

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.config.refusals import InWords
from cchc.documents.models import StoredFile
from cchc.documents.queries import path_of
from tests import builders

pytestmark = pytest.mark.django_db

TOO_LARGE = ["9" * 19, "9" * 5000, "-1", "²", "1.5", "x"]


@pytest.mark.parametrize("back", ["abc", "a.b", "/nhat-ky\n", "javascript:alert(1)", "/" * 9000])
def test_the_language_switch_leads_somewhere_whatever_it_is_told(client, back):
    answer = client.post(reverse("set_language"), {"language": "en", "next": back})
    assert answer.status_code in (302, 400)
    assert answer.status_code == 400 or answer.url.startswith("/")


@pytest.mark.parametrize("day", ["31/12/9999", "01/01/0001", "9999-12-31", "31/12/1899", "x" * 3000])
@pytest.mark.parametrize(
    ("page", "name"), [("audit:log", "until"), ("audit:log", "since"), ("units:list", "on")]
)
def test_a_day_at_the_end_of_time_counts_as_none(client_of, page, name, day):
    client = client_of(Role.ADMINISTRATOR)
    assert client.get(reverse(page), {name: day}).status_code == 200


def test_a_day_outside_two_centuries_is_refused_beside_its_field(client_of):
    client = client_of(Role.ADMINISTRATOR)
    unit = builders.a_unit("Sở Y tế")
    answer = client.post(reverse("units:close", args=[unit.pk]), {"on": "31/12/9999"})
    assert (answer.status_code, "1900 to 2100" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("number", TOO_LARGE)
def test_ticks_that_no_row_can_have_are_refused(client_of, number):
    client = client_of(Role.ADMINISTRATOR)
    cycle = builders.a_running_cycle(1)
    group = client.post(reverse("units:group_new"), {"name": "Nhóm", "ticked": number})
    taken_out = client.post(reverse("cycles:participants_remove", args=[cycle.pk]), {"participants": number})
    days = client.post(reverse("cycles:holidays_remove", args=[2026]), {"days": number})
    assert (group.status_code, taken_out.status_code, days.status_code) == (422, 302, 302)
    assert cycle.participants.count() == 1


@pytest.mark.parametrize("number", [*TOO_LARGE, "0"])
def test_numbers_in_addresses_that_nothing_has_are_no_page_or_no_choice(client_of, number):
    client = client_of(Role.ADMINISTRATOR)
    cycle = builders.a_running_cycle(1)
    assert client.get(f"/ket-qua/{number}/2026/").status_code == 404
    assert client.get(f"/don-vi/{number}/").status_code == 404
    assert client.get(reverse("cycles:set", args=[cycle.pk]), {"set": number}).status_code == 200
    assert client.get(reverse("units:list"), {"page": number}).status_code == 200


def test_zero_bytes_in_cookies_and_paths_are_refused_on_both_databases(client):
    client.cookies.load({"sessionid": "x"})
    page = reverse("account_login")
    assert client.get(page, headers={"Cookie": 'sessionid="abcdefgh\\000"'}).status_code == 400
    assert client.get("/ket-qua/abc%00/2026/").status_code == 400


def test_an_address_of_thousands_of_letters_is_refused(client_of):
    client = client_of(Role.ADMINISTRATOR)
    assert client.get(reverse("desk:search"), {"q": "á" * 50_000}).status_code == 414


@pytest.mark.parametrize("length", ["²", "9" * 5000, "-1", "x", ""])
def test_a_length_that_is_none_breaks_nothing(client, length):
    answer = client.post(reverse("account_login"), {"login": "a"}, headers={"Content-Length": length})
    assert answer.status_code in (400, 413, 422)


@pytest.mark.parametrize("prefix", ["", "/noi-bo/"])
def test_a_stored_file_that_is_missing_is_told_on_the_page_and_in_the_log(
    client_of, caplog, settings, prefix
):
    settings.ACCEL_PREFIX = prefix
    client = client_of(Role.ADMINISTRATOR)
    version = builders.a_draft()
    stored = StoredFile.objects.get()
    path_of(stored.sha256).unlink()
    with caplog.at_level(logging.ERROR):
        answer = client.get(reverse("criteria:source", args=[version.pk]))
    assert (answer.status_code, "Tell the administrator" in answer.content.decode()) == (410, True)
    assert f"stored file {stored.pk}" in caplog.text


def test_a_points_file_that_is_missing_is_told_when_it_is_read_again(client_of):
    client = client_of(Role.ADMINISTRATOR)
    cycle = builders.a_scored_cycle()
    waiting = builders.staged(cycle)
    path_of(waiting.file.sha256).unlink()
    address = reverse("scores:import_again", args=[str(cycle.province_id), cycle.year, waiting.pk])
    assert client.post(address).status_code == 410


def stopped(by: Exception, rf):
    """What is answered when something stops a view."""
    request = rf.post("/don-vi/them/")
    request.user = AnonymousUser()
    return InWords(lambda request: HttpResponse()).process_exception(request, by)


def test_what_an_action_refuses_unforeseen_is_told_in_its_words(rf):
    answer = stopped(ValidationError("This draft no longer exists."), rf)
    assert (answer.status_code, "This draft no longer exists." in answer.content.decode()) == (409, True)


def test_a_database_that_does_not_answer_is_called_busy(rf):
    answer = stopped(OperationalError("database is locked"), rf)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_a_database_that_is_gone_before_any_view_begins_is_called_busy_too(client_of):
    client = client_of(Role.UNIT_CLERK)
    client.raise_request_exception = False

    def refuse(*_: object) -> None:
        raise OperationalError("the database system is shutting down")

    with connection.execute_wrapper(refuse):
        answers = [client.get(address) for address in ("/", "/viec-cua-toi/", "/don-vi/them/")]
    assert [(answer.status_code, answer["Retry-After"]) for answer in answers] == [(503, "5")] * 3


def test_a_fault_of_ours_stays_a_broken_page(rf):
    assert stopped(RuntimeError(), rf) is None


TOO_MUCH = {
    "one long text": ({"reason": "x" * 2_700_000}, "larger than 2.5 megabytes", "shorten"),
    "too many fields": ({"ticked": ["1"] * 20_001}, "more than 20,000 fields", "fewer rows"),
    "too many files": (
        {f"file{at}": SimpleUploadedFile("a.csv", b"a") for at in range(101)},
        "More than 100 files",
        "one after another",
    ),
}


@pytest.mark.parametrize("name", TOO_MUCH)
@pytest.mark.parametrize("address", ["units:new", "units:import", "units:group_new", "account_login"])
def test_a_form_that_is_too_large_to_be_read_is_refused_in_words_that_say_what_to_do(
    client_of, address, name
):
    client = client_of(Role.ADMINISTRATOR)
    sent, what, do = TOO_MUCH[name]
    answer = client.post(reverse(address), sent)
    assert (answer.status_code, what in answer.text, do in answer.text) == (413, True, True)
    client.cookies["django_language"] = "vi"
    assert ("Không có gì được lưu" in client.post(reverse(address), sent).text) is True
