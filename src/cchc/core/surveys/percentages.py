"""Percentages of surveys in print: one decimal, and more where one would turn almost nothing into nothing."""

from __future__ import annotations

from fractions import Fraction

from cchc.core.words.numbers import printed_number, rounded_number

MOST_PLACES = 4
_ENDS = (Fraction(0), Fraction(100))


def percentage_places(value: Fraction) -> int:
    """Return with how many decimals a percentage (0–100) is printed: one; up to four for what is not 0 or 100 and would
    be printed so, because an interval that ends at 99.96 does not hold 100.

    >>> percentage_places(Fraction("98.3")), percentage_places(Fraction("99.96")), percentage_places(Fraction(100))
    (1, 2, 1)
    """
    if value in _ENDS:
        return 1
    enough = (one for one in range(1, MOST_PLACES) if rounded_number(value, one) not in _ENDS)
    return next(enough, MOST_PLACES)


def printed_percentage(value: Fraction, decimal: str = ",") -> str:
    """Return a percentage as it is printed, without its sign.

    >>> [printed_percentage(Fraction(one)) for one in ("98.3", "99.96", "100", "0.004", "0")]
    ['98,3', '99,96', '100,0', '0,004', '0,0']
    """
    return printed_number(value, percentage_places(value), decimal, "")


def printed_interval(low: Fraction, high: Fraction, decimal: str = ",") -> str:
    """Return an interval in percent.

    >>> printed_interval(Fraction("91.08"), Fraction("99.957"))
    '91,1–99,96'
    """
    return f"{printed_percentage(low, decimal)}–{printed_percentage(high, decimal)}"
