"""What people see otherwise in the file than it was read stands in the head of the review and among its findings."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import Workbook

from cchc.access.permissions import Role
from cchc.intake.tasks import read_file
from cchc.plans.models import Measure, Plan
from tests.builders import a_province, an_actor, handed_in
from tests.markup import source
from tests.reading.papers import HEAD, SIX, table_rows

pytestmark = pytest.mark.django_db


def a_plan_from_excel(*hidden: int, column: str = "") -> Plan:
    """The draft that is read from a workbook with rows, and a column, out of sight."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Kế hoạch"
    for row in (*([line] for line in HEAD), *table_rows(SIX)):
        sheet.append([cell.replace("\n", " ") for cell in row])
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    if column:
        sheet.column_dimensions[column].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    staged = handed_in(by=an_actor(), name="a.xlsx", data=stream.getvalue(), unit=a_province())
    read_file(staged)
    return Plan.objects.get()


def test_rows_out_of_sight_are_counted_in_the_head_named_in_a_finding_and_asked_about(
    client_of: Callable[..., Any],
) -> None:
    plan = a_plan_from_excel(6, 7)
    page = source(client_of(Role.COORDINATOR).get(reverse("plans:review", args=[plan.pk])))
    assert "2 rows out of sight were read" in page
    assert "sheet “Kế hoạch”, rows 6–7: out of sight in the file" in page
    asked = Measure.objects.filter(section__plan=plan).exclude(confidence="sure").count()
    assert 1 <= asked <= 2


def test_a_column_out_of_sight_is_a_place_that_was_not_read(client_of: Callable[..., Any]) -> None:
    plan = a_plan_from_excel(column="C")
    page = source(client_of(Role.COORDINATOR).get(reverse("plans:review", args=[plan.pk])))
    assert "column C of the sheet “Kế hoạch” is out of sight in the file and was not read" in page
    assert not Measure.objects.filter(section__plan=plan).exclude(output="").exists()
