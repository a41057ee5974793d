"""How templates are written, so that they can be read, laid out by a tool and cut without a page changing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import get_template

import cchc

HOUSE = Path(cchc.__file__).parent
LONGEST_LINE = 130
MEAN_LINE = 60
LONGEST = 150
TEMPLATES = {path.relative_to(HOUSE).as_posix(): path.read_text("utf-8") for path in HOUSE.rglob("*.html")}
STYLES = {path.relative_to(HOUSE).as_posix(): path.read_text("utf-8") for path in HOUSE.rglob("*.css")}
SIGN = re.compile(r"^\s*[,.;:!?)]")
KEEPING_LINES = re.compile(r'class="lines"[^>]*>|<(?:textarea|code|pre)\b[^>]*>')


def of_each(sources: dict[str, str], fault: re.Pattern[str]) -> list[str]:
    """The lines of `sources` in which `fault` is found."""
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in sources.items()
        for number, line in enumerate(text.splitlines(), 1)
        if fault.search(line)
    ]


def test_templates_and_styles_are_found() -> None:
    assert len(TEMPLATES) > 100
    assert len(STYLES) > 5


@pytest.mark.parametrize("sources", [TEMPLATES, STYLES], ids=["templates", "styles"])
def test_lines_are_short(sources: dict[str, str]) -> None:
    lengths = [len(line) for text in sources.values() for line in text.splitlines()]
    assert of_each(sources, re.compile(f"^.{{{LONGEST_LINE + 1}}}")) == []
    assert sum(lengths) / len(lengths) < MEAN_LINE


def test_no_template_is_long() -> None:
    lengths = {name: len(text.splitlines()) for name, text in TEMPLATES.items()}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_style_asks_whether_an_element_is_empty() -> None:
    """To a style, the white space of a template makes an element not empty."""
    assert of_each(STYLES, re.compile(r":empty\b")) == []


def test_no_sign_begins_a_line_of_a_template() -> None:
    """It would stand away from the word before it."""
    assert of_each(TEMPLATES, SIGN) == []


def kept_lines(template: str) -> Iterator[str]:
    """What stands in the elements of a template that show its line breaks."""
    for begun in KEEPING_LINES.finditer(template):
        inside = template[begun.end() :].split("</", 1)[0]
        yield inside.removeprefix("\n") if begun.group().startswith("<textarea") else inside


def test_what_keeps_its_lines_has_none_of_the_template() -> None:
    kept = {name: list(kept_lines(text)) for name, text in TEMPLATES.items()}
    assert sum(map(len, kept.values())) > 10
    assert {
        name: inside for name, found in kept.items() if (inside := [one for one in found if "\n" in one])
    } == {}


def test_only_values_keep_their_lines() -> None:
    """Where a cell or a paragraph kept lines, the break before its first word would be shown."""
    rules = [
        rule for text in STYLES.values() for rule in text.split("}") if re.search(r"white-space:\s*pre", rule)
    ]
    assert rules
    selectors = [one.strip() for rule in rules for one in rule.split("{")[0].split("*/")[-1].split(",")]
    assert [one for one in selectors if not one.endswith((".lines", "code"))] == []


@pytest.mark.parametrize("name", [path.split("/templates/", 1)[1] for path in sorted(TEMPLATES)])
def test_every_template_loads_what_it_uses(name: str) -> None:
    assert get_template(name)


@pytest.mark.parametrize("name", ["ui/base.html", "plans/table.html"])
def test_a_page_is_sent_without_the_indentation_of_its_template(name: str) -> None:
    source = get_template(name).template.source
    (written,) = (text for path, text in TEMPLATES.items() if path.endswith(f"/{name}"))
    assert any(line.startswith("  ") for line in written.splitlines())
    assert source.splitlines() == [line.lstrip() for line in written.splitlines()]
