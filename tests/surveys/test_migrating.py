"""Answers that had rows of their own stand on their forms after the migration, those of waiting files too."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from tests.installation import Installation

pytestmark = pytest.mark.django_db

BEFORE = """
from django.core.management import call_command
from django.db import connection
from cchc.intake.models import StagedFile
from cchc.surveys.models import Response
from tests import builders
from tests.builders.collecting import a_collecting_survey, answers_csv, brought_answers
unit = builders.a_unit("Xã Tân Lập", "commune")
survey = a_collecting_survey([unit])
brought_answers(survey, answers_csv([("P1", "Xã Tân Lập", "5", "4", "Nhanh; gọn")]))
for staged in StagedFile.objects.all():
    staged.read["forms"][0]["answers"] = [
        ["q1", "5", ""], ["q3", "loa", ""], ["q3", "web", ""], ["q5", "", "Nhanh; gọn"],
    ]
    staged.save()
form = survey.forms.get()
for key in ("a", "b"):
    Response.objects.create(survey=survey, form=form, key=key, form_key=key, unit=unit)
first, second = Response.objects.order_by("key").values_list("pk", flat=True)
call_command("migrate", "surveys", "0006", verbosity=0)
rows = [(first, "q2", "4", ""), (first, "q3", "loa", ""), (first, "q3", "web", ""), (first, "q4", "", "40.5"),
        (first, "q5", "", "a; b")]
with connection.cursor() as cursor:
    for row in rows:
        cursor.execute("INSERT INTO surveys_itemanswer (response_id, item, level, text) VALUES (%s, %s, %s, %s)", row)
"""
AFTER = """
import json
from django.core.management import call_command
from cchc.intake.models import StagedFile
from cchc.surveys.models import Response
call_command("migrate", verbosity=0)
staged = StagedFile.objects.get().read["forms"][0]["answers"]
print(json.dumps([dict(Response.objects.values_list("key", "answers")), staged]))
"""


def test_answers_in_rows_stand_on_their_forms_afterwards(installation: Installation) -> None:
    installation.say(BEFORE)
    forms, staged = json.loads(installation.say(AFTER))
    assert forms == {"a": {"q2": "4", "q3": "loa;web", "q4": "40.5", "q5": "a; b"}, "b": {}}
    assert staged == {"q1": "5", "q3": "loa;web", "q5": "Nhanh; gọn"}


LONG_AGO = """
from django.core.management import call_command
from django.db import connection
from cchc.surveys.models import Response
from tests import builders
from tests.builders.collecting import a_collecting_survey
unit = builders.a_unit("Xã Tân Lập", "commune")
survey = a_collecting_survey([unit])
form = survey.forms.get()
for at in range(400):
    Response.objects.create(survey=survey, form=form, key=f"khoa-{at}", form_key=f"khoa-{at}", unit=unit)
numbers = list(Response.objects.values_list("pk", flat=True))
call_command("migrate", "surveys", "0006", verbosity=0)
with connection.cursor() as cursor:
    for pk in numbers:
        cursor.execute(
            "INSERT INTO surveys_itemanswer (response_id, item, level, text) VALUES (%s, 'q5', '', %s)",
            (pk, "BI MAT CUA MOT NGUOI " * 20),
        )
"""
MIGRATED = """
from django.core.management import call_command
from django.db import connection
from cchc.audit.overwriting import overwriting
from cchc.surveys.models import Response
with connection.cursor() as cursor:
    cursor.execute("PRAGMA secure_delete = OFF")  # as SQLite is built by itself; some systems build it with it on
call_command("migrate", verbosity=0)
with connection.cursor() as cursor:
    before = cursor.execute("PRAGMA secure_delete").fetchone()[0]
    kept = Response.objects.exclude(answers={}).count()
    with overwriting():
        cursor.execute("DELETE FROM surveys_response")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = connection.settings_dict["NAME"]
print(before, kept, open(path, "rb").read().count(b"BI MAT CUA MOT NGUOI"))
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the bytes of a file of SQLite")
def test_no_answer_stays_in_the_file_beside_what_its_form_keeps(installation: Installation) -> None:
    installation.say(LONG_AGO)
    assert installation.say(MIGRATED).split() == ["0", "400", "0"]
