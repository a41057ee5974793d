"""A page read back from its HTML as a tree of elements, strictly: what is not nested rightly is a fault of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

SHAPES = frozenset(
    {"use", "rect", "line", "circle", "path", "polyline"}
)  # of pictures; they may also be closed
VOID = SHAPES | {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
QUIET = frozenset({"script", "style", "title"})  # whose text is not part of the page


class Misnested(ValueError):
    """An element that is closed where another one is open, or never."""


@dataclass(slots=True)
class Element:
    """An element of a page with what stands in it."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    inside: list[Element | str] = field(default_factory=list)
    on_page: list[Element] = field(default_factory=list, repr=False)  # all, in the order in which they begin
    after: int = 0  # from this place in it to `end` stand those inside
    end: int = 0

    def get(self, name: str) -> str | None:
        """The value of an attribute; None when the element has none of this name."""
        return self.attributes.get(name)

    def walk(self) -> Iterator[Element]:
        """The elements inside, in the order in which they begin."""
        return iter(self.on_page[self.after : self.end])

    def find(self, *tags: str, **attributes: str | None) -> list[Element]:
        """The elements inside that are one of `tags` (all when there is none) and have these attributes (`for_` means
        `for`); an attribute of None must be there, whatever its value."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        of_tags = [one for one in self.walk() if not tags or one.tag in tags]
        if not wanted:
            return of_tags
        return [
            one
            for one in of_tags
            if all(
                name in one.attributes and value in (None, one.attributes[name])
                for name, value in wanted.items()
            )
        ]

    def around(self, *tags: str) -> Element | None:
        """The nearest element around this one that is one of `tags`."""
        here = self.parent
        while here is not None and here.tag not in tags:
            here = here.parent
        return here

    def pieces(self) -> Iterator[str]:
        """The texts inside, as they follow each other, without those that nobody reads."""
        for child in self.inside:
            if isinstance(child, str):
                if child.strip():
                    yield " ".join(child.split())
            elif child.tag not in QUIET:
                yield from child.pieces()

    @property
    def raw(self) -> str:
        """All that is written inside, with the white space as it stands."""
        return "".join(
            child if isinstance(child, str) else child.raw
            for child in self.inside
            if isinstance(child, str) or child.tag not in QUIET
        )

    @property
    def text(self) -> str:
        """All that is written inside, on one line."""
        return " ".join(self.pieces())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.here = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        if len(set(names)) < len(names):
            raise Misnested(f"<{tag}> says an attribute twice: {names}, at {self.getpos()}")
        element = Element(
            tag, {name: value or "" for name, value in attrs}, self.here, on_page=self.root.on_page
        )
        self.here.inside.append(element)
        element.on_page.append(element)
        element.after = element.end = len(element.on_page)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in SHAPES:
            return
        if self.here.tag != tag or self.here.parent is None:
            raise Misnested(f"</{tag}> closes <{self.here.tag}> at {self.getpos()}")
        self.here.end = len(self.here.on_page)
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.inside.append(data)


def read(html: str) -> Element:
    """The tree of a page or a piece of one. Raises Misnested."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.here is not reader.root:
        raise Misnested(f"<{reader.here.tag}> is never closed")
    reader.root.end = len(reader.root.on_page)
    return reader.root


_BLOCKS = (
    "article|aside|body|button|caption|dd|details|div|dl|dt|fieldset|footer|form|h[1-6]|head|header|html|legend|li|link"
    "|main|meta|nav|ol|option|p|section|summary|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_WRITTEN = re.compile(r"(<textarea\b.*?</textarea>)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_SPARE = re.compile(r"""(?<==")\s|\s(?="[\s>])|\s(?=>)""")
_BESIDE_BLOCKS = re.compile(rf"\s*(</?(?:{_BLOCKS})\b[^<>]*>)\s*")


def on_one_line(html: str) -> str:
    """The source of a page with the white space that its reader may see, and no other: how its templates are laid out
    is not told by it. What is written in a field keeps its lines."""
    parts = _WRITTEN.split(html)
    return "".join(part if part.startswith("<textarea") else _without_layout(part) for part in parts)


def _without_layout(html: str) -> str:
    tags = _TAG.sub(lambda tag: _SPARE.sub("", re.sub(r"\s+", " ", tag.group())), html)
    return _BESIDE_BLOCKS.sub(r"\1", re.sub(r"\s+", " ", tags))


def source(answer: Any) -> str:
    """The source of the page that was answered, on one line."""
    return on_one_line(answer.content.decode())
