"""A citizen on the portal: from the ranking to a unit, why it lost points, a search, two units side by side; on an
office screen, on a telephone and at 320 pixels."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.builders import releases
from tests.e2e.conftest import DESKTOP, TELEPHONE

NARROW = {"width": 320, "height": 640}
ADDRESSES = (
    "tieu-chi/",
    "ban-do/",
    "phuong-phap/",
    "kiem-chung/",
    "so-sanh/?don-vi=so-noi-vu&don-vi=so-y-te",
)


def is_sound(page: Page, axe) -> None:
    """Whether axe finds nothing and nothing is wider than the window, at every width."""
    for size in (NARROW, TELEPHONE, DESKTOP):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, size)
        assert axe(page) == []


def test_a_citizen_reads_where_a_unit_lost_points(window, axe, picture):
    releases.a_release(releases.a_final_cycle())
    page: Page = window()
    page.goto("/cong-khai/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chỉ số cải cách hành chính năm 2026")
    is_sound(page, axe)
    picture(page, "cong-khai-xep-hang")

    with page.expect_navigation():
        page.get_by_role("rowheader", name="Sở Y tế").get_by_role("link").click()
    expect(page.locator(".lead").first).to_contain_text("Năm 2026, Sở Y tế đạt")
    expect(page.locator(".rl-mine")).to_contain_text("Sở Y tế")
    is_sound(page, axe)
    picture(page, "cong-khai-don-vi")

    with page.expect_navigation():
        page.locator("table.parts th a").first.click()
    page.get_by_text("Vì sao?").first.click()
    expect(page.locator("details[open] .given").first).to_be_visible()
    is_sound(page, axe)

    page.get_by_role("searchbox").fill("so noi vu")
    with page.expect_navigation():
        page.get_by_role("button", name="Tìm").click()
    expect(page.locator("mark").first).to_have_text("Sở Nội vụ")
    with page.expect_navigation():
        page.get_by_role("link", name="Sở Nội vụ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sở Nội vụ")
    for address in ADDRESSES:
        page.goto(f"/cong-khai/2026/{address}")
        is_sound(page, axe)
    assert page.context.cookies() == []
