"""The portal as files: every link leads to a file, nothing leads to the application, and nothing but links differs."""

from __future__ import annotations

import json
import re
from html import unescape
from io import BytesIO
from urllib.parse import unquote, urljoin, urlsplit
from zipfile import ZipFile

import pytest
from django.test import override_settings

from cchc.portal.exchange.copies import is_inside
from cchc.portal.queries.shelf import Shelf
from cchc.portal.views.answering import answer_at
from cchc.portal.views.copying import copied_files, path_of
from cchc.releases.exchange.content import Level
from tests import markup
from tests.portal.shelves import a_corrected_shelf, a_shelf, a_year, crawled, state_of
from tests.portal.test_fields import ALWAYS, OF_LEAVES, a_marked_content, names_in

SHELF = a_corrected_shelf(Level.CRITERIA)
SITE = "https://cong-khai.example/cchc/"
APPLICATION = "https://noi-bo.example"
ANY_LINK = re.compile(r'\b(?:href|src|action|data-bundle)="([^"]*)"|url\(["\']?([^"\')]+)|\bfrom "(\.[^"]+)"')

WHOLE_LINK = re.compile(r'<(\w+)[^<>]*\s(?:href|src|action|content|data-bundle)="((?:https?:/)?/[^"]*)"')


def copy_of(shelf: Shelf, site: str = SITE) -> dict[str, bytes]:
    """The files of a copy by their paths, each written once."""
    files = list(copied_files(state_of(shelf), site))
    assert len({path for path, _body in files}) == len(files)
    return dict(files)


@pytest.fixture(scope="module")
def copy() -> dict[str, bytes]:
    """The copy of two years, the later one with a correction."""
    with override_settings(ADDRESS=APPLICATION):
        return copy_of(SHELF)


def texts(files: dict[str, bytes]) -> dict[str, str]:
    """The files that are texts."""
    kinds = (".html", ".css", ".js", ".xml", ".svg", ".json", ".txt", ".csv")
    return {path: body.decode() for path, body in files.items() if path.endswith(kinds)}


def target_of(path: str, link: str) -> str:
    """The file that a web server hands out for a link of a file; the whole stands in the folder of `SITE`."""
    target = unquote(urlsplit(urljoin(f"{SITE}{path}", unescape(link))).path).removeprefix("/cchc/")
    return f"{target}index.html" if target.endswith("/") or not target else target


def test_every_link_of_every_file_of_a_copy_leads_to_a_file_of_it(copy):
    links = {
        (path, link)
        for path, text in texts(copy).items()
        for found in ANY_LINK.findall(text)
        for link in found
        if link and not link.startswith(("#", "data:", "http://www.w3.org/"))
    }
    assert len(links) > 500
    assert {one for one in links if target_of(*one) not in copy} == set()
    fonts = [path for path in copy if path.endswith(".woff2")]
    scripts = [path for path in copy if path.endswith(".js")]
    assert len(fonts) >= 2
    assert len(scripts) == 5


def test_links_are_relative_and_none_leads_to_the_application(copy):
    assert {path for path, body in copy.items() if APPLICATION.encode() in body} == set()
    pages = {path: text for path, text in texts(copy).items() if path not in ("404.html", "atom.xml")}
    whole = {one for text in pages.values() for one in WHOLE_LINK.findall(text)}
    assert {tag for tag, _link in whole} == {"meta", "link"}
    assert {
        link for _tag, link in whole if not link.startswith(SITE) or target_of("", link) not in copy
    } == set()
    assert f'rel="canonical" href="{SITE}2025/"' in re.sub(r"\s+", " ", pages["2025/lan-2/index.html"])


def test_a_copy_holds_every_address_of_the_portal_and_what_is_listed_for_search_engines(copy):
    pages = {page.path.partition("?")[0] for page in crawled(SHELF)}
    assert {path for path in pages if target_of("", path) not in copy} == set()
    listed = re.findall(r"<loc>([^<]*)", copy["sitemap.xml"].decode())
    assert len(listed) > 50
    assert {one for one in listed if target_of("", one) not in copy} == set()
    assert {"2025/lan-1/index.html", "2025/lan-2/index.html", "2024/lan-1/goi-du-lieu.zip"} <= copy.keys()
    assert all(is_inside(path) for path in copy)


def test_a_page_of_a_copy_is_what_the_server_answers_but_for_links_and_forms(copy):
    state = state_of(SHELF)
    form = re.compile(r'<(form|p) class="find".*?</\1>', re.DOTALL)
    beside = re.compile(r'<p(?: class="onwards")?>\s*<a\s+href="[^"]*so-sanh/\?don-vi.*?</p>', re.DOTALL)

    api = re.compile(r'<a href="[^"]*api/public/index.json">.*?</a>|<code\s*>/api/public/</code\s*>')
    ways = re.compile(rb'"(address|page|data)": "[^"]*"')

    def plain(html: str) -> str:
        without = api.sub("", beside.sub("", form.sub("", html)))
        return re.sub(r"\s+", " ", re.sub(r'"(?:/|(?:\.\./)+|\./)static/', '"static/', without))

    compared = 0
    for path, body in copy.items():
        address = path_of(path.removesuffix("index.html"))
        if path.startswith(("static/", "404")) or address.endswith(("so-sanh/", "tim/")):
            continue
        served = answer_at(state, address, site=SITE).body
        compared += 1
        if path.endswith(".html"):
            assert plain(body.decode()) == plain(served.decode()), path
        elif path.startswith("api/"):
            assert ways.sub(b"", body) == ways.sub(b"", served), path
        else:
            assert body == served, path
    assert compared > 100


def test_a_copy_answers_programs_too_and_every_way_in_an_answer_leads_to_a_file_of_it(copy):
    answers = {path: json.loads(body) for path, body in copy.items() if path.startswith("api/public/")}
    assert {
        "api/public/index.json",
        "api/public/2024/releases/index.json",
        "api/public/2025/units/index.json",
        "api/public/2025/lan-1/units/so-1/index.json",
        "api/public/2025/lan-2/units/so-1/index.json",
    } <= answers.keys()
    assert answers["api/public/index.json"]["years"][0]["address"] == "../../api/public/2025/lan-2/index.json"
    found = [
        (path, way)
        for path in answers
        for way in re.findall(r'"(?:address|page|data)": "([^"]*)"', copy[path].decode())
    ]
    assert len(found) > 50
    assert {one for one in found if target_of(*one) not in copy} == set()
    page = copy["2025/du-lieu/index.html"].decode()
    assert 'href="../../api/public/index.json"' in page


def test_what_needs_a_server_is_a_list_by_letter_or_says_that_it_is_not_there(copy):
    assert [path for path, text in texts(copy).items() if "<form" in text or "so-sanh/?" in text] == []
    by_letter = markup.read(copy["tim/index.html"].decode()).find("main")[0]
    letters = [one.text for one in by_letter.find("h2")]
    assert letters == sorted(letters, key="AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY".index)
    linked = {one.get("href") for one in by_letter.find("a")}
    units = {path for path in copy if re.fullmatch(r"2025/don-vi/[^/]+/index.html", path)}
    assert {f"../{path.removesuffix('index.html')}" for path in units} <= linked
    assert "không chọn được đơn vị để so sánh" in copy["2025/so-sanh/index.html"].decode()


def test_without_an_address_a_copy_has_nothing_that_needs_one(copy):
    files = copy_of(a_shelf(a_year(level=Level.INDEX)), site="")
    needing = {
        path for path in copy if path.endswith("don-vi/so-1/anh.png") or path in ("atom.xml", "sitemap.xml")
    }
    assert len(needing) == 5
    assert needing & files.keys() == set()
    assert "2025/don-vi/so-1/index.html" in files
    assert [path for path, text in texts(files).items() if "atom.xml" in text or "og:image" in text] == []
    assert 'href="/static/' in files["404.html"].decode()


def test_the_page_for_what_is_not_there_holds_at_any_address(copy):
    html = copy["404.html"].decode()
    links = re.findall(r'(?:href|src)="([^"#]+)"', html)
    assert len(links) > 15
    assert {link for link in links if not link.startswith("/cchc/")} == set()
    assert {link for link in links if target_of("2019/don-vi/x/", link) not in copy} == set()


def test_a_copy_prints_the_fields_of_the_list_and_no_other_and_its_tables_are_those_of_the_bundle():
    shelf = a_shelf(a_marked_content(Level.LEAVES))
    files = copy_of(shelf, site="")
    with ZipFile(BytesIO(files["2025/goi-du-lieu.zip"])) as bundle:
        members = {bundle.read(name) for name in bundle.namelist()}
    tables = {path for path in files if path.endswith((".csv", ".xlsx", ".json", ".jsonld"))}
    assert {path for path in tables if path.endswith(".csv") and files[path] not in members} == set()
    shown = {name for path, text in texts(files).items() if path not in tables for name in names_in(text)}
    assert shown == ALWAYS | OF_LEAVES
    answers = [body.decode() for path, body in files.items() if path.startswith("api/public/")]
    documents = b"\n".join(sorted(one for one in members if one.startswith((b"[", b"{")))).decode()
    told = {name for text in answers for name in names_in(text)}
    assert len(told) > 10
    assert told <= set(names_in(documents))
