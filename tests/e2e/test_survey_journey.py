"""A survey from its template to quotas, to a file of answers, to its closing."""

from __future__ import annotations

import csv
import io

from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.surveys.models import Survey
from tests.builders import a_member, a_unit
from tests.builders.collecting import a_published_version, some_questions
from tests.e2e.asking import agree

PEOPLE = "Cá nhân, tổ chức đã giải quyết thủ tục hành chính tại Bộ phận một cửa cấp xã"
OTHERS = (
    "Đại biểu HĐND huyện",
    "Lãnh đạo UBND huyện",
    "Lãnh đạo Ủy ban MTTQ huyện",
    "Lãnh đạo các cơ quan chuyên môn thuộc huyện",
)


def answers(units: list[str]) -> bytes:
    """What another system gives out: the wordings of the questions as headings, one value outside the scale."""
    text = io.StringIO()
    rows = [[f"P{at}", unit, PEOPLE, "Hài lòng", "4", "=1+1"] for at, unit in enumerate(units, 1)]
    headings = ["Mã phiếu", "Đơn vị được đánh giá", "Đối tượng", "Thái độ phục vụ công chức"]
    csv.writer(text).writerows([[*headings, "2. Thời gian giải quyết hồ sơ", "Góp ý"], *rows])
    return text.getvalue().encode("utf-8-sig")


def ask(page: Page, group: str) -> None:
    page.get_by_label("Đối tượng trả lời").fill(group)
    page.get_by_role("button", name="Giao mẫu phiếu cho nhóm này").click()


def test_a_survey_goes_from_its_template_to_quotas_to_a_file_to_its_closing(sign_in, axe) -> None:
    units = [a_unit(f"Xã số {at}", "commune").name for at in range(1, 21)]
    a_published_version(some_questions())
    page = sign_in(a_member(Role.COORDINATOR))
    page.goto("/dieu-tra/")
    axe(page)
    page.get_by_role("link", name="Lập cuộc điều tra").first.click()
    page.get_by_label("Theo mẫu thiết kế").select_option(value="cchc-cap-xa")
    page.get_by_label("Tên").fill("Điều tra cấp xã")
    page.get_by_label("Năm").fill("2026")
    axe(page)
    page.get_by_role("button", name="Lập cuộc điều tra").click()
    survey = Survey.objects.get()

    page.goto(f"/dieu-tra/{survey.pk}/don-vi/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Đánh giá các đơn vị đã chọn").click()
    page.goto(f"/dieu-tra/{survey.pk}/chi-tieu/")
    page.get_by_role("button", name="Lấy chỉ tiêu theo thiết kế").click()
    expect(page.get_by_text("Tổng chỉ tiêu: 1248 phiếu.")).to_be_visible()
    axe(page)
    page.goto(f"/dieu-tra/{survey.pk}/doi-tuong/")
    for group in (PEOPLE, *OTHERS):
        ask(page, group)
    axe(page)
    page.goto(f"/dieu-tra/{survey.pk}/bat-dau/")
    page.get_by_role("button", name="Bắt đầu thu phiếu").click()
    expect(page.get_by_text("Đang thu phiếu").first).to_be_visible()
    axe(page)

    page.goto(f"/dieu-tra/{survey.pk}/nhap-phieu/")
    page.set_input_files("[name=file]", {"name": "tra-loi.csv", "mimeType": "", "buffer": answers(units)})
    page.get_by_role("button", name="Xem nội dung tệp").click()
    expect(page.get_by_text("có lẽ đúng").first).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Ghi nhớ và đọc tệp").click()
    axe(page)
    page.get_by_role("button", name="Nhập các phiếu này").click()
    expect(page.get_by_text("Đã nhập 20 phiếu.")).to_be_visible()
    axe(page)
    page.goto(f"/dieu-tra/{survey.pk}/so-chi-tieu/")
    expect(page.get_by_text("1/60").first).to_be_visible()
    axe(page)

    page.goto(f"/dieu-tra/{survey.pk}/phieu/")
    page.get_by_role("button", name="Xác nhận tất cả phiếu đang chờ").click()
    agree(page)
    expect(page.get_by_text("Đã xác nhận hợp lệ 20 phiếu.")).to_be_visible()
    page.goto(f"/dieu-tra/{survey.pk}/dong/")
    axe(page)
    page.get_by_role("button", name="Đóng cuộc điều tra").click()
    expect(page.get_by_text("Đã đóng cuộc điều tra.")).to_be_visible()
    survey.refresh_from_db()
    assert survey.state == "closed"
