"""What stays and what changes between two texts or two orders, in a time that grows only as they do."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

_WORDS = re.compile(r"\s+|\d+(?:[./,-]\d+)+|\w+|[^\w\s]")
_DEEPEST = 8  # how often what lies between two words that stay is looked at once more


def longest_rising(places: Sequence[int]) -> set[int]:
    """The most of these different numbers that already stand in rising order: the others are what moved.

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
    """The pieces of two texts, word by word: what stays ("same"), goes ("old") and comes ("new").

    What both begin and end with stays, and so does a word that each of them holds once; between two such words it is
    looked at in the same way again.

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
    """The same in pieces of words, any of which may be empty."""
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
    """Where the words stand that each of the two holds once, the most of them that keep their order."""
    times_old, times_new = Counter(old), Counter(new)
    place = {word: at for at, word in enumerate(new) if times_new[word] == 1}
    pairs = [(at, place[word]) for at, word in enumerate(old) if times_old[word] == 1 and word in place]
    kept = longest_rising([at for _old, at in pairs])
    return [pair for pair in pairs if pair[1] in kept]
