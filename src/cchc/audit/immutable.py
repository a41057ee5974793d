"""Tables that the database itself refuses to change: triggers for SQLite and PostgreSQL, as a migration
operation."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation


class Immutable(Operation):
    """Forbid UPDATE and DELETE on the rows of `table` for which `when` holds (SQL over `OLD`; always, by
    default).

    `columns` narrows the ban on UPDATE to those columns. With `insert`, new rows for which `when` holds are
    refused too. The triggers are named after the table and `name`.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self,
        table: str,
        *,
        when: str = "",
        columns: tuple[str, ...] = (),
        insert: bool = False,
        name: str = "rows",
    ) -> None:
        self.table = table
        self.when = when
        self.columns = columns
        self.insert = insert
        self.name = name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How a migration file writes this operation."""
        return (
            type(self).__name__,
            [self.table],
            {"when": self.when, "columns": self.columns, "insert": self.insert, "name": self.name},
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
        postgresql = schema_editor.connection.vendor == "postgresql"
        for event, _words, _when in self._events():
            name = self._trigger(event)
            schema_editor.execute(f"DROP FUNCTION {name} CASCADE" if postgresql else f"DROP TRIGGER {name}")

    def describe(self) -> str:
        """One line for `migrate`."""
        return f"Make {self.name} of {self.table} immutable"

    def _trigger(self, event: str) -> str:
        return f"{self.table}_{self.name}_no_{event}"

    def _events(self) -> list[tuple[str, str, str]]:
        """What is refused: its name, its words in SQL, and when."""
        update = f"UPDATE OF {', '.join(self.columns)}" if self.columns else "UPDATE"
        events = [("update", update, self.when), ("delete", "DELETE", self.when)]
        return [*events, ("insert", "INSERT", self.when.replace("OLD.", "NEW."))] if self.insert else events

    def _sqlite(self) -> list[str]:
        return [
            f"CREATE TRIGGER {self._trigger(event)} BEFORE {words} ON {self.table} FOR EACH ROW "
            f"{f'WHEN {when} ' if when else ''}BEGIN SELECT RAISE(ABORT, '{self.table}: immutable'); END"
            for event, words, when in self._events()
        ]

    def _postgresql(self) -> list[str]:
        """A function for each trigger: there, unlike in its WHEN, a condition may ask other tables."""
        return [
            statement
            for event, words, when in self._events()
            for statement in (
                f"CREATE FUNCTION {self._trigger(event)}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {when or 'TRUE'} THEN RAISE EXCEPTION '{self.table}: immutable' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                f"RETURN {'OLD' if event == 'delete' else 'NEW'}; END $$",
                f"CREATE TRIGGER {self._trigger(event)} BEFORE {words} ON {self.table} FOR EACH ROW "
                f"EXECUTE FUNCTION {self._trigger(event)}()",
            )
        ]
