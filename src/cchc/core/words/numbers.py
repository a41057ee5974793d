"""Numbers: exact fractions, added, rounded by a named rule, written by one formatter.

Nothing here is a float: a third of a point three times is one point.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

ROUNDINGS = ("half_up", "half_even", "half_down", "up", "down")
PLACES_IN_FULL = 12


def decimal_places(x: Fraction) -> int | None:
    """Return the number of decimal places of `x` in full; None when it never ends.

    >>> decimal_places(Fraction(27, 20)), decimal_places(Fraction(5)), decimal_places(Fraction(1, 3))
    (2, 0, None)
    """
    rest = x.denominator
    twos = (rest & -rest).bit_length() - 1
    rest >>= twos
    fives = 0
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    return max(twos, fives) if rest == 1 else None


def plain(x: Fraction) -> str:
    """Return `x` in plain notation: a point, no exponent, grouping or trailing zeros; 12 places if endless.

    >>> plain(Fraction("1.350")), plain(Fraction(-2)), plain(Fraction(2, 3))
    ('1.35', '-2', '0.666666666667')
    """
    places = decimal_places(x)
    if places is None:
        return _stripped(_digits(rounded_number(x, PLACES_IN_FULL), PLACES_IN_FULL))
    return _digits(x, places)


def exact(x: Fraction) -> str | None:
    """Return the fraction of an endless number, to stand beside its 12 places; None for other numbers.

    >>> exact(Fraction(1, 3)), exact(Fraction(1, 8))
    ('1/3', None)
    """
    return str(x) if decimal_places(x) is None else None


def printed_number(
    x: Fraction, places: int = 2, decimal: str = ",", group: str = ".", rounding: str = "half_up"
) -> str:
    """Return `x` for a reader: rounded to `places`, thousands grouped by `group`, never a negative zero.

    For a text that will be typed back into a field, give ``group=""`` (no grouping): 1.234 has two readings.

    >>> printed_number(Fraction("12345.675")), printed_number(Fraction(-1, 1000))
    ('12.345,68', '0,00')
    >>> printed_number(Fraction(1, 8), rounding="half_even")
    '0,12'
    """
    whole, _, rest = _digits(rounded_number(x, places, rounding), places).partition(".")
    sign = "-" if whole.startswith("-") else ""
    grouped = f"{int(whole.removeprefix('-')):,}".replace(",", group)
    return f"{sign}{grouped}{decimal + rest if places else ''}"


def number_in_full(x: Fraction, decimal: str = ",") -> str:
    """Return `x` for a reader in full, if 12 places are enough; else 12 places and its fraction in brackets.

    >>> number_in_full(Fraction("1.7344")), number_in_full(Fraction(1, 3))
    ('1,7344', '0,333333333333 (1/3)')
    """
    places = decimal_places(x)
    if places is not None and places <= PLACES_IN_FULL:
        return _digits(x, places).replace(".", decimal)
    shortened = _stripped(_digits(rounded_number(x, PLACES_IN_FULL), PLACES_IN_FULL))
    return f"{shortened.replace('.', decimal)} ({x})"


def total(amounts: Sequence[Fraction]) -> Fraction:
    """Return the exact sum, by one common denominator instead of one for every addition.

    >>> total([Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)])
    Fraction(1, 1)
    """
    ratios = [amount.as_integer_ratio() for amount in amounts]
    common = lcm(*[denominator for _, denominator in ratios])
    return Fraction(sum([numerator * (common // denominator) for numerator, denominator in ratios]), common)


def printed_difference(now: Fraction, before: Fraction, places: int = 2) -> Fraction:
    """Return the difference of two numbers as a reader reckons it from what is printed of them, rounded to `places`:
    beside 2,35 and 1,00 stands 1,35, even where 2,346 less 1,004 is 1,342.

    >>> printed_difference(Fraction("2.346"), Fraction("1.004"))
    Fraction(27, 20)
    """
    return rounded_number(now, places) - rounded_number(before, places)


def rounded_number(x: Fraction, places: int, rule: str = "half_up") -> Fraction:
    """Return `x` rounded to `places` decimal places (0 or more) by a rule of `ROUNDINGS`; signs are treated alike.

    `half_up`, `half_even` and `half_down` differ for exact halves only; `up` goes away from zero, `down` towards
    zero.

    >>> rounded_number(Fraction("-0.125"), 2), rounded_number(Fraction("0.125"), 2, "down")
    (Fraction(-13, 100), Fraction(3, 25))
    """
    if rule not in ROUNDINGS:
        raise ValueError(f"unknown rounding rule {rule!r}, known are {', '.join(ROUNDINGS)}")
    scale = 10**places
    whole, rest = divmod(abs(x.numerator) * scale, x.denominator)
    if _goes_up(rule, whole, rest, x.denominator):
        whole += 1
    return Fraction(-whole if x < 0 else whole, scale)


def _goes_up(rule: str, whole: int, rest: int, denominator: int) -> bool:
    if rule in ("up", "down"):
        return rule == "up" and rest > 0
    if 2 * rest != denominator:
        return 2 * rest > denominator
    return rule == "half_up" or (rule == "half_even" and whole % 2 == 1)


def _digits(x: Fraction, places: int) -> str:
    scaled = abs(x.numerator) * 10**places // x.denominator
    digits = str(scaled).zfill(places + 1)
    sign = "-" if x < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def _stripped(digits: str) -> str:
    return digits.rstrip("0").rstrip(".")
