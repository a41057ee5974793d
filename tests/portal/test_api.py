"""`/api/public/`: the figures of the bundle for programs of any site, and no cookie."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cchc.portal.views.answering import PORTAL
from cchc.portal.views.api import API
from cchc.releases.exchange.content import Level
from cchc.releases.exchange.documents import documents_of
from cchc.releases.models import Release
from tests.portal.shelves import NOW, a_year
from tests.portal.test_answers import a_release
from tests.releases.contents import a_correction

pytestmark = pytest.mark.django_db


def read(client: Client, rest: str = "") -> Any:
    """What stands at an address below the API."""
    answer = client.get(f"{API}{rest}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json; charset=utf-8")
    return answer.json()


@pytest.mark.parametrize("level", Level)
def test_rows_are_those_of_the_bundle_as_far_as_the_level_goes(client: Client, level: Level):
    content = a_year(level=level)
    a_release(content)
    documents = documents_of(content)
    assert read(client, f"{NOW}/groups/")["groups"] == documents["groups.json"]
    listed = read(client, f"{NOW}/units/")["units"]
    who = {one["unit"]: one for one in documents["units.json"]}
    for shown, whole in zip(listed, documents["index.json"], strict=True):
        own = {**who[whole["unit"]], **whole}
        assert {name: shown[name] for name in own} == own
        assert shown.keys() - own.keys() == {"address", "page"}
    one = read(client, f"{NOW}/units/so-1/")["unit"]
    for name in ("nodes", "leaves"):
        assert one[name] == [row for row in documents.get(f"{name}.json", []) if row["unit"] == "so-1"]
    assert {name: one[name] for name in listed[0]} == next(row for row in listed if row["unit"] == "so-1")


def test_every_address_that_is_named_leads_somewhere_and_a_release_keeps_its_own(client: Client):
    first = a_release(a_year())
    Release.objects.filter(pk=first.pk).update(state="superseded")
    a_release(a_correction(a_year()))
    (year,) = read(client)["years"]
    assert (year["year"], year["number"], year["stands"]) == (NOW, 2, True)
    releases = read(client, f"{NOW}/releases/")["releases"]
    assert [(one["number"], one["stands"]) for one in releases] == [(1, False), (2, True)]
    units = read(client, f"{NOW}/lan-1/units/")
    assert (units["release"]["number"], read(client, f"{NOW}/units/")["release"]["number"]) == (1, 2)
    assert units["units"][0]["address"].startswith(f"{API}{NOW}/lan-1/units/")
    named = [one[way] for one in releases for way in ("address", "page", "data")]
    named += [units["units"][0][way] for way in ("address", "page")]
    assert [address for address in named if client.get(address).status_code != 200] == []
    second = read(client, f"{NOW}/lan-2/")["release"]
    assert (second["replaces"], second["reason"]) == (1, a_correction(a_year()).head.reason)


def test_a_program_of_another_site_reads_without_cookies_and_asks_again_by_its_tag(client: Client):
    a_release(a_year())
    client.cookies["sessionid"] = "mine"
    for address in (
        f"{API}{NOW}/units/",
        f"{PORTAL}{NOW}/du-lieu/index.csv",
        f"{PORTAL}{NOW}/goi-du-lieu.zip",
    ):
        first = client.get(address, headers={"Origin": "https://bao.example"})
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        asked = client.options(address, headers={"Access-Control-Request-Method": "GET"})
        assert (first.status_code, again.status_code, asked.status_code) == (200, 304, 204)
        assert {one["Access-Control-Allow-Origin"] for one in (first, again, asked)} == {"*"}
        assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert first["Cache-Control"].startswith("public")
        for answer in (first, again, asked):
            assert not answer.has_header("Access-Control-Allow-Credentials")
            assert answer.cookies == {}
    assert client.post(f"{API}{NOW}/units/").status_code == 405


def test_what_is_not_there_is_said_in_json_and_a_draft_is_nowhere(client: Client):
    a_release(a_year(), "draft")
    assert read(client)["years"] == []
    for rest in (f"{NOW}/", f"{NOW}/units/", f"{NOW}/lan-1/", "1999/", "khong-co/", f"{NOW}/releases/"):
        answer = client.get(f"{API}{rest}")
        assert (answer.status_code, answer.json()["error"]) == (404, "not_found")
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_lost_slash_is_added_for_programs_too(client: Client):
    a_release(a_year())
    answer = client.get(f"{API}{NOW}/units")
    assert (answer.status_code, answer["Location"]) == (301, "units/")
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_what_excel_refreshes_from_asks_for_no_cookie_and_answers_head_and_its_tag(client: Client):
    kinds = {
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "csv": "text/csv; charset=utf-8; header=present",
        "json": "application/json; charset=utf-8",
    }
    a_release(a_year())
    page = client.get(f"{PORTAL}{NOW}/du-lieu/").content.decode()
    for ending, kind in kinds.items():
        assert f'href="index.{ending}"' in page
        address = f"{PORTAL}{NOW}/du-lieu/index.{ending}"
        whole, head = client.get(address), client.head(address)
        assert (whole["Content-Type"], head["Content-Type"]) == (kind, kind)
        assert (head.content, head["Content-Length"]) == (b"", str(len(whole.content)))
        assert head["ETag"] == whole["ETag"]
        for asks in (client.get, client.head):
            again = asks(address, headers={"If-None-Match": whole["ETag"]})
            assert (again.status_code, again.content) == (304, b"")
        for answer in (whole, head, again):
            assert not answer.cookies
            assert "Cookie" not in answer.get("Vary", "")
            assert "Location" not in answer
