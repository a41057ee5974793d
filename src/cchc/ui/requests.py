"""Numbers in the address or the form of a request, where anything may have been typed."""

from __future__ import annotations

MOST_DIGITS = 18  # of a number that every database takes as an id


def requested_number(text: str) -> int:
    """The id or version that a request names; 0, which nothing has, for what is none.

    >>> [requested_number(text) for text in ("12", "", "-1", "²", "9" * 5000)]
    [12, 0, 0, 0, 0]
    """
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0
