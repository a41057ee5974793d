"""A real plan, which stays outside the repository, from its Word file to a plan in force. `make seeds`."""

from __future__ import annotations

import re
from pathlib import Path

from docx import Document

from cchc.access.permissions import Role
from cchc.plans.models import Measure, Plan
from tests.builders import a_member
from tests.e2e.following import follow
from tests.e2e.test_plan_reading_journey import (
    a_province_with_departments,
    answer_to,
    confirm_the_rest,
    hand_in,
)
from tests.reading.papers import add_table, saved
from tests.seeds import seed


def test_the_real_remediation_plan_becomes_a_plan(sign_in, axe, picture, tmp_path: Path) -> None:
    file = tmp_path / "004.docx"
    file.write_bytes(the_real_plan())
    page = sign_in(a_member(Role.COORDINATOR))
    a_province_with_departments()

    hand_in(page, file)
    page.wait_for_selector("[data-rows]")
    assert page.locator("[data-row]").count() == 31
    assert axe(page) == []
    picture(page, "plan-review-004")

    fourth = page.locator("[data-row]").nth(3)
    fourth.locator("summary").first.click()  # nothing waits in it: it is one line
    deadline = fourth.locator("textarea[name=deadline]")
    deadline.focus()
    deadline.fill("Chậm nhất ngày 15/12/2023")
    with answer_to(page, "/nhiem-vu/") as answer:
        page.keyboard.press("Tab")
    assert answer.value.status == 200
    assert str(Measure.objects.get(deadline="Chậm nhất ngày 15/12/2023").dues.get()) == "15/12/2023"
    row = page.locator("[data-row]").nth(3)
    row.locator(".meant", has_text="15/12/2023").wait_for()

    page.goto(f"{page.url}?xem=phat-hien")
    assert page.locator(".finding-error").count() > 0
    finding = page.locator("[data-row] .finding-error").first
    finding.locator("summary").click()
    finding.locator("[name=reason]").fill("Đúng như văn bản gốc")
    follow(finding.locator("form button"))  # a row in which nothing is left to look at leaves this list
    plan = Plan.objects.get()
    assert plan.acceptances.count() == 1

    follow(page, ".counts a[href$='/co-quan/']")
    group = page.locator(".agency", has_text="Các sở, ngành tham mưu UBND tỉnh 6 lĩnh vực CCHC")
    group.locator("text=Chọn đơn vị khác").click()
    group.locator("textarea").fill("Sở Nội vụ\nSở Tư pháp\nSở Tài chính")
    follow(group.locator(".choose-units button"))
    confirm_the_rest(page)
    while page.goto(f"/ke-hoach/{plan.pk}/soan/?xem=chua-duyet") and page.locator("[data-check]").count():
        page.locator("[data-row][data-open]").first.focus()
        with answer_to(page, "/nhiem-vu/"):
            page.keyboard.press("Enter")
    page.goto(f"/ke-hoach/{plan.pk}/soan/")
    follow(page, ".make a")
    follow(page, ".form-end .button-primary")
    page.wait_for_url(re.compile(r"/ke-hoach/\d+/$"))
    plan.refresh_from_db()
    assert (plan.state, plan.document.number) == (Plan.State.CURRENT, "153/KH-UBND")


def the_real_plan() -> bytes:
    """The Word file of the plan 004: its paragraphs, and its table with the rows that a page cut joined."""
    lines = seed("004").splitlines()
    document = Document()
    for line in lines:
        if "\t" in line:
            break
        if line.strip():
            document.add_paragraph(line.replace("*", ""))
    rows: list[list[str]] = []
    for line in (line for line in lines if "\t" in line):
        cells = [" ".join(re.sub(r"</?(?:i|ul)\b[^>]*>", "", cell).split()) for cell in line.split("\t")]
        if cells[0] or not rows:
            rows.append(cells)
        else:
            rows[-1] = [" ".join(filter(None, pair)) for pair in zip(rows[-1], cells, strict=True)]
    add_table(document, rows)
    return saved(document)
