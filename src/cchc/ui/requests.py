"""Numbers in the address or the form of a request, where any text may have been typed."""

from __future__ import annotations

MOST_DIGITS = 18  # digits of a number that every database accepts as an id


def requested_number(text: str) -> int:
    """Return the id or version in a request; 0, which no row has, for any other text.

    >>> [requested_number(text) for text in ("12", "", "-1", "²", "9" * 5000)]
    [12, 0, 0, 0, 0]
    """
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0
