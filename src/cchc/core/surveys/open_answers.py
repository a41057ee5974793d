"""Answers in people's own words: a first grouping by what they share, which a person then reads.

Nothing is understood here and nothing leaves the house: answers that share a pair of words that stand side by side
("thái độ", "chờ lâu", "phí lệ") lie in one group, the largest group first. Vietnamese words are mostly of two
syllables, so a pair says what a single syllable does not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise

from cchc.core.words.letters import words_of
from cchc.core.words.names import spelling_key

# Syllables that stand between words of any meaning: a pair with one of them groups nothing ("của xã", "rất tốt").
# From the open answers of questionnaires of this kind; those that carry meaning beside another syllable ("không",
# "chưa", "hơn") are left in.
_BETWEEN = frozenset(
    spelling_key(one)
    for one in words_of(
        "và với của là thì mà ở tại trong ngoài trên dưới cho để từ đến về do vì nên bị được đã đang sẽ các những một "
        "này kia đó ấy có rất cũng còn như khi nếu tôi chúng ta em anh chị ông bà dạ ạ nhé thêm nữa theo bằng vào ra "
        "lại hay hoặc nhưng cần phải mong muốn xin đề nghị kiến"
    )
)


@dataclass(frozen=True, slots=True)
class SharedWords:
    """A group of answers: the pair of words they share as most of them write it, and their places in what was given
    (from 0, in order)."""

    words: str
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnswerGroups:
    """The groups, the largest first, and the places of the answers that share nothing with enough others."""

    groups: tuple[SharedWords, ...]
    alone: tuple[int, ...]


def grouped_answers(texts: Sequence[str], smallest: int = 3) -> AnswerGroups:
    """Return answers grouped by a pair of words that they share; a group has `smallest` answers or more.

    Each answer lies in one group or alone. The pair that most answers share makes the first group; what is left is
    grouped again. The order of the texts changes which places stand in a group, never which texts stand together.

    >>> found = grouped_answers(["Cán bộ thái độ tốt", "Thái độ chưa tốt", "chờ lâu quá", "Chờ lâu", "Ổn"], smallest=2)
    >>> [(one.words, one.answers) for one in found.groups], found.alone
    ([('chờ lâu', (2, 3)), ('thái độ', (0, 1))], (4,))
    """
    holders: dict[tuple[str, str], set[int]] = defaultdict(set)
    writings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for place, text in enumerate(texts):
        for pair, written in _pairs(text):
            if place not in holders[pair]:
                holders[pair].add(place)
                writings[pair][written] += 1
    waiting = [(-len(places), pair) for pair, places in holders.items() if len(places) >= smallest]
    heapify(waiting)
    left, groups = set(range(len(texts))), []
    while waiting:
        counted, pair = heappop(waiting)
        places = holders[pair] & left
        if len(places) == -counted:
            groups.append(SharedWords(_most_written(writings[pair]), tuple(sorted(places))))
            left -= places
        elif len(places) >= smallest:
            heappush(waiting, (-len(places), pair))
    return AnswerGroups(tuple(groups), tuple(sorted(left)))


def _pairs(text: str) -> list[tuple[tuple[str, str], str]]:
    """The pairs of words side by side that may group, each with how it is written here."""
    words = [one.casefold() for one in words_of(text)]
    keys = [spelling_key(one) for one in words]
    return [
        ((left, right), f"{words[place]} {words[place + 1]}")
        for place, (left, right) in enumerate(pairwise(keys))
        if left not in _BETWEEN and right not in _BETWEEN
    ]


def _most_written(writings: Counter[str]) -> str:
    """How most write it; of as many the first in the order of letters."""
    return min(writings, key=lambda one: (-writings[one], one))
