"""Texts of a document whose letters are those of a font of the 1990s, though nothing names the font.

An Excel cell, a PDF, a text file keep "Niªm yÕt" without its font. A text is decoded where its words become Vietnamese
syllables by it and were none before; where most texts of a document are such, also those that can be read both ways
("Sè").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from cchc.files.documents.blocks import Block, Cell, Paragraph, TextDocument
from cchc.files.documents.syllables import share
from cchc.files.old_fonts import OldEncoding, decoded, has_old_letters, has_unicode_letters

_ENOUGH = 0.8  # of the words, as in `syllables.LEAST_SHARE`


def is_undecoded(text: str) -> bool:
    """Return whether a text holds letters of an old font that no table turns into Vietnamese.

    >>> is_undecoded("Niªm §¤¥ xQ¬¬ yÕt"), is_undecoded("diện tích 25 m²")
    (True, False)
    """
    return has_old_letters(text) and share(text) < _ENOUGH and _encoding_of(text) is None


def with_unicode_letters(document: TextDocument) -> TextDocument:
    """Return the document with such texts in Unicode; the document itself where there are none."""
    texts = [text for block in document.blocks for text in _texts(block)]
    if not any(map(has_old_letters, texts)):
        return document
    found = Counter(encoding for text in texts if (encoding := _encoding_of(text)))
    usual, count = found.most_common(1)[0] if found else (None, 0)
    every = usual if count > sum(map(has_unicode_letters, texts)) else None

    def letters(text: str) -> str:
        encoding = _encoding_of(text) or (None if has_unicode_letters(text) else every)
        return decoded(text, encoding) if encoding else text.replace("\u00ad", "")

    blocks = tuple(_decoded(block, letters) for block in document.blocks)
    return replace(document, blocks=blocks, raw=tuple(map(letters, document.raw)))


def _encoding_of(text: str) -> OldEncoding | None:
    """The table by which the words of a text become syllables; None where it holds none, or they are some already."""
    if not has_old_letters(text):
        return None
    shares = {one: share(decoded(text, one)) for one in OldEncoding}
    best = max(shares, key=lambda one: shares[one])
    return best if shares[best] >= _ENOUGH and shares[best] > share(text) else None


def _texts(block: Block) -> Iterable[str]:
    if isinstance(block, Paragraph):
        return (block.text,)
    return (cell.text for row in block.rows for cell in row.cells if cell.lines)


def _decoded(block: Block, letters: Callable[[str], str]) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=letters(block.text))
    rows = (replace(row, cells=tuple(_cell(cell, letters) for cell in row.cells)) for row in block.rows)
    return replace(block, rows=tuple(rows))


def _cell(cell: Cell, letters: Callable[[str], str]) -> Cell:
    whole = letters(cell.text)
    return replace(cell, lines=tuple(whole.split("\n"))) if cell.lines else cell
