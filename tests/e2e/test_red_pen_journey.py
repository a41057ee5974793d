"""A plan with faults is handed in, and comes back by the red pen with the faults in its margin."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from cchc.access.permissions import Role
from cchc.plans.models import Plan
from cchc.plans.queries.findings import findings_of
from tests.builders import a_member
from tests.e2e.test_plan_reading_journey import a_made_up_plan, hand_in


def test_a_plan_with_faults_comes_back_with_them_in_its_margin(sign_in, axe, picture, tmp_path: Path) -> None:
    file = tmp_path / "Kế hoạch năm 2026.docx"
    file.write_bytes(a_made_up_plan())
    page = sign_in(a_member(Role.COORDINATOR))
    hand_in(page, file)
    page.wait_for_selector("[data-rows]")
    pen = page.get_by_role("link", name="Bút đỏ: tải về tệp của bạn kèm chú thích")
    assert axe(page) == []
    picture(page, "plan-red-pen")
    with page.expect_download() as download:
        pen.click()
    made = tmp_path / download.value.suggested_filename
    download.value.save_as(made)
    assert made.name == "ke-hoach-nam-2026-but-do.docx"
    came_back = Document(str(made))
    plan = Plan.objects.get()
    assert len(list(came_back.comments)) == len(findings_of(plan)) > 1
    assert any("Sở Tư phap" in one.text for one in came_back.comments)
    assert [row.cells[1].text for row in came_back.tables[0].rows] == [
        row.cells[1].text for row in Document(str(file)).tables[0].rows
    ]

    page.goto(f"/ke-hoach/{plan.pk}/phat-hien/")
    assert page.get_by_role("link", name="Bút đỏ: tải về tệp của bạn kèm chú thích").is_visible()
    assert axe(page) == []
    picture(page, "findings-red-pen")
