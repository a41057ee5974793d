"""Locks of an action on the rows that it changes: it holds them until its transaction ends, and reads them again.

On SQLite every transaction that may write is alone from its beginning, so there only the second reading counts.
"""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound=Model)


def hold(rows: QuerySet[Row], pk: int | None) -> Row:
    """Return the row with this id as it is now, locked until the transaction ends.

    Raises ValidationError when the row was deleted meanwhile, or is no longer in `rows`.
    """
    found = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise ValidationError(_("What you are working on was deleted meanwhile."))
    return found


def look_shared(rows: QuerySet[Row]) -> None:
    """Keep others from changing or removing these rows until the transaction ends; others may look at them so at the
    same time. What a row holds is to be read after this, in a statement of its own."""
    if connection.vendor == "postgresql":
        statement, values = rows.order_by().values("pk").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"{statement} FOR SHARE", values)


def alone_in(*tables: type[Model]) -> None:
    """Keep others from writing to these tables until the transaction ends; everybody may still read them.

    For conditions that no single row stands for: that a name, a day or a place in the tree is still free.
    """
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(table._meta.db_table) for table in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")
