"""How far people who judged the same things agree, and whether one of them judges unlike the others; exact.

Sources: J. Cohen, "Weighted kappa", Psychological Bulletin 70 (1968), 213-220; N. Cliff, "Dominance statistics",
Psychological Bulletin 114 (1993), 494-509; what counts as a large dominance: J. Romano and others, "Appropriate
statistics for ordinal level data" (2006).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from hashlib import sha256
from math import ceil
from typing import NamedTuple, TypeVar

from cchc.core.words.numbers import total

Rating = TypeVar("Rating")

FEWEST_JUDGED = 5
"""Of how many things each side must have judged before one person is set against the others."""
LARGE_DOMINANCE = Fraction(474, 1000)
"""From which dominance on one person judges unlike the others (Romano and others: a large effect)."""


class Agreement(NamedTuple):
    """How far two people agree on so many `cells`: on which share of them they say the same, by how many points they
    differ on the average, and weighted kappa, None where chance alone would make them agree."""

    cells: int
    equal: Fraction
    difference: Fraction
    kappa: Fraction | None


def agreement_on(pairs: Sequence[tuple[Fraction, Fraction]], maxima: Sequence[Fraction]) -> Agreement | None:
    """Return how far two people agree who each gave points to the same things; `maxima` are the most that each thing
    gives, in the same order. Kappa weighs by how far the shares of the maximum lie apart, so that criteria of many and
    of few points count alike. None where there is nothing.

    >>> both = [(Fraction(2), Fraction(2)), (Fraction(1), Fraction(2)), (Fraction(0), Fraction(0))]
    >>> found = agreement_on(both, [Fraction(2)] * 3)
    >>> found.cells, str(found.equal), str(found.difference), str(found.kappa)
    (3, '2/3', '1/3', '2/3')
    """
    if not pairs:
        return None
    shares = [
        (one / most if most else one, other / most if most else other)
        for (one, other), most in zip(pairs, maxima, strict=True)
    ]
    return Agreement(
        cells=len(pairs),
        equal=Fraction(sum(one == other for one, other in pairs), len(pairs)),
        difference=total([abs(one - other) for one, other in pairs]) / len(pairs),
        kappa=weighted_kappa(shares, lambda one, other: abs(one - other)),
    )


def weighted_kappa(
    pairs: Sequence[tuple[Rating, Rating]], disagreement: Callable[[Rating, Rating], Fraction]
) -> Fraction | None:
    """Return Cohen's weighted kappa of the ratings of two people: 1 where they always say the same, 0 where they differ
    as much as chance would have it, below 0 where they differ more. None where chance gives no disagreement at all:
    both said one and the same of everything.

    `disagreement` weighs two ratings, 0 for the same one; how often each person used each rating is what chance knows.
    """
    count = len(pairs)
    first, second = Counter(one for one, _other in pairs), Counter(other for _one, other in pairs)
    expected = total([disagreement(a, b) * (m * n) for a, m in first.items() for b, n in second.items()])
    if expected == 0:
        return None
    observed = total([disagreement(a, b) * n for (a, b), n in Counter(pairs).items()])
    return 1 - observed * count / expected


def dominance(own: Sequence[Fraction], others: Sequence[Fraction]) -> Fraction | None:
    """Return Cliff's dominance of `own` over `others`: how much more often one of the first is larger than one of the
    second than it is smaller, from -1 (always smaller) over 0 to 1 (always larger). A few wild values change it little.
    None where one side has fewer than `FEWEST_JUDGED`.

    >>> str(dominance([Fraction(1)] * 5, [Fraction(0)] * 4 + [Fraction(1)])), dominance([], [])
    ('4/5', None)
    """
    if min(len(own), len(others)) < FEWEST_JUDGED:
        return None
    row = sorted(others)
    over = sum(bisect_left(row, one) - (len(row) - bisect_right(row, one)) for one in own)
    return Fraction(over, len(own) * len(row))


def drawn(names: Sequence[str], share: Fraction, seed: str) -> list[str]:
    """Return the `share` (0 to 1) of `names` that is drawn by `seed`, rounded up, in the order of the draw: that of the
    SHA-256 of "seed|name", so that anybody can draw again with any tool.

    >>> drawn(["A/1", "A/2", "B/1", "B/2"], Fraction(1, 2), "2026")
    ['B/2', 'B/1']
    """
    return sorted(set(names), key=lambda name: lot(name, seed))[: ceil(share * len(set(names)))]


def lot(name: str, seed: str) -> str:
    """Return the lot of a name in the draw by `seed`, hexadecimal: the smallest lots are drawn.

    >>> lot("A/1", "2026")[:8]
    'b60685f9'
    """
    return sha256(f"{seed}|{name}".encode()).hexdigest()
