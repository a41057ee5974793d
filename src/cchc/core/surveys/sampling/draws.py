"""The draws: from keys to those that are drawn, each with its inclusion probability as an exact fraction.

All are decided by the permanent numbers of the keys (`seeds`): the order in which a frame lists its rows, a
generator of a library, the collation of a database play no part.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import lcm

from cchc.core.surveys.sampling.seeds import Seed
from cchc.core.words.numbers import total


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn of a set of keys, in order, the reserve in the order in which it is called up, and the inclusion
    probability of every key that could be drawn at its place; `certain` were taken without a draw."""

    drawn: tuple[str, ...]
    reserve: tuple[str, ...]
    probability: Mapping[str, Fraction]
    certain: frozenset[str] = frozenset()


def everybody(keys: Iterable[str]) -> Draw:
    """Return the draw in which all keys are taken.

    >>> everybody(["b", "a"]).drawn
    ('a', 'b')
    """
    drawn = tuple(sorted(keys))
    return Draw(drawn, (), dict.fromkeys(drawn, Fraction(1)), frozenset(drawn))


def simple_draw(seed: Seed, keys: Sequence[str], cases: int, reserve: int = 0) -> Draw:
    """Return the simple draw: the keys with the smallest permanent numbers, behind them the reserve.

    A larger draw holds every smaller one. Where there are no more keys than `cases`, all are drawn.

    >>> small, large = simple_draw(Seed("2026"), "abcdef", 2), simple_draw(Seed("2026"), "fedcba", 4)
    >>> set(small.drawn) < set(large.drawn), small.probability[small.drawn[0]]
    (True, Fraction(1, 3))
    """
    order = seed.ordered(keys, cases + reserve)
    each = Fraction(min(cases, len(keys)), len(keys)) if keys else Fraction(0)
    return Draw(tuple(order[:cases]), tuple(order[cases:]), dict.fromkeys(order, each))


def systematic_draw(
    seed: Seed, keys: Sequence[str], cases: int, reserve: int = 0, path: tuple[str, ...] = ()
) -> Draw:
    """Return the systematic draw from keys in the given order: each the same step behind the one before, from a random
    start; `path` are the names above, so that each list has a start of its own.

    The step is exact (10/3, not 3), so that every key has the probability `cases`/keys.

    >>> systematic_draw(Seed("2026"), "abcdefghij", 3).probability["a"]
    Fraction(3, 10)
    """
    if cases >= len(keys):
        return everybody(keys)
    start = seed.below(len(keys), "start", *path)
    drawn = tuple(keys[at // cases] for at in range(start, cases * len(keys), len(keys)))
    rest = set(keys).difference(drawn) if reserve else ()
    each = Fraction(cases, len(keys))
    return Draw(drawn, tuple(seed.ordered(rest, reserve)), dict.fromkeys(keys, each))


def proportional_draw(
    seed: Seed,
    sizes: Mapping[str, Fraction],
    cases: int,
    reserve: int = 0,
    path: tuple[str, ...] = (),
    *,
    in_order: bool = False,
) -> Draw:
    """Return the systematic draw with probabilities proportional to size, from keys in the order of `sizes`, or of
    their permanent numbers unless `in_order`.

    Keys whose size is at least a step are certain; the others share the rest anew, until none is (W. G. Madow, "On the
    theory of systematic sampling II", Annals of Mathematical Statistics 20 (1949)). The reserve is the rest by
    permanent number divided by size, so that larger ones are called up sooner. Sizes are decimals above 0.

    >>> draw = proportional_draw(Seed("2026"), {"a": Fraction(90), "b": Fraction(6), "c": Fraction(4)}, 2)
    >>> sorted(draw.certain), draw.probability["b"], sum(draw.probability.values())
    (['a'], Fraction(3, 5), Fraction(2, 1))
    """
    if cases >= len(sizes):
        return everybody(sizes)
    keys = list(sizes) if in_order else seed.ordered(sizes)
    probability = inclusion_probabilities(sizes, cases)
    certain = frozenset(key for key in keys if probability[key] == 1)
    open_keys = [key for key in keys if key not in certain]
    drawn = [key for key in keys if key in certain]
    if open_keys:
        drawn += _at_steps(seed, open_keys, [probability[key] for key in open_keys], path)
    taken = set(drawn)
    rest = [key for key in open_keys if key not in taken] if reserve else []
    rest.sort(key=lambda key: (seed.number(key) / sizes[key], key))
    return Draw(tuple(drawn), tuple(rest[:reserve]), probability, certain)


def inclusion_probabilities(sizes: Mapping[str, Fraction], cases: int) -> dict[str, Fraction]:
    """Return the inclusion probabilities proportional to size, none above 1: they sum to `cases`, at most all keys.

    >>> inclusion_probabilities({"a": Fraction(5), "b": Fraction(3), "c": Fraction(2)}, 1)["b"]
    Fraction(3, 10)
    """
    left, certain, whole = min(cases, len(sizes)), set[str](), total(list(sizes.values()))
    while True:
        more = [key for key, size in sizes.items() if key not in certain and size * left >= whole]
        if not more or not left:
            break
        certain.update(more)
        left -= len(more)
        whole -= total([sizes[key] for key in more])
    return {
        key: Fraction(1) if key in certain else (size * left / whole if whole else Fraction(0))
        for key, size in sizes.items()
    }


def _at_steps(
    seed: Seed, keys: Sequence[str], probability: Sequence[Fraction], path: tuple[str, ...]
) -> list[str]:
    """Return the keys at which the running sum of the probabilities passes a random start and each whole number behind
    it. In parts of their common denominator every start is a whole number, so that each key is hit by as many starts
    as its probability says, exactly."""
    parts = lcm(*{one.denominator for one in probability})
    ends = list(accumulate(one.numerator * (parts // one.denominator) for one in probability))
    start = seed.below(parts, "start", *path)
    return [keys[bisect_right(ends, at)] for at in range(start, ends[-1], parts)]
