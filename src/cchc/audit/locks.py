"""Looking again, alone: what an action changes is held until its transaction ends, and read as it is then.

On SQLite every transaction that may write is alone from its beginning, so there only the second look counts.
"""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound=Model)


def hold(rows: QuerySet[Row], pk: int | None) -> Row:
    """The row with this id as it is now, held against others until the transaction ends.

    Raises ValidationError when somebody deleted it meanwhile, or took it out of `rows`.
    """
    found = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise ValidationError(_("What you are working on was deleted meanwhile."))
    return found


def alone_in(*tables: type[Model]) -> None:
    """Let nobody else write to these tables until the transaction ends; everybody goes on reading them.

    For what no row can be held for: that a name, a day or a place in the tree is still free.
    """
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(table._meta.db_table) for table in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")
