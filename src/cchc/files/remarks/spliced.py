"""XML that knows which bytes each of its elements is: pieces are put between them, and nothing is written anew."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

_START_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_NAME = re.compile(rb"<([^\s/>]+)")
_LAST = 1_000_000
_SIGN = re.compile(r"&[^;]*;|\r\n|.", re.DOTALL)


@dataclass(slots=True)
class SplicedXml:
    """A part of XML as a tree, and what is put between its bytes.

    Raises ValueError when it is no XML; a document type must have been refused before.
    """

    data: bytes
    root: Element = field(init=False)
    parents: dict[Element, Element] = field(default_factory=dict, init=False)
    _begins: dict[Element, int] = field(default_factory=dict, init=False)
    _ends: dict[Element, int] = field(default_factory=dict, init=False)
    _put: dict[int, list[tuple[int, bytes]]] = field(default_factory=lambda: defaultdict(list), init=False)
    _opened: set[int] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        builder = TreeBuilder()
        open_ones: list[Element] = []
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True

        def start(name: str, attributes: dict[str, str]) -> None:
            named = {_qualified(key): value for key, value in attributes.items()}
            one = builder.start(_qualified(name), named)
            self._begins[one] = parser.CurrentByteIndex
            if open_ones:
                self.parents[one] = open_ones[-1]
            open_ones.append(one)

        def end(name: str) -> None:
            self._ends[open_ones.pop()] = parser.CurrentByteIndex
            builder.end(_qualified(name))

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = builder.data
        try:
            parser.Parse(self.data, True)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from error
        self.root = builder.close()

    # where elements stand

    def begin(self, element: Element) -> int:
        """Return where the bytes of an element begin."""
        return self._begins[element]

    def start_tag(self, element: Element) -> bytes:
        """Return the tag with which an element begins, as it is written."""
        found = _START_TAG.match(self.data, self._begins[element])
        return found[0] if found else b""

    def is_empty(self, element: Element) -> bool:
        """Return whether an element is one tag, in which nothing can stand."""
        return self.start_tag(element).endswith(b"/>")

    def inside(self, element: Element) -> int:
        """Return where the content of an element begins."""
        return self._begins[element] + len(self.start_tag(element))

    def last_inside(self, element: Element) -> int:
        """Return where the content of an element ends."""
        return self.inside(element) if self.is_empty(element) else self._ends[element]

    def end_tag(self, element: Element) -> bytes:
        """Return the tag with which an element ends, as it is written; nothing for an empty one."""
        if self.is_empty(element):
            return b""
        return self.data[self._ends[element] : self.data.index(b">", self._ends[element]) + 1]

    def behind(self, element: Element) -> int:
        """Return where the bytes of an element end."""
        return self.last_inside(element) + len(self.end_tag(element))

    def written(self, element: Element) -> bytes:
        """Return an element as it is written."""
        return self.data[self.begin(element) : self.behind(element)]

    def offset_of(self, element: Element, letters: int) -> int | None:
        """Return the place behind so many letters of the text of an element without others inside; None where its bytes
        are not those letters: in another encoding, with comments between them, or changed since they were read."""
        begin = self.inside(element)
        content = self.data[begin : self.last_inside(element)]
        if b"<" in content:
            return None
        try:
            signs = _SIGN.findall(content.decode())
        except UnicodeDecodeError:
            return None
        said = [_said(sign) for sign in signs]
        if "".join(said) != (element.text or ""):
            return None
        return begin + len("".join(signs[:letters]).encode())

    # what is put between

    def put(self, at: int, piece: bytes, order: int = 0) -> None:
        """Put a piece before the byte `at`; of several at one place those of a lower order stand first."""
        self._put[at].append((order, piece))

    def put_last(self, element: Element, piece: bytes) -> None:
        """Put a piece at the end of the content of an element, which is opened where it is one tag."""
        if not self.is_empty(element):
            self.put(self.last_inside(element), piece)
            return
        tag = self.start_tag(element)
        at = self.begin(element) + len(tag) - len(b"/>")
        if at not in self._opened:
            self._opened.add(at)
            self.put(at, b">", order=-1)
            self.put(at, b"</" + _name_in(tag) + b">", order=_LAST)
        self.put(at, piece)

    def prefixed(self, element: Element, name: str) -> str:
        """Return `name` with the prefix that the tag of an element has: both are of one namespace."""
        prefix = _name_in(self.start_tag(element)).decode().rpartition(":")[0]
        return f"{prefix}:{name}" if prefix else name

    @property
    def whole(self) -> bytes:
        """The XML with all that was put into it."""
        pieces, last = [], 0
        for at in sorted(self._put):
            pieces.append(self.data[last:at])
            pieces += [piece for _, piece in sorted(self._put[at], key=lambda one: one[0])]
            last = at + (len(b"/>") if at in self._opened else 0)
        return b"".join((*pieces, self.data[last:]))


def _name_in(tag: bytes) -> bytes:
    found = _NAME.match(tag)
    return found[1] if found else b""


def _qualified(name: str) -> str:
    """A name as trees of elements write it: "{namespace}name"."""
    return "{" + name if "}" in name else name


_NAMED = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&apos;": "'", "\r\n": "\n", "\r": "\n"}


def _said(sign: str) -> str:
    """The sign that a piece of XML stands for.

    >>> _said("&amp;"), _said("&#273;"), _said("&#x111;"), _said("a")
    ('&', 'đ', 'đ', 'a')
    """
    if sign in _NAMED:
        return _NAMED[sign]
    if sign.startswith("&#"):
        return chr(int(sign[3:-1], 16) if sign[2] in "xX" else int(sign[2:-1]))
    return sign
