"""Permanent numbers: SHA-256 of a seed and a key, and nothing else that is random.

Anybody draws the same sample anew with a seed, a list of keys and any program that knows SHA-256. What is hashed, all
of it UTF-8 in the composed form (NFC):

* the number of a row of the frame: seed, one byte 00, key of the row (`printf 'seed\\0key' | sha256sum`);
* the number of a unit above the rows (a commune, a village): seed, 00, 00, "unit", 00, then its names from the top,
  parted by 00;
* a random start: seed, 00, 00, "start", 00, then the names above it and a counter that begins at 1, parted by 00. No
  row is meant by these two: keys are never empty and never hold the byte 00.

The digest, 32 bytes, is read as one whole number below 2^256, the first byte first. Rows are ordered by their number
and, should two be equal, by the code points of their keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest
from itertools import count

from cchc.core.words.letters import composed_text

NUMBERS = 1 << 256
_BETWEEN = b"\x00"


@dataclass(frozen=True, slots=True)
class Seed:
    """The seed of a draw, a text: a word, a lottery number, the date of a meeting."""

    text: str

    def number(self, key: str) -> int:
        """Return the permanent number of a row of the frame, from 0 to 2^256 − 1.

        >>> f"{Seed('2026').number('HS-001'):064x}"[:16]
        '1de120e76430ba73'
        """
        return int.from_bytes(sha256(self._prefix() + _encoded(key)).digest(), "big")

    def ordered(self, keys: Iterable[str], most: int | None = None) -> list[str]:
        """Return keys in the order of their permanent numbers, only the first `most` if given.

        >>> Seed("2026").ordered(["a", "b", "c"]) == Seed("2026").ordered(["c", "b", "a"])
        True
        """
        lot = self._lot()
        return sorted(keys, key=lot) if most is None else nsmallest(most, keys, key=lot)

    def below(self, bound: int, *words: str) -> int:
        """Return a whole number from 0 to `bound` − 1, each as likely as any other, for what `words` say ("start", and
        the names above it).

        A number among the last of 2^256 that would make some more likely is passed over, and the counter goes on.

        >>> Seed("2026").below(10, "start", "Xã A") in range(10)
        True
        """
        if not 0 < bound <= NUMBERS >> 64:
            raise ValueError(f"no number below {bound} is drawn")
        even = NUMBERS - NUMBERS % bound
        told = _BETWEEN.join((self._prefix(), *map(_encoded, words)))
        numbers = (
            int.from_bytes(sha256(_BETWEEN.join((told, b"%d" % at))).digest(), "big") for at in count(1)
        )
        return next(number for number in numbers if number < even) % bound

    def _prefix(self) -> bytes:
        return _encoded(self.text) + _BETWEEN

    def _lot(self) -> Callable[[str], tuple[bytes, str]]:
        """Return the function that orders keys: 32 bytes compare as the number that they are."""
        begun = sha256(self._prefix())

        def lot(key: str) -> tuple[bytes, str]:
            one = begun.copy()
            one.update(_encoded(key))
            return one.digest(), key

        return lot


def unit_key(path: Iterable[str]) -> str:
    """Return the key of a unit that is no row of the frame, by its names from the top; no row can have it.

    >>> unit_key(("Huyện A", "Xã B"))
    '\\x00unit\\x00Huyện A\\x00Xã B'
    """
    return "\x00".join(("", "unit", *path))


def _encoded(text: str) -> bytes:
    return composed_text(text).encode()
