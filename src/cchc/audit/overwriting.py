"""What is deleted is overwritten, where the database can do so, else it can be read from its file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.migrations import Migration


@contextmanager
def overwriting() -> Iterator[None]:
    """Have SQLite write zeros over what is deleted meanwhile. PostgreSQL keeps what was deleted until the table is
    vacuumed."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA secure_delete").fetchone()[0]
        cursor.execute("PRAGMA secure_delete = ON")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA secure_delete = {int(before)}")


class OverwritingMigration(Migration):
    """A migration after which what it moved or removed is not left in the file."""

    def apply(self, *args: Any, **more: Any) -> Any:
        """As any migration, while the database overwrites."""
        with overwriting():
            return super().apply(*args, **more)
