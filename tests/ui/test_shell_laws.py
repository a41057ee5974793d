"""What the shell promises every page: the pager leads to each row once, numbers are read back as they were, tags keep
markup out, and every file, drawing and font that a page names is there."""

from __future__ import annotations

import os
import re
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles.finders import find
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

import cchc
from cchc.ui.finders import PACKAGES, PARTS, SHELL, JoinedStylesFinder, NodeModulesFinder
from cchc.ui.pages import busy, page
from cchc.ui.templatetags.ui import decimals, in_figures, number, plain, signed_number
from tests import markup
from tests.ui.svg import names

HOUSE = Path(str(cchc.__path__[0]))
drawn = settings(max_examples=30)


def rendered(source: str, request: Any = None, **context: Any) -> markup.Element:
    """The tree of what a template gives."""
    return markup.read(engines["django"].from_string(source).render(context, request))


def a_request(address: str, query: dict[str, str] | None = None, **headers: str) -> Any:
    """What somebody asks for who has not signed in."""
    request = RequestFactory().get(address, query, headers=headers)
    request.user = AnonymousUser()
    return request


# --- pages ---------------------------------------------------------------------------------------------------


def asked(**headers: str) -> HttpResponse:
    """The page of a search that nobody has typed yet."""
    return page(
        a_request("/tim-kiem/", **headers), "desk/search.html", {"search_text": "", "found": []}, part="hits"
    )


def test_a_piece_is_what_stands_at_its_place_in_the_whole_page():
    whole, piece = asked(), asked(HX_Request="true")
    assert whole.content.startswith(b"<!DOCTYPE html>")
    assert piece.content.strip().startswith(b'<div id="hits">')
    assert piece.content.strip() in whole.content
    assert [one.headers["Vary"] for one in (whole, piece)] == ["HX-Request", "HX-Request"]


def test_a_browser_that_goes_to_a_page_gets_all_of_it():
    boosted = asked(HX_Request="true", HX_Boosted="true")
    assert boosted.content.startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_busy_database_is_told_with_when_to_come_back_and_nothing_is_looked_up(language: str):
    with translation.override(language):
        answer = busy()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert len(markup.read(answer.content.decode().replace("<!DOCTYPE html>", "")).find("h1")) == 1


# --- the pager -----------------------------------------------------------------------------------------------


def pager(rows: Any, query: str = "") -> markup.Element:
    """The pager of a page of rows, as it stands on a page with this query."""
    return rendered("{% pager rows %}", rows=rows, request=a_request(f"/x/?{query}"))


def leads_to(link: markup.Element) -> dict[str, str]:
    """The parameters of a link."""
    return dict(parse_qsl((link.get("href") or "").removeprefix("?"), keep_blank_values=True))


@drawn
@given(count=st.integers(0, 90), size=st.integers(1, 20))
def test_who_follows_the_next_page_sees_every_row_once_and_can_go_back(count: int, size: int):
    pages = Paginator(range(count), size)
    at, seen = 1, []
    while True:
        rows = pages.page(at)
        seen += list(rows)
        shown = pager(rows)
        back, onwards = (
            [leads_to(link)["page"] for link in shown.find("a", rel=rel)] for rel in ("prev", "next")
        )
        assert back == ([str(at - 1)] if at > 1 else [])
        if not onwards:
            break
        at = int(onwards[0])
    assert seen == list(range(count))
    assert bool(pager(pages.page(1)).find("nav")) is (count > size)


@drawn
@given(typed=names(), at=st.integers(1, 3))
def test_the_pager_keeps_what_was_asked_for_and_leaves_the_place_in_a_document(typed: str, at: int):
    request = a_request("/x/", {"q": typed, "loai": "so", "doan": "4", "page": "7"})
    shown = rendered("{% pager rows %}", rows=Paginator(range(30), 10).page(at), request=request)
    links = [leads_to(link) for link in shown.find("a")]
    assert links
    assert [{**link, "page": ""} for link in links] == [{"q": typed, "loai": "so", "page": ""}] * len(links)


@drawn
@given(count=st.integers(2, 900), size=st.integers(1, 150), data=st.data())
def test_the_pager_says_which_rows_these_are(count: int, size: int, data: st.DataObject):
    pages = Paginator(range(1, count + 1), size)
    rows = pages.page(data.draw(st.integers(1, pages.num_pages)))
    said = pager(rows).text
    assert said.startswith(f"{rows[0]}–{rows[-1]} of {count}") or pages.num_pages == 1


# --- numbers -------------------------------------------------------------------------------------------------


def read_back(text: str, language: str) -> Fraction:
    """The number that a text of a page means."""
    group, sign = (".", ",") if language == "vi" else (",", ".")
    return Fraction(text.replace(group, "").replace(sign, ".").replace("−", "-"))


values = st.fractions(-100_000, 100_000, max_denominator=999)


@drawn
@given(value=values, places=st.integers(0, 6), language=st.sampled_from(["vi", "en"]))
def test_a_number_is_read_back_to_its_last_printed_place(value: Fraction, places: int, language: str):
    with translation.override(language):
        text = number(value, places)
        assert markup.read(decimals(value, places)).text.replace(" ", "") == text
    assert abs(read_back(text, language) - value) <= Fraction(1, 2 * 10**places)
    assert len(re.split("[.,]", text)[-1]) == places or not places


@drawn
@given(value=st.decimals(-9999, 9999, places=6), language=st.sampled_from(["vi", "en"]))
def test_a_plain_number_is_read_back_exactly(value: Any, language: str):
    with translation.override(language):
        text = plain(Fraction(value))
    assert read_back(text.replace(".", "") if language == "vi" else text, language) == Fraction(value)


@drawn
@given(value=st.decimals(-10_000_000, 10_000_000, places=3), language=st.sampled_from(["vi", "en"]))
def test_a_number_in_a_sentence_has_groups_of_three_and_is_the_number(value: Any, language: str):
    sign, group = (",", ".") if language == "vi" else (".", ",")
    with translation.override(language):
        text = in_figures(Fraction(value))
    whole = text.partition(sign)[0].lstrip("\N{MINUS SIGN}")
    assert [len(part) for part in whole.split(group)[1:]] == [3] * whole.count(group)
    assert len(whole.split(group)[0]) <= 3
    assert read_back(text.replace(group, ""), language) == Fraction(value)


def test_a_count_and_a_share_in_a_vietnamese_sentence():
    with translation.override("vi"):
        assert (in_figures(Fraction(1876)), in_figures(Fraction(1, 3))) == ("1.876", "1/3")


@drawn
@given(value=values)
def test_a_change_has_its_sign_and_never_a_hyphen(value: Fraction):
    text = signed_number(value)
    assert (text[0] == "+") is (value > 0)
    assert "-" not in text + number(value) + plain(value)


# --- tags ----------------------------------------------------------------------------------------------------

TAGS = (
    "{% button x %}",
    '{% button x href="/a" %}',
    '{% button x name="n" value=x %}',
    '{% button "a" href=x %}',
    "{% badge x %}",
    "{% badge x kind=x %}",
    "{% card x note=x %}{% endcard %}",
    "{% card %}{{ x }}{% endcard %}",
    "{% empty x %}{{ x }}{% endempty %}",
    '{% icon "check" label=x %}',
)


@pytest.mark.parametrize("source", TAGS)
@settings(max_examples=12)
@given(x=names().filter(lambda name: '"' not in name))
def test_no_text_becomes_markup_in_any_tag(source: str, x: str):
    page, harmless = rendered(source, x=x), rendered(source, x="a")
    assert [one.tag for one in page.walk()] == [one.tag for one in harmless.walk()]
    values = [value for one in page.walk() for value in one.attributes.values()]
    assert " ".join(x.split()) in page.text or any(x in value for value in values)


@pytest.mark.parametrize("level", [2, 3, 4])
def test_a_card_has_one_heading_of_its_level_only_where_it_is_named(level: int):
    named = rendered("{% card x level=level note='n' %}y{% endcard %}", x="Điểm", level=level)
    assert [(one.tag, one.text) for one in named.find("h2", "h3", "h4")] == [(f"h{level}", "Điểm")]
    assert rendered("{% card %}y{% endcard %}").find("h2", "header") == []


# --- what pages name is there --------------------------------------------------------------------------------

TEMPLATES = {path: path.read_text(encoding="utf-8") for path in sorted(HOUSE.rglob("*.html"))}
STATIC = re.compile(r"""\{%\s*static\s+["']([^"']+)["']""")
ICON = re.compile(r"""(?:\{%-?\s*icon\s+|\bicon=)["']([a-z0-9-]+)["']""")
URL_IN_CSS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")


def test_every_static_file_that_a_template_names_is_found():
    named = {name for text in TEMPLATES.values() for name in STATIC.findall(text)}
    assert named
    assert [name for name in sorted(named) if find(name) is None] == []


def test_every_drawing_that_a_template_names_is_among_the_icons(settings):
    named = {name for text in TEMPLATES.values() for name in ICON.findall(text)}
    icons = settings.NODE_MODULES / "@tabler" / "icons" / "icons" / "outline"
    assert len(named) > 10
    assert [name for name in sorted(named) if not (icons / f"{name}.svg").is_file()] == []


def test_every_font_and_picture_that_a_style_sheet_names_is_found():
    sheets = [path for path in sorted(HOUSE.rglob("static/**/*.css"))]
    named = [
        os.path.normpath(path.relative_to(HOUSE).parent / name).partition("/static/")[2]
        for path in sheets
        for name in URL_IN_CSS.findall(path.read_text(encoding="utf-8"))
        if not name.startswith(("data:", "#"))
    ]
    assert named
    assert [name for name in named if find(name) is None] == []


def test_the_shell_is_one_file_with_every_rule_of_its_parts_in_their_order():
    folder = HOUSE / "ui" / "static" / "ui"
    written = [(folder / f"{part}.css").read_text(encoding="utf-8") for part in PARTS]
    rules = ["".join(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).split()) for text in written]
    served = Path(find(SHELL)).read_text(encoding="utf-8")
    assert "".join(served.split()) == "".join(rules)
    assert [name for name, _storage in JoinedStylesFinder().list(None)] == [SHELL]
    assert sorted(PARTS) == sorted({path.stem for path in folder.glob("*.css")} - {"grave"})
    assert len(served) < sum(map(len, written)) * 0.9


def test_of_a_package_only_the_named_files_are_served():
    finder = NodeModulesFinder()
    listed = [f"{storage.prefix}/{name}" for name, storage in finder.list(None)]
    assert len(listed) == sum(len(names) for _folder, names in PACKAGES.values())
    assert [name for name in listed if not Path(finder.find(name)).is_file()] == []
    for name in ("package.json", "../package.json", "htmx.js", "", "htmx.min.js/"):
        assert finder.find(f"vendor/htmx/{name}") is None
        assert finder.find(f"vendor/htmx/{name}", find_all=True) == []
