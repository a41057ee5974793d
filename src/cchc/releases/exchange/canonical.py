"""JSON with one form for each value (RFC 8785), and exact numbers as texts of one form.

Numbers with a fraction are texts ("83.125", endless ones "1/3"), so that no reader makes floats of them; whole numbers
that count or rank are JSON numbers. What is read in another form than this module writes is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from cchc.core.words.numbers import decimal_places, plain

LARGEST = 2**53 - 1  # what a number of JSON may be before readers lose its last digit
LONGEST_NUMBER = 4_000  # letters: the mean of 200 indices of odd denominators has 1,000
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?|-?[1-9][0-9]*/[1-9][0-9]*", re.ASCII)


class NotCanonical(ValueError):
    """Raised where bytes are not the one form of a JSON value, or a text not that of a number."""


def canonical_json(value: Any) -> bytes:
    """Return the canonical bytes of a value of texts, whole numbers, booleans, None, lists and mappings of texts.

    Raises `ValueError` for anything else: a float, a number beyond 2⁵³ − 1, half a surrogate pair.

    >>> canonical_json({"b": "ớ", "a": [1, None, True]}).decode()
    '{"a":[1,null,true],"b":"ớ"}'
    """
    return json.dumps(_in_order(value), ensure_ascii=False, separators=(",", ":")).encode()


def read_canonical(data: bytes) -> Any:
    """Return the value in canonical bytes. Raises `NotCanonical` for bytes that `canonical_json` would not write."""
    try:
        value = json.loads(data)
        if canonical_json(value) == data:
            return value
    except (ValueError, RecursionError) as error:
        raise NotCanonical(str(error)) from None
    raise NotCanonical("the value is written in another form")


@lru_cache(maxsize=4096)  # a release has a hundred times as many numbers as different ones
def exact_text(number: Fraction) -> str:
    """Return the one text of an exact number: a decimal number that ends, else a fraction in lowest terms.

    >>> exact_text(Fraction(-665, 8)), exact_text(Fraction(2, 6)), exact_text(Fraction(4))
    ('-83.125', '1/3', '4')
    """
    return str(number) if decimal_places(number) is None else plain(number)


def exact_number(text: Any) -> Fraction:
    """Return the number that `exact_text` wrote. Raises `NotCanonical` for any other text, or what is no text."""
    if isinstance(text, str) and len(text) <= LONGEST_NUMBER:
        return _number_in(text)
    raise NotCanonical(f"{text!r:.80} is no exact number")


@lru_cache(maxsize=4096)
def _number_in(text: str) -> Fraction:
    if NUMBER.fullmatch(text):
        number = Fraction(text)
        if exact_text(number) == text:
            return number
    raise NotCanonical(f"{text!r:.80} is no exact number")


def _in_order(value: Any) -> Any:
    """Return `value` with the keys of every mapping in the order of their UTF-16 code units."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {key: _in_order(value[key]) for key in _sorted(tuple(value))}
    if isinstance(value, (list, tuple)):
        return [_in_order(one) for one in value]
    if value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) <= LARGEST):
        return value
    raise ValueError(f"{value!r:.80} has no canonical form")


@lru_cache(maxsize=1024)  # the rows of a document have the same keys
def _sorted(keys: tuple[str, ...]) -> list[str]:
    return sorted(keys, key=lambda key: key.encode("utf-16-be"))
