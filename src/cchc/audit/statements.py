"""Statements that are written by hand, once, where Django would put them into words anew each time.

What hundreds of people do in the same hour is asked so: for a saved cell the words take longer than all the rest. A
statement is a constant in the queries of its room, made of the columns that the models declare, and stands in
`tests/test_statements.py` beside the queryset that says the same. Whatever is asked less often is left to Django.

Those that do not wait for each other's answers are sent together: PostgreSQL carries out what comes in one message
statement by statement, each of them seeing what was committed before it began.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, cached_property
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.models import Field, Model

Row = TypeVar("Row", bound=Model)
Answer = TypeVar("Answer")
Found = list[tuple[Any, ...]]


class Statement(Generic[Answer]):
    """A statement with its values, how its rows are read (`read`), and, once it was carried out, its `answer`."""

    answer: Answer

    def __init__(self, words: str, values: Sequence[Any], read: Callable[[Found], Answer]) -> None:
        self.words, self.values, self._read = words, values, read

    def take(self, cursor: Any) -> None:
        """Take the answer from a cursor that has carried out the statement. Raises what `read` raises."""
        self.answer = self._read(cursor.fetchall())


def carry_out(*statements: Statement[Any]) -> None:
    """Carry out statements in their order; each has its answer then. PostgreSQL is sent all of them at once.

    Raises what reading an answer raises.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            values = [one for statement in statements for one in statement.values]
            cursor.execute(";\n".join(statement.words for statement in statements), values)
            for place, statement in enumerate(statements):
                if place:
                    cursor.nextset()
                statement.take(cursor)
        else:
            for statement in statements:
                cursor.execute(statement.words, statement.values)
                statement.take(cursor)


def answer_of(statement: Statement[Answer]) -> Answer:
    """Carry out one statement alone; returns its answer."""
    carry_out(statement)
    return statement.answer


def among(ids: Collection[int] | Collection[str]) -> tuple[str, Any]:
    """Return what a statement says of a column that is one of `ids`, however many, and the value that it takes."""
    if connection.vendor == "postgresql":
        return "= ANY(%s)", list(ids)
    return "IN (SELECT value FROM json_each(%s))", json.dumps(list(ids))


class Columns(Generic[Row]):
    """The columns of a model that a statement reads where it calls the table `table`: all of them or those of some
    fields; the others are fetched where they are asked for."""

    def __init__(self, model: type[Row], table: str, *names: str) -> None:
        self._model = model
        self._fields = [one for one in model._meta.concrete_fields if not names or one.attname in names]
        self._names = frozenset(one.attname for one in self._fields)
        self._text = ", ".join(f'{table}."{one.column}"' for one in self._fields)

    def __str__(self) -> str:
        return self._text

    @cached_property
    def _conversions(self) -> list[tuple[int, Any, list[Any]]]:
        """Those of the columns that Django converts, by their places: dates on SQLite, JSON."""
        found = []
        for place, field in enumerate(self._fields):
            column = field.get_col(self._model._meta.db_table)
            converters = connection.ops.get_db_converters(column) + column.get_db_converters(connection)
            if converters:
                found.append((place, column, converters))
        return found

    def row(self, values: Iterator[Any]) -> Row:
        """Return the row whose columns come next in a row of the statement."""
        return self._model.from_db(DEFAULT_DB_ALIAS, self._names, self._converted(values))

    def named(self, values: Iterator[Any]) -> dict[str, Any]:
        """Return what comes next by the names of the fields, where many rows are read and no more is asked of them."""
        found = self._converted(values)
        return {one.attname: value for one, value in zip(self._fields, found, strict=True)}

    def _converted(self, values: Iterator[Any]) -> list[Any]:
        found = list(islice(values, len(self._fields)))
        for place, column, converters in self._conversions:
            for convert in converters:
                found[place] = convert(found[place], column, connection)
        return found

    def first(self, rows: Found) -> Row | None:
        """Return the first of the rows of a statement that reads nothing else; None where there is none."""
        return self.row(iter(rows[0])) if rows else None


def storing(row: Model, *names: str) -> Statement[None]:
    """Return the statement that stores a row: a new one with all its fields, one that is there with those named, or
    with all. Carried out, it gives a new one its id, and raises DatabaseError where the other is not there any more."""
    model, is_new, values = type(row), row._state.adding, stored_values(row, *names)

    def stored(rows: Found) -> None:
        if not rows:
            raise DatabaseError(f"{model.__name__} {row.pk} is not there any more")
        row.pk, row._state.adding, row._state.db = rows[0][0], False, DEFAULT_DB_ALIAS

    if is_new:
        return Statement(_insert(model), values, stored)
    return Statement(_update(model, names), [*values, row.pk], stored)


def inserting(
    model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]], returned: Sequence[str] = ("id",)
) -> Statement[Found]:
    """Return the statement that stores rows in their order, told by the columns `names`; its answer are the columns
    `returned` of each of them, in whatever order. Values are as the database takes them, but for JSON as a dict:
    nothing converts them. PostgreSQL is told all of them as one value, for a thousand gaps are filled more slowly than
    it stores what stands in them."""
    table, columns, back = f'"{model._meta.db_table}"', ", ".join(names), ", ".join(returned)
    words = f"INSERT INTO {table} ({columns}) "
    if connection.vendor == "postgresql":
        words += f"SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s) RETURNING {back}"  # noqa: S608 - ours
        told = [dict(zip(names, row, strict=True)) for row in rows]
        return Statement(words, [json.dumps(told, ensure_ascii=False, default=str)], lambda found: found)
    words += f"VALUES {', '.join([_gaps(len(names))] * len(rows))} RETURNING {back}"
    values = [
        json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value
        for row in rows
        for value in row
    ]
    return Statement(words, values, lambda found: found)


def _gaps(count: int) -> str:
    return f"({', '.join(['%s'] * count)})"


def stored_values(row: Model, *names: str) -> list[Any]:
    """Return what the database is to hold of a row: all but its id, in the order of the fields, or the fields named."""
    is_new = row._state.adding
    return [one.get_db_prep_save(one.pre_save(row, is_new), connection) for one in _fields(type(row), names)]


@cache
def _fields(model: type[Model], names: tuple[str, ...] = ()) -> tuple[Field[Any, Any], ...]:
    """Return the fields with these names; without names all but the id, which the database gives."""
    return tuple(
        one for one in model._meta.concrete_fields if (one.name in names if names else not one.primary_key)
    )


@cache
def _insert(model: type[Model]) -> str:
    fields = _fields(model)
    names, gaps = ", ".join(f'"{one.column}"' for one in fields), ", ".join(["%s"] * len(fields))
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({gaps}) RETURNING id'  # noqa: S608 - ours


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> str:
    puts = ", ".join(f'"{one.column}" = %s' for one in _fields(model, names))
    return f'UPDATE "{model._meta.db_table}" SET {puts} WHERE id = %s RETURNING id'  # noqa: S608 - ours
