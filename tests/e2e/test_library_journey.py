"""A clerk drops files, confirms them by the keyboard with each file beside its row, finds one, reads it at a page."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from cchc.access.permissions import Role
from cchc.documents.models import IncomingFile, OfficialDocument
from tests import builders
from tests.files.papers import PIXEL
from tests.files.pdf_paper import PaperPage, pdf_bytes
from tests.libraries import a_paper

LINES = (
    "SỞ NỘI VỤ",
    "Số: 77/KH-SNV",
    "Bình Sơn, ngày 12 tháng 03 năm 2026",
    "KẾ HOẠCH",
    "Cải cách hành chính năm 2026",
    "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND tỉnh, Sở Nội vụ ban hành kế hoạch như sau:",
)


def a_plan() -> bytes:
    """A plan as a PDF of three pages."""
    first = PaperPage(texts=[(72, 60 + 22 * place, 12, line) for place, line in enumerate(LINES)])
    others = [PaperPage(texts=[(72, 60, 12, f"Trang thứ {number}")]) for number in ("hai", "ba")]
    return pdf_bytes([first, *others], by_line=True)


def a_file(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_dropped_files_are_confirmed_by_the_keyboard_and_read_beside_what_is_said_of_them(
    sign_in, axe, picture
):
    page = sign_in(builders.a_member(Role.UNIT_CLERK))
    page.goto("/tai-lieu/moi/")
    files = [
        a_file("ke hoach.pdf", a_plan()),
        a_file("46-BC-SNV.docx", a_paper("45/BC-SNV")),
        a_file("ảnh.png", PIXEL),
    ]
    page.set_input_files("cchc-upload input[type=file]", files)
    rows = page.locator(".confirm-row")
    expect(rows).to_have_count(3, timeout=30_000)

    plan = page.locator(".confirm-row", has_text="ke hoach.pdf")
    letter = page.locator(".confirm-row", has_text="46-BC-SNV.docx")
    expect(letter).to_contain_text("tên tệp ghi 46/BC-SNV")
    expect(page.locator(".confirm-row", has_text="ảnh.png")).to_contain_text("Chỉ đọc được tên tệp")
    number = plan.get_by_label("Số, ký hiệu")
    expect(number).to_have_value("77/KH-SNV")
    expect(plan.get_by_label("Trích yếu")).to_have_value("Cải cách hành chính năm 2026")
    number.focus()
    expect(page.locator("#beside .viewer-bar")).to_contain_text("/ 3")
    expect(page.locator("#beside canvas[data-drawn]").first).to_be_visible()
    assert axe(page) == []
    picture(page, "library-confirm")
    for row in (plan, letter):
        row.get_by_label("Số, ký hiệu").press("Enter")
        expect(row.locator(".confirm-tick input")).to_be_checked()
    page.get_by_label("Các tệp này không chứa bí mật nhà nước").check()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(rows).to_have_count(1)
    assert {one.number for one in OfficialDocument.objects.all()} == {"77/KH-SNV", "45/BC-SNV"}
    assert IncomingFile.objects.get().file.name == "ảnh.png"

    page.goto("/tai-lieu/?q=cai+cach+12/03/2026")
    expect(page.locator(".documents tbody tr")).to_have_count(1)
    assert axe(page) == []
    picture(page, "library-list")
    with page.expect_navigation():
        page.locator(".documents tbody a").first.click()
    page.goto(f"{page.url}?trang=3")
    at = page.get_by_label("Trang", exact=True)
    expect(at).to_have_value("3")
    find = page.get_by_label("Tìm trong văn bản")
    find.fill("trang thu hai")
    find.press("Enter")
    expect(at).to_have_value("2")
    expect(page.locator(".viewer-pages canvas")).to_have_count(3)
    assert re.search(r"^\d+px$", page.locator("canvas[data-drawn]").first.evaluate("one => one.style.width"))
    assert axe(page) == []
    picture(page, "library-viewer")
