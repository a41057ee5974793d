"""An Excel file that was downloaded before others changed the plan: shown, asked about, applied."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import expect

from cchc.access.permissions import Role
from cchc.core.plans.columns import COOPERATING, DEADLINE
from cchc.plans.actions.measures import change_measure
from cchc.plans.exchange.sheet import HEADINGS
from cchc.plans.exchange.sheet_out import plan_workbook
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.sheets import sheet_sections
from tests.builders import a_measure, a_member, a_plan, an_actor

pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set")
AT = {column: at for at, column in enumerate(HEADINGS, start=1)}
TASKS = (
    "Rà soát, đơn giản hóa thủ tục hành chính nội bộ",
    "Công khai kết quả giải quyết hồ sơ",
    "Tập huấn cho cán bộ một cửa",
    "Báo cáo kết quả cải cách hành chính hằng quý",
)


def edited(plan: Plan, edit: Callable[[Worksheet], None]) -> bytes:
    book = load_workbook(io.BytesIO(plan_workbook(plan.title, sheet_sections(plan), str)))
    edit(book.worksheets[0])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def work(sheet: Worksheet) -> None:
    """A deadline and agencies are changed in Excel, and the first measure goes down to the end."""
    sheet.cell(5, AT[DEADLINE], "Trước 15/10/2026")
    sheet.cell(6, AT[COOPERATING], "UBND các xã, phường")
    values = [cell.value for cell in sheet[4]]
    sheet.append(values)
    sheet.delete_rows(4)


def test_an_old_file_asks_before_it_replaces_what_others_changed(sign_in, axe, picture) -> None:
    plan = a_plan(year=2026)
    for number, task in enumerate(TASKS, start=1):
        a_measure(
            plan,
            task,
            heading="Cải cách thủ tục hành chính",
            number=str(number),
            lead="Sở Nội vụ",
            deadline="Trước 30/9/2026",
        )
    data = edited(plan, work)
    others = {TASKS[1]: "Trước 31/12/2026", TASKS[3]: "Hằng quý"}
    for task, deadline in others.items():
        measure = Measure.objects.get(task=task)
        change_measure(by=an_actor(), measure=measure, version=1, texts={"deadline": deadline})

    page = sign_in(a_member(Role.COORDINATOR))
    page.goto(f"/ke-hoach/{plan.pk}/excel/nhap/")
    page.set_input_files("[name=file]", {"name": "ke-hoach.xlsx", "mimeType": "", "buffer": data})
    page.get_by_role("button", name="Xem những gì sẽ thay đổi").click()
    expect(page.get_by_text("đã được sửa sau khi tải tệp", exact=True)).to_have_count(1)
    expect(page.get_by_text("từ đầu mục xuống sau “4 Báo cáo kết quả")).to_be_visible()
    expect(
        page.get_by_text("1 cơ quan do tệp đưa vào chưa được xác nhận: UBND các xã, phường")
    ).to_be_visible()
    page.get_by_text("Xem những chỗ đã được sửa").click()
    assert axe(page) == []
    picture(page, "ke-hoach-excel-sua-hai-noi")

    apply = page.get_by_role("button", name="Áp dụng")
    apply.click()
    page.get_by_label("Tôi đã xem").check()
    apply.click()
    page.wait_for_url(f"**/ke-hoach/{plan.pk}/")
    picture(page, "ke-hoach-excel-da-ap-dung")
    page.get_by_role("link", name="Xác nhận cơ quan").first.click()
    page.wait_for_url("**/soan/co-quan/")
    deadlines = dict(Measure.objects.order_by("place").values_list("task", "deadline"))
    assert deadlines == {
        TASKS[1]: "Trước 15/10/2026",
        TASKS[2]: "Trước 30/9/2026",
        TASKS[3]: "Hằng quý",
        TASKS[0]: "Trước 30/9/2026",
    }
