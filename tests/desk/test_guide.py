"""The guide: its Markdown is understood whole, its links lead on, and every page has a part that is about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from hypothesis import given
from hypothesis import strategies as st

from cchc.access.permissions import Role
from cchc.desk.exchange import BlockKind, Guide, GuideBlock, Line, SpanKind, line_of, read_guide
from cchc.desk.queries.guide import GUIDES, guides, help_address
from tests import builders
from tests.markup import read, source

MARKUP = re.compile(r"\*\*|`|\]\(|^#|<!--|^\||^\* |^\d+\. ")


def lines_of(block: GuideBlock) -> list[Line]:
    """All lines of a block."""
    return [block.line, *block.items, *(cell for row in block.rows for cell in row)]


def all_lines(guide: Guide) -> Iterator[Line]:
    """All lines of a guide."""
    return (line for block in guide.blocks for line in lines_of(block))


@pytest.mark.parametrize("name", GUIDES)
def test_no_sign_of_markdown_is_left_in_a_guide(name: str) -> None:
    guide = guides()[name]
    assert len(guide.parts) > 0 or name == "lanh-dao"
    texts = [
        "".join(span.text for span in line if span.kind is not SpanKind.CODE) for line in all_lines(guide)
    ]
    assert [text for text in texts if MARKUP.search(text)] == []


@pytest.mark.parametrize("name", GUIDES)
def test_no_word_of_a_guide_is_lost(name: str) -> None:
    """What is no sign of Markdown, no address of a link and no comment stands in the blocks."""
    guide = guides()[name]
    text = re.sub(r"<!--.*?-->|\]\([^)]*\)|^\|[-|]+\|$", " ", source_of(name), flags=re.MULTILINE)
    written = Counter(re.findall(r"\w+", re.sub(r"^\d+\. |^```\w*", " ", text, flags=re.MULTILINE)))
    shown = [guide.title, *(block.text for block in guide.blocks)]
    shown += ["".join(span.text for span in line) for line in all_lines(guide)]
    assert Counter(re.findall(r"\w+", " ".join(shown))) == written


def source_of(name: str) -> str:
    """The file of a guide as it is written."""
    return Path(settings.GUIDE / f"{name}.md").read_text(encoding="utf-8")


def test_every_link_of_a_guide_leads_to_a_part_or_a_file_that_is_there() -> None:
    anchors = {name: {block.anchor for block in guide.blocks} for name, guide in guides().items()}
    for name, guide in guides().items():
        for span in (span for line in all_lines(guide) for span in line if span.kind is SpanKind.LINK):
            file, _sign, anchor = span.href.partition("#")
            to = file.removesuffix(".md") or name
            assert Path(settings.GUIDE / file).exists(), span
            assert not anchor or anchor in anchors[to], span


def test_every_picture_of_a_guide_is_served_and_described() -> None:
    pictures = [
        block for guide in guides().values() for block in guide.blocks if block.kind is BlockKind.PICTURE
    ]
    assert [one for one in pictures if not finders.find(f"desk/guide/{one.file}") or not one.text] == []


def names(patterns: list[URLPattern | URLResolver], room: str = "") -> Iterator[str]:
    """The names of all pages of the table of addresses."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns, one.namespace or room)
        elif one.name:
            yield f"{room}:{one.name}" if room else one.name


def test_every_page_of_a_room_has_a_part_of_the_guide_and_every_part_names_pages_that_are_there() -> None:
    known = {name for name in names(get_resolver().url_patterns) if ":" in name}
    rooms = {name.partition(":")[0] for name in known}
    about = [page for guide in guides().values() for page in guide.about]
    assert [page for page in about if page not in known | rooms] == []
    assert [page for page, count in Counter(about).items() if count > 1] == []
    assert [name for name in sorted(known) if "#" not in help_address(name)] == []


WORDS = st.text(st.sampled_from("abcđê 1.,"), min_size=1, max_size=8).map(str.strip).filter(bool)


@given(st.lists(st.tuples(st.sampled_from(["{}", "**{}**", "`{}`", "[{}](x.md)"]), WORDS), max_size=6))
def test_a_line_keeps_its_words_whatever_marks_they_bear(pieces: list[tuple[str, str]]) -> None:
    spans = line_of(" ".join(mark.format(word) for mark, word in pieces))
    assert "".join(span.text for span in spans) == " ".join(word for _mark, word in pieces)
    assert [span.text for span in spans if span.kind is not SpanKind.PLAIN] == [
        word for mark, word in pieces if mark != "{}"
    ]


def test_a_guide_without_a_title_is_refused() -> None:
    with pytest.raises(ValueError, match="a guide begins with its title"):
        read_guide("x", "Không có đầu đề\n\n## Phần")


@pytest.mark.django_db
def test_the_question_mark_of_a_page_opens_its_part_of_the_guide(client_of) -> None:
    client = client_of(Role.UNIT_CLERK, builders.an_actor(Role.UNIT_CLERK).scope)
    for page in ("desk:home", "plans:list", "units:list", "results:ranking", "cycles:list"):
        tree = read(source(client.get(reverse(page))))
        [mark] = tree.find("a", class_="head-help")
        address, _sign, anchor = (mark.get("href") or "").partition("#")
        opened = read(source(client.get(address)))
        assert [one.text for one in opened.find("h2", id=anchor)] != [], page
    assert client.get("/huong-dan/khong-co/").status_code == 404
