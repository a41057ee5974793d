"""Search on the portal: units and criteria of the standing release, without diacritics; and all units by letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from cchc.core.words.marking import MarkedPiece, pieces_of
from cchc.core.words.names import search_key, sort_key
from cchc.portal.queries.shelf import criteria_of_set
from cchc.releases.exchange.content import PublicContent

MOST_FOUND = 60
LONGEST_SEARCH = 100  # letters; of a longer text the beginning is searched


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page that was found: its address below the release, its name in pieces with the hits marked, and what it is."""

    address: str
    pieces: tuple[MarkedPiece, ...]
    about: str


def found_in(content: PublicContent, text: str) -> tuple[tuple[FoundPage, ...], tuple[FoundPage, ...]]:
    """Return the units, under any name of their lineage, and the criteria whose name or number holds every word of
    `text`; each at most `MOST_FOUND`."""
    searched = text[:LONGEST_SEARCH]
    words = search_key(searched).split()
    if not words:
        return (), ()
    return _first(_units(content, searched, words)), _first(_criteria(content, searched, words))


def _first(found: Iterator[FoundPage]) -> tuple[FoundPage, ...]:
    return tuple(page for page, _count in zip(found, range(MOST_FOUND), strict=False))


def _holds(words: list[str], *names: str) -> bool:
    keys = " ".join(search_key(name) for name in names)
    return all(word in keys for word in words)


def _units(content: PublicContent, searched: str, words: list[str]) -> Iterator[FoundPage]:
    for unit in content.units:
        before = [one.name for one in unit.lineage]
        if _holds(words, unit.name, unit.code, *before):
            about = (
                unit.group if _holds(words, unit.name, unit.code) else f"{unit.group} · {', '.join(before)}"
            )
            yield FoundPage(f"don-vi/{unit.key}/", pieces_of(unit.name, searched, 200), about)


def _criteria(content: PublicContent, searched: str, words: list[str]) -> Iterator[FoundPage]:
    for stored in content.sets:
        for node in criteria_of_set(stored).walk():
            if _holds(words, node.name) or node.number == searched.strip():
                address = f"tieu-chi/{stored.code}/{node.number}/"
                yield FoundPage(address, pieces_of(f"{node.number}. {node.name}", searched, 200), stored.name)


_TITLE = re.compile(r"^(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|sở)\s+", re.IGNORECASE)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name of a unit, its own or one of its lineage: the address of its page, and what it is."""

    address: str
    name: str
    about: str

    @property
    def own(self) -> str:
        """The name without what kind of unit it is: nearly all of them begin with the same few words."""
        return _TITLE.sub("", self.name)


@dataclass(frozen=True, slots=True)
class LetterOfNames:
    """The names that begin with a letter, in their order."""

    letter: str
    names: tuple[ListedName, ...]


def units_by_letter(content: PublicContent) -> tuple[LetterOfNames, ...]:
    """Return all units by the letters of their names, those of their lineage too, in the order of the alphabet."""
    names = {
        ListedName(
            f"don-vi/{unit.key}/", name, unit.group if name == unit.name else f"{unit.group} · {unit.name}"
        )
        for unit in content.units
        for name in (unit.name, *(one.name for one in unit.lineage))
    }
    ordered = sorted(names, key=lambda one: (sort_key(one.own), one.name, one.address))
    return tuple(
        LetterOfNames(letter, tuple(group))
        for letter, group in groupby(ordered, key=lambda one: _letter(one.own))
    )


def _letter(name: str) -> str:
    """The first letter or digit of a name, as the alphabet counts it: without tone, with its hat or hook."""
    first = next(filter(str.isalnum, unicodedata.normalize("NFC", name)), "")
    plain = _TONES.sub("", unicodedata.normalize("NFD", first))
    return unicodedata.normalize("NFC", plain).upper()
