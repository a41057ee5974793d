"""Locks of an action on the rows that it changes: it holds them until its transaction ends, and reads them again.

On SQLite every transaction that may write is alone from its beginning, so there only the second reading counts.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from cchc.audit.statements import Columns, Statement, answer_of

Row = TypeVar("Row", bound=Model)


def hold(rows: QuerySet[Row], pk: int | None) -> Row:
    """Return the row with this id as it is now, locked until the transaction ends.

    Others may still store rows that point to it: whoever changes a row that another act points to does not wait for it.
    Raises ValidationError when the row was deleted meanwhile, or is no longer in `rows`.
    """
    return still_there(
        next(iter(rows.select_for_update(of=("self",), no_key=True).filter(pk=pk).order_by()), None)
    )


def holding(model: type[Row], pk: int) -> Statement[Row]:
    """Return the statement that holds a row as `hold` does among all rows of its table."""
    columns = _columns(model)
    lock = " FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""
    words = f'SELECT {columns} FROM "{model._meta.db_table}" held WHERE held.id = %s{lock}'  # noqa: S608 - ours
    return Statement(words, [pk], lambda rows: still_there(columns.first(rows)))


@cache
def _columns(model: type[Row]) -> Columns[Row]:
    return Columns(model, "held")


def still_there(row: Row | None) -> Row:
    """Return a row that was held. Raises ValidationError where it was deleted meanwhile."""
    if row is None:
        raise ValidationError(_("What you are working on was deleted meanwhile."))
    return row


def look_together(at: str) -> None:
    """Keep what `at` names as it is until the transaction ends; many may look at it so at once.

    Whoever waits to change it (`change_alone`) comes before those who begin to look later. What it holds is to be read
    after this, in a statement of its own.
    """
    answer_of(looking_together(at))


def looking_together(at: str) -> Statement[None]:
    """Return the statement of `look_together`; those that read what `at` names come after it."""
    return _advising("pg_advisory_xact_lock_shared", at)


def change_alone(at: str) -> None:
    """Wait until nobody looks at what `at` names, and keep others from looking at it until the transaction ends."""
    answer_of(_advising("pg_advisory_xact_lock", at))


def _advising(function: str, at: str) -> Statement[None]:
    """Return the statement that takes a lock which is named by a number: it costs no write to a row, and is given in
    turn. Two names that share a number wait for each other without need, and nothing else."""
    number = int.from_bytes(sha256(at.encode()).digest()[:8], "big", signed=True)
    words = f"SELECT {function}(%s)" if connection.vendor == "postgresql" else "SELECT %s"
    return Statement(words, [number], lambda rows: None)


def alone_in(*tables: type[Model]) -> None:
    """Keep others from writing to these tables until the transaction ends; everybody may still read them.

    For conditions that no single row stands for: that a name, a day or a place in the tree is still free.
    """
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(table._meta.db_table) for table in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")
