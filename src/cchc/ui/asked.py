"""What an address or a form asks for, where anything may have been typed."""

from __future__ import annotations

MOST_DIGITS = 18  # of a number that every database takes as an id


def asked_number(text: str) -> int:
    """The id or version that a request names; 0, which nothing has, for what is none.

    >>> asked_number("12"), asked_number(""), asked_number("-1"), asked_number("²"), asked_number("9" * 5000)
    (12, 0, 0, 0, 0)
    """
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0
