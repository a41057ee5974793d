"""However large a plan and its document are, no page of it is larger than an office line bears."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cchc.access.permissions import Role
from cchc.core.plans.columns import EXTRA, LEAD, OUTPUT, TASK
from cchc.core.plans.plan import Source
from cchc.core.words.lengths import MOST
from cchc.intake.actions import stage
from cchc.intake.kinds import Brought
from cchc.intake.models import StagedFile
from cchc.plans.exchange.difference import difference
from cchc.plans.exchange.sheet_out import plan_workbook
from cchc.plans.models import Agency, Involvement, Measure, Plan
from cchc.plans.queries.sheets import sheet_sections
from cchc.plans.staged import PLAN_SHEETS, compared_sheet
from cchc.reading.plans.texts import MeasureText, SectionText
from cchc.texts.speaking import speaker
from cchc.units.models import Kind, Unit
from tests.builders import a_plan, a_read_plan, an_actor, written
from tests.markup import source

pytestmark = pytest.mark.django_db
LARGEST = 2_000_000  # bytes of a page
WORDS = "Rà soát, sửa đổi "


def a_long_text(letters: int) -> str:
    return (WORDS * (letters // len(WORDS) + 1))[:letters]


def readings(count: int, letters: int) -> list[MeasureText]:
    texts = {column: [a_long_text(letters)] for column in (TASK, OUTPUT, EXTRA)}
    return [
        MeasureText(str(number), {**texts, LEAD: ["Sở Tư pháp"]}, Source(text=(a_long_text(letters),)))
        for number in range(1, count + 1)
    ]


def a_huge_draft() -> Plan:
    """A draft of which every cell is as long as one may be, beside a document of a megabyte."""
    plan = a_read_plan("KẾ HOẠCH\nCải cách hành chính năm 2026\n\n1. Rà soát\n- Chủ trì: Sở Tư pháp\n")
    written(plan, [SectionText("Thể chế", "I", readings(8, MOST["cell"]))])
    blocks = [{"paragraph": at, "text": f"Đoạn {at} {a_long_text(20_000)}"} for at in range(1, 46)]
    plan.reading.read["blocks"] = blocks
    plan.reading.save(update_fields=["read"])
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
    second = source(client.get(address, {"doan": 2}))
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
    assert f'href="{address}?doan={last}#s45"' in source(client.get(address, {"doan": 1}))
    assert 'id="s45"' in source(client.get(address, {"doan": last}))


def test_a_measure_leads_to_the_page_of_the_review_on_which_it_stands(client_of):
    client = client_of(Role.COORDINATOR)
    plan = a_huge_draft()
    last = client.get(f"/ke-hoach/{plan.pk}/soan/", {"page": 999}).context["rows"]
    measure = last.object_list[0]
    assert f"soan/?page={last.number}#m{measure.pk}" in source(
        client.get(f"/ke-hoach/{plan.pk}/nhiem-vu/{measure.pk}/")
    )


def test_the_table_of_a_plan_of_long_texts_is_not_too_large(client_of):
    client = client_of(Role.COORDINATOR)
    plan = a_plan(Unit.objects.get())
    written(plan, [SectionText("Thể chế", "I", readings(150, 4_000))])
    pages = [client.get(f"/ke-hoach/{plan.pk}/{rest}") for rest in ("", "?thu_tu=thoi-han", "?xem=thoi-gian")]
    assert [len(one.content) for one in pages if len(one.content) > LARGEST] == []


# --- a table that changes every measure, and agencies that name every commune --------------------------------

GONE = 199
QUICKLY = 2.0  # seconds of processor time; a page that compares or prints everything takes many times as long


def a_plan_of_many(count: int) -> Plan:
    plan = a_plan(Unit.objects.get())
    section = plan.sections.create(place=1, number="I", heading="Thể chế")
    Measure.objects.bulk_create(
        Measure(section=section, place=at, number=str(at), task=f"{WORDS}{at}", search="")
        for at in range(1, count + 1)
    )
    return plan


def everything_changed(plan: Plan) -> StagedFile:
    """A table that gives every measure another text of which every second word is new, and deletes a section."""
    gone = plan.sections.create(place=2, number="II", heading="Bỏ")
    Measure.objects.bulk_create(
        Measure(section=gone, place=at, task=f"Bỏ {at}", search="") for at in range(GONE)
    )
    first, _gone = before = sheet_sections(plan)
    other = " ".join(f"một {at} hai" for at in range(30))
    after = [
        replace(
            first,
            rows=tuple(
                replace(row, texts={**row.texts, TASK: f"{row.text(TASK)} {other}"}) for row in first.rows
            ),
        )
    ]
    change = difference(before, after)
    data = plan_workbook("", [], speaker("plans", language_code="vi"))
    file = Brought(an_actor(), "a.xlsx", data, str(plan.pk))
    return stage(by=file.by, kind=PLAN_SHEETS, brought=file, compared=compared_sheet(plan, change))


@pytest.mark.parametrize("number", [1, 9999])
def test_a_page_of_what_a_table_changes_takes_no_longer_because_there_are_many(client_of, number):
    client = client_of(Role.COORDINATOR)
    plan = a_plan_of_many(2_000)
    address = f"/ke-hoach/{plan.pk}/excel/nhap/{everything_changed(plan).pk}/"
    begun = time.process_time()
    page = client.get(address, {"page": number})
    assert time.process_time() - begun < QUICKLY
    assert (page.context["counts"].changed, page.context["counts"].removed) == (2_000, GONE)
    assert (len(page.content) < LARGEST, page.context["rows"].paginator.count) == (True, 2_000 + GONE)


def test_what_a_table_changes_is_shown_page_by_page_and_applied_whole(client_of):
    client = client_of(Role.COORDINATOR)
    plan = a_plan_of_many(200)
    address = f"/ke-hoach/{plan.pk}/excel/nhap/{everything_changed(plan).pk}/"
    pages = [client.get(address, {"page": at}) for at in (1, 2, 3)]
    assert [len(one.content) for one in pages if len(one.content) > LARGEST] == []
    chapters = [one.context["chapters"] for one in pages]
    held = [sum(len(one.lines) + len(one.gone) for one in page) for page in chapters]
    assert (max(held) <= 150, sum(held)) == (True, 200 + GONE)
    assert client.post(f"{address}ap-dung/").status_code == 302
    rows = Measure.objects.filter(section__plan=plan)
    assert (plan.sections.count(), rows.count(), rows.filter(task__contains="một").count()) == (1, 200, 200)


def test_every_agency_of_a_plan_is_reached_page_by_page_and_by_its_link(client_of):
    client = client_of(Role.COORDINATOR)
    plan = a_plan_of_many(1)
    province = Unit.objects.get()
    communes = Unit.objects.bulk_create(
        Unit(
            name=f"Xã {at}",
            search_key=f"xa {at}",
            sort_key=f"xa {at:05}",
            spelling=f"xa {at}",
            kind=Kind.COMMUNE,
            parent=province,
            valid_from=date(2025, 7, 1),
        )
        for at in range(100)
    )
    named = Agency.objects.bulk_create(
        Agency(plan=plan, text=f"Các xã {at}", spelling=f"cac xa {at}", confidence="likely", reason="group")
        for at in range(200)
    )
    among = Agency.units.through
    among.objects.bulk_create(among(agency=one, unit=unit) for one in named for unit in communes)
    measure = Measure.objects.get(section__plan=plan)
    Involvement.objects.bulk_create(
        Involvement(measure=measure, agency=one, role=Involvement.Kind.COOPERATING, place=at)
        for at, one in enumerate(named)
    )
    address = f"/ke-hoach/{plan.pk}/soan/co-quan/"
    first = client.get(address)
    pages = [
        client.get(address, {"page": at}) for at in range(1, first.context["rows"].paginator.num_pages + 1)
    ]
    assert [len(one.content) for one in pages if len(one.content) > LARGEST] == []
    shown = [agency.pk for one in pages for agency in one.context["waiting"]]
    assert (first.context["count"], max(len(one.context["waiting"]) for one in pages) <= 150) == (200, True)
    assert (len(shown), set(shown)) == (200, {one.pk for one in named})
    last = shown[-1]
    for asked in (client.get(address, {"co_quan": last}), client.get(f"{address}{last}/")):
        assert f'id="a{last}"' in asked.text
