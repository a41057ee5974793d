"""A new circular: a report frame is downloaded as Excel, changed, brought back, looked at and issued as a version."""

from __future__ import annotations

import io

from openpyxl import load_workbook
from playwright.sync_api import expect

from cchc.access.permissions import Role
from cchc.following.actions.frames import adopt_model_frames
from cchc.following.models import FrameVersion
from tests.builders import a_member, an_actor

ROW = {
    "Biểu": "1",
    "Mã": "phi_dia_gioi",
    "Số": "17",
    "Nội dung chỉ tiêu": "Hồ sơ tiếp nhận không phụ thuộc địa giới",
    "Đơn vị tính": "hồ sơ",
    "Số liệu tính cho": "trong kỳ",
    "Cách tổng hợp": "cộng",
}


def changed(data: bytes, unit: str) -> bytes:
    """The workbook with one row more, in this unit of measure, and its share of what was received."""
    book = load_workbook(io.BytesIO(data))
    sheet = book["Chỉ tiêu"]
    headings = [cell.value for cell in sheet[1]]
    share = {
        **ROW,
        "Mã": "ty_le_phi_dia_gioi",
        "Số": "18",
        "Nội dung chỉ tiêu": "Tỷ lệ tiếp nhận không phụ thuộc địa giới",
        "Đơn vị tính": "%",
        "Công thức": "phi_dia_gioi / tiep_nhan",
        "Cách tổng hợp": "theo công thức",
    }
    sheet.append([{**ROW, "Đơn vị tính": unit}.get(heading) for heading in headings])
    sheet.append([share.get(heading) for heading in headings])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_frame_changed_by_excel_becomes_a_new_version(sign_in, axe, picture) -> None:
    adopt_model_frames(by=an_actor(Role.COORDINATOR))
    page = sign_in(a_member(Role.COORDINATOR))
    page.goto("/theo-doi/bao-cao/khung/")
    assert axe(page) == []
    picture(page, "khung-bao-cao-danh-sach")
    page.get_by_role("link", name="Báo cáo cải cách hành chính định kỳ của cấp xã").click()
    page.get_by_role("button", name="Lập bản mới").click()
    expect(page.get_by_text("dự thảo").first).to_be_visible()
    assert axe(page) == []
    picture(page, "khung-bao-cao-du-thao")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bảng Excel").click()
    data = download.value.path().read_bytes()

    page.get_by_role("link", name="Thay dự thảo bằng tệp").click()
    wrong = {"name": "khung-xa.xlsx", "mimeType": "", "buffer": changed(data, "người")}
    page.set_input_files("[name=file]", wrong)
    page.get_by_role("button", name="Xem những gì sẽ thay đổi").click()
    expect(page.get_by_text("“phi_dia_gioi / tiep_nhan” cho người/hồ sơ")).to_be_visible()
    assert axe(page) == []
    picture(page, "khung-bao-cao-tep-co-loi")

    page.get_by_role("link", name="Đưa tệp đã sửa lên").click()
    right = {"name": "khung-xa.xlsx", "mimeType": "", "buffer": changed(data, "hồ sơ")}
    page.set_input_files("[name=file]", right)
    page.get_by_role("button", name="Xem những gì sẽ thay đổi").click()
    expect(page.get_by_text("Thêm chỉ tiêu")).to_have_count(2)
    assert axe(page) == []
    picture(page, "khung-bao-cao-tep-khac-gi")
    page.get_by_role("button", name="Thay dự thảo").click()
    expect(page.get_by_text("(17) / (1)")).to_be_visible()

    page.locator(".head-actions a >> text=Ban hành").click()
    page.get_by_label("Căn cứ: số, ký hiệu văn bản").fill("18/2025/TT-BNV")
    assert axe(page) == []
    picture(page, "khung-bao-cao-ban-hanh")
    page.locator(".form-end button").click()
    expect(page.get_by_text("đã ban hành").first).to_be_visible()
    versions = FrameVersion.objects.filter(key="cchc_xa").order_by("number")
    assert [(one.number, one.state, one.basis) for one in versions] == [
        (1, "published", ""),
        (2, "published", "18/2025/TT-BNV"),
    ]
    assert "phi_dia_gioi" not in versions[0].content
