"""Two files as offices send them, from the file to the plan in force: an Excel plan of 142 rows, and a signed PDF of
twelve pages, two of them scans."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.plans.models import Measure, Plan
from cchc.units.models import Kind, Unit
from tests.builders import a_member, a_unit
from tests.e2e.following import follow
from tests.files.pdf_paper import PaperPage, pdf_bytes, table_pages
from tests.files.signed_papers import signed_by, the_signer

ROWS = 142
HEADINGS = ["STT", "Nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"]
OFFICES = ("Sở Nội vụ", "Sở Tư pháp", "Sở Y tế", "Sở Tài chính")


def rows_of_measures(count: int) -> list[list[str]]:
    """Rows of a plan with their headings: task, output, lead, others, deadline."""
    rows = [HEADINGS]
    for at in range(1, count + 1):
        task = f"Rà soát quy trình nội bộ thứ {at} của ngành để cắt giảm thời gian giải quyết"
        others = "Các sở, ban, ngành" if at % 3 else OFFICES[(at + 1) % 4]
        rows.append(
            [str(at), task, f"Quy trình thứ {at}", OFFICES[at % 4], others, f"Tháng {at % 12 + 1}/2026"]
        )
    return rows


def an_excel_plan() -> bytes:
    """A workbook of 142 measures."""
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (["ỦY BAN NHÂN DÂN TỈNH AN LẠC"], ["KẾ HOẠCH"], ["Cải cách hành chính tỉnh An Lạc năm 2026"]):
        sheet.append(line)
    for row in rows_of_measures(ROWS):
        sheet.append([int(row[0]) if row[0].isdigit() else row[0], *row[1:]])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def a_signed_pdf() -> bytes:
    """A signed PDF of twelve pages, of which the fifth and the sixth are scans."""
    titles = ("KẾ HOẠCH", "Cải cách hành chính tỉnh An Lạc năm 2026")
    pages = table_pages(rows_of_measures(66), [1, 5, 3, 2, 3, 2], titles=titles, repeat=1, size=12)
    scan = PaperPage(842, 595, pictures=[(0, 0, 842, 595)])
    return signed_by(the_signer(), pdf_bytes([*pages[:4], scan, scan, *pages[4:]]))


def hand_in(page: Page, path: Path) -> None:
    page.goto("/ke-hoach/doc/")
    page.set_input_files("[name=file]", path)
    follow(page, ".form-end button")
    page.wait_for_selector("[data-rows]")


def lines_in_sight(page: Page) -> int:
    """How many rows stand wholly on the screen."""
    return page.locator("[data-row]").evaluate_all(
        "rows => rows.filter(row => { const box = row.getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight }).length"
    )


def offices() -> None:
    """The departments that the plans name."""
    for name in OFFICES:
        a_unit(name, parent=Unit.objects.get(kind=Kind.PROVINCE))


def put_in_force(page: Page) -> None:
    """From the review to the plan in force: agencies that wait are agreed to, or stay texts."""
    follow(page, ".make a")
    if page.locator("text=Đồng ý tất cả").count():
        follow(page, "text=Đồng ý tất cả")
    while page.locator(".agency-open").count():
        follow(page.locator(".agency-open button[value=text]").first)
    follow(page, ".head-actions .button-primary")
    page.wait_for_selector("[data-rows]")
    follow(page, ".make a")
    follow(page, ".form-end .button-primary")
    page.wait_for_url(re.compile(r"/ke-hoach/\d+/$"))


def test_a_plan_of_142_rows_in_excel_is_looked_through_and_put_in_force(
    sign_in, axe, picture, tmp_path: Path
) -> None:
    file = tmp_path / "ke-hoach.xlsx"
    file.write_bytes(an_excel_plan())
    page = sign_in(a_member(Role.COORDINATOR))
    page.set_viewport_size({"width": 1366, "height": 768})
    offices()
    hand_in(page, file)
    plan = Plan.objects.get()
    assert Measure.objects.filter(section__plan=plan, confidence="sure").count() == ROWS
    assert "không chỗ nào bị bỏ sót" in page.locator(".account").inner_text()

    # What needs nobody is one line, some fifteen on a screen; one is opened, corrected and closed by keyboard.
    page.locator("[data-row]").nth(20).evaluate("row => row.scrollIntoView({ block: 'start' })")
    assert lines_in_sight(page) >= 15
    page.evaluate("scrollTo(0, 0)")  # no row lies half below the bar, which axe takes for a small target
    assert axe(page) == []
    picture(page, "plan-lines")
    row = page.locator("[data-row]").nth(24)
    expect(row.locator("[name=output]")).not_to_be_visible()
    row.focus()
    page.keyboard.press("F2")
    output = row.locator("[name=output]")
    output.fill("Quy trình điện tử")
    with page.expect_response(lambda answer: "/nhiem-vu/" in answer.url) as answer:
        output.press("Tab")
    assert answer.value.status == 200
    row.locator("summary").first.click()
    expect(output).not_to_be_visible()
    assert Measure.objects.get(number="25").output == "Quy trình điện tử"

    put_in_force(page)
    plan.refresh_from_db()
    assert plan.state == Plan.State.CURRENT


def test_a_signed_pdf_with_two_scanned_pages_says_what_nobody_could_read(
    sign_in, axe, picture, tmp_path: Path
) -> None:
    file = tmp_path / "ke-hoach-ky-so.pdf"
    with ThreadPoolExecutor(
        1
    ) as beside:  # the browser's loop runs in this thread, and signing needs one of its own
        file.write_bytes(beside.submit(a_signed_pdf).result())
    page = sign_in(a_member(Role.COORDINATOR))
    offices()
    hand_in(page, file)
    plan = Plan.objects.get()
    assert plan.reading is not None
    assert plan.reading.read["account"]["pages_without_text"] == [5, 6]
    assert Measure.objects.filter(section__plan=plan).count() == 66

    # The head of the review counts it, the findings name the pages; it is let stand for a reason, and no row is lost.
    said = page.locator("#findings .finding", has_text="trang 5–6")
    assert said.count() == 1
    assert axe(page) == []
    picture(page, "plan-scanned-pages")
    page.locator("#general-fold > summary").click()
    said.locator("summary").click()
    said.locator("[name=reason]").fill("Trang 5–6 là phụ lục ảnh, không có nhiệm vụ")
    said.locator("form button").click()
    page.locator("#findings .finding-accepted").first.wait_for()
    assert page.locator(".account .lacks").count() == 1
    assert page.locator("[data-row][data-open]").count() == 0
    put_in_force(page)
    plan.refresh_from_db()
    assert plan.state == Plan.State.CURRENT
