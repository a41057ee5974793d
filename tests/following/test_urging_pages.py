"""Letters to late units: who is late by so many days, one letter each, all of them in one archive by the worker."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from django.urls import reverse
from docx import Document
from lxml import html

from cchc.access.permissions import Role
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.core.plans.following.states import ProgressState
from cchc.documents.models import PreparedFile
from cchc.following.models import ProgressRecord
from cchc.following.queries.urging import late_units, urged_units
from cchc.following.tasks import make_urging_letters
from cchc.plans.models import Plan
from tests.builders import a_followed_plan, a_member, a_province, a_unit, reported
from tests.documents.decree30 import paper_faults
from tests.markup import source

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 15)
UNITS = ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Sở Xây dựng", "Sở Công Thương", "Sở Tư pháp")


@pytest.fixture
def plan(turn_clock) -> Plan:
    turn_clock(datetime(2026, 7, 15, 9, tzinfo=VIETNAM))
    province = a_province()
    for name in UNITS:
        a_unit(name, parent=province)
    return a_followed_plan(
        province,
        [
            {
                "number": "1",
                "task": "Rà soát",
                "lead": "Sở Nội vụ",
                "deadline": "10/7/2026",
                "output": "Báo cáo",
            },
            {"number": "2", "task": "Báo cáo", "lead": "Các sở", "deadline": "Hằng quý"},
            {"number": "3", "task": "Vận động", "lead": "Hội Cựu chiến binh", "deadline": "30/6/2026"},
        ],
    )


def late(plan: Plan, days: int) -> dict[str, list[str]]:
    found = urged_units(plan, TODAY, days)
    return {one.unit.name: [record.period for record in one.records] for one in found}


def test_units_are_late_by_so_many_days_or_more(plan):
    assert late(plan, 1)["Sở Nội vụ"] == ["2026-Q1", "2026-Q2", "lần 1"]
    assert late(plan, 5)["Sở Nội vụ"] == ["2026-Q1", "2026-Q2", "lần 1"]
    assert late(plan, 6)["Sở Nội vụ"] == ["2026-Q1", "2026-Q2"]
    assert {len(periods) for periods in late(plan, 15).values()} == {2}
    assert {len(periods) for periods in late(plan, 16).values()} == {1}
    assert late(plan, 200) == {}
    in_order = ["Sở Công Thương", "Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp", "Sở Xây dựng", "Sở Y tế"]
    assert list(late(plan, 1)) == in_order


@pytest.mark.parametrize("days", [1, 5, 6, 15, 16, 200])
def test_the_page_counts_what_the_letters_list(client_of, plan, days):
    told = [
        (one.unit.pk, one.unit.name, len(one.records), one.records[0].due)
        for one in urged_units(plan, TODAY, days)
    ]
    assert [(one.pk, one.name, one.count, one.first_due) for one in late_units(plan, TODAY, days)] == told
    page = client_of(Role.COORDINATOR).get(f"{reverse('following:urging', args=[plan.pk])}?ngay={days}")
    assert list(page.context["late"]) == late_units(plan, TODAY, days)


def test_a_letter_to_one_unit_lists_what_its_part_of_all_letters_lists(plan):
    for one in urged_units(plan, TODAY, 1):
        assert urged_units(plan, TODAY, 1, one.unit.pk) == [one]


def test_who_is_done_is_not_urged_nor_the_owner_for_a_lead_that_is_no_unit(plan):
    for one in ProgressRecord.objects.filter(unit__name="Sở Y tế", due__lt=TODAY):
        reported(one, ProgressState.DONE_WITHOUT_PRODUCT)
    assert set(late(plan, 1)) == set(UNITS) - {"Sở Y tế"}


def test_the_letter_to_one_unit_has_the_form_of_the_decree(client_of, plan):
    unit = plan.unit.children.get(name="Sở Nội vụ")
    address = reverse("following:urging_letter", args=[plan.pk, unit.pk])
    answer = client_of(Role.COORDINATOR).get(f"{address}?ngay=5")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="don-doc-so-noi-vu.docx"'
    assert paper_faults(answer.content) == []
    page = Document(io.BytesIO(answer.content))
    (table,) = (one for one in page.tables if one.rows[0].cells[0].text == "STT")
    last = [cell.text for cell in table.rows[-1].cells]
    assert last == [
        "3",
        "Rà soát (số 1 của kế hoạch)",
        "Báo cáo",
        "10/7/2026",
        "–",
        "10/07/2026",
        "5",
        "chưa thực hiện",
    ]
    assert client_of(Role.COORDINATOR).get(f"{address}?ngay=200").status_code == 404


def test_many_letters_are_made_by_the_worker_in_one_archive(client_of, plan):
    client = client_of(Role.COORDINATOR)
    address = f"{reverse('following:urging_letters', args=[plan.pk])}?ngay=1"
    assert client.get(address).status_code == 202
    make_urging_letters.call(PreparedFile.objects.get().pk)
    answer = client.get(address)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert sorted(archive.namelist()) == sorted(f"Đôn đốc - {unit}.docx" for unit in UNITS)
    assert all(paper_faults(archive.read(name)) == [] for name in archive.namelist())


def test_few_letters_come_at_once(client_of, plan):
    for one in ProgressRecord.objects.exclude(unit__name="Sở Nội vụ").filter(due__lt=TODAY):
        reported(one, ProgressState.DONE_WITHOUT_PRODUCT)
    answer = client_of(Role.COORDINATOR).get(f"{reverse('following:urging_letters', args=[plan.pk])}?ngay=1")
    assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist() == ["Đôn đốc - Sở Nội vụ.docx"]


def test_letters_are_for_who_closes_the_records_of_the_plan(client_of, client, plan):
    for name, rest in (
        ("urging", []),
        ("urging_letters", []),
        ("urging_letter", [plan.unit.children.first().pk]),
    ):
        address = reverse(f"following:{name}", args=[plan.pk, *rest])
        assert client_of(Role.LEADER).get(address).status_code == 404
        client.force_login(a_member(Role.UNIT_HEAD, unit=plan.unit.children.first()).person)
        assert client.get(address).status_code == 404
    assert client_of(Role.COORDINATOR).get(reverse("following:urging", args=[plan.pk])).status_code == 200


def test_days_that_are_no_number_are_told_and_the_usual_ones_are_shown(client_of, plan):
    answer = client_of(Role.COORDINATOR).get(f"{reverse('following:urging', args=[plan.pk])}?ngay=0")
    assert answer.context["form"].errors
    assert answer.context["days"] == 1


def test_the_count_of_a_unit_leads_to_the_records_that_were_counted(plan, client_of):
    coordinator = client_of(Role.COORDINATOR)
    for days, counted in ((1, 3), (6, 2)):
        page = html.fromstring(
            coordinator.get(reverse("following:urging", args=[plan.pk]), {"ngay": days}).content
        )
        (row,) = page.xpath("//tbody/tr[contains(th, 'Sở Nội vụ')]")
        (link,) = row.xpath("./td[1]/a")
        assert link.text_content() == str(counted)
        query = link.get("href").partition("danh-sach/")[2]
        behind = coordinator.get(reverse("following:board_records", args=[plan.pk]) + query)
        rows = behind.context["rows"].object_list
        assert [one.period for one in rows] == late(plan, days)["Sở Nội vụ"]
        assert f"overdue by {days} day" in source(behind)
