"""Files handed in and drafts under review, for tests of their pages."""

from __future__ import annotations

from typing import Any

from django.test import Client

from cchc.intake.models import StagedFile
from cchc.plans.models import Measure, Plan
from cchc.units.models import Kind, Unit
from tests.builders import (
    a_province,
    an_actor,
    handed_in,
)
from tests.reading.papers import HEAD, SIX, table_rows

IN_PLACE = {"HX-Request": "true"}


def the_text(rows: list[list[str]] | None = None) -> str:
    """A plan of six columns as text, its cells apart by tabs."""
    return "\n".join([*HEAD, "", *("\t".join(row).replace("\n", " ") for row in rows or table_rows(SIX))])


def a_doubtful_text() -> str:
    """The same with a row that a page has cut in two, and a number that stands twice."""
    rows = table_rows(SIX)
    rows[3] = ["1", "Mở chuyên mục", *rows[3][2:]]
    rows.insert(4, ["", "pháp luật", "", "", "", ""])
    return the_text(rows)


def a_waiting_reading(data: bytes | None = None, **changes: Any) -> StagedFile:
    """A file that was handed in and that nobody has read yet."""
    unit = Unit.objects.filter(kind=Kind.PROVINCE).first() or a_province()
    reading = handed_in(by=an_actor(), name="ke-hoach.txt", data=data or the_text().encode(), unit=unit)
    StagedFile.objects.filter(pk=reading.pk).update(**changes)
    reading.refresh_from_db()
    return reading


def only(plan: Plan) -> Measure:
    return Measure.objects.get(section__plan=plan)


def posted(client: Client, address: str, data: dict[str, Any], *, in_place: bool = False) -> Any:
    return client.post(address, data, headers=IN_PLACE if in_place else {})
