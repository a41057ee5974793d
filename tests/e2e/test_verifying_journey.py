"""A visitor recomputes a release in the browser: the one that was published, one that somebody changed on the way, and
one that came over a connection on which browsers compute no sums."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.builders import releases
from tests.e2e.conftest import TELEPHONE
from tests.releases.forging import Documents, forged

PAGE = "/cong-khai/2026/kiem-chung/"
BUNDLE = "**/goi-du-lieu.zip"


def raise_a_point(documents: Documents) -> None:
    """The points of the first criterion of the first unit, more than they are."""
    documents["nodes.json"][0]["points"] = "99"


def recompute(page: Page) -> None:
    page.get_by_role("button", name="Tính lại").click()


def test_a_visitor_recomputes_a_release_and_sees_what_was_changed(window, axe, picture, tmp_path: Path):
    release = releases.a_release(releases.a_final_cycle())
    page: Page = window()
    page.goto(PAGE)
    recompute(page)
    expect(page.get_by_role("status")).to_have_text("Mọi số liệu tính lại đều khớp.")
    expect(page.locator(".recompute-found .wrong")).to_have_count(0)
    figures = page.get_by_text("Số liệu: khớp").inner_text().removeprefix("Số liệu: khớp ").removesuffix(".")
    right, _, whole = figures.partition("/")
    assert right == whole != "0"
    expect(page.get_by_text("Chưa kiểm tra ở đây: chữ ký")).to_be_visible()
    assert axe(page) == []
    picture(page, "cong-khai-tinh-lai")

    bundle = forged(page.request.get(f"{PAGE}../goi-du-lieu.zip").body(), raise_a_point)
    page.route(BUNDLE, lambda route: route.fulfill(body=bundle, content_type="application/zip"))
    recompute(page)
    expect(page.get_by_text("Có chỗ không khớp")).to_be_visible()
    expect(page.get_by_text("khác mã ghi trên trang này")).to_be_visible()
    node = release.root and page.locator(".recompute-found .wrong").filter(has_text="trong gói ghi 99")
    expect(node.first).to_contain_text("· 1. Chỉ đạo, điều hành, điểm")
    page.set_viewport_size(TELEPHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    picture(page, "cong-khai-tinh-lai-sai")

    page.unroute(BUNDLE)
    page.route(BUNDLE, lambda route: route.fulfill(body=b"<html>", content_type="text/html"))
    recompute(page)
    expect(page.get_by_text("không phải gói dữ liệu")).to_be_visible()


def test_without_sums_the_browser_says_so_and_recomputes_the_figures(window):
    releases.a_release(releases.a_final_cycle())
    page: Page = window()
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page.goto(PAGE)
    recompute(page)
    expect(page.get_by_text("Không kiểm tra được mã băm của các tệp ở đây")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Mọi số liệu tính lại đều khớp.")
