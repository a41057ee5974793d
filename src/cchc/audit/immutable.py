"""The step by which early migrations froze tables."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation


class Immutable(Operation):
    """Does nothing any more: frozen tables are declared once (`audit.frozen`), and every `migrate` puts their
    triggers in place.

    Migrations that have run somewhere are never changed, so they still name this operation.
    """

    reversible = True
    reduces_to_sql = False

    def __init__(self, table: str, **declared: Any) -> None:
        self.table = table
        self.declared = declared

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How a migration file writes this operation."""
        return type(self).__name__, [self.table], self.declared

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The tables stay as they are."""

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The tables stay as they are."""

    def describe(self) -> str:
        """One line for `migrate`."""
        return f"{self.table} is frozen after migrating"
