"""Answers in people's own words: a first grouping by what they share, which a person then reads.

Nothing is understood here and nothing leaves the house: answers that share a pair of words that stand side by side
("thái độ", "chờ lâu", "phí lệ") lie in one group, the largest group first. Vietnamese words are mostly of two
syllables, so a pair says what a single syllable does not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
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


MOST_READ = 500
"""So many letters of an answer group it, some hundred words: who writes more names the matter at the beginning."""


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
    pairs = _Pairs()
    counted: Counter[int] = Counter()
    for text in texts:
        counted.update({pair for pair, _written in pairs.of(text)})
    shared = {pair for pair, count in counted.items() if count >= smallest}
    holders: dict[int, set[int]] = defaultdict(set)
    writings: dict[int, Counter[str]] = defaultdict(Counter)
    for place, text in enumerate(texts):
        for pair, written in pairs.of(text):
            if pair in shared and place not in holders[pair]:
                holders[pair].add(place)
                writings[pair][written] += 1
    waiting = [(-len(places), pairs.words(pair), pair) for pair, places in holders.items()]
    heapify(waiting)
    left, groups = set(range(len(texts))), []
    while waiting:
        size, words, pair = heappop(waiting)
        places = holders[pair] & left
        if len(places) == -size:
            groups.append(SharedWords(_most_written(writings[pair]), tuple(sorted(places))))
            left -= places
        elif len(places) >= smallest:
            heappush(waiting, (-len(places), words, pair))
    return AnswerGroups(tuple(groups), tuple(sorted(left)))


class _Pairs:
    """Pairs of words side by side that may group, each as one number: most stand in one answer alone, and of twenty
    thousand long answers there are more than a page has room for as texts."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.keys: list[str] = []
        self.by_key: dict[str, int] = {}

    def of(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the pairs of an answer, each with how it is written there."""
        words = [one.casefold() for one in words_of(text[:MOST_READ])]
        for (left, first), (right, second) in pairwise((self._number(one), one) for one in words):
            if left >= 0 and right >= 0:
                yield (left << 32) + right, f"{first} {second}"

    def words(self, pair: int) -> tuple[str, str]:
        """The keys of the two words of a pair, by which equal groups are ordered."""
        return self.keys[pair >> 32], self.keys[pair & 0xFFFFFFFF]

    def _number(self, word: str) -> int:
        """The number of a word, of its spellings together; -1 for one that groups nothing."""
        known = self.numbers.get(word)
        if known is None:
            key = spelling_key(word)
            known = -1 if key in _BETWEEN else self.by_key.setdefault(key, len(self.keys))
            if known == len(self.keys):
                self.keys.append(key)
            self.numbers[word] = known
        return known


def _most_written(writings: Counter[str]) -> str:
    """How most write it; of as many the first in the order of letters."""
    return min(writings, key=lambda one: (-writings[one], one))
