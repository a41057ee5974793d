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
A_READING = """
INSERT INTO plans_reading (id, year, state, done, total, faults, blocks, body, quotas, drawn, person_id, person, role,
                           person_unit_id, person_unit, at, file_id, plan_id, unit_id, started_at)
VALUES ({number}, 2026, {state}, 3, 4, '[]', '[["a"]]', 'Lời văn', '["q"]', {drawn}, 7, 'Chuyên viên', 'unit_clerk',
        1, 'Sở Y tế', '2026-03-04 05:06:07+00:00', 2, {plan}, 1, NULL)
"""
A_TASK = """
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
DBTaskResult.objects.create(task_path="cchc.plans.tasks.read_plan_file", args_kwargs={"args": [4], "kwargs": {}},
    backend_name="default", queue_name="default", run_after=timezone.now(), status="READY", priority=0)
"""
READINGS = """
from django_tasks_db.models import DBTaskResult
from cchc.intake.models import StagedFile
from cchc.plans.models import Plan
for one in StagedFile.objects.filter(kind="plan_file").order_by("former"):
    print(one.former, one.about, one.state, one.options["year"], one.unit_id, one.unit, one.role, one.read["blocks"],
          one.read["body"], one.read["quotas"], one.read["drawn"], one.done, one.total, f"{one.at:%H:%M:%S}")
print(Plan.objects.get(reading__former=9).pk)
task = DBTaskResult.objects.get()
print(task.task_path, task.args_kwargs["args"] == [StagedFile.objects.get(kind="plan_file", former=4).pk])
"""
SHEETS = """
from cchc.intake.models import StagedFile
for one in StagedFile.objects.filter(kind="plan_sheet").order_by("former"):
    print(one.former, one.about, one.state, one.seen, one.person_id, one.unit, one.file_id, f"{one.at:%d/%m %H:%M:%S}",
          one.difference["removed"], one.pk > 9)
"""


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Installation]:
    """An installation as it was before entries carried the version of their digest, with files on their way."""
    dump = ROOT / "tests" / "data" / f"older-{connection.vendor}.sql"
    with loaded(tmp_path, dump) as installation:
        with installation.connected() as execute:
            for number, applied in ((5, "NULL"), (8, "'2026-03-05 05:06:07+00:00'")):
                execute(A_WAITING_SHEET.format(number=number, applied=applied))
            drawn = "TRUE" if connection.vendor == "postgresql" else "1"
            for number, state, plan in ((4, "'waiting'", "NULL"), (9, "'read'", "1")):
                execute(A_READING.format(number=number, state=state, plan=plan, drawn=drawn))
            if connection.vendor == "postgresql":  # which counts only the numbers that it has given itself
                execute("SELECT setval('plans_sheetimport_id_seq', 8), setval('plans_reading_id_seq', 9)")
        installation.say(A_TASK)
        yield installation


def test_files_of_before_are_in_the_one_table_as_they_were(older: Installation) -> None:
    assert older.cchc("migrate").wait(PATIENCE) == 0
    assert older.say(SHEETS).splitlines() == [
        "5 1 read 2 7 Sở Y tế 2 04/03 05:06:07 [] True",
        "8 1 applied 2 7 Sở Y tế 2 04/03 05:06:07 [] True",
    ]
    assert older.say(READINGS).splitlines() == [
        "4 1 waiting 2026 1 Sở Y tế unit_clerk [['a']] Lời văn ['q'] True 3 4 05:06:07",
        "9 1 applied 2026 1 Sở Y tế unit_clerk [['a']] Lời văn ['q'] True 3 4 05:06:07",
        "1",
        "cchc.intake.tasks.read_staged_file True",
    ]
