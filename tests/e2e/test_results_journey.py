"""A coordinator imports a faulty and then a good points file, reads the ranking, asks why, corrects, and takes back."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from tests.builders import POINTS, a_member, a_scored_cycle
from tests.e2e.asking import agree
from tests.e2e.following import follow

FAULTY = POINTS.replace("10;10;1,5;40%;3", "10;10;7;40%;bốn")


def drop(page: Page, folder: Path, text: str) -> None:
    """Bring a points file and ask what it would change."""
    file = folder / "diem.csv"
    file.write_text(text, encoding="utf-8")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Xem những gì sẽ thay đổi").click()


def test_scores_are_imported_ranked_explained_corrected_and_taken_back(sign_in, axe, picture, tmp_path):
    cycle = a_scored_cycle()
    page = sign_in(a_member(Role.COORDINATOR, unit=cycle.province))

    page.goto("/ket-qua/")
    expect(page.get_by_text("Chưa có điểm")).to_be_visible()
    follow(page.get_by_role("link", name="Nhập điểm").first)
    assert axe(page) == []
    picture(page, "nhap-diem")

    drop(page, tmp_path, FAULTY)
    expect(page.get_by_role("row").filter(has_text="D3")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="F3")).to_be_visible()
    assert axe(page) == []
    picture(page, "nhap-diem-loi")
    follow(page.get_by_role("link", name="chỉ lấy các dòng không có lỗi"))
    drop(page, tmp_path, f"{FAULTY}Tổng cộng;;;5;;\n")
    expect(page.get_by_text("Để lại 1 dòng có lỗi")).to_be_visible()
    expect(page.get_by_text("“Tổng cộng” là dòng bình quân")).to_be_visible()
    with page.expect_download() as mending:
        page.get_by_role("link", name="tải các dòng này về để sửa").click()
    assert mending.value.suggested_filename.startswith("dong-can-sua-cchc-2026-")
    assert axe(page) == []
    picture(page, "nhap-diem-dong-dung")
    follow(page.get_by_role("button", name="Không nhập nữa"))

    drop(page, tmp_path, POINTS)
    expect(page.get_by_role("row")).to_have_count(12)
    assert axe(page) == []
    picture(page, "nhap-diem-xem-truoc")
    page.get_by_role("button", name="Ghi 11 điểm").click()

    expect(page.get_by_text("Đã nhập 11 điểm.")).to_be_visible()
    expect(page.locator(".ranking tbody tr").filter(has_text="Sở Nội vụ")).to_contain_text("91,00")
    assert axe(page) == []
    picture(page, "xep-hang")

    with page.expect_navigation():
        page.get_by_role("link", name="Điểm bị trừ").click()
    expect(page.locator(".ranking tbody .unit-name").first).to_have_text("Sở Y tế")
    expect(page.locator("th[aria-sort]")).to_have_text(re.compile("Điểm bị trừ"))
    page.get_by_role("checkbox", name="Sở Nội vụ").check()
    page.get_by_role("checkbox", name="Sở Tài chính").check()
    with page.expect_navigation():
        page.get_by_role("button", name="So sánh").click()
    expect(page.locator(".compare .spread").first).to_have_text("1")
    assert axe(page) == []
    picture(page, "so-sanh")
    page.go_back()

    page.get_by_role("link", name="Sở Tài chính").click()
    expect(page.get_by_text("Mất điểm nhiều nhất")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Đóng").click()
    expect(page.get_by_text("Mất điểm nhiều nhất")).to_have_count(0)
    page.get_by_role("link", name="Sở Tài chính").click()
    page.get_by_role("link", name="Mở trang của đơn vị").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sở Tài chính")
    page.locator(".domain summary").nth(1).click()
    page.get_by_role("link", name="Vì sao 2.1 có điểm này?").click()
    expect(page.locator(".derivation")).to_contain_text("Tỷ lệ hồ sơ trực tuyến")
    assert axe(page) == []
    picture(page, "don-vi")

    follow(page.get_by_role("link", name="Sửa điểm 2.1"))
    assert axe(page) == []
    picture(page, "sua-diem")
    page.get_by_label("Tỷ lệ hồ sơ trực tuyến").fill("80")
    page.get_by_label("Lý do").fill("Biên bản thẩm định số 12")
    follow(page.get_by_role("button", name="Xem trước thay đổi"))
    follow(page.get_by_role("button", name="Lưu điểm đã sửa"))
    expect(page.locator(".unit-index")).to_contain_text("95,00")

    page.goto(f"/ket-qua/{cycle.province_id}/2026/nhap-diem/")
    page.get_by_role("button", name="Hoàn tác").click()
    agree(page)
    expect(page.get_by_role("alert")).to_contain_text(re.compile("Chưa hoàn tác: 1 ô"))
    assert axe(page) == []

    drop(page, tmp_path, "đơn vị;1.2\nSở Nội vụ;1\n")
    page.get_by_role("button", name="Ghi 1 điểm").click()
    expect(page.locator(".ranking tbody tr").filter(has_text="Sở Nội vụ")).to_contain_text("81,00")
    page.goto(f"/ket-qua/{cycle.province_id}/2026/nhap-diem/")
    page.get_by_role("button", name="Hoàn tác").click()
    agree(page)
    expect(page.get_by_text("Đã hoàn tác lần nhập")).to_be_visible()
    page.goto(f"/ket-qua/{cycle.province_id}/2026/")
    expect(page.locator(".ranking tbody tr").filter(has_text="Sở Nội vụ")).to_contain_text("91,00")
