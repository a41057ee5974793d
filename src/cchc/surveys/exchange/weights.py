"""Weights as offices write them in files of answers: with a point, or with the comma of a Vietnamese Excel."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cchc.core.surveys.estimating.counts import weight_of
from cchc.core.words.messages import Message

_COMMA = re.compile(r"(?P<whole>\d+),(?P<decimals>\d+)")
_BOTH = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_OF_A_THOUSAND = 3


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
    has_commas = any(_is_surely_decimal(text) for text in known)
    return {text: _plain(text, has_commas=has_commas) for text in known}


def _is_surely_decimal(text: str) -> bool:
    found = _COMMA.fullmatch(text)
    if found is None:
        return _BOTH.fullmatch(text) is not None
    return (
        len(found["decimals"]) != _OF_A_THOUSAND
        or found["whole"].startswith("0")
        or len(found["whole"]) > _OF_A_THOUSAND
    )


def _plain(text: str, *, has_commas: bool) -> str | Message:
    is_comma = _COMMA.fullmatch(text) is not None
    if is_comma and not has_commas:
        return _in_doubt(text.replace(",", "."), text.replace(",", ""))
    if has_commas and _THOUSANDS.fullmatch(text):
        return _in_doubt(text, text.replace(".", ""))
    plain = text
    if is_comma or _BOTH.fullmatch(text):
        plain = text.replace(".", "").replace(",", ".")
    try:
        weight_of(plain)
    except ValueError:
        return Message("a weight of 0 or more, such as 1.25 or 1,25")
    return plain


def _in_doubt(one: str, other: str) -> Message:
    return Message("a weight that can be read in one way: {one} or {other}", one=one, other=other)
