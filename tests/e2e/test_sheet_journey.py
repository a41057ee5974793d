"""The sheet of self-scoring in the browser: typed as in a spreadsheet by two clerks, handed in, returned, completed
with Excel and handed in again; a session that ends, a line that breaks, a lock that falls: nothing typed is lost."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from cchc.access.permissions import Role
from cchc.cycles.models import PhaseKind
from cchc.cycles.queries.windows import window_of
from cchc.self_scoring.actions.evidence import link_document
from cchc.self_scoring.actions.returning import return_sheet
from cchc.self_scoring.models import Answer, UnitSheet
from tests import builders
from tests.e2e.following import follow, leave, sign_in_at
from tests.e2e.rounds import PASTE, an_open_sheet, cell, points, saved


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
    sign_in_at(other, membership)
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
    leave(page)
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

    leave(page)
    page = sign_in(coordinator)
    page.goto("/tu-cham/")
    assert axe(page) == []
    picture(page, "tien-do-tu-cham")
    page.goto(address)
    follow(page.get_by_role("link", name="Trả lại phiếu"))
    page.get_by_label("Lý do").fill("Thiếu báo cáo quý IV")
    follow(page.get_by_role("button", name="Trả lại phiếu"))

    leave(page)
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


def test_a_session_that_ends_and_a_broken_line_lose_nothing(sheet, sign_in):
    clerk = builders.a_member(Role.UNIT_CLERK, unit=sheet.participant.unit, username="can-bo-mot")
    page = sign_in(clerk)
    page.goto("/tu-cham/")
    document = builders.a_document(sheet.participant.unit)
    link_document(by=builders.of_unit(sheet), sheet=sheet, leaf="1.1", document=document)
    long_note = "Số liệu tháng 12 lấy theo báo cáo nhanh của các phòng chuyên môn. " * 12

    # The session ends in the middle of a long note; the new one, from another tab, has a token of its own.
    cell(page, "1.1", "figure-done").press("F4")
    linked = page.locator("#beside form[data-beside-form]")
    expect(linked).to_have_count(1)
    page.locator("#beside [data-field=note]").fill(long_note.strip())
    before = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    page.context.clear_cookies()
    page.keyboard.press("Tab")
    expect(page.locator("[data-notice=signed-out]")).to_be_visible()
    with page.expect_response(lambda answer: answer.status == 403):
        linked.get_by_role("button").click()
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Đăng nhập lại").click()
    sign_in_at(popup.value, clerk)
    expect(linked).to_have_count(1)  # the panel is still there, with its forms of before
    page.locator("#beside [data-field=note]").focus()  # nor is it read anew under somebody who types
    popup.value.close()
    after = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert [name for name in before if before[name] == after[name]] == []
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(page)
    expect(page.locator("[data-notice=signed-out]")).to_be_hidden()
    linked.get_by_role("button").click()
    expect(linked).to_have_count(0)
    page.keyboard.press("Escape")

    cell(page, "1.1", "figure-done").press("F4")
    provisional = page.locator("#beside [data-field=provisional]")
    expect(provisional).to_be_visible()
    expect(page.locator(".htmx-request")).to_have_count(0)  # what stood there before is replaced by now
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


def test_cells_that_somebody_changed_while_the_line_was_broken_are_asked_about_one_after_the_other(
    sheet, window, axe
):
    unit = sheet.participant.unit
    page, other = (window(builders.a_member(Role.UNIT_CLERK, unit=unit)) for _clerk in range(2))
    asked, said = page.locator("#conflict"), page.locator("[data-saved]")
    warnings: list[str] = []
    page.on("dialog", lambda dialog: (warnings.append(dialog.type), dialog.accept()))

    def type_in(who: Page, values: dict[str, str]) -> None:
        for leaf, value in values.items():
            cell(who, leaf, "points").fill(value)
            who.keyboard.press("Tab")

    page.goto("/tu-cham/")
    other.goto("/tu-cham/")
    page.context.set_offline(True)
    type_in(page, {"1.2": "2", "2.3": "1"})
    expect(page.locator("[data-notice=offline]")).to_be_visible()
    type_in(other, {"1.2": "1", "2.3": "0,5"})
    saved(other)
    page.context.set_offline(False)

    # Closing the window without an answer is warned of, and the question comes back with the page.
    expect(asked).to_contain_text("1.2")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(asked).to_be_visible()
    expect(said).to_have_text("chưa gửi")
    page.reload()
    assert warnings == ["beforeunload"]

    # Each question names its cell; the second one waits for the first, and what it asks about is not saved.
    expect(asked).to_contain_text("1.2")
    expect(asked).not_to_contain_text("2.3")
    assert axe(page) == []
    asked.get_by_role("button", name="Giữ của tôi").click()
    expect(asked.locator("[data-cell]")).to_contain_text("2.3")
    expect(asked.locator("[data-theirs]")).to_have_text("0,5")
    expect(asked.locator("[data-mine]")).to_have_text("1")
    expect(page.locator('[data-leaf="1.2"] .is-unsaved')).to_have_count(0)
    expect(said).to_have_text("chưa gửi")
    asked.get_by_role("button", name="Dùng của người kia").click()
    expect(cell(page, "2.3", "points")).to_be_focused()
    expect(said).to_have_text("")
    all_sent(page)
    page.reload()
    assert warnings == ["beforeunload"]
    for leaf, value in {"1.2": "2", "2.3": "0,5"}.items():
        expect(cell(page, leaf, "points")).to_have_value(value)
        assert Answer.objects.get(leaf=leaf).points == value.replace(",", ".")


def test_the_lock_falls_on_an_edit_under_way_and_what_was_typed_arrives_or_stays_to_be_copied(
    sheet, sign_in, turn_clock, axe, picture
):
    lock = window_of(sheet.participant, PhaseKind.SELF_SCORING).since
    clerk = builders.a_member(Role.UNIT_CLERK, unit=sheet.participant.unit, username="can-bo-mot")

    def it_is(moment: datetime) -> None:
        turn_clock(moment)
        context.clock.set_fixed_time(moment)

    def typed_while_offline(leaf: str, field: str, text: str) -> None:
        """Typed, left and the window closed, before anything could be sent."""
        page = context.new_page()
        page.goto("/tu-cham/")
        expect(cell(page, leaf, field)).to_be_editable()
        context.set_offline(True)
        cell(page, leaf, field).fill(text)
        page.keyboard.press("Tab")
        expect(page.locator("[data-notice=offline]")).to_be_visible()
        page.close()
        context.set_offline(False)

    turn_clock(lock - timedelta(minutes=30))
    page = sign_in(clerk)
    context = page.context
    it_is(lock - timedelta(minutes=20))
    refused, taken = page.locator("[data-notice=refused]"), page.locator("[data-notice=taken]")

    # The head hands in while a clerk is offline: the clerk's words are shown, and sent once the sheet is returned.
    typed_while_offline("2.3", "reason", "Sáng kiến cấp tỉnh")
    submission = builders.submitted(sheet, now=lock - timedelta(minutes=15))
    page.goto("/tu-cham/")
    expect(refused).to_contain_text("Phiếu tự chấm đã chốt")
    expect(refused.get_by_role("listitem")).to_contain_text("Sáng kiến cấp tỉnh")
    return_sheet(
        by=builders.an_actor(Role.COORDINATOR),
        sheet=submission.sheet,
        reason="Thiếu số liệu",
        now=lock - timedelta(minutes=10),
    )
    page.reload()
    all_sent(page)
    expect(cell(page, "2.3", "reason")).to_have_value("Sáng kiến cấp tỉnh")

    # Typed before the lock, arrived two minutes behind it: taken and marked, though the page is locked.
    it_is(lock - timedelta(seconds=5))
    open_since = context.new_page()
    open_since.goto("/tu-cham/")
    typed_while_offline("1.2", "reason", "Gõ trước giờ khóa")
    it_is(lock + timedelta(minutes=2))
    page.goto("/tu-cham/")
    expect(taken).to_be_visible()
    expect(refused).to_be_hidden()
    follow(page.get_by_role("link", name="Xem lại phiếu"))
    expect(page.locator('tr[data-leaf="1.2"]')).to_contain_text("đến sau giờ khóa")
    expect(page.locator('tr[data-leaf="1.2"]')).to_contain_text("Gõ trước giờ khóa")
    assert page.evaluate("localStorage.length") == 0

    # Typed behind the lock in a window that was open before: refused, and kept until it is thrown away.
    for leaf in ("1.1", "1.2"):
        cell(open_since, leaf, "note").fill(f"Ghi chú muộn của {leaf}")
        open_since.keyboard.press("Tab")
        place = open_since.locator("[data-notice=refused]")
        expect(place).to_contain_text(f"Ghi chú muộn của {leaf}")
    expect(place).to_contain_text("đã khóa")
    expect(cell(open_since, "1.1", "note")).to_have_value("Ghi chú muộn của 1.1")
    open_since.close()
    page.reload()
    expect(refused.get_by_role("listitem")).to_have_count(2)
    assert axe(page) == []
    picture(page, "phieu-da-khoa")
    page.get_by_role("button", name="Bỏ: Ghi chú: 1.1").click()
    expect(refused.get_by_role("listitem")).to_contain_text("Ghi chú muộn của 1.2")
    page.reload()
    expect(refused.get_by_role("listitem")).to_have_count(1)
    refused.get_by_role("button", name="Bỏ:").click()
    expect(refused).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


def test_without_script_a_leaf_is_filled_in_on_its_own_page(sheet, window, axe):
    clerk = builders.a_member(Role.UNIT_CLERK, unit=sheet.participant.unit, username="can-bo-mot")
    page = window(clerk)
    scripts = page.context.new_cdp_session(page)
    scripts.send("Emulation.setScriptExecutionDisabled", {"value": True})
    page.goto("/tu-cham/")
    follow(page.get_by_role("link", name="1.1", exact=True))
    scripts.send("Emulation.setScriptExecutionDisabled", {"value": False})  # those of axe
    assert axe(page) == []
    scripts.send("Emulation.setScriptExecutionDisabled", {"value": True})
    page.get_by_label("Số nhiệm vụ hoàn thành").fill("9")
    page.get_by_label("Số nhiệm vụ trong kế hoạch").fill("10")
    follow(page.get_by_role("button", name="Lưu", exact=True))
    expect(page.get_by_text("Đã lưu 1.1 lúc")).to_be_visible()
    expect(page.get_by_role("cell", name="1,8", exact=True).first).to_be_visible()
