"""The differences between two texts, two orders or two tables, in a time that grows only in proportion to their
lengths."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

Texts = Mapping[str, str]

_WORDS = re.compile(r"\s+|\d+(?:[./,-]\d+)+|\w+|[^\w\s]")
_DEEPEST = 8  # the depth to which the words between two kept words are compared again


def longest_rising(places: Sequence[int]) -> set[int]:
    """Return the largest set of these different numbers that stand in rising order: all other numbers have moved.

    >>> sorted(longest_rising([4, 0, 1, 2, 3])), sorted(longest_rising([0, 2, 1]))
    ([0, 1, 2, 3], [0, 1])
    """
    ends: list[int] = []
    chain: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        chain[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    kept = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = chain[last]
    return kept


def changed_words(old: str, new: str) -> list[tuple[str, str]]:
    """Return the words that stay ("same"), go ("old") and come ("new") between two texts.

    Common beginnings and ends stay, and so does a word that occurs once in each text; the words between two such
    words are compared in the same way again.

    >>> changed_words("Quý II năm 2026", "Quý III năm 2026")
    [('same', 'Quý '), ('old', 'II'), ('new', 'III'), ('same', ' năm 2026')]
    """
    parts: list[tuple[str, str]] = []
    pending: dict[str, list[str]] = {"old": [], "new": [], "same": []}

    def settle(*kinds: str) -> None:
        for kind in kinds:
            if pending[kind]:
                parts.append((kind, "".join(pending[kind])))
                pending[kind].clear()

    for kind, words in _compared(_WORDS.findall(old), _WORDS.findall(new), _DEEPEST):
        if words:
            settle(*(("old", "new") if kind == "same" else ("same",)))
            pending[kind] += words
    settle("same", "old", "new")
    return parts


def _compared(old: list[str], new: list[str], deep: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the same for lists of words, with pieces that may be empty."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    yield "same", old[:head]
    ending = old[len(old) - tail :]
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    a = b = 0
    for i, j in _once_in_each(old, new) if deep else ():
        yield from _compared(old[a:i], new[b:j], deep - 1)
        yield "same", old[i : i + 1]
        a, b = i + 1, j + 1
    if a or b:
        yield from _compared(old[a:], new[b:], deep - 1)
    else:
        yield "old", old
        yield "new", new
    yield "same", ending


def _once_in_each(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Return the places of the words that occur once in each text, as many as keep their order."""
    times_old, times_new = Counter(old), Counter(new)
    place = {word: at for at, word in enumerate(new) if times_new[word] == 1}
    pairs = [(at, place[word]) for at, word in enumerate(old) if times_old[word] == 1 and word in place]
    kept = longest_rising([at for _old, at in pairs])
    return [pair for pair in pairs if pair[1] in kept]


class Turn(StrEnum):
    """What became of a row between two versions of a table."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class TurnedField(NamedTuple):
    """A field of a row that differs: its name, its text before and after, and the words between them."""

    name: str
    before: str
    after: str
    words: Sequence[tuple[str, str]]


def turned_fields(before: Texts, after: Texts, names: Iterable[str]) -> Iterator[TurnedField]:
    """Yield the fields of a row that differ, in the order of their `names`; one that is absent is empty.

    >>> [one.name for one in turned_fields({"a": "1", "b": "2"}, {"a": "1"}, ("a", "b"))]
    ['b']
    """
    for name in names:
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield TurnedField(name, old, new, changed_words(old, new))


def turned_rows(
    before: Mapping[str, Texts], after: Mapping[str, Texts], names: Iterable[str]
) -> Iterator[tuple[str, Turn, tuple[TurnedField, ...]]]:
    """Yield the keys of the rows that differ between two tables, what became of them, and the fields that differ: those
    of the later table in its order, then those that were taken out.

    >>> [(key, str(turn)) for key, turn, _ in turned_rows({"a": {}, "b": {}}, {"c": {}, "b": {}}, ())]
    [('c', 'added'), ('a', 'removed')]
    """
    listed = tuple(names)
    place = {key: at for at, key in enumerate(before)}
    kept = longest_rising([place[key] for key in after if key in place])
    for key, row in after.items():
        if key not in before:
            yield key, Turn.ADDED, ()
            continue
        fields = tuple(turned_fields(before[key], row, listed))
        if fields:
            yield key, Turn.CHANGED, fields
        elif place[key] not in kept:
            yield key, Turn.MOVED, ()
    for key in before:
        if key not in after:
            yield key, Turn.REMOVED, ()
