"""An appraiser judges one criterion across a hundred units by keys alone: accepts, corrects with a reason, opens the
evidence, meets somebody who was quicker; then one unit down all its criteria, and a question to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cchc.appraisal.actions.appraising import save_appraisal
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.models import Appraisal, AppraisalQuestion, UnitAppraisal
from cchc.cycles import actions as cycle_actions
from cchc.cycles.actions.phases import PhaseDates
from cchc.cycles.models import Cycle
from tests import builders
from tests.e2e.following import follow, sign_in_at

UNITS = 100
MONTH = timedelta(days=30)


@pytest.fixture
def cycle(database: None) -> Cycle:
    """A round of a hundred departments that all handed in, in the days of its appraisal."""
    cycle = builders.a_whole_round([f"Sở thứ {place:03}" for place in range(UNITS)])
    today = timezone.localdate()
    phases = [
        PhaseDates("self_scoring", "Tự chấm điểm", today - MONTH, today - timedelta(days=1)),
        PhaseDates("appraisal", "Thẩm định", today - timedelta(days=5), today + MONTH),
    ]
    cycle_actions.change_phases(by=builders.an_actor(), cycle=cycle, phases=phases, reason="Đủ các bước")
    builders.all_handed_in(cycle)
    return cycle


def left(page: Page, count: int) -> None:
    """Wait until so many units are left."""
    expect(page.locator("[data-left]")).to_have_text(str(count))


def chosen(page: Page) -> str:
    """The name of the unit in whose row one works."""
    return page.locator("tr.is-chosen th").inner_text()


def test_a_criterion_across_a_hundred_units_by_keys_alone(cycle, sign_in, axe, picture):
    appraiser = builders.an_appraiser()
    builders.a_work_plan(cycle, appraiser)
    page = sign_in(appraiser)
    follow(page.get_by_role("link", name="Thẩm định", exact=True))
    follow(page.get_by_role("link", name="1.1 Mức độ hoàn thành kế hoạch"))
    left(page, UNITS)
    keys = page.keyboard
    keys.press("ArrowDown")
    assert chosen(page) == "Sở thứ 000"
    form = page.locator("#beside form.appraisal-form")
    expect(form).to_be_visible()
    assert axe(page) == []
    picture(page, "tham-dinh-mot-tieu-chi")

    # Enter accepts and chooses the next; on a row that is given it only opens the form.
    keys.press("Enter")
    left(page, UNITS - 1)
    assert chosen(page) == "Sở thứ 001"
    keys.press("ArrowUp")
    keys.press("Enter")
    expect(page.locator("#id_figure-done")).to_be_focused()
    left(page, UNITS - 1)
    keys.press("Escape")

    # F2 corrects a figure: the points are computed at once, a reason is asked for, and chosen by its digit.
    keys.press("ArrowDown")
    expect(page.locator("#beside h2")).to_contain_text("Sở thứ 001")
    keys.press("F2")
    expect(page.locator("#id_figure-done")).to_be_focused()
    keys.type("5")
    expect(page.locator("[data-result]")).to_contain_text("được 1 điểm")
    keys.press("Enter")
    expect(page.locator("[data-faults]")).to_contain_text("nêu lý do")
    keys.press("Alt+2")
    keys.press("Control+Enter")
    left(page, UNITS - 2)
    row = page.locator("tr[data-cell]").nth(1)
    expect(row).to_contain_text("quá hạn")
    expect(row.locator(".given")).to_contain_text("1")

    # F9 shows the evidence of the row beside it.
    assert chosen(page) == "Sở thứ 002"
    keys.press("F9")
    expect(page.locator(".viewer-beside")).to_be_visible()
    keys.press("Escape")
    expect(page.locator(".viewer-beside")).to_have_count(0)

    # Somebody was quicker: both are shown, and the same key puts one's own in the place.
    quicker = UnitAppraisal.objects.select_related("participant__cycle").get(participant__name="Sở thứ 002")
    other = builders.actor_for(appraiser)
    typed = TypedAppraisal(provisional="Chờ báo cáo năm")
    save_appraisal(by=other, appraised=quicker, leaf="1.1", typed=typed, version=0)
    keys.press("Enter")
    expect(page.locator("[data-faults]")).to_contain_text(appraiser.person.name)
    keys.press("Enter")
    expect(page.locator("tr[data-cell]").nth(2)).to_have_attribute("data-state", "given")
    left(page, UNITS - 3)

    # The session ends; whoever signs in again, in another tab, goes on with the same key in the same page.
    page.context.clear_cookies()
    keys.press("Enter")
    expect(page.locator("[data-saved]")).to_contain_text("đăng nhập lại")
    elsewhere = page.context.new_page()
    elsewhere.goto("/")
    sign_in_at(elsewhere, appraiser)
    elsewhere.close()
    keys.press("Enter")
    left(page, UNITS - 4)

    # All the others.
    for count in range(UNITS - 4, 0, -1):
        left(page, count)
        keys.press("Enter")
    left(page, 0)
    expect(page.locator("[data-saved]")).to_contain_text("không còn")
    rows = Appraisal.objects.filter(leaf="1.1")
    assert rows.exclude(verdict="").count() == UNITS
    assert [row.points for row in rows.exclude(points="1.8")] == ["1"]

    # One unit down its criteria: points where no rule sets them, sums that follow, a question.
    page.goto(f"/tham-dinh/{cycle.year}/{quicker.participant.unit_id}/")
    left(page, 4)
    keys.press("ArrowDown")
    expect(page.locator("#beside h2")).to_contain_text("1.2")
    keys.press("F2")
    expect(page.locator("#id_points")).to_be_focused()
    keys.type("1")
    keys.press("Alt+2")
    keys.press("Control+Enter")
    left(page, 3)
    expect(page.locator('[data-sum="1"]')).to_have_text("2,8")
    expect(page.locator("#beside h2")).to_contain_text("1.3")
    assert axe(page) == []
    page.locator("#beside [name=text]").fill("Kế hoạch ban hành ngày nào?")
    page.get_by_role("button", name="Hỏi đơn vị").click()
    expect(page.locator("#beside .question")).to_contain_text("Kế hoạch ban hành ngày nào?")
    expect(page.locator("tr.is-chosen .says")).to_contain_text("chờ đơn vị trả lời")
    assert AppraisalQuestion.objects.get().leaf == "1.3"
