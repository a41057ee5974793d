"""Where the values of a file of answers stand that have no business there, and which headings it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from cchc.core.surveys.estimating.statement import RELATION
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.surveys.exchange.asking import ROW, StrangeValue, Suspects

MOST_VALUES = 100
"""How many values of a column are named at most."""
LONGEST = 60
"""How many letters of such a value are told."""

Ask = Callable[[str, Sequence[str]], list[tuple[Any, ...]]]


def looked_for(ask: Ask, suspects: Suspects) -> Iterator[StrangeValue]:
    """Yield the suspects with their first row and how often they stand there, of each column in the order of rows."""
    for column, values in suspects.named.items():
        yield from _found(ask, column, "IN", values[:MOST_VALUES])
    for column, values in suspects.others_than.items():
        yield from _found(ask, column, "NOT IN", values)


def _found(ask: Ask, column: str, condition: str, values: Sequence[str]) -> Iterator[StrangeValue]:
    places = ", ".join("?" * len(values))
    sql = (
        f"SELECT {column}, MIN({ROW}), COUNT(*) FROM {RELATION} WHERE {column} IS NOT NULL"  # noqa: S608 - names of ours
        f" AND {column} {condition} ({places}) GROUP BY {column} ORDER BY 2 LIMIT {MOST_VALUES}"
    )
    for value, row, times in ask(sql, values):
        yield StrangeValue(column, str(value)[:LONGEST], int(row), int(times), None)


class HeadingsFound(NamedTuple):
    """The headings of a file, and the row they stand in (None: a file without one)."""

    file: str
    row: int | None
    headings: Sequence[str]


def positions_of(found: HeadingsFound, wanted: Sequence[str]) -> dict[str, int]:
    """Return the position of each wanted heading, counted from 0. Raises `Faults` that name all that are missing or
    stand twice."""
    times = Counter(found.headings)
    place = Place(file=found.file, row=found.row)
    faults = [Fault(place, heading, _ONCE, _MISSING) for heading in wanted if not times[heading]]
    faults += [Fault(place, heading, _ONCE, _TWICE) for heading in wanted if times[heading] > 1]
    if faults:
        raise Faults(faults)
    return {heading: found.headings.index(heading) for heading in wanted}


_ONCE = Message("each column of the design once")
_MISSING = Message("The file has no column with this heading: correct the heading, or the design.")
_TWICE = Message("Several columns have this heading: rename all but one.")
