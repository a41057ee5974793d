"""Where a searched text stands in another one, whatever the diacritics of both, and an excerpt around it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from cchc.core.words.letters import composed_text
from cchc.core.words.names import search_key

CUT = "…"


class MarkedPiece(NamedTuple):
    """A piece of a text: its letters, and whether they are those that were searched."""

    text: str
    is_hit: bool


def hit_span(text: str, searched: str) -> tuple[int, int] | None:
    """Return where `searched` first stands in `text`, as the place of its first letter and the place behind its last
    one; None where it does not, or where it is empty. `text` is composed.

    >>> hit_span("Sở Thuỷ lợi Đông Hoà", "thuy loi d"), hit_span("Sở Nội vụ", "nội  VỤ"), hit_span("Sở Nội vụ", "y tế")
    ((3, 13), (3, 9), None)
    """
    key = search_key(searched)
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for folded in _folded(letter):
            if folded != " " or (letters and letters[-1] != " "):
                letters.append(folded)
                places.append(place)
    at = "".join(letters).find(key) if key else -1
    return None if at < 0 else (places[at], places[at + len(key) - 1] + 1)


def pieces_of(text: str, searched: str, most: int) -> tuple[MarkedPiece, ...]:
    """Return `text` in pieces, with what was searched apart. Of more than `most` letters those around the hit stay,
    with an ellipsis where words were left out.

    >>> pieces_of("Sở Nội vụ", "noi", 80)
    (MarkedPiece(text='Sở ', is_hit=False), MarkedPiece(text='Nội', is_hit=True), MarkedPiece(text=' vụ', is_hit=False))
    >>> "".join(piece.text for piece in pieces_of("một hai ba bốn năm sáu bảy tám chín mười", "sau", 22))
    '…bốn năm sáu bảy tám…'
    """
    text = composed_text(text)
    start, end = hit_span(text, searched) or (0, 0)
    first, last = _window(text, start, end, most)
    pieces = (
        MarkedPiece((CUT if first else "") + text[first:start], False),
        MarkedPiece(text[start:end], True),
        MarkedPiece(text[end:last] + (CUT if last < len(text) else ""), False),
    )
    return tuple(piece for piece in pieces if piece.text)


def _window(text: str, start: int, end: int, most: int) -> tuple[int, int]:
    """Return which part of `text` is shown: whole words around the hit, the hit itself always whole."""
    if len(text) <= most:
        return 0, len(text)
    first = max(0, start - max(0, most - (end - start)) // 2)
    last = max(end, min(len(text), first + most))
    if first:
        first = min(start, text.find(" ", first, start) + 1 or start)
    if last < len(text):
        last = max(end, text.rfind(" ", end, last))
    return first, last


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    """Return what becomes of one letter in a search key."""
    return search_key(f"a{letter}a")[1:-1]
