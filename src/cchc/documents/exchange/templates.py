"""Templates of official papers that an office may write itself in Word: filled with texts, and with tables of ours.

A text stands at a tag, `{{ don_vi }}`; in capitals, `{{ DON_VI }}`, it is printed in capitals. Tables and annexes come
from the one writer and stand in place of a paragraph that is nothing but their mark, `[[bang_diem]]`. A template can do
nothing else: no condition, no loop, no attribute of a value.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document as Page
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from cchc.documents.exchange.paper import NewSection, WordPart
from cchc.documents.exchange.word import saved, write_part
from cchc.files.writing import ILLEGAL

TAG = re.compile(r"\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}")
MARK = re.compile(r"\[\[\s*([A-Za-z][A-Za-z0-9_]*)\s*\]\]")


@dataclass(frozen=True, slots=True)
class PaperContent:
    """What fills a template: texts by the name of their tag, parts of the one writer by the name of their mark."""

    texts: Mapping[str, str]
    parts: Mapping[str, Sequence[WordPart]]

    def has_annexes(self, mark: str) -> bool:
        """Whether what stands at a mark are annexes, pages of their own."""
        return any(isinstance(one, NewSection) for one in self.parts[mark])


class PlainEnvironment(SandboxedEnvironment):
    """Jinja without anything but names: no attributes, no calls, no filters, no globals."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        for known in (self.globals, self.filters, self.tests):
            known.clear()

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Refuse every attribute."""
        return False

    def is_safe_callable(self, obj: Any) -> bool:
        """Refuse every call."""
        return False


def filled_template(data: bytes, content: PaperContent) -> bytes:
    """Return the paper that a template, checked before, makes of its content; the same content gives the same bytes.

    A paragraph that held tags alone, all of them empty, is left out.
    """
    template = DocxTemplate(io.BytesIO(data))
    template.init_docx()
    marks, only_tags = _places(template.docx)
    texts = {name: ILLEGAL.sub("", text) for name, text in content.texts.items()}
    capitals = {name.upper(): text.upper() for name, text in texts.items()}
    template.render({**capitals, **texts}, PlainEnvironment(), autoescape=True)
    page: Page = template.docx
    body = list(page.element.body)
    for place, name in marks.items():
        _put_parts(page, body[place], content.parts[name])
    for place in only_tags:
        if not text_of(body[place]).strip():
            page.element.body.remove(body[place])
    return saved(page)


def _places(page: Page) -> tuple[dict[int, str], list[int]]:
    """Return where in the body the marks stand, and the paragraphs of tags alone: texts change nothing of the order."""
    marks, only_tags = {}, []
    for place, element in enumerate(page.element.body):
        if element.tag != qn("w:p"):
            continue
        text = text_of(element).strip()
        if found := MARK.fullmatch(text):
            marks[place] = found[1]
        elif text and not TAG.sub("", text).strip():
            only_tags.append(place)
    return marks, only_tags


def _put_parts(page: Page, mark: Any, parts: Sequence[WordPart]) -> None:
    """Write the parts at the end of a page, and move what was written to where the mark stands."""
    body = page.element.body
    section = page.sections[-1]
    sides = (section.left_margin or 0) + (section.right_margin or 0)
    width = ((section.page_width or 0) - sides) / 36_000
    before = len(body) - 1  # the last element holds the settings of the page
    for part in parts:
        width = write_part(page, part, width)
    for one in body[before:-1]:
        mark.addprevious(one)
    body.remove(mark)


def text_of(paragraph: Any) -> str:
    """Return the text of a paragraph, of all its pieces."""
    return "".join(one.text or "" for one in paragraph.iter(qn("w:t")))
