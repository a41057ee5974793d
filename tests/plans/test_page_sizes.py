"""However large a plan and its document are, no page of it is larger than an office line bears."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cchc.access.permissions import Role
from cchc.core.lengths import MOST
from cchc.core.plans.plan import Source
from cchc.plans.exchange.columns import Column
from cchc.plans.exchange.readings import Chapter, Reading
from cchc.plans.models import Plan
from cchc.plans.models import Reading as ReadFile
from cchc.units.models import Unit
from tests.builders import a_plan, a_read_plan, written

pytestmark = pytest.mark.django_db
LARGEST = 2_000_000  # bytes of a page
WORDS = "Rà soát, sửa đổi "


def a_long_text(letters: int) -> str:
    return (WORDS * (letters // len(WORDS) + 1))[:letters]


def readings(count: int, letters: int) -> list[Reading]:
    texts = {column: [a_long_text(letters)] for column in (Column.TASK, Column.OUTPUT, Column.EXTRA)}
    return [
        Reading(str(number), {**texts, Column.LEAD: ["Sở Tư pháp"]}, Source(text=(a_long_text(letters),)))
        for number in range(1, count + 1)
    ]


def a_huge_draft() -> Plan:
    """A draft of which every cell is as long as one may be, beside a document of a megabyte."""
    plan = a_read_plan("KẾ HOẠCH\nCải cách hành chính năm 2026\n\n1. Rà soát\n- Chủ trì: Sở Tư pháp\n")
    written(plan, [Chapter("Thể chế", "I", readings(8, MOST["cell"]))])
    blocks = [{"paragraph": at, "text": f"Đoạn {at} {a_long_text(20_000)}"} for at in range(1, 46)]
    ReadFile.objects.filter(plan=plan).update(blocks=blocks)
    return plan


def test_no_page_of_a_huge_draft_is_too_large_and_all_of_it_is_reached(client_of: Callable[..., Any]):
    client = client_of(Role.COORDINATOR)
    plan = a_huge_draft()
    address = f"/ke-hoach/{plan.pk}/soan/"
    first = client.get(address)
    pages = [
        client.get(address, {"page": at}) for at in range(1, first.context["rows"].paginator.num_pages + 1)
    ]
    parts = [client.get(address, {"doan": at}) for at in range(1, first.context["pane"].parts + 1)]
    others = [client.get(f"/ke-hoach/{plan.pk}/"), client.get(f"/ke-hoach/{plan.pk}/phat-hien/")]
    assert [len(one.content) for one in (*pages, *parts, *others) if len(one.content) > LARGEST] == []
    rows = [row.measure.pk for one in pages for chapter in one.context["chapters"] for row in chapter.rows]
    assert (len(rows), len(set(rows))) == (plan.sections.get(number="I").measures.count() + 1,) * 2
    assert sum(len(one.context["pane"].shown) for one in parts) == 45


def test_the_parts_of_a_document_lead_to_each_other_and_a_row_to_the_part_it_was_read_from(client_of):
    client = client_of(Role.COORDINATOR)
    plan = a_huge_draft()
    address = f"/ke-hoach/{plan.pk}/soan/"
    second = client.get(address, {"doan": 2}).text
    assert ("Part 2 of" in second, 'href="?doan=1#source"' in second, 'href="?doan=3#source"' in second) == (
        True,
        True,
        True,
    )
    first = client.get(address, {"doan": 1})
    assert 'href="?page=2"' in first.text
    measure = first.context["rows"].object_list[0]
    measure.source = {"paragraph": 45}
    measure.save()
    last = first.context["pane"].parts
    assert f'href="{address}?doan={last}#s45"' in client.get(address, {"doan": 1}).text
    assert 'id="s45"' in client.get(address, {"doan": last}).text


def test_a_measure_leads_to_the_page_of_the_review_on_which_it_stands(client_of):
    client = client_of(Role.COORDINATOR)
    plan = a_huge_draft()
    last = client.get(f"/ke-hoach/{plan.pk}/soan/", {"page": 999}).context["rows"]
    measure = last.object_list[0]
    assert (
        f"soan/?page={last.number}#m{measure.pk}"
        in client.get(f"/ke-hoach/{plan.pk}/nhiem-vu/{measure.pk}/").text
    )


def test_the_table_of_a_plan_of_long_texts_is_not_too_large(client_of):
    client = client_of(Role.COORDINATOR)
    plan = a_plan(Unit.objects.get())
    written(plan, [Chapter("Thể chế", "I", readings(150, 4_000))])
    pages = [client.get(f"/ke-hoach/{plan.pk}/{rest}") for rest in ("", "?thu_tu=thoi-han", "?xem=thoi-gian")]
    assert [len(one.content) for one in pages if len(one.content) > LARGEST] == []
