# ruff: noqa: E402 - the description is put in place before anything of ours is imported
"""Where a column of measures shows: run as `python -m tests.plans.one_more_column with` or `without` by a test.

With: the description of the columns has one more entry, as if somebody had written it into its file, and the database
the field that `makemigrations` adds; nothing else is told of the column. The field is taken out again in the end.
Prints, as JSON, every place that shows the column.
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from types import ModuleType

DESCRIBED = "cchc.core.plans.columns"
ENTRY = """
    MeasureColumn(
        "basis",
        Message("Căn cứ pháp lý"),
        ColumnGroup.WHAT,
        headings=((10, r"căn cứ pháp lý"),),
        in_prose=r"căn cứ pháp lý",
        heading="Căn cứ pháp lý",
    ),
)
BY_KEY ="""
NAME = "Căn cứ pháp lý"
TEXT = "Nghị quyết số 76/NQ-CP"
TABLE = (
    "KẾ HOẠCH\nCải cách hành chính năm 2026\n"
    "STT\tNhiệm vụ\tCăn cứ pháp lý\tChủ trì\tThời gian\n"
    f"1\tRà soát văn bản\t{TEXT}\tSở Tư pháp\tQuý II/2026\n"
)
PROSE = f"KẾ HOẠCH\n1. Rà soát văn bản\n- Căn cứ pháp lý: {TEXT}\n- Chủ trì: Sở Tư pháp\n- Thời gian: Quý II/2026\n"


def described_with(entry: str) -> None:
    """Put the description of the columns in place, its file with one more entry at the end."""
    spec = find_spec(DESCRIBED)
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).read_text(encoding="utf-8")
    changed = source.replace("\n)\nBY_KEY =", entry)
    assert changed != source
    module = ModuleType(DESCRIBED)
    sys.modules[DESCRIBED] = module
    exec(compile(changed, spec.origin, "exec"), module.__dict__)


if "with" in sys.argv:
    described_with(ENTRY)

import django
from django.conf import settings

settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
django.setup()

from django.apps import apps
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.http import HttpResponse
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from openpyxl import load_workbook

from cchc.access.permissions import Role
from cchc.core.plans.plan import Plan as PlanValue
from cchc.core.words.lengths import MOST
from cchc.core.words.messages import Faults, say
from cchc.files.documents import read_document
from cchc.intake.actions import stage
from cchc.intake.kinds import Brought
from cchc.plans.actions.plans import copy_plan
from cchc.plans.actions.sheets import apply_sheet
from cchc.plans.exchange.comparing import compare_sheet
from cchc.plans.exchange.keeping import refuse_long
from cchc.plans.exchange.sheet_in import read_sheet
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.sheets import sheet_content, sheet_sections
from cchc.plans.staged import PLAN_SHEETS, compared_sheet
from cchc.reading.plans import read_plan, text_of
from cchc.reading.plans.as_json import plan_data
from tests.builders import a_member, a_plan, an_actor, written


def cell(plan: PlanValue) -> str | None:
    """What the JSON of the command line says in the column."""
    return plan_data(plan, say)["sections"][0]["measures"][0].get("basis")


def edited(workbook: bytes) -> tuple[bytes, bool]:
    """The table with the last letter of the text taken off, and whether it has the column at all."""
    book = load_workbook(BytesIO(workbook))
    cells = [one for row in book.worksheets[0] for one in row if one.value == TEXT]
    for one in cells:
        one.value = TEXT[:-1]
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue(), any(one.value == NAME for row in book.worksheets[0] for one in row)


def refused() -> bool:
    """Whether a text that is too long for the column is refused by its name."""
    long = TABLE.replace(TEXT, "a" * (MOST["cell"] + 1))
    try:
        refuse_long(text_of(read_document(long.encode(), "a.txt")), "a.txt")
    except Faults as faults:
        return NAME in say(faults.faults[0].why)
    return False


def shown(response: HttpResponse, *, text: str = TEXT) -> bool:
    """Whether a page shows the column and the text in it."""
    page = response.content.decode()
    return NAME in page and text in page


def places() -> list[str]:
    """Every place that shows the column, of a plan that is read, looked at, edited, given out and brought back."""
    client, by, key = Client(), an_actor(), "basis"
    client.force_login(a_member(Role.ADMINISTRATOR).person)
    plan = a_plan()
    written(plan, text_of(read_document(TABLE.encode(), "a.txt")).sections)
    (row,) = Measure.objects.filter(section__plan=plan)
    at = {name: reverse(f"plans:{name}", args=[plan.pk]) for name in ("review", "detail")}
    add = f"{reverse('plans:measure_add', args=[plan.pk])}?phan={row.section_id}"
    found = {
        "read from a table": cell(read_plan(TABLE.encode(), "a.txt")) == TEXT,
        "read from prose": cell(read_plan(PROSE.encode(), "a.txt")) == TEXT,
        "refused where it is too long": refused(),
        "review row": shown(client.get(at["review"])),
        "form of a new measure": f'name="{key}"' in client.get(add).content.decode(),
        "table": shown(client.get(at["detail"])),
        "page of the measure": shown(client.get(reverse("plans:measure", args=[plan.pk, row.pk]))),
        "search": client.get(at["detail"], {"q": "nghi quyet so 76"}).context["rows"].paginator.count == 1,
    }
    given, has = edited(sheet_content({"plan": plan.pk, "version": plan.version}))
    before = sheet_sections(plan)
    found["Excel out"] = has
    found["Excel in"] = read_sheet(given, "a.xlsx").sections[0].rows[0].text(key) == TEXT[:-1]
    change = compare_sheet(given, "a.xlsx", before)
    file = Brought(by, "a.xlsx", given, str(plan.pk))
    sheet = stage(by=by, kind=PLAN_SHEETS, brought=file, compared=compared_sheet(plan, change))
    difference = client.get(reverse("plans:sheet_difference", args=[plan.pk, sheet.pk]))
    found["difference"] = NAME in difference.content.decode()
    if not change.is_empty:
        apply_sheet(by=by, sheet=sheet)
    again = Measure.objects.get(pk=row.pk)
    found["change applied"] = getattr(again, key, "") == TEXT[:-1]
    typed = {key: "Luật số 63", "version": str(again.version)}
    answer = client.post(reverse("plans:row", args=[plan.pk, row.pk]), typed, headers={"HX-Request": "true"})
    found["cell saved"] = shown(answer, text="Luật số 63")
    copy = copy_plan(by=by, original=Plan.objects.get(pk=plan.pk), unit=plan.unit, title="B", year=2027)
    copied = Measure.objects.get(section__plan=copy)
    found["copied"] = getattr(copied, key, "") == "Luật số 63"
    return [place for place, is_so in found.items() if is_so]


def migrated() -> tuple[Migration, ProjectState]:
    """The migration that `makemigrations plans` would write now, and the state of the models before it."""
    loader = MigrationLoader(connection)
    before = loader.project_state()
    changes = MigrationAutodetector(before, ProjectState.from_apps(apps)).changes(loader.graph)
    (one,) = changes["plans"]
    return one, before


def main() -> None:
    """Print the places, with the column in the description or without it."""
    setup_test_environment()
    if "with" not in sys.argv:
        sys.stdout.write(json.dumps(places()))
        return
    migration, before = migrated()
    with connection.schema_editor() as editor:
        migration.apply(before.clone(), editor)
    sys.stdout.write(json.dumps(places()))
    with connection.schema_editor() as editor:
        migration.unapply(before.clone(), editor)


if __name__ == "__main__":
    main()
