"""The sheet of self-scoring in the browser: typed as in a spreadsheet by two clerks, handed in, returned, completed
with Excel and handed in again; a session that ends, a line that breaks, a lock that falls: nothing typed is lost."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from cchc.access.permissions import Role
from cchc.self_scoring.models import UnitSheet
from tests import builders
from tests.e2e.following import follow
from tests.e2e.rounds import MONTH, PASTE, an_open_sheet, cell, points, saved


@pytest.fixture
def sheet(database: None) -> UnitSheet:
    """The sheet of Sở Nội vụ, open from a month ago until in a month."""
    return an_open_sheet()


def all_sent(page: Page) -> None:
    """Wait until this computer keeps nothing any more that the platform has not."""
    for _time in range(100):
        if not page.evaluate("localStorage.length"):
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.evaluate("JSON.stringify(localStorage)"))


def opened(browser: Browser, page: Page, membership: Any) -> Page:
    """The sheet in the window of another person."""
    context = browser.new_context(
        viewport=page.viewport_size, base_url=page.url.split("/tu-cham")[0], locale="vi-VN"
    )
    other = context.new_page()
    other.goto("/dang-nhap/?next=/tu-cham/")
    other.fill("[name=login]", membership.person.username)
    other.fill("[name=password]", builders.PASSWORD)
    follow(other, ".door-sheet .button-primary")
    other.goto("/tu-cham/")
    return other


def filled_in(downloaded: Any, path: Path) -> Path:
    """The downloaded sheet with the points and the reason of one leaf filled in with Excel."""
    book = load_workbook(io.BytesIO(Path(downloaded).read_bytes()))
    for row in book.worksheets[0].iter_rows():
        if str(row[0].value) == "2.3":
            row[8].value, row[9].value = 1, "Sáng kiến cấp tỉnh"
    book.save(path)
    return path


def test_two_clerks_fill_a_sheet_in_and_the_head_hands_it_in_twice(
    sheet, sign_in, browser, axe, picture, tmp_path
):
    unit = sheet.participant.unit
    clerk = builders.a_member(Role.UNIT_CLERK, unit=unit, username="can-bo-mot")
    second = builders.a_member(Role.UNIT_CLERK, unit=unit, username="can-bo-hai")
    head = builders.a_member(Role.UNIT_HEAD, unit=unit, username="thu-truong")
    coordinator = builders.a_member(
        Role.COORDINATOR, unit=sheet.participant.cycle.province, username="dau-moi"
    )
    page = sign_in(clerk)
    follow(page.get_by_role("link", name="Tự chấm", exact=True))

    # As in a spreadsheet: Enter goes down, points follow, a contradiction is said, Esc and Ctrl+Z give back.
    cell(page, "1.1", "figure-done").click()
    page.keyboard.type("11")
    page.keyboard.press("Enter")
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    expect(page.locator('tr[data-leaf="1.1"] .says-fault')).to_contain_text("không quá số nhiệm vụ")
    cell(page, "1.1", "figure-done").click()
    page.keyboard.type("99")
    page.keyboard.press("Escape")
    expect(cell(page, "1.1", "figure-done")).to_have_value("11")
    page.keyboard.type("9")
    page.keyboard.press("ArrowDown")
    expect(points(page, "1.1")).to_have_text("1,8")
    saved(page)
    page.keyboard.press("Control+z")
    expect(cell(page, "1.1", "figure-done")).to_have_value("11")
    expect(page.locator('tr[data-leaf="1.1"] .says-fault')).to_be_visible()

    # A block from Excel is shown first, and written as a whole.
    cell(page, "1.1", "figure-done").click()
    page.evaluate(PASTE, "9\n10\nmột")
    expect(page.locator("#paste [data-sum]")).to_contain_text("không khớp")
    page.get_by_role("button", name="Không, quay lại").click()
    page.evaluate(PASTE, "9\n12\n\n30/12/2025")
    expect(page.locator("#paste")).to_contain_text("30/12/2025")
    picture(page, "phieu-dan-tu-excel")
    page.get_by_role("button", name="Dán tất cả").click()
    expect(points(page, "1.1")).to_have_text("1,5")
    expect(points(page, "1.3")).to_have_text("2")
    cell(page, "1.2", "points").fill("1,5")
    page.keyboard.press("F2")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("Nộp đủ báo cáo")
    page.keyboard.press("Control+Enter")
    expect(page.locator('tr[data-leaf="1.2"] [data-done]')).to_have_attribute("aria-pressed", "true")

    # An input method that composes keeps its keys.
    cell(page, "2.3", "reason").focus()
    cell(page, "2.3", "reason").evaluate(
        "cell => cell.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true}))"
    )
    expect(cell(page, "2.3", "reason")).to_be_focused()

    # Beside the leaf, by one key.
    page.keyboard.press("F4")
    expect(page.locator("#beside h2")).to_contain_text("2.3. Sáng kiến")
    assert axe(page) == []
    picture(page, "phieu-ben-canh")
    page.keyboard.press("Escape")
    expect(page.locator("#beside")).to_be_hidden()
    assert axe(page) == []

    # The second clerk sees what the first one saved; who types over an unseen value is shown both.
    other = opened(browser, page, second)
    expect(cell(other, "1.2", "points")).to_have_value("1,5")
    cell(other, "1.2", "points").fill("1")
    other.keyboard.press("Tab")
    saved(other)
    cell(page, "1.2", "points").fill("2")
    page.keyboard.press("Tab")
    expect(page.locator("#conflict")).to_contain_text("Chuyên viên")
    picture(page, "phieu-hai-nguoi")
    page.get_by_role("button", name="Giữ của tôi").click()
    saved(page)
    other.evaluate("dispatchEvent(new Event('focus'))")
    expect(cell(other, "1.2", "points")).to_have_value("2")
    other.context.close()

    # The head sees every gap, confirms, hands in; the coordinator returns; the second submission compares.
    page.context.clear_cookies()
    page = sign_in(head)
    page.goto("/tu-cham/")
    follow(page.get_by_role("link", name="Chốt phiếu"))
    expect(page.locator(".gaps").first).to_contain_text("Tiêu chí chưa kê khai")
    assert axe(page) == []
    picture(page, "chot-phieu")
    page.get_by_label("Tôi đã xem phiếu").check()
    follow(page.get_by_role("button", name="Chốt phiếu"))
    expect(page.get_by_text("Đã chốt lần 1: 5,50/9 điểm.")).to_be_visible()
    assert axe(page) == []
    picture(page, "lan-chot")
    address = page.url

    page.context.clear_cookies()
    page = sign_in(coordinator)
    page.goto("/tu-cham/")
    assert axe(page) == []
    picture(page, "tien-do-tu-cham")
    page.goto(address)
    follow(page.get_by_role("link", name="Trả lại phiếu"))
    page.get_by_label("Lý do").fill("Thiếu báo cáo quý IV")
    follow(page.get_by_role("button", name="Trả lại phiếu"))

    page.context.clear_cookies()
    page = sign_in(head)
    page.goto("/tu-cham/")
    follow(page.get_by_role("link", name="Excel", exact=True))
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bảng Excel").click()
    page.set_input_files("[name=file]", filled_in(download.value.path(), tmp_path / "phieu.xlsx"))
    follow(page.get_by_role("button", name="Xem những gì sẽ thay đổi"))
    expect(page.get_by_role("row").filter(has_text="2.3")).to_have_count(2)
    assert axe(page) == []
    picture(page, "phieu-tu-excel")
    follow(page.get_by_role("button", name="Áp dụng"))
    expect(cell(page, "2.3", "points")).to_have_value("1")
    follow(page.get_by_role("link", name="Chốt phiếu"))
    page.get_by_label("Tôi đã xem phiếu").check()
    follow(page.get_by_role("button", name="Chốt phiếu"))
    page.goto(address.replace("lan-chot/1/", "so-sanh/"))
    expect(page.get_by_role("row").filter(has_text="2.3. Sáng kiến")).to_contain_text("–")
    assert axe(page) == []


def test_a_session_that_ends_a_broken_line_and_the_lock_lose_nothing(sheet, sign_in):
    clerk = builders.a_member(Role.UNIT_CLERK, unit=sheet.participant.unit, username="can-bo-mot")
    page = sign_in(clerk)
    page.goto("/tu-cham/")
    long_note = "Số liệu tháng 12 lấy theo báo cáo nhanh của các phòng chuyên môn. " * 12

    cell(page, "1.1", "note").fill(long_note.strip())
    session = page.context.cookies()
    page.context.clear_cookies()
    page.keyboard.press("Tab")
    expect(page.locator("[data-notice=signed-out]")).to_be_visible()
    page.context.add_cookies(session)
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(page)
    expect(page.locator("[data-notice=signed-out]")).to_be_hidden()

    cell(page, "1.1", "figure-done").press("F4")
    provisional = page.locator("#beside [data-field=provisional]")
    expect(provisional).to_be_visible()
    page.context.set_offline(True)
    cell(page, "1.1", "figure-done").fill("9")
    page.keyboard.press("Tab")
    provisional.fill("Chờ số liệu ngày 31/12")
    page.keyboard.press("Tab")
    expect(page.locator("[data-notice=offline]")).to_be_visible()
    page.context.set_offline(False)
    page.reload()  # beside the leaf nothing is open now, and what was typed there is sent all the same
    all_sent(page)
    page.reload()
    expect(page.locator("#conflict")).to_be_hidden()
    expect(cell(page, "1.1", "figure-done")).to_have_value("9")
    expect(cell(page, "1.1", "note")).to_have_value(long_note.strip())
    cell(page, "1.1", "figure-done").press("F4")
    expect(provisional).to_have_value("Chờ số liệu ngày 31/12")
    page.keyboard.press("Escape")

    cell(page, "1.2", "reason").fill("Gõ trước giờ khóa, gửi muộn")
    phase = sheet.participant.cycle.phases.get()
    phase.starts, phase.ends = phase.starts - MONTH, phase.starts - timedelta(days=1)
    phase.save()
    page.keyboard.press("Tab")
    refused = page.locator("[data-notice=refused]")
    expect(refused).to_contain_text("đã khóa")
    expect(refused).to_contain_text("Gõ trước giờ khóa, gửi muộn")
    expect(cell(page, "1.2", "reason")).to_have_value("Gõ trước giờ khóa, gửi muộn")


def test_without_script_a_leaf_is_filled_in_on_its_own_page(sheet, browser, server):
    clerk = builders.a_member(Role.UNIT_CLERK, unit=sheet.participant.unit, username="can-bo-mot")
    context = browser.new_context(base_url=server, java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto("/dang-nhap/?next=/tu-cham/")
    page.fill("[name=login]", clerk.person.username)
    page.fill("[name=password]", builders.PASSWORD)
    follow(page, ".door-sheet .button-primary")
    page.goto("/tu-cham/")
    follow(page.get_by_role("link", name="1.1", exact=True))
    page.get_by_label("Số nhiệm vụ hoàn thành").fill("9")
    page.get_by_label("Số nhiệm vụ trong kế hoạch").fill("10")
    follow(page.get_by_role("button", name="Lưu", exact=True))
    expect(page.get_by_text("Đã lưu 1.1 lúc")).to_be_visible()
    expect(page.get_by_role("cell", name="1,8", exact=True).first).to_be_visible()
    context.close()
