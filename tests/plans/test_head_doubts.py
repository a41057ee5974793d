"""What a document does not say for sure of itself is offered to a person, and taken by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.core.words.messages import message_of, say
from cchc.intake.models import StagedFile
from cchc.intake.tasks import read_file
from cchc.plans.actions.plans import change_head, head_of
from cchc.plans.models import Plan
from tests.builders import a_province, a_read_plan, an_actor, handed_in
from tests.markup import source
from tests.reading.papers import HEAD, SIX, table_rows

pytestmark = pytest.mark.django_db
NUMBER, DAY = "Số: /KH-UBND", "An Lạc, ngày tháng 02 năm 2026"
ROWS = table_rows(SIX)


def text_of(*rows: list[str], lines: tuple[str, ...] = ()) -> str:
    table = "\n".join("\t".join(row).replace("\n", " ") for row in rows)
    return "\n\n".join((*lines, *HEAD, table))


def test_a_blank_number_and_date_are_shown_until_somebody_fills_them_in(
    client_of: Callable[..., Any],
) -> None:
    plan = a_read_plan(text_of(*ROWS, lines=(NUMBER, DAY)))
    assert plan.document is not None
    assert (plan.document.number, plan.document.date) == ("", None)
    client = client_of(Role.COORDINATOR)
    addresses = [reverse(f"plans:{name}", args=[plan.pk]) for name in ("review", "head")]
    for address in addresses:
        page = source(client.get(address))
        assert (f"“{NUMBER}”" in page, f"“{DAY}”" in page) == (True, True)
    change_head(by=an_actor(), plan=plan, head=replace(head_of(plan), date=date(2026, 2, 9)))
    page = source(client.get(addresses[0]))
    assert (f"“{NUMBER}”" in page, f"“{DAY}”" in page) == (True, False)


def test_a_year_that_title_and_deadlines_dispute_is_asked_for_with_both() -> None:
    late = ([*ROWS[2][:-1], f"Tháng {month}/2024"] for month in range(2, 6))
    data = text_of(ROWS[0], *late).encode()
    staged = handed_in(by=an_actor(), name="a.txt", data=data, unit=a_province())
    read_file(staged)
    staged.refresh_from_db()
    said = [say(message_of(one)) for one in staged.faults]
    assert (staged.state, Plan.objects.count(), len(said)) == (StagedFile.State.REFUSED, 0, 3)
    assert (HEAD[1] in said[1], "Tháng 2/2024" in said[2]) == (True, True)
