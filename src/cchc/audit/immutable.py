"""Tables that the database itself refuses to change: triggers for SQLite and PostgreSQL, as a migration
operation."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation


class Immutable(Operation):
    """Forbid UPDATE and DELETE on the rows of `table` for which `when` holds (SQL over `OLD`; always, by
    default).

    `columns` narrows the ban on UPDATE to those columns. The trigger is named after the table and `name`.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self, table: str, *, when: str = "", columns: tuple[str, ...] = (), name: str = "rows"
    ) -> None:
        self.table = table
        self.when = when
        self.columns = columns
        self.name = name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How a migration file writes this operation."""
        return (
            type(self).__name__,
            [self.table],
            {"when": self.when, "columns": self.columns, "name": self.name},
        )

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers leave the models as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the triggers."""
        statements = {"sqlite": self._sqlite, "postgresql": self._postgresql}[schema_editor.connection.vendor]
        for statement in statements():
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the triggers."""
        suffix = f" ON {self.table}" if schema_editor.connection.vendor == "postgresql" else ""
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {self._trigger(event)}{suffix}")

    def describe(self) -> str:
        """One line for `migrate`."""
        return f"Make {self.name} of {self.table} immutable"

    def _trigger(self, event: str) -> str:
        return f"{self.table}_{self.name}_no_{event}"

    def _events(self) -> list[tuple[str, str]]:
        update = f"UPDATE OF {', '.join(self.columns)}" if self.columns else "UPDATE"
        return [("update", update), ("delete", "DELETE")]

    def _sqlite(self) -> list[str]:
        when = f"WHEN {self.when} " if self.when else ""
        return [
            f"CREATE TRIGGER {self._trigger(event)} BEFORE {words} ON {self.table} FOR EACH ROW {when}"
            f"BEGIN SELECT RAISE(ABORT, '{self.table}: immutable'); END"
            for event, words in self._events()
        ]

    def _postgresql(self) -> list[str]:
        when = f"WHEN ({self.when}) " if self.when else ""
        function = (
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '%: immutable', TG_TABLE_NAME "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        return [function] + [
            f"CREATE TRIGGER {self._trigger(event)} BEFORE {words} ON {self.table} FOR EACH ROW {when}"
            "EXECUTE FUNCTION refuse_change()"
            for event, words in self._events()
        ]
