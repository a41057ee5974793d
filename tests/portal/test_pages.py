"""What every public page promises: small, without scripts, whole, in Vietnamese, and its links lead somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.contrib.staticfiles import finders
from django.http import Http404

import cchc
from cchc.portal.exchange.dictionary import TITLES, names_of
from cchc.portal.queries.shelf import criteria_of_set
from cchc.portal.views.answering import answer_at
from cchc.releases.exchange.content import Level
from tests import markup
from tests.portal.shelves import CrawledPage, a_corrected_shelf, a_shelf, a_year, state_of

MOST_BYTES = 100_000


@pytest.fixture(scope="module")
def trees(pages: dict[str, CrawledPage]) -> dict[str, markup.Element]:
    """The pages read back, by their path."""
    return {path: markup.read(page.html) for path, page in pages.items() if page.html}


def test_every_link_of_the_portal_leads_to_a_page(pages):
    kinds = Counter(re.sub(r"[^/]*\d[^/]*|(?<=don-vi/)[^/]+|\?.*", "*", path) for path in pages)
    assert {page.answer.status for page in pages.values()} == {200}
    assert {
        "*/don-vi/*/",
        "*/*/don-vi/*/",
        "*/tieu-chi/*/*/",
        "dinh-chinh/",
        "tim/",
        "*/ban-do/",
        "atom.xml",
    } <= {kind.replace("tieu-chi/so", "tieu-chi/*").replace("tieu-chi/xa", "tieu-chi/*") for kind in kinds}


def test_no_page_but_the_one_that_computes_has_a_script_and_each_is_small(pages):
    styles = _styles(pages["2025/"].html)
    scripted = {path for path, page in pages.items() if "<script" in page.html}
    assert {path.split("/")[-2] for path in scripted} == {"kiem-chung"}
    assert [path for path, page in pages.items() if " style=" in page.html] == []
    assert [
        path for path, page in pages.items() if page.html and len(page.answer.body) + styles > MOST_BYTES
    ] == []


def _styles(html: str) -> int:
    names = re.findall(r'rel="stylesheet" href="/static/([^"]+)"', html)
    assert len(names) > 4
    return sum(Path(str(finders.find(name))).stat().st_size for name in names)


def test_each_page_has_one_heading_of_the_first_level_and_leaves_out_no_level(trees):
    def faults(tree: markup.Element) -> Iterator[str]:
        levels = [int(one.tag[1]) for one in tree.find("main")[0].find("h1", "h2", "h3")]
        if (
            levels.count(1) != 1
            or levels[0] != 1
            or any(there > here + 1 for here, there in pairwise(levels))
        ):
            yield str(levels)

    assert {path: list(faults(tree)) for path, tree in trees.items() if list(faults(tree))} == {}


def test_no_two_things_have_one_id_and_every_table_says_what_its_cells_are(trees):
    def faults(tree: markup.Element) -> Iterator[str]:
        ids = Counter(one.get("id") for one in tree.find(id=None))
        yield from (f"#{name}" for name, count in ids.items() if count > 1)
        for table in tree.find("table"):
            if any(head.get("scope") not in ("col", "row") for head in table.find("th")):
                yield f"{table.attributes}"
        for drawing in tree.find("svg"):
            said = any(title.inside for title in drawing.find("title"))
            if not said and drawing.get("aria-hidden") != "true" and not drawing.around("svg"):
                yield f"svg {drawing.get('class')}"

    assert {path: list(faults(tree)) for path, tree in trees.items() if list(faults(tree))} == {}


def test_nothing_on_a_public_page_is_in_english_or_in_code(trees):
    english = set()
    for file in sorted(Path(str(cchc.__path__[0])).glob("*/locale/vi/LC_MESSAGES/*.po")):
        with file.open("rb") as opened:
            for message in read_po(opened, locale="vi"):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                english |= {text for text in ids if text and text != message.string and " " in text}
    code = re.compile(r"[a-z]+(?:_[a-z]+)+|%\(\w+\)s|\{\w*\}|None|Fraction\(.*")
    columns = {name for form in TITLES for name in names_of(form)}  # in the data dictionary
    pieces = {
        (path, piece) for path, tree in trees.items() for piece in tree.pieces() if piece not in columns
    }
    assert {one for one in pieces if one[1] in english or code.fullmatch(one[1])} == set()


def test_a_release_that_was_replaced_stays_and_says_so(pages):
    assert "đã được thay bằng bản đính chính" in pages["2025/lan-1/"].html
    assert "Bản này đính chính bản công bố lần 1" in pages["2025/"].html
    assert 'href="../../2025/"' in pages["2025/lan-1/"].html


def test_the_log_of_corrections_names_the_reason_and_each_figure_before_and_after(pages):
    tree = markup.read(pages["dinh-chinh/"].html)
    name = criteria_of_set(a_year().sets[0]).names["1.1"]
    rows = [[cell.text for cell in row.find("td", "th")] for row in tree.find("tbody")[0].find("tr")]
    assert rows == [
        ["Sở Nội vụ", f"1.1. {name} · điểm", "≈ 0,3333", "0,5"],
        ["Sở Nội vụ", "chỉ số", "81,25", "82,5"],
    ]
    assert pages["2025/tieu-chi/so/1.1/"].html.count(f"1.1. {name}") > 1
    assert "Cộng sót điểm của một tiêu chí thành phần" in pages["dinh-chinh/"].html


def test_search_finds_units_and_criteria_without_diacritics_also_under_the_names_of_before():
    state = state_of(a_corrected_shelf())

    def found(text: str) -> str:
        return answer_at(state, "tim/", {"q": (text,)}).body.decode()

    assert "Sở <mark>Nội</mark> vụ" in found("noi")
    assert "2025/don-vi/so-2/" in found("don vi cu a")
    assert "2025/tieu-chi/so/1.1/" in found("1.1")
    assert "Không tìm thấy" in found("khong co ten nay")
    assert "<b>" not in found("<b>")


def test_units_are_compared_by_key_or_by_name_and_what_is_unknown_is_said():
    state = state_of(a_corrected_shelf())
    page = answer_at(
        state, "2025/so-sanh/", {"don-vi": ("so-1", "so tai chinh", "Sở không có", "xa-1")}
    ).body.decode()
    assert "Sở Nội vụ" in page
    assert "Sở Tài chính" in page
    assert "không có đơn vị nào tên “Sở không có”" in page
    assert "bộ tiêu chí khác nhau" in page


def test_nothing_is_public_before_it_is_released():
    state = state_of(a_shelf())
    assert "Chưa có kết quả nào được công bố" in answer_at(state, "").body.decode()
    with pytest.raises(Http404):
        answer_at(state, "2025/")
    later = state_of(a_shelf(a_year(2024)))
    for address in (
        "2025/",
        "2024/lan-2/",
        "2024/don-vi/so-9/",
        "2024/tieu-chi/so/99/",
        "2024/don-vi/so-1/linh-vuc/99/",
    ):
        with pytest.raises(Http404):
            answer_at(later, address)


def test_the_picture_of_a_page_is_a_png_of_the_size_that_is_asked_for():
    state = state_of(a_corrected_shelf())
    for address in ("2025/anh.png", "2025/don-vi/so-1/anh.png"):
        body = answer_at(state, address).body
        assert body.startswith(b"\x89PNG")
        assert (int.from_bytes(body[16:20]), int.from_bytes(body[20:24])) == (1200, 630)
        assert body == answer_at(state, address).body


def test_the_feed_and_the_list_of_addresses_name_what_is_released():
    state = state_of(a_corrected_shelf(Level.CRITERIA))
    feed = answer_at(state, "atom.xml", site="https://tinh.example/cong-khai/").body.decode()
    assert feed.count("<entry>") == 3
    assert "<id>https://tinh.example/cong-khai/2025/lan-2/</id>" in feed
    listed = re.findall(
        r"<loc>https://tinh.example/cong-khai/([^<]*)",
        answer_at(state, "sitemap.xml", site="https://tinh.example/cong-khai/").body.decode(),
    )
    assert "2025/don-vi/so-1/linh-vuc/1/" in listed
    for address in listed:
        assert answer_at(state, address).status == 200
