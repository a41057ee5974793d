"""Who answered, numbered by DuckDB: columns of texts as few whole numbers, by which answers are counted quickly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import NamedTuple

import duckdb
import numpy as np
from numpy.typing import NDArray

from cchc.core.surveys.estimating.numbering import numbered

MOST_NUMBERS = 2**62
"""How many different numbers one of 64 bits may have."""


class WhoNumber(NamedTuple):
    """Columns of who answered as one whole number, the codes of their texts one after the other: which columns with how
    many texts each, and the expression that makes the number of a response."""

    name: str
    columns: tuple[tuple[str, int], ...]
    expression: str

    @property
    def size(self) -> int:
        """How many numbers there may be."""
        return prod(size for _column, size in self.columns)

    def taken_apart(self, numbers: NDArray[np.integer]) -> dict[str, NDArray[np.integer]]:
        """Return the codes of each column."""
        codes = {}
        for column, size in reversed(self.columns):
            numbers, codes[column] = np.divmod(numbers, max(1, size)) if size > 1 else (numbers, numbers * 0)
        return codes


class NumberedPeople(NamedTuple):
    """Who answered, as numbers: the texts of each column, the numbers of a response, how many responded, and the codes
    of columns that another one determines, by its code."""

    labels: dict[str, Sequence[str]]
    numbers: tuple[WhoNumber, ...]
    responses: int
    determined: Mapping[str, NDArray[np.integer]]

    def kinds(
        self, found: Mapping[str, NDArray[np.integer]]
    ) -> tuple[NDArray[np.integer], dict[str, NDArray[np.integer]]]:
        """Return of which kind each row of an answer is, and by kind the codes of each column."""
        if len(self.numbers) > 1:
            return np.arange(len(found["n"])), {
                column: codes
                for number in self.numbers
                for column, codes in number.taken_apart(found[number.name]).items()
            }
        (number,) = self.numbers
        kinds = numbered(found[number.name], number.size)
        codes = number.taken_apart(kinds.codes)
        return kinds.which, codes | {name: column[kinds.codes] for name, column in self.determined.items()}


def numbered_people(connection: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> NumberedPeople:
    """Number the kinds of who answered: by one column where each kind has its own text in it (a commune of its own
    weight and stratum), else by all."""
    responses, kinds = connection.execute("SELECT COALESCE(SUM(n), 0), COUNT(*) FROM kinds").fetchall()[0]
    labels: dict[str, Sequence[str]] = {}
    for own in columns:
        labels |= enumerated(connection, "kinds", [own])
        if len(labels[own]) == kinds:
            break
    else:
        return NumberedPeople(labels, tuple(_numbers(columns, labels)), responses, {})
    determined = {}
    for column in columns:
        if column != own:
            texts = f"SELECT COALESCE({column}, '') AS text FROM kinds ORDER BY {code_of(own)}"  # noqa: S608 - names alone
            known: dict[str, int] = {}
            codes = [known.setdefault(text, len(known)) for (text,) in connection.execute(texts).fetchall()]
            labels[column], determined[column] = tuple(known), np.array(codes, dtype=np.int32)
    return NumberedPeople(labels, tuple(_numbers([own], labels)), responses, determined)


def _numbers(columns: Sequence[str], labels: Mapping[str, Sequence[str]]) -> list[WhoNumber]:
    """As few whole numbers of 64 bits as hold the codes of all columns."""
    found: list[WhoNumber] = []
    for column in columns:
        size = len(labels[column])
        if not found or found[-1].size * size > MOST_NUMBERS:
            found.append(WhoNumber(f"who_{len(found)}", ((column, size),), code_of(column)))
            continue
        last = found[-1]
        expression = f"({last.expression}::BIGINT * {size} + {code_of(column)})"
        found[-1] = WhoNumber(last.name, (*last.columns, (column, size)), expression)
    return found


def enumerated(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]
) -> dict[str, Sequence[str]]:
    """Make a type of the texts in each column of a table, in which they have numbers; return the texts."""
    labels = {}
    for column in columns:
        connection.execute(
            f"CREATE TYPE of_{column} AS ENUM (SELECT DISTINCT COALESCE({column}, '') FROM {table})"  # noqa: S608 - of names alone
        )
        labels[column] = connection.execute(f"SELECT enum_range(NULL::of_{column})").fetchall()[0][0]
    return labels


def code_of(column: str) -> str:
    """Return the expression of the number that the text of a column has in its type."""
    return f"enum_code(COALESCE({column}, '')::of_{column})::INTEGER"
