"""A clerk comes to the desk: what has passed its day, what has changed, a search by keyboard alone, the guide."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from cchc.access.permissions import Role
from cchc.plans.actions.enforcing import make_plan
from cchc.units.actions import merge_units
from cchc.units.models import Unit
from tests import builders
from tests.e2e.following import follow, press_while_searching


def test_the_desk_is_read_searched_and_explained(sign_in, axe, picture):
    builders.a_member(
        Role.LEADER, username="nguoi-khac"
    )  # so that the clerk is not the one of `builders.an_actor`
    cycle = builders.a_scored_cycle()
    today = timezone.localdate()
    merged = builders.a_unit("Sở Kế hoạch và Đầu tư", parent=cycle.province)
    finance = Unit.objects.get(name="Sở Tài chính")
    merge_units(by=builders.an_actor(), units=[merged, finance], into=finance, on=today - timedelta(days=1))
    plan = builders.a_plan(cycle.province, year=today.year)
    passed = f"{today - timedelta(days=3):%d/%m/%Y}"
    builders.a_measure(plan, "Rà soát thủ tục", lead="Sở Tài chính", deadline=passed)
    make_plan(by=builders.an_actor(Role.COORDINATOR), plan=plan)
    builders.imported(cycle)
    page = sign_in(builders.a_member(Role.UNIT_CLERK, unit=finance))

    page.goto("/viec-cua-toi/")
    waiting = page.get_by_role("region", name="Đang chờ tôi").get_by_role("link")
    expect(waiting.first).to_have_text("Rà soát thủ tục: quá hạn, cần báo cáo")
    changed = page.get_by_role("region", name="Thay đổi gần đây")
    expect(changed.get_by_role("link").first).to_contain_text("Điểm đã được nhập vào")
    assert axe(page) == []
    picture(page, "desk-home")

    page.keyboard.press("/")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    page.keyboard.type("ke hoach va dau", delay=20)
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("trước là: Sở Kế hoạch và Đầu tư")
    expect(options.first.locator("mark")).to_have_text("Kế hoạch và Đầu")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert axe(page) == []
    picture(page, "desk-suggestions")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    active = field.get_attribute("aria-activedescendant")
    assert active == options.first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    expect(field).not_to_have_attribute("aria-activedescendant", active)
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("ke hoach va dau")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "Sở Tài chính"

    page.keyboard.press("/")
    page.keyboard.type("so tai chinh")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "Tìm kiếm"
    expect(page.locator("#hits mark").first).to_have_text("Sở Tài chính")
    assert axe(page) == []
    picture(page, "desk-search")

    press_while_searching(page.locator("#hits a").first, page.locator("main [name=q]"), "không có gì")
    assert page.locator("h1").inner_text() == "Sở Tài chính"
    page.keyboard.press("/")
    field.fill("so tai chin")
    press_while_searching(page.get_by_role("option").first, field, "so tai chinh va")
    assert page.locator("h1").inner_text() == "Sở Tài chính"
    page.goto("/tim-kiem/?q=so")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Hướng dẫn cho trang này").click()
    guide = opened.value
    expect(guide.locator("h2:target")).to_have_text("Tìm kiếm")
    guide.evaluate("scrollTo(0, 0)")  # else the bar covers half a link of the contents
    assert axe(guide) == []
    picture(guide, "desk-guide")
    guide.close()

    page.goto("/ke-hoach/")
    follow(page.get_by_role("link", name="Kế hoạch cải cách hành chính", exact=True))
    expect(page.locator("table.measures-short thead th")).to_have_text(
        ["STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"]
    )
    assert axe(page) == []

    page.get_by_text("Thêm", exact=True).press("Enter")
    folded = page.locator(".bar-more").get_by_role("link")
    expect(folded).to_have_text(["Kỳ đánh giá", "Bộ tiêu chí", "Đơn vị"])
    assert axe(page) == []
    picture(page, "desk-more")
    page.keyboard.press("Escape")
    expect(folded.first).to_be_hidden()
    plain = page.context.browser.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state(), base_url=page.url
    )
    unscripted = plain.new_page()
    unscripted.goto("/ke-hoach/")
    unscripted.get_by_text("Thêm", exact=True).click()
    follow(unscripted.get_by_role("link", name="Đơn vị", exact=True))
    assert unscripted.locator("h1").inner_text() == "Đơn vị"
    plain.close()
