"""What the texts of a frame's columns say: sizes of units, and in which order rows stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from cchc.core.surveys.sampling.frame import MOST_OF_A_KIND, SamplingFrame
from cchc.core.words.messages import Fault, Message
from cchc.core.words.names import sort_key
from cchc.core.words.numbers import decimal_places
from cchc.core.words.numerals import NumberFault, typed_number

MOST_SIZE = 10**12
MOST_PLACES = 6
_DIGITS = re.compile("[0-9]{1,15}")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4}")
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})|([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T].*)?")


def sizes_in(
    frame: SamplingFrame, name: str, items: Mapping[str, Sequence[int]], faults: list[Fault]
) -> dict[str, Fraction] | None:
    """Return the size of each unit, in the order of `items` (its rows by its key), from the column called `name`, or
    how many rows it has. A size that is missing, no number, 0 or below, or not the same in all rows of a unit is added
    to `faults`; then the answer is None."""
    column = frame.column(name) if name else None
    if column is None:
        return {key: Fraction(len(rows)) for key, rows in items.items()}
    sizes: dict[str, Fraction] = {}
    before = len(faults)
    for key, rows in items.items():
        said = {column[at]: at for at in reversed(rows)}
        read = {text: size_of(text) for text in said}
        for text, at in sorted(said.items(), key=lambda one: one[1]):
            if read[text] is None:
                why = (
                    Message("The size is missing.")
                    if not text
                    else Message("This is no size: it must be a number above 0.")
                )
                faults.append(Fault(frame.place(at), text, SIZE, why))
        known = {one for one in read.values() if one is not None}
        if len(known) > 1:
            why = Message("The rows of one unit state different sizes: mend one of them.")
            found = "; ".join(sorted(text for text in said if text))
            faults.append(Fault(frame.place(min(rows)), found, Message("one size for each unit"), why))
        sizes[key] = max(known, default=Fraction(0))
        if len(faults) - before >= MOST_OF_A_KIND:
            break
    return sizes if len(faults) == before else None


SIZE = Message("a number above 0, such as 12.450")


def size_of(text: str) -> Fraction | None:
    """Return a size above 0 as it stands in a cell; None for everything else. Sizes count people, households, files:
    "12.450" is twelve thousand.

    >>> size_of("8450"), size_of("12.450"), size_of("8,5"), size_of("0"), size_of("-3"), size_of("")
    (Fraction(8450, 1), Fraction(12450, 1), Fraction(17, 2), None, None, None)
    """
    if _DIGITS.fullmatch(text) or _THOUSANDS.fullmatch(text):
        size = Fraction(int(text.replace(".", "")))
    else:
        try:
            size = typed_number(text)
        except NumberFault:
            return None
    places = decimal_places(size)
    is_size = 0 < size <= MOST_SIZE and places is not None and places <= MOST_PLACES
    return size if is_size else None


def order_key(text: str) -> tuple[int, int, str]:
    """Return the key by which texts of a column are put in order: numbers by size, days by time, others as names.

    >>> sorted(["10", "2", "b", "a", "02/01/2026", "31/12/2025"], key=order_key)
    ['2', '10', '31/12/2025', '02/01/2026', 'a', 'b']
    """
    if _DIGITS.fullmatch(text):
        return 0, int(text), ""
    found = _DAY.fullmatch(text)
    if found:
        day, month, year = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
        return 1, int(year) * 10_000 + int(month) * 100 + int(day), ""
    return 2, 0, sort_key(text)
