"""What is acknowledged is on the disk."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

FULL = 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's own default does the same")
@pytest.mark.parametrize(
    ("what", "value"), [("synchronous", FULL), ("recursive_triggers", 1), ("foreign_keys", 1)]
)
def test_sqlite_waits_for_the_disk_and_guards_its_rows(what: str, value: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {what}")
        assert cursor.fetchone() == (value,)
