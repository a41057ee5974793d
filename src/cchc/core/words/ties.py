"""Values that print alike although they differ: more places tell them apart, up to four; then a mark says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.words.numbers import rounded_number

MOST_PLACES = 4


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """A value as it prints: rounded to `places`; `about` where a different value prints exactly the same."""

    value: Fraction
    places: int
    about: bool = False


def printed_values(
    values: Iterable[Fraction], places: int = 2, rounding: str = "half_up"
) -> dict[Fraction, PrintedValue]:
    """Return how each of `values` prints beside the others, by its exact value.

    A value has `places` decimals; more, up to `MOST_PLACES`, where another value would print the same; where four
    places do not tell them apart either, both are `about`. Equal values print alike.

    >>> near = [Fraction("83.4412"), Fraction("83.4449"), Fraction(90), Fraction(90)]
    >>> [(str(float(one.value)), one.places) for one in printed_values(near).values()]
    [('83.441', 3), ('83.445', 3), ('90.0', 2)]
    >>> printed_values([Fraction(2, 3), Fraction("0.666667")])[Fraction(2, 3)].about
    True
    """
    ordered = sorted(set(values))
    most = max(places, MOST_PLACES)
    printed = {}
    for place, value in enumerate(ordered):
        beside = (*ordered[max(place - 1, 0) : place], *ordered[place + 1 : place + 2])
        printed[value] = _told_apart(value, beside, places, most, rounding)
    return printed


def _told_apart(
    value: Fraction, beside: tuple[Fraction, ...], places: int, most: int, rounding: str
) -> PrintedValue:
    """Rounding never changes the order of values, so only the next lower and the next higher one can print alike."""
    for used in range(places, most + 1):
        rounded = rounded_number(value, used, rounding)
        if all(rounded_number(other, used, rounding) != rounded for other in beside):
            return PrintedValue(rounded, used)
    return PrintedValue(rounded_number(value, most, rounding), most, about=True)
