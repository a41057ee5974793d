"""What is asked of a file of answers, and what comes back: plain values that cross from one process to another."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from cchc.core.surveys.estimating.counted import CountedRows
from cchc.core.surveys.estimating.counts import Coded
from cchc.core.surveys.estimating.questions import CountingPlan

RESULT_TEXTS = ("level", "base")
"""The columns of texts that the counting statement has besides those of the plan, where a question has no scale."""
ROW = "row_number"
"""The column of the relation with the number of the row as the file's readers count: the heading is row 1."""
WANTED = "wanted"
CELL = "\u241f"
"""Between the values of a cell: a sign that nobody types."""


@dataclass(frozen=True, slots=True)
class AskedOfFile:
    """A plan and the headings of the file under which its columns stand.

    `where` are headings and the values of which a response must have one to be asked; the others stay in the sample.
    The column `cell` is made of several headings (`cells`), its values joined by `CELL`.
    """

    plan: CountingPlan
    headings: Mapping[str, str]
    where: Sequence[tuple[str, tuple[str, ...]]] = ()
    cells: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the relation that the file gives, in one order."""
        return (*self.plan.columns, *self.plan.answer_columns)

    @property
    def all_headings(self) -> tuple[str, ...]:
        """Every heading that the file must have, each once."""
        named = (self.headings[column] for column in self.columns if column != "cell")
        return tuple(dict.fromkeys((*named, *self.cells, *(heading for heading, _values in self.where))))


@dataclass(frozen=True, slots=True)
class Suspects:
    """Whose rows are looked for: values of columns that should not be there, and columns in which only the given
    values should be."""

    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    others_than: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class StrangeValue(NamedTuple):
    """A value that has no business in a column of the relation: the first row it stands in, how often, and the position
    of the column in the file, counted from 0 (None: a file without letters for its columns)."""

    column: str
    value: str
    row: int
    times: int
    position: int | None


class CountedFile(NamedTuple):
    """What the statement answered of a file: the labels of each text column; its codes (32-bit, little endian), of who
    answered by kind, of levels and bases by row; by row the `kind` (32-bit) and the question (16-bit), totals and
    numbers (64-bit)."""

    labels: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, bytes]
    kind: bytes
    item: bytes
    total: bytes
    n: bytes

    def rows(self) -> CountedRows:
        """Return the answer as the core takes it; texts of one name are one, however they are typed."""
        tidied = {id(labels): [tidy(label) for label in labels] for labels in self.labels.values()}
        columns = {
            name: Coded(np.frombuffer(codes, dtype="<i4"), tidied[id(self.labels[name])])
            for name, codes in self.codes.items()
        }
        texts = {name: columns.pop(name) for name in RESULT_TEXTS if name in columns}
        kind = np.frombuffer(self.kind, dtype="<i4")
        total, n = (
            np.frombuffer(one, dtype="<i8").astype(np.int64, copy=False) for one in (self.total, self.n)
        )
        return CountedRows(columns, kind, texts, np.frombuffer(self.item, dtype="<i2"), total, n)


def packed(
    labels: Mapping[str, Sequence[str]],
    codes: Mapping[str, Sequence[int] | np.ndarray],
    kind: Sequence[int] | np.ndarray,
    item: Sequence[int] | np.ndarray,
    total: Sequence[int] | np.ndarray,
    n: Sequence[int] | np.ndarray,
) -> CountedFile:
    """Return the columns of an answer as they cross to another process."""
    one_of_each = {id(texts): tuple(texts) for texts in labels.values()}
    return CountedFile(
        {name: one_of_each[id(texts)] for name, texts in labels.items()},
        {name: np.asarray(column, dtype="<i4").tobytes() for name, column in codes.items()},
        np.asarray(kind, dtype="<i4").tobytes(),
        np.asarray(item, dtype="<i2").tobytes(),
        np.asarray(total, dtype="<i8").tobytes(),
        np.asarray(n, dtype="<i8").tobytes(),
    )


def tidy(text: str) -> str:
    """Return a text of a cell as it is compared: composed letters, single blanks.

    >>> tidy("  Xa\\u0303  Minh Tâm ") == "Xã Minh Tâm"
    True
    """
    return unicodedata.normalize("NFC", " ".join(text.split()))
