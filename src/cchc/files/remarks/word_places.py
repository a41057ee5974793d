"""Where a remark stands in a Word document: the paragraphs of a place, and the pieces of a paragraph around words.

The places are found by the reader of documents itself, which tells the element that it reads each of them from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

from cchc.files.documents.blocks import Block, Paragraph, Spot, TextTable
from cchc.files.documents.from_docx import WordReader
from cchc.files.documents.word_xml import attribute, is_hidden, local, opened, rows_kept
from cchc.files.remarks.remark import Remark, best_of

_UNREAD = frozenset(
    (
        "instrText",
        "delText",
        "Fallback",
        "rPr",
        "pPr",
        "tcPr",
        "trPr",
        "tblPr",
        "sdtPr",
        "del",
        "moveFrom",
        "txbxContent",
    )
)
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@dataclass
class PlacingReader(WordReader):
    """A reader that remembers the paragraph and the row that it read each place from."""

    paragraph_of: dict[int, Element] = field(default_factory=dict)
    rows_of: dict[int, list[tuple[Element, list[int]]]] = field(default_factory=dict)
    """By the number of the table: each row with the columns of its cells."""

    def _paragraph(self, element: Element, depth: int) -> Iterator[Block]:
        for block in super()._paragraph(element, depth):
            if isinstance(block, Paragraph) and block.spot.paragraph:
                self.paragraph_of.setdefault(block.spot.paragraph, element)
            yield block

    def _table(self, element: Element, depth: int) -> Iterator[Block]:
        number = self.tables + 1
        for block in super()._table(element, depth):
            if isinstance(block, TextTable) and number not in self.rows_of:
                columns = ([cell.column for cell in row.cells] for row in block.rows)
                self.rows_of[number] = list(zip(rows_kept(element), columns, strict=True))
            yield block


class Letters(NamedTuple):
    """A piece of the text of a paragraph: the element that holds it, None for a sign such as a tab."""

    text: str
    holder: Element


class Stretch(NamedTuple):
    """What a remark is about: from a sign of one paragraph to a sign of the same or a later one, both counted in the
    texts that hold them."""

    first: Element
    begin: tuple[Element, int]
    last: Element
    end: tuple[Element, int]


def letters_of(paragraph: Element) -> Iterator[Letters]:
    """Yield the pieces of the text of a paragraph as it is read, without automatic number, notes and text boxes."""
    for one in paragraph:
        name = local(one.tag)
        if name == "t" and one.text:
            yield Letters(one.text, one)
        elif name in _SIGNS:
            yield Letters(_SIGNS[name], one)
        elif name not in _UNREAD and not is_hidden(one):
            yield from letters_of(one)


@dataclass(slots=True)
class WordPlaces:
    """The places of a document that was read."""

    body: Element
    reader: PlacingReader

    def stretch(self, remark: Remark) -> Stretch | None:
        """Return what a remark is about; None in a document without any text."""
        for groups in self._asked(remark.spot, remark.goes_on):
            texts = [_text(group) for group in groups]
            if (found := best_of(remark.words, texts)) is not None:
                return _cut(groups[found[0]], *found[1])
            if (filled := next((group for group in groups if _text(group).strip()), None)) is not None:
                return _whole(filled)
        return _whole([next((one for one in self.body.iter() if _is_filled(one)), self.body)])

    def _asked(self, spot: Spot, goes_on: int) -> Iterator[list[list[Element]]]:
        """Yield the paragraphs in which a remark may stand, cell by cell: those of the place itself first."""
        if spot.table is not None:
            rows = self.reader.rows_of.get(spot.table, [])
            if spot.row is not None and spot.row <= len(rows):
                asked = range(spot.row - 1, min(spot.row + goes_on, len(rows)))
                yield [cell for at in asked for cell in self._cells(rows, at)]
            for at in range(len(rows)):
                yield self._cells(rows, at)
        elif spot.paragraph in self.reader.paragraph_of:
            yield [[self.reader.paragraph_of[spot.paragraph]]]

    def _cells(self, rows: Sequence[tuple[Element, list[int]]], at: int) -> list[list[Element]]:
        """The paragraphs of the cells of a row; one that continues the cell above stands behind them as that one."""
        own, above = [], []
        row, columns = rows[at]
        for cell, column in zip(opened(row, "tc"), columns, strict=False):
            if _goes_on(cell):
                above.append(_origin(rows, at, column))
            else:
                own.append(_paragraphs(cell))
        return [*own, *(one for one in above if one)]


def _goes_on(cell: Element) -> bool:
    properties = next((one for one in cell if local(one.tag) == "tcPr"), ())
    merge = next((one for one in properties if local(one.tag) == "vMerge"), None)
    return merge is not None and attribute(merge, "val") != "restart"


def _origin(rows: Sequence[tuple[Element, list[int]]], at: int, column: int) -> list[Element]:
    """The paragraphs of the merged cell that a cell of row `at` continues."""
    for row, columns in reversed(rows[:at]):
        for cell, begins in zip(opened(row, "tc"), columns, strict=False):
            if begins == column and not _goes_on(cell):
                return _paragraphs(cell)
    return []


def _paragraphs(cell: Element) -> list[Element]:
    """The paragraphs of a cell in their order, those of tables in it too; not those that changes take away."""
    found = []
    for one in cell:
        name = local(one.tag)
        if name == "p":
            found.append(one)
        elif name not in _UNREAD:
            found += _paragraphs(one)
    return found


def _text(paragraphs: Sequence[Element]) -> str:
    return "\n".join("".join(piece.text for piece in letters_of(one)) for one in paragraphs)


def _is_filled(element: Element) -> bool:
    return local(element.tag) == "p" and any(piece.text.strip() for piece in letters_of(element))


def _whole(paragraphs: Sequence[Element]) -> Stretch | None:
    """All of the first paragraph with text."""
    first = next((one for one in paragraphs if _is_filled(one)), None)
    if first is None:
        return None
    pieces = [piece for piece in letters_of(first) if piece.text.strip()]
    return Stretch(first, (pieces[0].holder, 0), first, (pieces[-1].holder, len(pieces[-1].text)))


def _cut(paragraphs: Sequence[Element], begin: int, end: int) -> Stretch:
    """What stands from `begin` to `end` in the text of paragraphs; no further than the cell of a table inside."""
    at, found = 0, []
    for one in paragraphs:
        for piece in letters_of(one):
            if at < end and at + len(piece.text) > begin:
                place = max(0, begin - at), min(len(piece.text), end - at)
                found.append((one, piece.holder, *place))
            at += len(piece.text)
        at += 1
    first, holder, starts, _ = found[0]
    last, ending, _, ends = found[-1]
    return Stretch(first, (holder, starts), last, (ending, ends))


def units_of(paragraph: Element) -> list[tuple[Element, Element]]:
    """Return the pieces of a paragraph between which something can be put: each element of it, a field as one.

    A field that does not end in its paragraph, such as a table of contents, is no piece.
    """
    units: list[tuple[Element, Element]] = []
    depth, begun = 0, 0
    for one in paragraph:
        if local(one.tag) == "pPr":
            continue
        kinds = [attribute(sign, "fldCharType") for sign in one.iter() if local(sign.tag) == "fldChar"]
        if depth == 0:
            begun = len(units)
        units.append((one, one))
        depth += kinds.count("begin") - kinds.count("end")
        if depth <= 0:
            depth = 0
            units[begun:] = [(units[begun][0], one)]
    return units
