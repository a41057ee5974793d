"""One remark, where it stands and who makes it; and where in a text its words stand."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from cchc.files.documents.blocks import Spot

_LONGEST = 1_000  # letters of words that are looked for


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark of some `lines` about `words` at the place `spot`, as the reader of documents counts places.

    Without words, or where they do not stand there, it is about the first text at the place; a table without a row is
    its heading. Without a place it is about the beginning of the document.
    """

    spot: Spot
    words: str
    lines: tuple[str, ...]
    goes_on: int = 0
    """The rows below that of `spot` in which the words may stand too: a page has cut them off."""


@dataclass(frozen=True, slots=True)
class RemarkAuthor:
    """Who makes remarks: name, its initials, and the moment that is printed."""

    name: str
    initials: str
    at: datetime.datetime


def stretch_of(words: str, text: str) -> tuple[int, int] | None:
    """Return where `words` begin and end in `text`; None where they do not stand there as words of their own.

    Only letters and digits count, whatever blanks, marks and line breaks stand between them, and however their
    diacritics are coded. A number is no part of a longer one. Of very long words the beginning is looked for.

    >>> stretch_of("Quý  I/2026", "Trong quý I/2026."), stretch_of("1", "11 hoặc 2,1"), stretch_of("–", "a – b")
    ((6, 16), None, None)
    """
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rpartition(" ")[0]
    asked, (held, places) = _signs(words)[0], _signs(text)
    at = held.find(asked) if asked else -1
    while at >= 0:
        begin, end = places[at], places[at + len(asked) - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if _stands_alone(text, begin, end):
            return begin, end
        at = held.find(asked, at + 1)
    return None


@lru_cache(maxsize=256)
def _signs(text: str) -> tuple[str, tuple[int, ...]]:
    """The letters, digits and diacritics of a text, and the place in it of the sign that each is a part of."""
    parts = [(part, at) for at, sign in enumerate(text) for part in _parts(sign)]
    return "".join(part for part, _ in parts), tuple(at for _, at in parts)


@cache
def _parts(sign: str) -> str:
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFD", sign).casefold())
    return "".join(part for part in folded if part.isalnum() or unicodedata.combining(part))


def _stands_alone(text: str, begin: int, end: int) -> bool:
    before, behind = text[max(0, begin - 2) : begin], text[end : end + 2]
    if before[-1:].isalnum() or behind[:1].isalnum():
        return False
    goes_on_before = len(before) == 2 and before[0].isdigit() and before[1] in ".,"
    goes_on_behind = len(behind) == 2 and behind[1].isdigit() and behind[0] in ".,"
    return not (goes_on_before and text[begin].isdigit()) and not (goes_on_behind and text[end - 1].isdigit())


def best_of(words: str, texts: Sequence[str]) -> tuple[int, tuple[int, int]] | None:
    """Return which of `texts` holds `words`, and where in it; of several the shortest, of which they are most: the cell
    "Sở Nội vụ" rather than a task that names it too."""
    found = [(len(text), at, where) for at, text in enumerate(texts) if (where := stretch_of(words, text))]
    return min(found)[1:] if found else None
