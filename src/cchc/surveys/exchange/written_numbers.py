"""Weights and numbers as offices write them in files of answers: with a point, or with a Vietnamese Excel's comma."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cchc.core.surveys.estimating.counts import weight_of
from cchc.core.words.messages import Message

_POINT = re.compile(r"\d{1,30}(?:\.\d{1,30})?")
_COMMA = re.compile(r"(?P<whole>\d{1,30}),(?P<decimals>\d{1,30})")
_BOTH = re.compile(r"\d{1,3}(?:\.\d{3}){1,9},\d{1,30}")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_MILLIONS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,9}")
_OF_A_THOUSAND = 3
NO_WEIGHT = Message("a weight of 0 or more, such as 1.25 or 1,25")
NO_NUMBER = Message("a number, or nothing")


def plain_weights(texts: Iterable[str]) -> dict[str, str | Message]:
    """Return the weights of a column in plain notation, by their texts, or what was expected instead.

    A comma stands before decimals. Where it might part thousands ("1,250"), another weight of the column must show that
    it does not ("1,25", "0,250"); where commas stand before decimals, "1.250" is in doubt in turn.

    >>> plain_weights(["1,25", "12,250", "3"])
    {'1,25': '1.25', '12,250': '12.250', '3': '3'}
    >>> [str(one) for one in plain_weights(["1,250", "-1"]).values()]
    ['a weight that can be read in one way: 1.250 or 1250', 'a weight of 0 or more, such as 1.25 or 1,25']
    """
    known = list(texts)
    has_commas = any(_shows_commas(text) for text in known)
    return {text: _weight(text, has_commas=has_commas) for text in known}


def plain_numbers(texts: Iterable[str]) -> dict[str, str | Message]:
    """Return the numbers of a column of answers in plain notation, by their texts, or what was expected instead; below
    zero they have a minus. Commas and points are read as in `plain_weights`.

    >>> plain_numbers(["-2,5", "1.500.000", "7"])
    {'-2,5': '-2.5', '1.500.000': '1500000', '7': '7'}
    >>> [str(one) for one in plain_numbers(["2,5", "1.500", "nhiều"]).values() if isinstance(one, Message)]
    ['a number that can be read in one way: 1.500 or 1500', 'a number, or nothing']
    """
    known = list(texts)
    has_commas = any(_shows_commas(text.removeprefix("-")) for text in known)
    return {text: _number(text, has_commas=has_commas) for text in known}


def _shows_commas(text: str) -> bool:
    """Whether a number shows that commas stand before the decimals of its column."""
    found = _COMMA.fullmatch(text)
    if found is None:
        return _BOTH.fullmatch(text) is not None or _MILLIONS.fullmatch(text) is not None
    return (
        len(found["decimals"]) != _OF_A_THOUSAND
        or found["whole"].startswith("0")
        or len(found["whole"]) > _OF_A_THOUSAND
    )


def _weight(text: str, *, has_commas: bool) -> str | Message:
    if ways := _two_ways(text, has_commas=has_commas):
        return Message("a weight that can be read in one way: {one} or {other}", one=ways[0], other=ways[1])
    plain = _with_point(text)
    try:
        weight_of(plain)
    except ValueError:
        return NO_WEIGHT
    return plain


def _number(text: str, *, has_commas: bool) -> str | Message:
    amount = text.removeprefix("-")
    sign = text[: len(text) - len(amount)]
    if ways := _two_ways(amount, has_commas=has_commas):
        one, other = (f"{sign}{way}" for way in ways)
        return Message("a number that can be read in one way: {one} or {other}", one=one, other=other)
    plain = _with_point(amount)
    return f"{sign}{plain}" if _POINT.fullmatch(plain) else NO_NUMBER


def _two_ways(text: str, *, has_commas: bool) -> tuple[str, str] | None:
    """The two numbers that a text may be; None where there is no doubt."""
    if _COMMA.fullmatch(text) and not has_commas:
        return text.replace(",", "."), text.replace(",", "")
    if has_commas and _THOUSANDS.fullmatch(text):
        return text, text.replace(".", "")
    return None


def _with_point(text: str) -> str:
    is_of_commas = any(one.fullmatch(text) for one in (_COMMA, _BOTH, _MILLIONS))
    return text.replace(".", "").replace(",", ".") if is_of_commas else text
