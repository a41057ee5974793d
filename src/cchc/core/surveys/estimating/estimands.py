"""What is to be estimated: shares, means, ratios and totals of what was counted of an item or a factor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class EstimandKind(StrEnum):
    """A share lies between 0 and 1 and has an interval that does; a ratio is of two sums, a total is a sum."""

    SHARE = "share"
    MEAN = "mean"
    RATIO = "ratio"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Estimand:
    """A figure of an item or factor `code`. `values` say what each level counts, and a level that they do not name is a
    missing answer; without them the level is the number. `over_base`: it is divided by the sum of `base`, else by how
    many answered."""

    code: str
    kind: EstimandKind
    values: Mapping[str, Fraction] | None = None
    over_base: bool = False


def share_of(code: str, satisfied: Sequence[str], valid: Sequence[str]) -> Estimand:
    """The share of the `satisfied` levels among the `valid` ones: a proportion, or the satisfaction rate of an item.

    >>> share_of("q1", ["4", "5"], ["3", "4", "5"]).values
    {'3': Fraction(0, 1), '4': Fraction(1, 1), '5': Fraction(1, 1)}
    """
    return Estimand(code, EstimandKind.SHARE, {level: Fraction(level in satisfied) for level in valid})


def factor_share(code: str) -> Estimand:
    """The satisfaction rate of a factor, counted in pairs: satisfied answers of valid ones, over all its items. Over
    all items of a questionnaire it is the overall rate as the average of its items, each weighing as it was counted."""
    return Estimand(code, EstimandKind.SHARE, over_base=True)


def mean_of(code: str, points: Mapping[str, Fraction] | None = None) -> Estimand:
    """The mean of a number, or of the `points` of levels (A 100, B 60, C 20, D 0)."""
    return Estimand(code, EstimandKind.MEAN, points)


def ratio_of(code: str) -> Estimand:
    """The ratio of two sums, counted in pairs: the level over the base."""
    return Estimand(code, EstimandKind.RATIO, over_base=True)


def total_of(code: str, values: Mapping[str, Fraction] | None = None) -> Estimand:
    """The sum over the population of a number, or of what the levels count (1 and 0: how many persons)."""
    return Estimand(code, EstimandKind.TOTAL, values)
