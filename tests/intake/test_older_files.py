"""Files that waited before all kinds were one table go on waiting: same contents, and their numbers still lead to
them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.installation import PATIENCE, ROOT, Installation, loaded

pytestmark = pytest.mark.django_db

A_WAITING_SHEET = """
INSERT INTO plans_sheetimport (id, version, difference, person_id, person, unit, at, applied_at, file_id, plan_id)
VALUES ({number}, 2, '{{"sections": [], "removed": []}}', 7, 'Chuyên viên', 'Sở Y tế',
        '2026-03-04 05:06:07+00:00', {applied}, 2, 1)
"""
SHEETS = """
from cchc.intake.models import StagedFile
for one in StagedFile.objects.filter(kind="plan_sheet").order_by("former"):
    print(one.former, one.about, one.state, one.seen, one.person_id, one.unit, one.file_id, f"{one.at:%d/%m %H:%M:%S}",
          one.difference["removed"], one.pk > 8)
"""


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Installation]:
    """An installation as it was before entries carried the version of their digest, with files on their way."""
    dump = ROOT / "tests" / "data" / f"older-{connection.vendor}.sql"
    with loaded(tmp_path, dump) as installation:
        with installation.connected() as execute:
            for number, applied in ((5, "NULL"), (8, "'2026-03-05 05:06:07+00:00'")):
                execute(A_WAITING_SHEET.format(number=number, applied=applied))
            if connection.vendor == "postgresql":  # which counts only the numbers that it has given itself
                execute("SELECT setval('plans_sheetimport_id_seq', 8)")
        yield installation


def test_files_of_before_are_in_the_one_table_as_they_were(older: Installation) -> None:
    assert older.cchc("migrate").wait(PATIENCE) == 0
    assert older.say(SHEETS).splitlines() == [
        "5 1 read 2 7 Sở Y tế 2 04/03 05:06:07 [] True",
        "8 1 applied 2 7 Sở Y tế 2 04/03 05:06:07 [] True",
    ]
