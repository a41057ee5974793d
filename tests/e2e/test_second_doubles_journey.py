"""Two people appraise again, blind, what a unit has explained; they differ, and the lead decides between them."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.appraisal.actions.justifying import explain_leaf
from cchc.appraisal.models import DoubleCell, UnitAppraisal
from cchc.scores.models import Score, Stage
from tests import builders
from tests.e2e.following import follow, leave

TEXT = "Nhiệm vụ số 3 hoàn thành ngày 28/12, xem trang 2 của báo cáo kèm theo."
WHY = "Báo cáo kèm theo do cơ quan theo dõi xác nhận, đủ căn cứ công nhận số liệu của đơn vị."


@pytest.fixture
def explained(database: None) -> UnitAppraisal:
    """The first appraisal of a unit that has explained its leaf 1.1, in the days of the second."""
    cycle = builders.a_whole_round(around=timezone.localdate())
    row = builders.an_appraised_unit(
        builders.a_sheet(cycle), builders.an_appraiser("Sở Ngoại vụ"), now=timezone.now()
    )
    builders.sent_result(row, now=timezone.now())
    clerk = builders.of_unit(row.participant.sheet, Role.UNIT_CLERK)
    explain_leaf(by=clerk, appraised=row, leaf="1.1", text=TEXT, version=0, now=timezone.now())
    builders.justification_handed_in(row, now=timezone.now())
    return row


def second_left(page: Page, count: int) -> None:
    """Wait until so many units are left."""
    expect(page.locator("[data-left]")).to_have_text(str(count))


def to_the_criterion(page: Page) -> None:
    """From the desk of an appraiser to the criterion that was explained, its one row chosen."""
    follow(page.get_by_role("link", name="Thẩm định lần 2 1 tiêu chí"))
    follow(page.get_by_role("link", name="1.1 Mức độ hoàn thành kế hoạch"))
    second_left(page, 1)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#beside")).to_contain_text(TEXT)


def test_two_appraise_an_explained_criterion_blind_and_the_lead_decides(explained, sign_in, axe, picture):
    cycle = explained.participant.cycle
    first, second = builders.an_appraiser("Sở Tư pháp"), builders.an_appraiser("Sở Y tế tỉnh")
    builders.a_work_plan(cycle, first, stage=Stage.SECOND_APPRAISAL)
    lead = builders.a_member(Role.APPRAISAL_LEAD, unit=builders.a_unit("Văn phòng Hội đồng"))

    # The lead gives what was explained to a second person, whole.
    page = sign_in(lead)
    page.goto(f"/tham-dinh/{cycle.year}/lan-hai/")
    follow(page.get_by_role("link", name="Thẩm định hai người độc lập"))
    expect(page.locator("main")).to_contain_text("Chưa giao phần nào cho hai người")
    page.get_by_label("Tỷ lệ rút").fill("100")
    page.get_by_label("Mã rút ngẫu nhiên").fill("lần 2")
    page.get_by_label(f"{second.person.name} – {second.unit.name}").first.check()
    follow(page.get_by_role("button", name="Giao cho hai người"))
    expect(page.locator(".double-counts dd").first).to_have_text("1")
    assert axe(page) == []
    picture(page, "hai-nguoi-lan-hai")
    assert DoubleCell.objects.get().plan.stage == Stage.SECOND_APPRAISAL

    leave(page)
    # The first accepts by key what the unit declares; it waits for the other, and counts nowhere yet.
    page = sign_in(first)
    to_the_criterion(page)
    assert second.person.name not in page.content()
    page.keyboard.press("Enter")
    second_left(page, 0)
    expect(page.locator("tr[data-cell]").first).to_contain_text("chờ người thứ hai")
    assert not Score.objects.filter(stage=Stage.SECOND_APPRAISAL).exists()

    leave(page)
    # The second sees the explanation and nothing of the first, and keeps the first appraisal.
    page = sign_in(second)
    to_the_criterion(page)
    assert first.person.name not in page.content()
    expect(page.locator("tr[data-cell] .given").first).to_have_text("")
    assert axe(page) == []
    picture(page, "hai-nguoi-lan-hai-phieu")
    page.get_by_role("button", name="Giữ như thẩm định lần 1").click()
    second_left(page, 0)

    leave(page)
    # The lead finds on the desk that the two differ, sees both beside the first appraisal, and decides with a reason.
    page = sign_in(lead)
    follow(page.get_by_role("link", name="Quyết định 1 mục hai người thẩm định khác nhau"))
    follow(page.get_by_role("link", name="Quyết định", exact=True))
    expect(page.locator(".double-sides")).to_contain_text(first.person.name)
    expect(page.locator(".double-sides")).to_contain_text(second.person.name)
    follow(page.get_by_role("link", name=f"Lấy theo kết quả của {first.person.name}"))
    page.evaluate("scrollTo(0, 0)")  # else the bar covers half a link above the form
    assert axe(page) == []
    picture(page, "hai-nguoi-lan-hai-quyet-dinh")
    page.get_by_label("Vì sao quyết định như vậy").fill(WHY)
    follow(page.get_by_role("button", name="Quyết định", exact=True))
    score = Score.objects.get(participant=explained.participant, leaf="1.1", stage=Stage.SECOND_APPRAISAL)
    assert score.figures == {"done": "9", "planned": "10"}
    page.goto(f"/tham-dinh/{cycle.year}/lan-hai/hai-luot/")
    assert page.locator(".double-counts dd").all_inner_texts() == ["1", "0", "0", "0", "1"]
    assert axe(page) == []
