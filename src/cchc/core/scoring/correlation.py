"""Rank correlation: how alike two orders of the same units are, with ties, computed from the exact points.

* Spearman's ρ: the product-moment correlation of the ranks, equals sharing the mean of their ranks (C. Spearman, The
  proof and measurement of association between two things, American Journal of Psychology 15, 1904).
* Kendall's τ-b: agreeing less disagreeing pairs over all pairs that neither order ties (M. G. Kendall, The treatment
  of ties in ranking problems, Biometrika 33, 1945).

Both lie between −1 (the order reversed) and 1 (the same order). Each is a fraction over a square root: what is given is
the fraction and the number under the root, both exact, and its sign and size are compared without rounding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import isqrt
from typing import NamedTuple

from cchc.core.words.numbers import rounded_number, total

PLACES = 4


class Coefficient(NamedTuple):
    """A coefficient `above` / √`under`, exact."""

    above: Fraction
    under: Fraction

    def rounded(self, places: int = PLACES) -> Fraction:
        """Return the coefficient rounded to decimal `places`, halves away from zero: the root is taken exactly, not in
        floating point.

        >>> str(Coefficient(Fraction(1), Fraction(2)).rounded())
        '7071/10000'
        """
        finer = 10 ** (places + 6)
        # |above| / √under = √(above² / under): the root of a whole number of squared units, cut off.
        square = self.above * self.above / self.under * finer * finer
        root = Fraction(isqrt(square.numerator // square.denominator), finer)
        return rounded_number(root if self.above >= 0 else -root, places)


def mean_ranks(values: Sequence[Fraction]) -> list[Fraction]:
    """Return the rank of each value, the highest first; equals share the mean of their ranks.

    >>> [str(rank) for rank in mean_ranks([Fraction(9), Fraction(7), Fraction(9), Fraction(5)])]
    ['3/2', '3', '3/2', '4']
    """
    count = Counter(values)
    ranks, ahead = {}, 0
    for value in sorted(count, reverse=True):
        ranks[value] = ahead + Fraction(count[value] + 1, 2)
        ahead += count[value]
    return [ranks[value] for value in values]


def spearman(one: Sequence[Fraction], other: Sequence[Fraction]) -> Coefficient | None:
    """Return Spearman's ρ of two lists of the same units; None where one of them ties them all.

    The textbook example without ties, 1 − 6 Σd² / n(n² − 1):

    >>> found = spearman([Fraction(x) for x in (5, 4, 3, 2, 1)], [Fraction(x) for x in (4, 5, 3, 1, 2)])
    >>> found is not None and str(found.rounded())
    '4/5'
    """
    pairs = list(zip(mean_ranks(one), mean_ranks(other), strict=True))
    if not pairs:
        return None
    middle = Fraction(len(pairs) + 1, 2)
    products = total([(x - middle) * (y - middle) for x, y in pairs])
    squares = [total([(pair[side] - middle) ** 2 for pair in pairs]) for side in (0, 1)]
    return Coefficient(products, squares[0] * squares[1]) if all(squares) else None


def kendall(one: Sequence[Fraction], other: Sequence[Fraction]) -> Coefficient | None:
    """Return Kendall's τ-b of two lists of the same units; None where one of them ties them all.

    >>> found = kendall([Fraction(x) for x in (5, 4, 3, 2, 1)], [Fraction(x) for x in (4, 5, 3, 1, 2)])
    >>> found is not None and str(found.rounded())
    '3/5'
    """
    agreeing = untied_one = untied_other = 0
    for (x, y), (u, v) in combinations(zip(one, other, strict=True), 2):
        first, second = (x > u) - (x < u), (y > v) - (y < v)
        agreeing += first * second
        untied_one += bool(first)
        untied_other += bool(second)
    if not untied_one or not untied_other:
        return None
    return Coefficient(Fraction(agreeing), Fraction(untied_one * untied_other))
