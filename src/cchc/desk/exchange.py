"""The guide as files: Markdown, as much of it as the guide uses, read into blocks; and which pages each part is about.

A comment below a heading names the pages that the part is about by their names in the address table, or a whole room:
`<!-- trang: plans:detail plans:measure -->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from cchc.core.words.letters import composed_text

_INLINE = re.compile(
    r"\*\*(?P<strong>.+?)\*\*|\*(?P<words>[^*\s][^*]*)\*|`(?P<code>[^`]+)`|\[(?P<text>[^\]]+)\]\((?P<href>[^)]+)\)"
)
_PICTURE = re.compile(r"!\[(?P<text>[^\]]*)\]\((?P<href>[^)]+)\)")
_HEADING = re.compile(r"(?P<level>#{1,3}) (?P<text>.+)")
_ITEM = re.compile(r"(?P<mark>[*]|\d+\.) +(?P<text>.+)")
_PAGES = re.compile(r"<!-- trang: (?P<pages>[a-z_: ]+) -->")
_FENCE = "```"


class SpanKind(StrEnum):
    """What a piece of a line is."""

    PLAIN = "plain"
    STRONG = "strong"
    WORDS = "words"
    CODE = "code"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line; `href` of a link as the file writes it."""

    kind: SpanKind
    text: str
    href: str = ""


Line = tuple[Span, ...]


class BlockKind(StrEnum):
    """What a block of the guide is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    NUMBERED = "numbered"
    TABLE = "table"
    CODE = "code"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class GuideBlock:
    """A block: the line of a heading or a paragraph, the items of a list, the rows of a table with its head first, the
    text of code, the file of a picture and what it shows."""

    kind: BlockKind
    line: Line = ()
    level: int = 0
    anchor: str = ""
    items: tuple[Line, ...] = ()
    rows: tuple[tuple[Line, ...], ...] = ()
    text: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """One file of the guide: its name, its title, its blocks, and the anchors of the parts about each page or room."""

    name: str
    title: str
    blocks: tuple[GuideBlock, ...]
    about: dict[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> list[GuideBlock]:
        """The headings of its parts, for its list of contents."""
        return [block for block in self.blocks if block.kind is BlockKind.HEADING and block.level == 2]


def read_guide(name: str, text: str) -> Guide:
    """Return the guide that the Markdown `text` is. Raises `ValueError` where it does not begin with its title."""
    about: dict[str, str] = {}
    blocks: list[GuideBlock] = []
    for part in _parts(composed_text(text)):
        named = _PAGES.fullmatch(part[0])
        if named:
            headings = [block for block in blocks if block.kind is BlockKind.HEADING]
            about |= {page: headings[-1].anchor for page in named["pages"].split()}
        else:
            blocks.append(_block(part))
    title = blocks[0] if blocks else None
    if title is None or title.kind is not BlockKind.HEADING or title.level != 1:
        raise ValueError(f"{name}: a guide begins with its title")
    return Guide(name, "".join(span.text for span in title.line), tuple(blocks[1:]), about)


def anchor_of(heading: str) -> str:
    """Return the anchor of a heading as viewers of Markdown make it.

    >>> anchor_of("Vai trò và phạm vi"), anchor_of("Trình, trả lại")
    ('vai-trò-và-phạm-vi', 'trình-trả-lại')
    """
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def line_of(text: str) -> Line:
    """Return a line in its pieces.

    >>> [span.text for span in line_of("bấm **Ghi** ở [đây](x.md)")]
    ['bấm ', 'Ghi', ' ở ', 'đây']
    """
    spans, at = [], 0
    for found in _INLINE.finditer(text):
        spans.append(Span(SpanKind.PLAIN, text[at : found.start()]))
        at = found.end()
        if found["strong"]:
            spans.append(Span(SpanKind.STRONG, found["strong"]))
        elif found["words"]:
            spans.append(Span(SpanKind.WORDS, found["words"]))
        elif found["code"]:
            spans.append(Span(SpanKind.CODE, found["code"]))
        else:
            spans.append(Span(SpanKind.LINK, found["text"], found["href"]))
    spans.append(Span(SpanKind.PLAIN, text[at:]))
    return tuple(span for span in spans if span.text)


def _parts(text: str) -> Iterator[list[str]]:
    """Yield the lines that stand together: apart by empty lines, code as one, a heading by itself."""
    part: list[str] = []
    fenced = False
    for line in [*text.splitlines(), ""]:
        if line.startswith(_FENCE):
            fenced = not fenced
        if not fenced and not line.strip() and not part:
            continue
        if not fenced and (not line.strip() or (_HEADING.fullmatch(line) and part)):
            yield part
            part = []
        if line.strip() or fenced:
            part.append(line)


def _block(lines: list[str]) -> GuideBlock:
    """Return the block that these lines are."""
    first, whole = lines[0], " ".join(line.strip() for line in lines)
    heading, picture, item = _HEADING.fullmatch(first), _PICTURE.fullmatch(whole), _ITEM.match(first)
    if first.startswith(_FENCE):
        return GuideBlock(BlockKind.CODE, text="\n".join(lines[1:-1]))
    if heading:
        line = line_of(heading["text"])
        anchor = anchor_of("".join(span.text for span in line))
        return GuideBlock(BlockKind.HEADING, line, len(heading["level"]), anchor)
    if picture:
        return GuideBlock(BlockKind.PICTURE, text=picture["text"], file=picture["href"].rpartition("/")[2])
    if first.startswith("|"):
        rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
        kept = (tuple(map(line_of, row)) for place, row in enumerate(rows) if place != 1)
        return GuideBlock(BlockKind.TABLE, rows=tuple(kept))
    if item:
        kind = BlockKind.LIST if item["mark"] == "*" else BlockKind.NUMBERED
        return GuideBlock(kind, items=tuple(map(line_of, _items(lines))))
    return GuideBlock(BlockKind.PARAGRAPH, line_of(whole))


def _items(lines: list[str]) -> list[str]:
    """Return the items of a list, each with the lines that continue it."""
    items: list[str] = []
    for line in lines:
        begins = _ITEM.match(line)
        if begins:
            items.append(begins["text"].strip())
        else:
            items[-1] = f"{items[-1]} {line.strip()}"
    return items
