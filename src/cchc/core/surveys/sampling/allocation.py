"""How a sample is shared among strata: whole numbers that sum to it and never exceed a stratum.

By priorities (A. Sainte-Laguë 1910; for the optimal allocation T. Wright, "A general exact optimal sample allocation
algorithm", Survey Methodology 43 (2017)): each next case goes to the stratum whose measure, divided by twice what it
has and one, is greatest. So a larger sample takes nothing from any stratum, which rounding of shares does not promise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from heapq import heapify, heappop, heappush

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.core.words.numbers import total

_ROOT_PLACES = 24
HIGHEST_DENOMINATOR = 20


class AllocationRule(StrEnum):
    """By what the strata share: their size, equally, size times spread (Neyman), or a power of the size."""

    PROPORTIONAL = "proportional"
    EQUAL = "equal"
    NEYMAN = "neyman"
    POWER = "power"


@dataclass(frozen=True, slots=True)
class StratumSize:
    """A stratum: its name, how many it has, and for Neyman the standard deviation expected in it."""

    name: str
    size: int
    spread: Fraction | None = None


def allocation(
    cases: int,
    strata: Sequence[StratumSize],
    rule: AllocationRule = AllocationRule.PROPORTIONAL,
    *,
    exponent: Fraction = Fraction(1, 2),
    least: int = 1,
) -> dict[str, int]:
    """Return how many of `cases` each stratum gets, in the order of `strata`: at least `least` (or all that it has).

    `exponent` is for the power rule alone: 1 is proportional, 0 equal. Equal priorities go to the first name. Raises
    `Faults` with everything that is wrong in the figures.

    >>> allocation(10, [StratumSize("Phường", 300), StratumSize("Xã", 100)])
    {'Phường': 8, 'Xã': 2}
    >>> strata = [StratumSize("A", 100, Fraction(1)), StratumSize("B", 100, Fraction(3)), StratumSize("C", 4)]
    >>> allocation(40, strata[:2], AllocationRule.NEYMAN), allocation(30, strata, AllocationRule.EQUAL)
    ({'A': 10, 'B': 30}, {'A': 13, 'B': 13, 'C': 4})
    """
    faults = _faults(cases, strata, rule, exponent, least)
    if faults:
        raise Faults(faults)
    measures = {one.name: _measure(one, rule, exponent) for one in strata}
    taken = {one.name: min(least, one.size) for one in strata}
    room = {one.name: one.size for one in strata}
    among = total(list(measures.values()))
    filled = {name: _head_start(measure, cases, len(measures), among) for name, measure in measures.items()}
    begun = {name: max(taken[name], min(filled[name], room[name])) for name in taken}
    if sum(begun.values()) <= cases:
        taken = begun
    _fill(taken, room, cases - sum(taken.values()), measures)
    left = cases - sum(taken.values())
    if left:  # what has a spread is full: the rest go by size
        _fill(taken, room, left, {one.name: Fraction(one.size) for one in strata})
    return taken


def _fill(taken: dict[str, int], room: dict[str, int], left: int, measures: dict[str, Fraction]) -> None:
    """Give the next `left` cases by priority, as far as strata with a measure have room."""
    waiting = [
        (-measure / (2 * taken[name] + 1), name)
        for name, measure in measures.items()
        if measure and taken[name] < room[name]
    ]
    heapify(waiting)
    while left and waiting:
        _, name = heappop(waiting)
        taken[name] += 1
        left -= 1
        if taken[name] < room[name]:
            heappush(waiting, (-measures[name] / (2 * taken[name] + 1), name))


def _head_start(measure: Fraction, cases: int, strata: int, among: Fraction) -> int:
    """Return how many a stratum surely gets, where no stratum is full: those whose priority is above the measure
    `among` all divided by twice the cases less the strata."""
    whole = 2 * cases - strata
    return int((measure * whole / among + 1) / 2) if whole > 0 and among else 0


def _measure(stratum: StratumSize, rule: AllocationRule, exponent: Fraction) -> Fraction:
    if rule is AllocationRule.EQUAL:
        return Fraction(1)
    if rule is AllocationRule.NEYMAN:
        return stratum.size * (stratum.spread or Fraction(0))
    if rule is AllocationRule.POWER:
        return _power(stratum.size, exponent)
    return Fraction(stratum.size)


def _power(base: int, exponent: Fraction) -> Fraction:
    """Return `base` to a power from 0 to 1, cut to 24 places: the same on every machine, as no float promises."""
    root = exponent.denominator
    scaled = base**exponent.numerator * 10 ** (_ROOT_PLACES * root)
    return Fraction(_whole_root(scaled, root), 10**_ROOT_PLACES)


def _whole_root(number: int, root: int) -> int:
    """Return the greatest whole number whose power `root` is at most `number`, by Newton's rule."""
    if root == 1 or number < 2:
        return number
    guess = 1 << -(-number.bit_length() // root)
    while True:
        better = ((root - 1) * guess + number // guess ** (root - 1)) // root
        if better >= guess:
            return guess
        guess = better


def _faults(
    cases: int, strata: Sequence[StratumSize], rule: AllocationRule, exponent: Fraction, least: int
) -> list[Fault]:
    faults = [_fault(one.name, one.size, SIZE, EMPTY_STRATUM) for one in strata if one.size < 1]
    names = Counter(one.name for one in strata)
    faults += [_fault(name, name, ONCE, TWICE) for name in sorted(names) if names[name] > 1]
    if rule is AllocationRule.NEYMAN:
        faults += [
            _fault(one.name, "" if one.spread is None else one.spread, SPREAD, NO_SPREAD)
            for one in strata
            if one.spread is None or one.spread < 0
        ]
    if rule is AllocationRule.POWER and not (
        0 <= exponent <= 1 and exponent.denominator <= HIGHEST_DENOMINATOR
    ):
        faults.append(_fault(None, exponent, EXPONENT, NO_EXPONENT))
    there = sum(max(one.size, 0) for one in strata)
    needed = sum(min(least, max(one.size, 0)) for one in strata)
    if cases > there:
        faults.append(_fault(None, cases, Message("at most {there}", there=there), TOO_MANY))
    elif cases < needed:
        faults.append(_fault(None, cases, Message("at least {needed}", needed=needed), TOO_FEW))
    return faults


def _fault(stratum: str | None, found: object, expected: Message, why: Message) -> Fault:
    return Fault(Place(unit=stratum), str(found), expected, why)


SIZE = Message("a size from 1 on")
EMPTY_STRATUM = Message("The stratum has nobody: leave it out, or mend the frame.")
ONCE = Message("each stratum once")
TWICE = Message("The stratum stands twice: put its rows together.")
SPREAD = Message("a standard deviation from 0 on")
NO_SPREAD = Message("Neyman's allocation needs the spread expected in each stratum: state it.")
EXPONENT = Message("a fraction from 0 to 1, such as 0,5")
NO_EXPONENT = Message("The exponent of the power allocation is none: 1 is proportional, 0 equal.")
TOO_MANY = Message("More are to be drawn than there are: lower the number.")
TOO_FEW = Message("Fewer are to be drawn than the strata need together: raise the number, or join strata.")
