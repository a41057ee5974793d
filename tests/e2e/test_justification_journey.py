"""A unit explains what its result lowered, with a new document; the appraiser raises it in the second appraisal, and
the unit sees the result."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.appraisal.models import JustificationSubmission, UnitAppraisal
from cchc.cycles import actions as cycle_actions
from cchc.cycles.actions.phases import PhaseDates
from cchc.cycles.models import Cycle
from cchc.scores.models import Score, Stage
from tests import builders
from tests.e2e.following import follow, leave, press_while_searching

MONTH = timedelta(days=30)
TEXT = "Nhiệm vụ số 3 hoàn thành ngày 28/12, xem trang 2 của báo cáo kèm theo."


@pytest.fixture
def cycle(database: None) -> Cycle:
    """A round of two departments in the days of its justification."""
    cycle = builders.a_whole_round()
    today = timezone.localdate()
    kinds = {"self_scoring": "Tự chấm điểm", "appraisal": "Thẩm định", "justification": "Giải trình"}
    kinds["second_appraisal"] = "Thẩm định lần hai"
    phases = [PhaseDates(kind, name, today - MONTH, today + MONTH) for kind, name in kinds.items()]
    cycle_actions.change_phases(by=builders.an_actor(), cycle=cycle, phases=phases, reason="Đủ các bước")
    return cycle


def member(role: Role, row: UnitAppraisal) -> Membership:
    """Somebody of the unit that is appraised."""
    return builders.a_member(role, unit=row.participant.unit)


def test_a_unit_explains_with_a_new_document_and_is_raised(cycle, sign_in, axe, picture):
    appraiser = builders.an_appraiser()
    row = builders.an_appraised_unit(builders.a_sheet(cycle), appraiser, now=timezone.now())
    builders.sent_result(row, now=timezone.now())
    builders.a_work_plan(cycle, appraiser, stage=Stage.SECOND_APPRAISAL)
    builders.a_document(row.participant.unit, "99/BC-SNV")

    # The clerk: from the desk to the list, one criterion explained with a document of the library.
    clerk = member(Role.UNIT_CLERK, row)
    page = sign_in(clerk)
    follow(page.get_by_role("link", name="Chấp nhận hoặc giải trình 1 tiêu chí"))
    expect(page.locator("main")).to_contain_text("1 tiêu chí chưa trả lời: coi như chấp nhận")
    assert axe(page) == []
    picture(page, "giai-trinh-danh-sach")
    follow(page.get_by_role("link", name="Giải trình 1.1"))
    page.get_by_label("Nội dung giải trình").fill(TEXT)
    save(page, "Lưu giải trình")
    page.locator("#picker-text").fill("99/BC")
    chosen = page.locator(".picker-found").get_by_role("button").first
    expect(chosen).to_be_visible()
    press_while_searching(chosen, page.locator("#picker-text"), "99/BC-SNV của ai khác")
    expect(page.locator("#tai-lieu")).to_contain_text("99/BC-SNV")
    expect(page.locator(".thread")).to_contain_text("Báo cáo quý III nộp chậm")
    assert axe(page) == []
    picture(page, "giai-trinh-mot-tieu-chi")

    leave(page)
    # The head: sees with how many, and hands it in.
    page = sign_in(member(Role.UNIT_HEAD, row))
    follow(page.get_by_role("link", name="Chốt giải trình năm"))
    follow(page.get_by_role("link", name="Chốt giải trình"))
    expect(page.locator("main")).to_contain_text("Giải trình 1 tiêu chí, kèm 1 tài liệu")
    assert axe(page) == []
    picture(page, "giai-trinh-chot")
    save(page, "Chốt giải trình")
    assert JustificationSubmission.objects.get().by_lock is False

    leave(page)
    # The appraiser: finds the explained criterion alone, beside the first appraisal, and accepts it.
    page = sign_in(appraiser)
    follow(page.get_by_role("link", name="Thẩm định lần 2 1 tiêu chí"))
    follow(page.get_by_role("link", name="1.1 Mức độ hoàn thành kế hoạch"))
    expect(page.locator("[data-left]")).to_have_text("1")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#beside")).to_contain_text(TEXT)
    expect(page.locator("#beside")).to_contain_text("99/BC-SNV")
    assert axe(page) == []
    picture(page, "tham-dinh-lan-hai")
    page.keyboard.press("Enter")
    expect(page.locator("[data-left]")).to_have_text("0")
    score = Score.objects.get(participant=row.participant, leaf="1.1", stage=Stage.SECOND_APPRAISAL)
    assert score.figures == {"done": "9", "planned": "10"}

    leave(page)
    # The lead sends it; the unit sees the second result beside the first, and the whole course of the criterion.
    second = UnitAppraisal.objects.get(participant=row.participant, stage=Stage.SECOND_APPRAISAL)
    page = sign_in(builders.a_member(Role.APPRAISAL_LEAD, unit=builders.a_unit("Văn phòng Hội đồng")))
    page.goto(f"/tham-dinh/{cycle.year}/lan-hai/tien-do/")
    follow(page.get_by_role("link", name="Gửi kết quả"))
    save(page, "Gửi kết quả")
    second.refresh_from_db()
    assert second.state == UnitAppraisal.State.SENT
    leave(page)
    page = sign_in(clerk)
    page.goto(f"/tham-dinh/{cycle.year}/lan-hai/{row.participant.unit_id}/ket-qua/")
    expect(page.locator("main")).to_contain_text("1,8")
    assert axe(page) == []
    follow(page.get_by_role("link", name="1.1 Mức độ hoàn thành kế hoạch"))
    titles = page.locator(".thread-head strong")
    expect(titles).to_have_text(["Điểm tự chấm", "Thẩm định lần 1", "Giải trình", "Thẩm định lần 2"])
    expect(page.locator("main")).not_to_contain_text(appraiser.person.name)
    assert axe(page) == []
    picture(page, "dien-bien-tieu-chi")


def save(page: Page, button: str) -> None:
    """Press a button that leads to another page."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()
