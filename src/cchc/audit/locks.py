"""Locks of an action on the rows that it changes: it holds them until its transaction ends, and reads them again.

On SQLite every transaction that may write is alone from its beginning, so there only the second reading counts.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound=Model)


def hold(rows: QuerySet[Row], pk: int | None) -> Row:
    """Return the row with this id as it is now, locked until the transaction ends.

    Others may still store rows that point to it: whoever changes a row that another act points to does not wait for it.
    Raises ValidationError when the row was deleted meanwhile, or is no longer in `rows`.
    """
    found = next(iter(rows.select_for_update(of=("self",), no_key=True).filter(pk=pk).order_by()), None)
    if found is None:
        raise ValidationError(_("What you are working on was deleted meanwhile."))
    return found


def look_together(at: str) -> None:
    """Keep what `at` names as it is until the transaction ends; many may look at it so at once.

    Whoever waits to change it (`change_alone`) comes before those who begin to look later. What it holds is to be read
    after this, in a statement of its own.
    """
    _advise("pg_advisory_xact_lock_shared", at)


def change_alone(at: str) -> None:
    """Wait until nobody looks at what `at` names, and keep others from looking at it until the transaction ends."""
    _advise("pg_advisory_xact_lock", at)


def _advise(function: str, at: str) -> None:
    """Take a lock that is named by a number: it costs no write to a row, and is given in turn. Two names that share a
    number wait for each other without need, and nothing else."""
    if connection.vendor == "postgresql":
        number = int.from_bytes(sha256(at.encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [number])


def alone_in(*tables: type[Model]) -> None:
    """Keep others from writing to these tables until the transaction ends; everybody may still read them.

    For conditions that no single row stands for: that a name, a day or a place in the tree is still free.
    """
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(table._meta.db_table) for table in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")
