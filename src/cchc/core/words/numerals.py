"""Numerals: what people, files and our own interfaces write, let in as exact numbers by three doors.

The door is the one that fits who wrote the number:

* `machine_number`: our own files and interfaces, plain notation only;
* `typed_number`: a person at a form, comma decimal, what has two readings is refused;
* `settle`, then `from_table`, `from_percent` and `from_cell`: table files, one decimal sign per file.

All doors refuse with a `NumberFault`, which says what was found, what was expected and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from cchc.core.words.letters import without_hidden_signs
from cchc.core.words.messages import Fault, Message, Place, say
from cchc.core.words.numbers import plain

DecimalSign = Literal[",", "."]
MOST_DIGITS = 40
_TOO_LARGE = 10**MOST_DIGITS
_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
# Statistical tables also write ".88", "8." and "+8".
_WRITTEN = {
    ",": re.compile(r"[+-]?(?:(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]*)?|,[0-9]+)"),
    ".": re.compile(r"[+-]?(?:(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]*)?|\.[0-9]+)"),
}
# A blank that does not break a line stands between thousands, and has no other reading.
_THOUSANDS = re.compile("(?<=[0-9])[\u00a0\u2007\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_BLANKS = " \t\r\n\u00a0\u2007\u2009\u202f"
_MINUSES = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2011": "-"})


class NumberFault(ValueError):
    """The refusal of a text or cell as a number: `found`, `expected`, and `why` with advice."""

    def __init__(self, found: str, expected: Message, why: Message) -> None:
        super().__init__(say(why, number=plain))
        self.found = found
        self.expected = expected
        self.why = why

    def at(self, place: Place) -> Fault:
        """Return the same refusal as a fault of an input at `place`."""
        return Fault(place, self.found, self.expected, self.why)


def machine_number(text: str) -> Fraction:
    """Return the number of a text in plain notation: digits, a point before decimals, a sign in front; nothing else.
    Raises `NumberFault`.

    >>> machine_number("-1.350")
    Fraction(-27, 20)
    >>> machine_number("1,35")
    Traceback (most recent call last):
        ...
    cchc.core.words.numerals.NumberFault: “1,35” is not in plain notation: write digits with a point, such as 1.35.
    """
    _refuse_absurd_length(text)
    if not _PLAIN.fullmatch(text):
        raise NumberFault(
            _short(text),
            Message("a number in plain notation, such as 1.35"),
            Message(
                "“{found}” is not in plain notation: write digits with a point, such as 1.35.",
                found=_short(text),
            ),
        )
    return _fraction(text)


def typed_number(
    text: str, low: Fraction | None = None, high: Fraction | None = None, decimal: DecimalSign = ","
) -> Fraction:
    """Return the number that a person typed, where `decimal` is the decimal sign of the page. Raises `NumberFault`.

    The other sign is accepted when only one reading exists (9.39; 1,234.5). With two readings (1.234) the number is
    accepted only when the bounds `low` and `high` exclude one of them. Bounds do nothing else: the field itself
    checks whether the number is inside them.

    >>> typed_number("1.234,5"), typed_number(" 9.39 "), typed_number("1.234", high=Fraction(10))
    (Fraction(2469, 2), Fraction(939, 100), Fraction(617, 500))
    >>> typed_number("1.234")
    Traceback (most recent call last):
        ...
    cchc.core.words.numerals.NumberFault: “1.234” may mean 1.234 or 1234: write “,” before decimals only.
    """
    as_usual, otherwise = _readings(text, decimal)
    if as_usual is None or otherwise is None:
        return _only(text, as_usual, otherwise, decimal)
    if as_usual == otherwise or decimal in text:
        return as_usual
    inside = [value for value in (as_usual, otherwise) if _within(value, low, high)]
    if len(inside) == 1:
        return inside[0]
    raise _ambiguous(text, otherwise, as_usual, decimal)


def typed_percent(
    text: str, low: Fraction | None = None, high: Fraction | None = None, decimal: DecimalSign = ","
) -> Fraction:
    """Return the percentage (80 for 80%) that a person typed; the sign % may stand behind it or not. Raises
    `NumberFault`.

    >>> typed_percent("80%"), typed_percent("0,8 %"), typed_percent("75")
    (Fraction(80, 1), Fraction(4, 5), Fraction(75, 1))
    """
    return typed_number(_without_percent_sign(text), low, high, decimal)


def _within(value: Fraction, low: Fraction | None, high: Fraction | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def settle(
    texts: Iterable[str],
    flag: DecimalSign | None = None,
    fits: Callable[[str, Fraction], bool] = lambda _text, _value: True,
) -> DecimalSign | None:
    """Return the decimal sign of a whole file: the `flag` if given, else that of its unambiguous texts, else that of
    the texts of whose two readings one alone `fits` the field in which they stand, if any.

    12,5 and 1.234,5 and 0,937 are evidence for the comma; 12,937 and 1.234 are evidence for nothing; texts that are
    no number are passed over. Raises `NumberFault`, which names one text of each, on evidence for both signs.

    >>> settle(["12,937", "0,5", "Sở Nội vụ"]), settle(["12,937"])
    (',', None)
    >>> settle(["12.937"], fits=lambda text, value: value <= 30)
    '.'
    >>> settle(["12,5", "9.39"])
    Traceback (most recent call last):
        ...
    cchc.core.words.numerals.NumberFault: “12,5” has a decimal comma, “9.39” a decimal point: use one of them.
    """
    if flag is not None:
        return flag
    every = list(texts)
    return _agreed(every, _evidence) or _agreed(
        every, lambda text: sign_that_fits(text, lambda value: fits(text, value))
    )


def _agreed(texts: Iterable[str], shown: Callable[[str], DecimalSign | None]) -> DecimalSign | None:
    """Return the one decimal sign that texts show, None when none of them does."""
    witness: dict[DecimalSign, str] = {}
    for text in texts:
        sign = shown(text)
        if sign is not None:
            witness.setdefault(sign, text)
            if len(witness) == 2:
                raise _contradiction(witness[","].strip(_BLANKS), witness["."].strip(_BLANKS))
    return next(iter(witness), None)


def sign_that_fits(text: str, fits: Callable[[Fraction], bool]) -> DecimalSign | None:
    """Return the decimal sign of a text with two readings of which one alone `fits` its field; None for all others.

    >>> sign_that_fits("12.937", lambda value: value <= 30), sign_that_fits("12.937", lambda value: True)
    ('.', None)
    """
    if "," not in text and "." not in text:
        return None
    try:
        with_comma, with_point = _readings(_without_percent_sign(text), ",")
    except NumberFault:
        return None
    if with_comma is None or with_point is None or fits(with_comma) == fits(with_point):
        return None
    return "," if fits(with_comma) else "."


def from_table(
    text: str, sign: DecimalSign | None, fits: Callable[[Fraction], bool] = lambda _: True
) -> Fraction:
    """Return the number of a text cell, read by the `sign` that `settle` found.

    Raises `NumberFault`, without a sign also for a text with two readings of which both or none `fits` its field.

    >>> from_table("12,937", ","), from_table("12,937", ".")
    (Fraction(12937, 1000), Fraction(12937, 1))
    >>> from_table("12.937", None)
    Traceback (most recent call last):
        ...
    cchc.core.words.numerals.NumberFault: “12.937” may mean 12.937 or 12937: say which decimal sign the file uses.
    """
    with_comma, with_point = _readings(text, ",")
    if sign is not None:
        return _only(text, with_comma if sign == "," else with_point, None, sign)
    if with_comma is None or with_point is None or with_comma == with_point:
        return _only(text, with_comma, with_point, ",")
    if fits(with_comma) != fits(with_point):
        return with_comma if fits(with_comma) else with_point
    small, large = sorted((with_comma, with_point), key=abs)
    raise _ambiguous(text, small, large, None)


def from_percent(
    text: str, sign: DecimalSign | None, fits: Callable[[Fraction], bool] = lambda _: True
) -> Fraction:
    """Return the percentage of a text cell ending in %, read like `from_table`: 80% is 80, and 0,8% is 0.8.

    >>> from_percent("80%", None), from_percent("0,8 %", ",")
    (Fraction(80, 1), Fraction(4, 5))
    """
    return from_table(_without_percent_sign(text), sign, fits)


def from_cell(value: int | float | Decimal) -> Fraction:
    """Return the number of a native number cell: a float means the 15 significant digits that the spreadsheet shows.

    >>> from_cell(0.1 + 0.2), from_cell(Decimal("1.50")), from_cell(3)
    (Fraction(3, 10), Fraction(3, 2), Fraction(3, 1))
    """
    if isinstance(value, bool):
        raise _no_number(str(value), ",")
    if isinstance(value, int):
        return Fraction(value) if -_TOO_LARGE < value < _TOO_LARGE else _from_decimal(Decimal(value))
    return _from_float(value) if isinstance(value, float) else _from_decimal(value)


@lru_cache(maxsize=8192)
def _from_float(value: float) -> Fraction:
    return _from_decimal(Decimal(f"{value:.15g}"))


def _from_decimal(value: Decimal) -> Fraction:
    if not value.is_finite():
        raise _no_number(str(value), ",")
    if value and not -MOST_DIGITS < value.adjusted() < MOST_DIGITS:
        raise _too_long(f"{value:.5e}")
    _refuse_absurd_length(f"{value:f}")
    return Fraction(value)


def _evidence(text: str) -> DecimalSign | None:
    if "," not in text and "." not in text:
        return None
    cleaned = _cleaned(_without_percent_sign(text))
    with_comma = _WRITTEN[","].fullmatch(cleaned)
    with_point = _WRITTEN["."].fullmatch(cleaned)
    if bool(with_comma) == bool(with_point):
        return None
    return "," if with_comma else "."


def _readings(text: str, usual: DecimalSign) -> tuple[Fraction | None, Fraction | None]:
    """Return the reading of `text` with the `usual` decimal sign, and that with the other one; None for no number."""
    cleaned = _cleaned(text)
    _refuse_absurd_length(cleaned)
    return _read(cleaned, usual), _read(cleaned, _other(usual))


def _read(cleaned: str, decimal: DecimalSign) -> Fraction | None:
    if not _WRITTEN[decimal].fullmatch(cleaned):
        return None
    return _fraction(cleaned.replace(_other(decimal), "").replace(decimal, "."))


def _only(text: str, first: Fraction | None, second: Fraction | None, decimal: DecimalSign) -> Fraction:
    value = second if first is None else first
    if value is None:
        raise _no_number(text.strip(_BLANKS), decimal)
    return value


def _other(decimal: DecimalSign) -> DecimalSign:
    return "." if decimal == "," else ","


def _cleaned(text: str) -> str:
    return _THOUSANDS.sub("", without_hidden_signs(text).strip(_BLANKS)).translate(_MINUSES)


def _without_percent_sign(text: str) -> str:
    return without_hidden_signs(text).strip(_BLANKS).removesuffix("%")


def _fraction(text: str) -> Fraction:
    whole, _, places = text.partition(".")
    return Fraction(int(whole + places), 10 ** len(places))


def _short(text: str) -> str:
    return text if len(text) <= MOST_DIGITS else text[: MOST_DIGITS - 1] + "…"


def _refuse_absurd_length(text: str) -> None:
    if len(text) > MOST_DIGITS and sum(letter.isdigit() for letter in text) > MOST_DIGITS:
        raise _too_long(text)


def _too_long(text: str) -> NumberFault:
    return NumberFault(
        _short(text),
        Message("a number of at most {most} digits", most=MOST_DIGITS),
        Message("“{found}” has too many digits (at most {most}).", found=_short(text), most=MOST_DIGITS),
    )


def _no_number(text: str, decimal: DecimalSign) -> NumberFault:
    found = _short(text)
    return NumberFault(
        found,
        Message("a number such as {example}", example=f"12{decimal}5"),
        Message(
            "“{found}” is not a number: write digits only, with “{sign}” before decimals.",
            found=found,
            sign=decimal,
        ),
    )


def _ambiguous(text: str, small: Fraction, large: Fraction, decimal: DecimalSign | None) -> NumberFault:
    found = _short(text.strip(_BLANKS))
    readings = {"found": found, "small": small, "large": large}
    if decimal is None:
        why = Message(
            "“{found}” may mean {small} or {large}: say which decimal sign the file uses.", **readings
        )
    else:
        why = Message(
            "“{found}” may mean {small} or {large}: write “{sign}” before decimals only.",
            **readings,
            sign=decimal,
        )
    return NumberFault(found, Message("a number with one reading"), why)


def _contradiction(with_comma: str, with_point: str) -> NumberFault:
    return NumberFault(
        f"{_short(with_comma)}, {_short(with_point)}",
        Message("one decimal sign in the whole file"),
        Message(
            "“{comma}” has a decimal comma, “{point}” a decimal point: use one of them.",
            comma=_short(with_comma),
            point=_short(with_point),
        ),
    )
