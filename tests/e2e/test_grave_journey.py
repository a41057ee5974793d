"""A coordinator does what is grave on pages of ours: closes a cycle and opens it again, takes a scored criterion out,
merges units on the wrong day and undoes it. An administrator then opens accounts from a file."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.cycles.models import NotApplicable
from cchc.units.models import Unit
from tests.builders import a_member, a_scored_cycle, imported
from tests.e2e.following import follow

PEOPLE = "Họ và tên;Tên đăng nhập;Đơn vị;Vai trò\nNguyễn Văn An;an.nv;Sở Y tế;Chuyên viên đơn vị\n"


def agree(page: Page) -> None:
    """Press the button of the act, at the end of its page."""
    follow(page, ".form-end .button >> nth=0")


def test_grave_acts_say_what_they_do_rest_on_a_document_and_are_taken_back(
    database, window, axe, picture, tmp_path: Path
):
    cycle = a_scored_cycle()
    imported(cycle)
    coordinator, administrator = (
        a_member(role, unit=cycle.province) for role in (Role.COORDINATOR, Role.ADMINISTRATOR)
    )
    page = window(coordinator)
    page.goto(f"/ky-danh-gia/{cycle.pk}/")

    follow(page.get_by_role("link", name="Đóng kỳ"))
    expect(page.get_by_text("1 đơn vị chưa chấm xong")).to_be_visible()
    expect(page.get_by_text("Sở Y tế (1 tiêu chí)")).to_be_visible()
    assert axe(page) == []
    picture(page, "dong-ky")
    page.get_by_label(re.compile("số, ký hiệu văn bản")).fill("68/QĐ-UBND")
    page.get_by_label(re.compile("Ngày văn bản")).fill("12/01/2026")
    agree(page)
    expect(page.get_by_text("căn cứ: 68/QĐ-UBND, 12/01/2026")).to_be_visible()
    follow(page.get_by_role("link", name="Mở lại kỳ"))
    assert axe(page) == []
    picture(page, "mo-lai-ky")
    page.get_by_label("Lý do").fill("Theo kết luận kiểm tra")
    agree(page)
    expect(page.get_by_text("Theo kết luận kiểm tra")).to_be_visible()

    page.goto(f"/ky-danh-gia/{cycle.pk}/bo-tieu-chi/{cycle.sets.get().pk}/ap-dung/")
    assert axe(page) == []
    picture(page, "ap-dung")
    page.get_by_label("Sở Nội vụ, 1.1").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_label("Sở Nội vụ, 1.2")).not_to_be_checked()
    with page.expect_navigation():
        page.get_by_label("Lĩnh vực").select_option("2")
    expect(page.get_by_text("1 ô đã đổi chưa lưu")).to_be_visible()
    page.locator("[data-column='2.2']").uncheck()
    page.get_by_label("Lý do thay đổi").fill("Không có nhiệm vụ")
    follow(page.get_by_role("button", name="Lưu"))
    expect(page.get_by_text("Sở Nội vụ – 1.2 Báo cáo định kỳ: 2,00 điểm")).to_be_visible()
    assert axe(page) == []
    picture(page, "ap-dung-co-diem")
    agree(page)
    assert NotApplicable.objects.count() == 4

    unit = Unit.objects.get(name="Sở Tài chính")
    page.goto(f"/don-vi/{unit.pk}/sap-nhap/")
    page.get_by_label("Sở Y tế").check()
    page.get_by_label(re.compile("Tên đơn vị mới")).fill("Sở Tài chính - Y tế")
    page.get_by_label("Vào ngày", exact=True).fill("01/03/2026")
    agree(page)
    expect(page.get_by_text("Ngày 01/03/2026 kết thúc 2 đơn vị")).to_be_visible()
    assert axe(page) == []
    picture(page, "sap-nhap")
    agree(page)
    expect(page.locator("h1")).to_have_text("Sở Tài chính - Y tế")
    follow(page.get_by_role("link", name="Hoàn tác thay đổi này"))
    assert axe(page) == []
    picture(page, "hoan-tac")
    page.get_by_label("Lý do").fill("Nhầm ngày")
    agree(page)
    assert not Unit.objects.filter(name="Sở Tài chính - Y tế").exists()
    assert not Unit.objects.filter(valid_until__isnull=False).exists()

    file = tmp_path / "nguoi-dung.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    page = window(administrator)
    page.goto("/nguoi-dung/nhap/")
    assert axe(page) == []
    page.set_input_files("input[type=file]", file)
    follow(page.get_by_role("button", name="Xem trước thay đổi"))
    expect(page.get_by_text("tài khoản mới", exact=True)).to_be_visible()
    assert axe(page) == []
    follow(page.get_by_role("button", name="Mở các tài khoản này"))
    expect(page.locator(".slip")).to_have_count(1)
    expect(page.get_by_role("button", name="In các phiếu")).to_be_visible()
    assert axe(page) == []
    picture(page, "phieu-mat-khau")
