"""Rows that the database itself refuses to change or remove: triggers for SQLite and PostgreSQL.

Each room declares its frozen tables in its `kept.py`; `config.kept` joins them. `migrate` takes the triggers off where
it has something to change (SQLite drops them with a table that it rebuilds, and refuses to rebuild a table that they
ask) and puts them back after every run, whatever it did; `unprotected_tables` says where they are not as declared.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction

WORDS = "immutable"  # what the database answers, after the name of the table


@dataclass(frozen=True, slots=True)
class Frozen:
    """The frozen rows of `table`: those for which `when` holds, or all.

    Conditions are SQL in which `{row}` stands for the row; they may query other tables. `free` names the columns that
    may change nevertheless; with `free_to`, only to values for which this condition holds. The triggers refuse new rows
    for which `insert` holds, and changes to such rows, unless only free columns change. `formerly` are earlier names of
    the table: a table that still has one is frozen under it until it is renamed.
    """

    table: str
    when: str = ""
    free: tuple[str, ...] = ()
    free_to: str = ""
    insert: str = ""
    formerly: tuple[str, ...] = ()

    def held(self, row: str) -> str:
        """Return the SQL condition that `row` is frozen."""
        return f"({self.when.format(row=row)})" if self.when else "TRUE"

    def refused(self, row: str) -> str:
        """Return the SQL condition that a new row such as `row` is refused."""
        return f"({self.insert.format(row=row)})" if self.insert else "FALSE"


Triggers = Mapping[str, Any]  # from the name of a trigger to what makes it what it is


def frozen_tables() -> tuple[Frozen, ...]:
    """Return every frozen table of the platform."""
    found: tuple[Frozen, ...] = import_module(settings.KEPT).FROZEN
    return found


def freeze(using: str = "default") -> list[str]:
    """Put the triggers of every declared table in place; returns the tables whose triggers were not as declared.

    Tables that do not exist yet are left out. Any other trigger on a frozen table is taken off.
    """
    with transaction.atomic(using):
        database = _database(using)
        changed = [frozen for frozen in database.present() if not database.is_as_declared(frozen)]
        for frozen in changed:
            database.take_off(frozen)
            for statement in database.statements(frozen):
                database.execute(statement)
    return [frozen.table for frozen in changed]


def thaw(using: str = "default") -> None:
    """Take the triggers off, for changes of the tables themselves; `freeze` puts them back."""
    with transaction.atomic(using):
        database = _database(using)
        for frozen in database.present():
            database.take_off(frozen)


def unprotected_tables(using: str = "default") -> list[str]:
    """Return the declared tables whose triggers are missing, switched off or not as declared."""
    database = _database(using)
    protected = {frozen.table for frozen in database.present() if database.is_as_declared(frozen)}
    return [
        frozen.table for frozen in frozen_tables() if protected.isdisjoint((frozen.table, *frozen.formerly))
    ]


def thaw_before_migrating(*, using: str, plan: list[Any], **more: Any) -> None:
    """Answer Django's `pre_migrate`: take the triggers off."""
    if plan:
        thaw(using)


def freeze_after_migrating(*, using: str, **more: Any) -> None:
    """Answer Django's `post_migrate`: put the triggers back."""
    freeze(using)


def _database(using: str) -> _Database:
    return {"sqlite": _SQLite, "postgresql": _PostgreSQL}[connections[using].vendor](using)


class _Database(ABC):
    """The common part of both databases; reading, making and removing triggers is left to each."""

    def __init__(self, using: str) -> None:
        self.connection = connections[using]
        self.quoted = self.connection.ops.quote_name

    def execute(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, list(values) if values else None)
            return list(cursor.fetchall()) if cursor.description else []

    def present(self) -> list[Frozen]:
        """Return the declared tables that exist, each under its present name."""
        tables = set(self.connection.introspection.table_names())
        return [
            replace(frozen, table=name)
            for frozen in frozen_tables()
            for name in (frozen.table, *frozen.formerly)
            if name in tables
        ]

    def columns(self, table: str) -> list[str]:
        """Return the names of the columns of `table`."""
        with self.connection.cursor() as cursor:
            return [one.name for one in self.connection.introspection.get_table_description(cursor, table)]

    def changed(self, frozen: Frozen, differs: str) -> str:
        """Return the SQL condition that an update touches a column that may not change."""
        if not frozen.free:
            return "TRUE"
        fixed = [self.quoted(name) for name in self.columns(frozen.table) if name not in frozen.free]
        differing = [f"OLD.{name} {differs} NEW.{name}" for name in fixed]
        if frozen.free_to:
            differing.append(f"NOT ({frozen.free_to.format(row='NEW')})")
        return "(" + " OR ".join(differing) + ")"

    def is_as_declared(self, frozen: Frozen) -> bool:
        return self.held(frozen.table) == self.wanted(frozen)

    @abstractmethod
    def held(self, table: str) -> Triggers:
        """Return the triggers that are on `table`."""

    @abstractmethod
    def wanted(self, frozen: Frozen) -> Triggers:
        """Return the triggers that should be on the table."""

    @abstractmethod
    def statements(self, frozen: Frozen) -> Iterable[str]:
        """Return the SQL that makes the triggers."""

    @abstractmethod
    def take_off(self, frozen: Frozen) -> None:
        """Remove the triggers from the table."""


class _SQLite(_Database):
    """Triggers of SQLite, which refuse a new row before it takes the place of a frozen one.

    REPLACE removes the rows in its way without firing the triggers of DELETE, unless the connection has
    `recursive_triggers`; a connection of another program has not.
    """

    def held(self, table: str) -> Triggers:
        return dict(
            self.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", table
            )
        )

    def wanted(self, frozen: Frozen) -> Triggers:
        conditions = {
            "delete": frozen.held("OLD"),
            "update": f"{self.changed(frozen, 'IS NOT')} AND ({frozen.held('OLD')} OR {frozen.refused('NEW')}) "
            f"OR {self.in_the_way(frozen, 'held.rowid <> OLD.rowid')}",
            "insert": f"{frozen.refused('NEW')} OR {self.in_the_way(frozen)}",
        }
        return {
            f"{frozen.table}_no_{event}": f"CREATE TRIGGER {frozen.table}_no_{event} BEFORE {event.upper()} "
            f"ON {frozen.table} FOR EACH ROW WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{frozen.table}: {WORDS}'); END"
            for event, condition in conditions.items()
        }

    def in_the_way(self, frozen: Frozen, other: str = "TRUE") -> str:
        """Return the SQL condition that another frozen row has a key of the new one.

        The condition of a conditional index names its columns without a table: here they are those of the held row, and
        where they are asked of the new one those of a row made of it.
        """
        columns = ", ".join(
            f"NEW.{self.quoted(name)} AS {self.quoted(name)}" for name in self.columns(frozen.table)
        )
        made = f"SELECT 1 FROM (SELECT {columns})"  # noqa: S608 - our own columns
        same = [
            [
                *(f"held.{self.quoted(name)} = NEW.{self.quoted(name)}" for name in key),
                *([condition, f"EXISTS ({made} WHERE {condition})"] if condition else ()),
            ]
            for key, condition in self.keys(frozen.table)
        ]
        met = " OR ".join(f"({' AND '.join(one)})" for one in same)
        rows = f"SELECT 1 FROM {frozen.table} AS held"  # noqa: S608 - our own tables
        return f"EXISTS ({rows} WHERE {other} AND ({met}) AND {frozen.held('held')})"

    def columns(self, table: str) -> list[str]:
        """Return the names alone: Django's own description of a table reads the text by which it was made, which took a
        fifth of the time of an update."""
        return [row[1] for row in self.execute(f"PRAGMA table_info({table})")]

    def keys(self, table: str) -> list[tuple[tuple[str, ...], str]]:
        """Return the columns of the primary key, and those of each unique index with its condition, if it has one.
        Raises ImproperlyConfigured for an index of something else than columns."""
        primary = tuple(row[1] for row in self.execute(f"PRAGMA table_info({table})") if row[5])
        found = {(primary, "")}
        for _number, index, unique, _origin, partial in self.execute(f"PRAGMA index_list({table})"):
            if unique:
                names = tuple(row[2] for row in self.execute(f"PRAGMA index_info({index})"))
                if None in names:
                    raise ImproperlyConfigured(f"{table} is frozen and cannot have the index {index}")
                found.add((names, f"({self.condition_of(index)})" if partial else ""))
        return sorted(found)

    def condition_of(self, index: str) -> str:
        """Return the SQL condition of a conditional index."""
        ((sql,),) = self.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = %s", index)
        return str(sql).partition(" WHERE ")[2]

    def statements(self, frozen: Frozen) -> Iterable[str]:
        return self.wanted(frozen).values()

    def take_off(self, frozen: Frozen) -> None:
        for name in self.held(frozen.table):
            self.execute(f"DROP TRIGGER {self.quoted(name)}")


class _PostgreSQL(_Database):
    """Triggers of PostgreSQL: one function for each table, whose body may query other tables.

    The function stays in the schema of the tables, so that a temporary table of the same name does not stand in for
    one of them. The triggers fire for replicas too.
    """

    ROW, BEFORE, INSERT, DELETE, UPDATE, TRUNCATE = 1, 2, 4, 8, 16, 32  # pg_trigger.tgtype

    def held(self, table: str) -> Triggers:
        rows = self.execute(
            "SELECT tgname, tgenabled::text, tgtype, tgqual IS NULL AND tgattr = ''::int2vector, prosrc, proconfig "
            "FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal",
            self.quoted(table),
        )
        return {name: facts for name, *facts in rows}

    def wanted(self, frozen: Frozen) -> Triggers:
        rows = self.ROW | self.BEFORE | self.UPDATE | self.DELETE | (self.INSERT if frozen.insert else 0)
        same = [True, self.body(frozen), [f"search_path={self.schema()}, pg_temp"]]
        return {
            f"{frozen.table}_frozen": ["A", rows, *same],
            f"{frozen.table}_no_truncate": ["A", self.BEFORE | self.TRUNCATE, *same],
        }

    def schema(self) -> str:
        return str(self.execute("SELECT current_schema()")[0][0])

    def body(self, frozen: Frozen) -> str:
        refuse = f"RAISE EXCEPTION '{frozen.table}: {WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        changed = self.changed(frozen, "IS DISTINCT FROM")
        touched = f"{changed} AND ({frozen.held('OLD')} OR {frozen.refused('NEW')})"
        return (
            f" BEGIN IF TG_OP = 'TRUNCATE' THEN {refuse} "
            f"IF TG_OP = 'DELETE' THEN IF {frozen.held('OLD')} THEN {refuse} RETURN OLD; END IF; "
            f"IF TG_OP = 'UPDATE' THEN IF {touched} THEN {refuse} RETURN NEW; END IF; "
            f"IF {frozen.refused('NEW')} THEN {refuse} RETURN NEW; END "
        )

    def statements(self, frozen: Frozen) -> Iterable[str]:
        table, function = frozen.table, f"{frozen.table}_frozen"
        rows = "INSERT OR UPDATE OR DELETE" if frozen.insert else "UPDATE OR DELETE"
        yield (
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql "
            f"SET search_path = {self.schema()}, pg_temp AS $${self.body(frozen)}$$"
        )
        yield f"CREATE TRIGGER {table}_frozen BEFORE {rows} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )
        for trigger in self.wanted(frozen):
            yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}"

    def take_off(self, frozen: Frozen) -> None:
        """Remove the triggers and their functions."""
        functions = set()
        for trigger, function in self.execute(
            "SELECT tgname, tgfoid::regproc::text FROM pg_trigger "
            "WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal",
            self.quoted(frozen.table),
        ):
            self.execute(f"DROP TRIGGER {self.quoted(trigger)} ON {frozen.table}")
            functions.add(function)
        for function in functions:
            if function.startswith(f"{frozen.table}_"):
                self.execute(f"DROP FUNCTION {function}()")
