"""What somebody who wishes us ill tries on the public pages: other spellings, other hosts, foreign files, words that
are commands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client, override_settings

from cchc.access.permissions import Role
from cchc.portal.views.answering import PORTAL, SHELTER
from cchc.portal.views.api import API
from cchc.portal.views.frame import PublicAnswer
from cchc.portal.views.keeping import KeptAnswer, Shelter
from cchc.releases.exchange.bundle import bundle_bytes
from cchc.releases.exchange.content import Level, PublicContent
from cchc.releases.models import Release
from tests import markup
from tests.portal.shelves import NOW, a_shelf, a_year, crawled
from tests.portal.test_answers import a_release
from tests.releases.contents import KEY, SOFTWARE, a_correction

HOME = f"{PORTAL}{NOW}/"
EVIL = "\"'><script>alert(1)</script><b onclick=x>&{{7*7}}"
OTHER_SPELLINGS = (
    f"{PORTAL}0{NOW}/",
    f"{PORTAL}{NOW}/lan-01/",
    f"{PORTAL}{NOW}/lan-1/don-vi/so-1%2f/",
    f"{PORTAL}{NOW}//don-vi/so-1/",
    f"{PORTAL}{NOW}/don-vi/SO-1/",
    f"{PORTAL}{NOW}/don-vi/..%2f..%2fsecret_key/",
    f"{PORTAL}{NOW}/don-vi/%2e%2e/",
    f"{PORTAL}{NOW}/du-lieu/..%2funits.csv",
    f"{PORTAL}{NOW}/du-lieu/units.csv%00.json",
    f"{PORTAL}{'9' * 5000}/",
    f"{API}0{NOW}/units/",
    f"{API}{NOW}/units/..%2f/",
)


@pytest.mark.django_db
def test_another_spelling_of_an_address_leads_nowhere_and_takes_no_room(client: Client):
    a_release(a_year())
    client.get(HOME)
    before = {path.name for path in SHELTER.folder.glob("*/*")}
    for address in OTHER_SPELLINGS:
        assert client.get(address).status_code == 404, address
    assert {path.name for path in SHELTER.folder.glob("*/*")} == before


@pytest.mark.django_db
@override_settings(ALLOWED_HOSTS=["a.example", "b.example"])
def test_whole_addresses_name_the_host_that_was_asked_or_the_one_that_is_set(client: Client):
    a_release(a_year())
    paths = (
        "atom.xml",
        "sitemap.xml",
        f"{NOW}/don-vi/so-1/",
        "danh-muc.jsonld",
        f"{NOW}/du-lieu/datapackage.json",
    )
    for path in paths:
        for host, other in (("a.example", "b.example"), ("b.example", "a.example")):
            said = client.get(
                f"{PORTAL}{path}", headers={"host": host, "X-Forwarded-Host": other}
            ).content.decode()
            assert (f"http://{host}/" in said, f"http://{other}/" in said) == (True, False), path
        with override_settings(ADDRESS="https://cchc.example"):
            said = client.get(f"{PORTAL}{path}", headers={"host": "b.example"}).content.decode()
            assert ("https://cchc.example/" in said, "b.example" in said) == (True, False), path
    assert client.get(HOME, headers={"host": "evil.example"}).status_code == 400


def test_answers_under_ever_other_names_fill_no_disk(tmp_path: Path):
    shelter = Shelter(tmp_path, stored=3)
    for number in range(9):
        shelter.put("now", f"http://a:{number}/", KeptAnswer.of(PublicAnswer(b"x", "image/png")))
    assert len(list(tmp_path.glob("*/*"))) == 3


@pytest.mark.django_db
def test_what_a_correction_no_longer_makes_public_is_no_longer_answered_by_its_tag(client: Client):
    release = a_release(a_year())
    deep = [
        f"{HOME}don-vi/so-1/linh-vuc/1/",
        f"{HOME}du-lieu/leaves.csv",
        f"{HOME}don-vi/so-1/",
        f"{API}{NOW}/units/so-1/",
    ]
    tags = {address: client.get(address)["ETag"] for address in deep}
    Release.objects.filter(pk=release.pk).update(state="superseded")
    a_release(a_correction(a_year(NOW, Level.INDEX)))
    again = {address: client.get(address, headers={"If-None-Match": tags[address]}) for address in deep}
    assert [one.status_code for one in again.values()] == [404, 404, 200, 200]
    assert len(set(tags.values())) == len(deep)
    assert [
        bool(json.loads(client.get(f"{API}{NOW}/{part}units/so-1/").content)["unit"]["leaves"])
        for part in ("", "lan-1/")
    ] == [False, True]
    assert client.get(f"{HOME}lan-1/du-lieu/leaves.csv").status_code == 200  # what was public stays so


@pytest.mark.django_db
def test_a_draft_is_opened_by_nobody_who_guesses_its_number(client: Client, client_of):
    a_release(a_year(), "draft")
    clerk = client_of(Role.UNIT_CLERK)
    for number in range(1, 4):
        for rest in ("", "goi-du-lieu.zip", "du-lieu/units.csv", "don-vi/so-1/"):
            assert clerk.get(f"{PORTAL}xem-truoc/{number}/{rest}").status_code == 404
            assert client.get(f"{PORTAL}xem-truoc/{number}/{rest}").status_code == 302
    for rest in ("", "lan-1/", "du-thao/", "lan-1/goi-du-lieu/", "lan-1/van-ban/thong-bao/"):
        assert clerk.get(f"/cong-bo/{NOW}/{rest}").status_code == 404
        assert client.get(f"/cong-bo/{NOW}/{rest}").status_code == 302


@pytest.mark.django_db
def test_every_public_answer_says_what_it_is_and_what_it_may_do(client: Client):
    a_release(a_year())
    kinds = {
        HOME: "text/html", f"{PORTAL}khong-co/": "text/html", f"{API}": "application/json",
        f"{API}1999/": "application/json", f"{HOME}du-lieu/units.json": "application/json",
        f"{HOME}goi-du-lieu.zip": "application/zip", f"{PORTAL}atom.xml": "application/atom+xml",
        f"{HOME}anh.png": "image/png", f"{HOME}kiem-chung/": "text/html",
    }  # fmt: skip
    for address, kind in kinds.items():
        answer = client.get(address)
        assert answer["Content-Type"].partition(";")[0] == kind
        assert answer["X-Content-Type-Options"] == "nosniff"
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert ("script-src 'none'" in policy) == (not address.endswith("kiem-chung/"))


def _evil(content: PublicContent) -> PublicContent:
    """The same content with markup wherever people write."""
    head = replace(
        content.head,
        province=f"Tỉnh {EVIL}",
        decision=replace(content.head.decision, number=f"1{EVIL}", signer=EVIL),
        reason=f"Sai {EVIL}" if content.head.replaces else "",
    )
    units = tuple(replace(one, name=f"{one.name} {EVIL}") for one in content.units)
    return replace(content, head=head, units=units)


def _active(tree: markup.Element) -> Iterator[str]:
    """What on a page would do something, or was written into a tag."""
    for element in tree.find():
        yield from (f"{element.tag} {name}" for name in element.attributes if name.startswith("on"))
        if element.tag == "script" and not str(element.get("src")).startswith("/static/"):
            yield "script"


def test_names_that_are_markup_are_words_on_every_page():
    first = _evil(a_year())
    for page in crawled(a_shelf(first, _evil(a_correction(a_year())))):
        if page.html:
            assert list(_active(markup.read(page.html))) == [], page.path
        elif page.answer.kind.startswith(("application/atom", "application/xml")):
            assert b"<script" not in page.answer.body
        elif "json" in page.answer.kind:
            json.loads(page.answer.body)
    assert bundle_bytes(first, KEY, SOFTWARE)
