"""The pages on which a workbook is brought, looked at and applied."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cchc.access.permissions import Role
from cchc.core.plans.columns import COOPERATING, DEADLINE
from cchc.intake.models import StagedFile
from cchc.plans.actions.plans import delete_draft
from cchc.plans.exchange.sheet import GIVEN_OUT
from cchc.plans.models import Measure, Plan
from tests.builders import a_measure, a_plan, an_actor
from tests.markup import source
from tests.plans.staged_sheets import (
    AT,
    FILE,
    a_plan_of_four_measures,
    changed_meanwhile,
    edited,
    everything,
    new_deadline,
    row_of,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:Print area cannot be set")]


@pytest.fixture
def plan() -> Plan:
    return a_plan_of_four_measures()


# Pages


@pytest.fixture
def office(client_of: Callable[[Role], Client]) -> Client:
    return client_of(Role.COORDINATOR)


def brought(client: Client, plan: Plan, data: bytes, name: str = FILE) -> Any:
    return client.post(f"/ke-hoach/{plan.pk}/excel/nhap/", {"file": SimpleUploadedFile(name, data)})


def test_the_table_goes_out_as_a_workbook_with_its_codes(office: Client, plan: Plan) -> None:
    response = office.get(f"/ke-hoach/{plan.pk}/excel/")
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="ke-hoach-cai-cach-hanh-chinh-{plan.pk}.xlsx"'
    )
    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    measure = Measure.objects.get(task="Rà soát")
    assert sheet.cell(row_of(sheet, "Rà soát"), len(AT) + 1).value == f"NV-{measure.pk}"


def test_a_file_is_shown_first_and_then_applied(office: Client, plan: Plan) -> None:
    response = brought(office, plan, edited(plan, everything))
    sheet = StagedFile.objects.get()
    address = f"/ke-hoach/{plan.pk}/excel/nhap/{sheet.pk}/"
    assert (response.status_code, response.url) == (302, address)
    text = unescape(source(office.get(address)))
    for expected in (
        "1 measure is not in the file any more and will be deleted.",
        "<del>2 Công khai thủ tục</del>",
        "<del>Quý II/2026</del> → <ins>Quý III/2026</ins>",
        "stood in “Thể chế”",
    ):
        assert expected in text, expected
    response = office.post(f"{address}ap-dung/", follow=True)
    assert (response.redirect_chain[-1][0], "Applied: 4 changes." in source(response)) == (
        f"/ke-hoach/{plan.pk}/",
        True,
    )
    assert "What the file changed" in source(office.get(address))


def test_deadlines_that_mean_no_day_are_said_before_the_file_is_applied(office: Client, plan: Plan) -> None:
    def edit(sheet: Worksheet) -> None:
        for task, deadline in (
            ("Rà soát", "31/02/2026"),
            ("Mở chuyên mục", "Quý V"),
            ("Công khai thủ tục", "30/6"),
        ):
            sheet.cell(row_of(sheet, task), AT[DEADLINE]).value = deadline

    brought(office, plan, edited(plan, edit))
    staged = StagedFile.objects.get()
    text = " ".join(unescape(source(office.get(f"/ke-hoach/{plan.pk}/excel/nhap/{staged.pk}/"))).split())
    assert "2 deadlines in the file are not understood" in text
    assert (
        '1 Rà soát: <strong>31/02/2026</strong> <span class="quiet">no calendar has “31/02/2026”</span>'
        in text
    )
    assert (
        '2 Mở chuyên mục: <strong>Quý V</strong> <span class="quiet">no calendar has “Quý V”</span>' in text
    )
    assert "<strong>30/6" not in text
    assert {one.deadline for one in Measure.objects.all()} == {"Quý II/2026"}


def test_a_faulty_file_answers_422_with_the_cells_first(office: Client, plan: Plan) -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, "Rà soát"), len(AT) + 1, "NV-999999")

    response = brought(office, plan, edited(plan, spoil))
    assert (response.status_code, "L4" in source(response)) == (422, True)


@pytest.mark.parametrize(
    ("name", "data"), [("ke-hoach.csv", b"a;b"), ("ke-hoach.xlsx", b"no zip"), ("ke-hoach.xlsx", b"")]
)
def test_what_is_no_workbook_is_refused_with_422(office: Client, plan: Plan, name: str, data: bytes) -> None:
    assert brought(office, plan, data, name).status_code == 422
    assert StagedFile.objects.count() == 0


def test_a_plan_changed_meanwhile_answers_409_and_the_file_is_compared_again(
    office: Client, plan: Plan
) -> None:
    brought(office, plan, edited(plan, everything))
    sheet = StagedFile.objects.get()
    a_measure(plan, "Thêm sau khi so sánh")
    address = f"/ke-hoach/{plan.pk}/excel/nhap/{sheet.pk}/"
    response = office.post(f"{address}ap-dung/")
    assert (response.status_code, "Compare the file again" in source(response)) == (409, True)
    response = office.post(f"{address}xem-lai/")
    fresh = StagedFile.objects.get()
    assert response.url == f"/ke-hoach/{plan.pk}/excel/nhap/{fresh.pk}/"
    assert office.post(f"{response.url}ap-dung/").status_code == 302
    assert Measure.objects.filter(task="Viết bài").count() == 1


def test_a_cell_that_others_changed_too_is_shown_with_all_its_texts_and_asked_about(
    office: Client, plan: Plan
) -> None:
    sheet = changed_meanwhile(plan, new_deadline, deadline="Quý III/2026")
    address = f"/ke-hoach/{plan.pk}/excel/nhap/{sheet.pk}/"
    text = re.sub(r'</?span[^>]*>| class="lines"', "", source(office.get(address)))
    for expected in (
        "the file changes 1 of these places in another way",
        "At the download: Quý II/2026",
        "The plan now: <del>Quý III/2026</del>",
        "The file: <ins>Quý IV/2026</ins>",
    ):
        assert expected in text, expected
    refused = office.post(f"{address}ap-dung/")
    assert (refused.status_code, "look at it and tick the box first" in source(refused)) == (422, True)
    assert office.post(f"{address}ap-dung/", {"over": "on"}).url == f"/ke-hoach/{plan.pk}/"
    assert Measure.objects.get(task="Rà soát").deadline == "Quý IV/2026"


def test_what_others_did_and_the_file_did_not_touch_is_named_and_stays(office: Client, plan: Plan) -> None:
    sheet = changed_meanwhile(plan, lambda _sheet: None, deadline="Quý III/2026")
    text = source(office.get(f"/ke-hoach/{plan.pk}/excel/nhap/{sheet.pk}/"))
    assert "What the file does not touch stays as the plan holds it now." in text
    assert "changed in the plan: 1 Rà soát" in text
    assert "Nothing would change" in text


def test_a_file_that_does_not_know_what_the_plan_held_says_so(office: Client, plan: Plan) -> None:
    book = load_workbook(io.BytesIO(edited(plan, new_deadline)))
    book.remove(book[GIVEN_OUT])
    written = io.BytesIO()
    book.save(written)
    text = source(office.get(brought(office, plan, written.getvalue()).url))
    assert "This file does not say what the plan held when it was downloaded." in text


def test_agencies_that_nobody_has_confirmed_are_named_before_and_after_applying(
    office: Client, plan: Plan
) -> None:
    def edit(sheet: Worksheet) -> None:
        write(sheet, "Rà soát", COOPERATING, "UBND các xã, phường\nSở Tư pháp")

    address = brought(office, plan, edited(plan, edit)).url
    waiting = "2 agencies that the file brings are not confirmed yet: UBND các xã, phường; Sở Tư pháp."
    assert waiting in " ".join(source(office.get(address)).split())
    told = source(office.post(f"{address}ap-dung/", follow=True))
    assert (
        "2 agencies that the file brings are not confirmed yet. "
        f'<a href="/ke-hoach/{plan.pk}/soan/co-quan/">Confirm the agencies</a>'
    ) in told
    plan.agencies.update(confirmed=True)
    assert "not confirmed yet" not in source(office.get(address))


def test_a_move_within_a_section_says_from_behind_what_to_behind_what(office: Client, plan: Plan) -> None:
    a_measure(plan, "Báo cáo", heading="Thể chế", number="3")

    def edit(sheet: Worksheet) -> None:
        at = row_of(sheet, "Rà soát")
        values = [cell.value for cell in sheet[at]]
        below = row_of(sheet, "Báo cáo")
        sheet.insert_rows(below + 1)
        for column, value in enumerate(values, start=1):
            sheet.cell(below + 1, column, value)
        sheet.delete_rows(at)

    text = unescape(source(office.get(brought(office, plan, edited(plan, edit)).url)))
    assert "from the beginning of the section down, behind “3 Báo cáo”" in text


def test_a_file_is_given_up_and_its_page_is_gone(office: Client, plan: Plan) -> None:
    brought(office, plan, edited(plan, everything))
    address = f"/ke-hoach/{plan.pk}/excel/nhap/{StagedFile.objects.get().pk}/"
    data = b"".join(office.get(f"{address}tep/").streaming_content)
    assert load_workbook(io.BytesIO(data)).worksheets[0].max_row > 4
    assert office.post(f"{address}bo/").url == f"/ke-hoach/{plan.pk}/"
    assert office.get(address).status_code == 404


def test_the_import_of_one_plan_is_not_found_under_another(office: Client, plan: Plan) -> None:
    brought(office, plan, edited(plan, everything))
    other, sheet = a_plan(title="Khác"), StagedFile.objects.get()
    for rest in ("", "tep/"):
        assert office.get(f"/ke-hoach/{other.pk}/excel/nhap/{sheet.pk}/{rest}").status_code == 404
    assert office.post(f"/ke-hoach/{other.pk}/excel/nhap/{sheet.pk}/ap-dung/").status_code == 404


def test_the_number_that_a_file_had_before_still_leads_to_it(office: Client, plan: Plan) -> None:
    brought(office, plan, edited(plan, everything))
    StagedFile.objects.update(former=77)
    assert office.get(f"/ke-hoach/{plan.pk}/excel/nhap/77/").status_code == 200
    assert office.post(f"/ke-hoach/{plan.pk}/excel/nhap/77/ap-dung/").status_code == 302
    assert office.get(f"/ke-hoach/{plan.pk}/excel/nhap/78/").status_code == 404


def test_a_draft_that_is_deleted_takes_the_files_along_that_wait_for_it(office: Client, plan: Plan) -> None:
    brought(office, plan, edited(plan, everything))
    other = a_plan(title="Khác")
    brought(office, other, edited(other, lambda _sheet: None))
    delete_draft(by=an_actor(), plan=plan)
    assert [one.about for one in StagedFile.objects.all()] == [str(other.pk)]
