"""From a plan to its paper: what it is to be like is asked, the Word file comes, and says what the plan says."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.plans.queries.printed import printed_sections
from tests.builders import a_measure, a_member, a_plan
from tests.documents.decree30 import paper_faults
from tests.e2e.following import follow
from tests.plans.printed_plans import again, cells_of


def test_a_plan_is_taken_away_as_a_word_file(sign_in, axe, picture) -> None:
    page: Page = sign_in(a_member(Role.COORDINATOR))
    plan = a_plan(title="Cải cách hành chính nhà nước năm 2026")
    for number in ("1", "2"):
        a_measure(plan, "Rà soát văn bản", number=number, lead="Sở Tư pháp", deadline="Quý II/2026")
    page.goto(f"/ke-hoach/{plan.pk}/")
    page.click("summary:has-text('Khác')")
    follow(page, "text=Bản Word, PDF")
    assert axe(page) == []
    picture(page, "plan-paper")

    page.select_option("[name=ky]", "BY_ORDER")
    follow(page, "text=Tải bản Word")
    expect(page.locator(".form-sheet")).to_contain_text("Ghi chức vụ của người ký")
    assert axe(page) == []
    page.fill("[name=chuc_vu]", "Giám đốc Sở Nội vụ")
    with page.expect_download() as download:
        page.click("text=Tải bản Word")
    data = Path(download.value.path()).read_bytes()
    assert paper_faults(data) == []
    assert cells_of(again(data)) == cells_of(printed_sections(plan))
