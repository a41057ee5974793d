"""AnswerCounts of answers: all that an engine (SQL, DuckDB, Spark, plain rows) says of a survey, in whole numbers.

An engine counts and never computes. It gives rows of the columns of `COLUMNS`:

* **The response itself** is counted with the item `RESPONSE` ("", and no level): every response that stands in the
  sample once, whatever it was asked. From these rows the size of the sample and the margins are known.
* **An item**: how many gave each level; a missing answer has the level "". Who was not asked is not counted.
  Of a question that takes several ticks each option is an item of its own, ticked "1" or "0".
* **A factor**: `level` is how many of its items the person is satisfied with, `base` how many the person answered
  (with weights of items: their sums, as decimals; of a score: the sum of the points). "0" of "0" is a missing answer.
* **A ratio** of two items: `level` is the answer above the line, `base` the one below it.

`counts_of` joins equal rows and puts them into one order, so that the same answers give the same value, whichever
engine counted them, in which pieces and order. Weights are exact decimals: "0.50" and ".5" are one weight.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from json import dumps
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cchc.core.surveys.estimating.numbering import added_up, numbered, used

Codes = NDArray[np.int64]
PlaceKey = tuple[str, ...]
"""Where a response was drawn: its stratum, then the sampled units from the outermost inwards, as far as they are not
the person: ``("Vùng 1",)``, ``("Vùng 1", "Xã A")``, ``("Vùng 1", "Xã A", "Thôn 3")``."""

RESPONSE = ""
"""The item under which every response is counted once."""
PLACE_COLUMNS = ("stratum", "primary_unit", "secondary_unit", "tertiary_unit")
WHO_COLUMNS = ("weight", "unit", "respondent_group", "cell")
WHO_ANSWERED = (*PLACE_COLUMNS, *WHO_COLUMNS)
ANSWER_COLUMNS = ("item", "level", "base")
COLUMNS = (*WHO_ANSWERED, *ANSWER_COLUMNS, "n")
"""The columns of what an engine returns; those that a survey has not may be left out (but `n` and `weight`)."""


class Coded(NamedTuple):
    """A long column as numbers: the row's text is ``labels[code]``."""

    codes: NDArray[np.integer]
    labels: Sequence[str]


CountedColumn = Sequence[str] | Coded | NDArray[np.integer]


@dataclass(frozen=True, slots=True, eq=False)
class AnswerCounts:
    """What was counted, in one order. Two tables of codes into sorted labels: who responded (row i: `people[i]`
    responses of `places[place[i]]`, `weights[weight[i]]` …), and what was answered (row j: `n[j]` of the responses of
    row `who[j]` gave `item`, `level`, `base`).

    `unit` is the rated unit, `respondent_group` who answers, `cell` the cross-classification for post-stratification
    and raking.
    """

    places: tuple[PlaceKey, ...]
    weights: tuple[Decimal, ...]
    units: tuple[str, ...]
    respondent_groups: tuple[str, ...]
    cells: tuple[str, ...]
    items: tuple[str, ...]
    levels: tuple[str, ...]
    bases: tuple[str, ...]
    place: Codes
    weight: Codes
    unit: Codes
    respondent_group: Codes
    cell: Codes
    people: Codes
    who: Codes
    item: Codes
    level: Codes
    base: Codes
    n: Codes

    def digest(self) -> str:
        """Return the SHA-256 of the counts: equal for the same answers, whoever counted them."""
        hashed = sha256()
        for column in fields(self):
            value = getattr(self, column.name)
            hashed.update(f"\n{column.name} {len(value)}\n".encode())
            if isinstance(value, np.ndarray):
                hashed.update(value.astype("<i8").tobytes())
            else:
                plain = [str(one) if isinstance(one, Decimal) else one for one in value]
                hashed.update(dumps(plain, ensure_ascii=False).encode())
        return hashed.hexdigest()


def counts_of(columns: Mapping[str, CountedColumn]) -> AnswerCounts:
    """Return the counts of rows that are given by columns (`COLUMNS`; texts, or numbers with their labels; `n` whole
    numbers), in any order and pieces.

    Raises ValueError for an unknown column, a weight that is no decimal of 0 or more, a negative count, answers of
    responses that are not counted themselves, and more answers to an item than responses.

    >>> counted = counts_of({
    ...     "stratum": ["A", "A", "A", "A"], "weight": ["2", "2.0", "2", "2"],
    ...     "item": ["", "q1", "q1", "q1"], "level": ["", "5", "4", "5"], "n": [9, 3, 5, 1],
    ... })
    >>> counted.places, counted.weights, counted.people.tolist()
    ((('A',),), (Decimal('2'),), [9])
    >>> [(counted.items[i], counted.levels[k], n) for i, k, n in zip(counted.item, counted.level, counted.n.tolist())]
    [('q1', '4', 5), ('q1', '5', 4)]
    """
    if unknown := set(columns) - set(COLUMNS):
        raise ValueError(f"no columns of counts: {', '.join(sorted(unknown))}")
    n = np.asarray(columns["n"], dtype=np.int64)
    for name, column in columns.items():
        rows = len(column.codes if isinstance(column, Coded) else column)
        if rows != len(n):
            raise ValueError(f"column {name!r} has {rows} rows, not {len(n)}")
    who = {name: columns[name] for name in WHO_ANSWERED if name in columns}
    answers = {name: columns[name] for name in ANSWER_COLUMNS if name in columns}
    return counts_of_kinds(who, np.arange(len(n)), answers, n)


def counts_of_kinds(
    who: Mapping[str, CountedColumn],
    kind: NDArray[np.integer],
    answers: Mapping[str, CountedColumn],
    n: Codes,
) -> AnswerCounts:
    """Return the counts of rows of which each says by its `kind` who answered: the place of the kind in the columns of
    `who`, of which one is the weight. Otherwise as `counts_of`, which raises the same.

    >>> who = {"weight": ["2", "2.0", "3"]}
    >>> answers = {"item": ["", "", "q1"], "level": ["", "", "5"]}
    >>> counted = counts_of_kinds(who, np.array([1, 0, 1]), answers, np.array([4, 1, 3]))
    >>> counted.weights, counted.people.tolist(), counted.n.tolist()
    ((Decimal('2'),), [5], [3])
    """
    if len(n) and n.min() < 0:
        raise ValueError("a count is below zero")
    kinds = len(_codes_of(who["weight"])[0])
    there = used(kind if n.all() else kind[n > 0], kinds)
    coded = {name: _coded(who.get(name), there) for name in WHO_ANSWERED}
    place, places = _places([coded[name] for name in PLACE_COLUMNS])
    weight, weights = _weights(coded["weight"])
    unit, group, cell = (coded[name] for name in WHO_COLUMNS[1:])
    by_who = (place, weight, unit.codes, group.codes, cell.codes)
    sizes = (len(places), len(weights), len(unit.labels), len(group.labels), len(cell.labels))
    people = numbered(_joined(by_who, sizes), _size(sizes))
    row_of = np.zeros(kinds, dtype=np.int64)
    row_of[there] = people.which
    item_codes, item_labels = _codes_of(answers.get("item", [RESPONSE] * len(n)))
    is_response = np.array([label == RESPONSE for label in item_labels], dtype=bool)[item_codes]
    responses, answered = (np.flatnonzero(rows & (n > 0)) for rows in (is_response, ~is_response))
    responded = np.zeros(len(people.codes), dtype=np.int64)
    np.add.at(responded, row_of[kind[responses]], n[responses])
    if not responded.all():
        raise ValueError("answers of responses that are not counted themselves (with an empty item)")
    item, level, base = (_coded(answers.get(name), answered) for name in ANSWER_COLUMNS)
    parts = (row_of[kind[answered]], item.codes, level.codes, base.codes)
    room = (max(1, len(people.codes)), len(item.labels), len(level.labels), len(base.labels))
    rows, sums = added_up(_joined(parts, room), n[answered], _size(room))
    first = people.first
    counts = AnswerCounts(
        places=places,
        weights=weights,
        units=unit.labels,
        respondent_groups=group.labels,
        cells=cell.labels,
        items=item.labels,
        levels=level.labels,
        bases=base.labels,
        place=place[first].astype(np.int64),
        weight=weight[first].astype(np.int64),
        unit=unit.codes[first].astype(np.int64),
        respondent_group=group.codes[first].astype(np.int64),
        cell=cell.codes[first].astype(np.int64),
        people=responded,
        who=parts[0][rows],
        item=item.codes[rows].astype(np.int64),
        level=level.codes[rows].astype(np.int64),
        base=base.codes[rows].astype(np.int64),
        n=sums,
    )
    _at_most_one_answer_each(counts)
    return counts


MOST_KEYS = 2**62
"""Up to which number of keys the codes of a row are joined in one 64-bit number without being counted anew."""


class _Column(NamedTuple):
    """A column of codes into its sorted labels, all of them used; short numbers, because there are many rows."""

    codes: NDArray[np.int32]
    labels: tuple[str, ...]


def _codes_of(column: CountedColumn) -> tuple[NDArray[np.integer], Sequence[str]]:
    """A column as numbers of its labels."""
    if isinstance(column, Coded):
        return np.asarray(column.codes), column.labels
    found: dict[str, int] = {}
    codes = [found.setdefault(text, len(found)) for text in column]
    return np.array(codes, dtype=np.int32), tuple(found)


def _coded(column: CountedColumn | None, rows: Codes) -> _Column:
    """The given rows of a column, with the labels that they use in order; not given, it is empty in every row."""
    if column is None:
        return _Column(np.broadcast_to(np.int32(0), len(rows)), ("",) if len(rows) else ())
    given, labels = _codes_of(column)
    codes = given[rows]
    names = sorted({labels[code] for code in used(codes, len(labels)).tolist()})
    place = {label: position for position, label in enumerate(names)}
    moved = np.array([place.get(label, -1) for label in labels], dtype=np.int32)
    return _Column(moved[codes] if len(codes) else codes.astype(np.int32), tuple(names))


def _joined(columns: Sequence[NDArray[np.integer]], sizes: Sequence[int]) -> Codes:
    """One number for the codes of every row, in the order of the columns."""
    key, size = columns[0].astype(np.int64), max(1, sizes[0])
    for column, labels in zip(columns[1:], sizes[1:], strict=True):
        if size * max(1, labels) > MOST_KEYS:
            found, key = np.unique(key, return_inverse=True)
            size = len(found)
        if labels > 1:
            key *= labels
            key += column
            size *= labels
    return key


def _size(sizes: Sequence[int]) -> int:
    """How many keys the codes of a row can be joined to."""
    return prod(max(1, size) for size in sizes)


def _places(columns: Sequence[_Column]) -> tuple[NDArray[np.int32], tuple[PlaceKey, ...]]:
    sizes = [len(one.labels) for one in columns]
    _found, first, codes = numbered(_joined([one.codes for one in columns], sizes), _size(sizes))
    strata, *units = ([one.labels[code] for code in one.codes[first].tolist()] for one in columns)
    places: list[PlaceKey] = []
    if not any(any(names) for names in units):
        return codes.astype(np.int32), tuple((stratum,) for stratum in strata)
    for stratum, *inside in zip(strata, *units, strict=True):
        while inside and not inside[-1]:
            inside.pop()
        if not all(inside):
            raise ValueError(f"a unit inside {stratum!r} stands in a unit without a name")
        places.append((stratum, *inside))
    return codes.astype(np.int32), tuple(places)


def _weights(column: _Column) -> tuple[NDArray[np.int32], tuple[Decimal, ...]]:
    """The weights as numbers: texts of one number are one weight."""
    numbers = [weight_of(text) for text in column.labels]
    weights = sorted(set(numbers))
    place = {number: position for position, number in enumerate(weights)}
    moved = np.array([place[number] for number in numbers], dtype=np.int32)
    return moved[column.codes] if len(column.codes) else column.codes, tuple(weights)


def weight_of(text: str) -> Decimal:
    """Return the weight that is written in plain notation, 0 or more, without zeros at its end.

    Raises ValueError for what is no such number.

    >>> weight_of("12.50"), weight_of("100")
    (Decimal('12.5'), Decimal('100'))
    """
    if _TIDY_WEIGHT.match(text):
        return Decimal(text)
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0 or abs(number.adjusted()) > MOST_DIGITS:
        raise ValueError(f"no weight of 0 or more: {text!r}")
    digits = f"{abs(number):f}"
    return Decimal(digits.rstrip("0").rstrip(".") if "." in digits else digits)


_TIDY_WEIGHT = re.compile(r"(0|[1-9][0-9]{0,13})(\.[0-9]{0,12}[1-9])?\Z")
"""A weight of which `weight_of` leaves every sign; there may be one for each response."""
MOST_DIGITS = 30
"""How many digits a weight may have before its decimal point, and zeros behind it."""


def _at_most_one_answer_each(counts: AnswerCounts) -> None:
    """Raise ValueError where more gave an answer to an item than there are responses."""
    begins = np.append(True, (np.diff(counts.who) != 0) | (np.diff(counts.item) != 0))[: len(counts.n)]
    rows = np.flatnonzero(begins)
    answered = np.add.reduceat(counts.n, rows) if len(rows) else counts.n
    if np.any(too_many := answered > counts.people[counts.who[rows]]):
        raise ValueError(f"more answers than responses to {counts.items[counts.item[rows][too_many][0]]!r}")
