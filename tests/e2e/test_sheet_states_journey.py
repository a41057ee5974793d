"""The sheet in every state in which a clerk may meet it, looked at by axe at a desk and on a telephone; and all of it
filled in by keys alone, an input method included."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.self_scoring.models import Answer, UnitSheet
from tests import builders
from tests.e2e.conftest import DESKTOP, TELEPHONE
from tests.e2e.fitting import faults_of
from tests.e2e.rounds import MONTH, PASTE, an_open_sheet, cell, saved

TYPED = {
    "1.1|figure-done": "9",
    "1.1|figure-planned": "10",
    "1.1|note": "Theo báo cáo năm",
    "1.2|reason": "Nộp chậm một báo cáo",
    "1.2|points": "1,5",
    "1.3|figure-issued": "30/12/2025",
    "2.1|figure-rate": "80",
    "2.3|points": "1",
}
HERE = """() => {
    const at = document.activeElement;
    const row = at?.closest("tr[data-leaf]");
    return row && at.dataset.field ? `${row.dataset.leaf}|${at.dataset.field}` : "";
}"""


@pytest.fixture
def sheet(database: None) -> UnitSheet:
    """The sheet of Sở Nội vụ in an open round."""
    return an_open_sheet()


@pytest.fixture
def looked_at(axe, picture) -> Callable[[Page, str], None]:
    """Nothing that axe finds, and nothing that does not fit, at a desk and on a telephone."""

    def looked_at(page: Page, name: str) -> None:
        picture(page, name)
        for size in (TELEPHONE, DESKTOP):
            page.set_viewport_size(size)
            assert axe(page) == [], (name, size)
        assert faults_of(page, (390, 1366)) == [], name
        page.set_viewport_size(DESKTOP)

    return looked_at


def test_every_state_of_the_sheet_can_be_read_by_everybody(sheet, window, looked_at):
    unit = sheet.participant.unit
    clerk, second = (
        builders.a_member(Role.UNIT_CLERK, unit=unit, username=name) for name in ("can-bo-mot", "can-bo-hai")
    )
    page = window(clerk)
    page.goto("/tu-cham/")
    looked_at(page, "trang-thai-mo")

    cell(page, "1.1", "figure-done").focus()
    page.evaluate(PASTE, "9\n12\n\n30/12/2025")
    expect(page.locator("#paste")).to_be_visible()
    looked_at(page, "trang-thai-dan")
    page.get_by_role("button", name="Không, quay lại").click()

    other = window(second)
    other.goto("/tu-cham/")
    cell(other, "1.2", "points").fill("1")
    other.keyboard.press("Tab")
    saved(other)
    cell(page, "1.2", "points").fill("2")
    page.keyboard.press("Tab")
    expect(page.locator("#conflict")).to_be_visible()
    looked_at(page, "trang-thai-hai-nguoi")
    page.get_by_role("button", name="Giữ của tôi").click()
    saved(page)

    page.context.set_offline(True)
    cell(page, "1.2", "reason").fill("Gõ khi mất mạng")
    page.keyboard.press("Tab")
    expect(page.locator("[data-notice=offline]")).to_be_visible()
    looked_at(page, "trang-thai-mat-mang")
    page.context.set_offline(False)
    saved(page)

    session = page.context.cookies()
    page.context.clear_cookies()
    cell(page, "1.2", "reason").fill("Gõ khi hết phiên")
    page.keyboard.press("Tab")
    expect(page.locator("[data-notice=signed-out]")).to_be_visible()
    looked_at(page, "trang-thai-het-phien")
    page.context.add_cookies(session)
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(page)
    page.goto(page.locator('tr[data-leaf="1.1"]').get_attribute("data-href"))
    looked_at(page, "trang-thai-mot-tieu-chi")
    page.go_back()

    cell(page, "1.2", "reason").fill("Gõ trước giờ khóa, gửi muộn")
    phase = sheet.participant.cycle.phases.get()
    phase.starts, phase.ends = phase.starts - MONTH, phase.starts - timedelta(days=1)
    phase.save()
    page.keyboard.press("Tab")
    expect(page.locator("[data-notice=refused]")).to_contain_text("Gõ trước giờ khóa, gửi muộn")
    looked_at(page, "trang-thai-khoa")


def test_the_whole_sheet_is_filled_in_by_keys_alone_and_an_input_method_keeps_its_own(sheet, window):
    clerk = builders.a_member(Role.UNIT_CLERK, unit=sheet.participant.unit)
    page = window(clerk)
    page.goto("/tu-cham/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # to the content
    for _time in range(40):
        if page.evaluate(HERE):
            break
        page.keyboard.press("Tab")

    seen = []
    while here := page.evaluate(HERE):
        seen.append(here)
        page.keyboard.type(TYPED.get(here, ""))
        page.keyboard.press("Tab")
    assert len(seen) == len(set(seen)) == page.locator("table[data-sheet] [data-field]").count()
    assert set(TYPED) <= set(seen)
    saved(page)
    expect(page.locator(".tally-given")).to_contain_text("5/5")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(HERE) == seen[-1]

    # Letters that are being composed: Enter takes the word, and the cell is neither left nor saved.
    reason = cell(page, "2.3", "reason")
    reason.focus()
    keys = page.context.new_cdp_session(page)
    keys.send("Input.imeSetComposition", {"text": "sáng kiê", "selectionStart": 8, "selectionEnd": 8})
    for key in ("Enter", "Tab", "Escape", "ArrowDown", "F9"):
        keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": key, "windowsVirtualKeyCode": 229})
        expect(reason).to_be_focused()
        expect(reason).to_have_value("sáng kiê")
    assert not Answer.objects.get(leaf="2.3").reason
    keys.send("Input.insertText", {"text": "sáng kiến cấp tỉnh"})
    page.keyboard.press("Enter")
    saved(page)
    assert Answer.objects.get(leaf="2.3").reason == "sáng kiến cấp tỉnh"

    # What stands beside is reached, typed in and left by keys; who comes from a column that gave way goes on there.
    cell(page, "1.2", "reason").focus()
    page.keyboard.press("F4")
    expect(page.locator("#beside [data-field=reason]")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(", nay đã đủ")
    page.keyboard.press("Escape")
    expect(page.locator("#beside")).to_be_hidden()
    expect(cell(page, "1.2", "reason")).to_be_focused()
    expect(cell(page, "1.2", "reason")).to_have_value("Nộp chậm một báo cáo, nay đã đủ")
    page.keyboard.press("Control+Enter")
    expect(page.locator('tr[data-leaf="1.2"] [data-done]')).to_have_attribute("aria-pressed", "true")
    saved(page)
    page.keyboard.press("F4")
    expect(page.locator("#beside h2")).to_contain_text("1.2.")
    walked = page.locator("tr.leaf [data-field]:visible").count()
    cell(page, "1.1", "figure-done").focus()
    for _step in range(walked - 1):
        page.keyboard.press("Tab")
    assert page.evaluate(HERE).startswith("2.3|")
