"""The owner of a plan: an event gets its day, the board leads to its lists, late units get letters; the calendar."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from cchc.access.permissions import Role
from cchc.core.plans.following.states import ProgressState
from cchc.following.models import ProgressRecord
from cchc.plans.models import PlanTarget
from tests import builders
from tests.e2e.asking import agree

TODAY = timezone.localdate()
YEAR = TODAY.year


def a_plan_of_two_departments():
    """A plan of the province: one measure is late, one waits for an event, one has a day to come."""
    province = builders.a_province()
    for name in ("Sở Nội vụ", "Sở Y tế"):
        builders.a_unit(name, parent=province)
    late = f"{TODAY - timedelta(days=20):%d/%m/%Y}"
    rows = [
        {"number": "1", "task": "Rà soát thủ tục", "output": "Báo cáo", "lead": "Sở Y tế", "deadline": late},
        {
            "number": "2",
            "task": "Tập huấn",
            "lead": "Sở Nội vụ",
            "deadline": "Trong 10 ngày kể từ khi có hướng dẫn",
        },
        {"number": "3", "task": "Sửa đổi quy chế", "lead": "Sở Y tế", "deadline": "Sau khi có hướng dẫn"},
        {"number": "4", "task": "Kiểm tra", "lead": "Sở Nội vụ", "deadline": f"31/12/{YEAR}"},
    ]
    plan = builders.a_followed_plan(province, rows, year=YEAR)
    PlanTarget.objects.create(section=plan.sections.get(), place=1, name="Hồ sơ đúng hạn", value="≥ 98")
    return plan


def test_an_event_is_joined_and_dated_and_the_work_that_waited_begins(database, window, axe, picture):
    plan = a_plan_of_two_departments()
    page = window(builders.a_member(Role.COORDINATOR, unit=plan.unit))
    page.goto("/theo-doi/su-kien/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sự kiện")
    assert axe(page) == []
    picture(page, "su-kien")
    page.get_by_role("link", name="Lập sự kiện").click()
    expect(page.get_by_role("checkbox", name="Tập huấn")).to_be_checked()
    assert axe(page) == []
    page.get_by_role("button", name="Gộp thành một sự kiện").click()
    assert axe(page) == []
    page.get_by_role("link", name="Ghi ngày xảy ra").click()
    happened = TODAY - timedelta(days=2)
    page.get_by_label("Ngày xảy ra").fill(f"{happened:%d/%m/%Y}")
    page.get_by_label("Thời hạn hoàn thành").fill(f"{happened - timedelta(days=1):%d/%m/%Y}")
    page.get_by_label("Số, ký hiệu văn bản").fill("12/BNV-CCHC")
    page.get_by_role("button", name="Ghi ngày").click()
    expect(page.locator(".field-faulty")).to_contain_text("không thể trước")
    assert axe(page) == []
    picture(page, "su-kien-ghi-ngay")
    page.get_by_label("Thời hạn hoàn thành").fill(f"{TODAY + timedelta(days=30):%d/%m/%Y}")
    page.get_by_role("button", name="Ghi ngày").click()
    expect(page.locator("main")).to_contain_text("12/BNV-CCHC")
    assert axe(page) == []
    due = {one.measure.number: one.due for one in ProgressRecord.objects.select_related("measure")}
    assert (due["2"], due["3"]) == (happened + timedelta(days=10), TODAY + timedelta(days=30))


def test_the_board_leads_to_its_lists_and_late_units_get_their_letters(database, window, axe, picture):
    plan = a_plan_of_two_departments()
    done = ProgressRecord.objects.get(measure__number="4")
    builders.reported(done, ProgressState.DONE_WITHOUT_PRODUCT, on=TODAY)
    page = window(builders.a_member(Role.COORDINATOR, unit=plan.unit))
    page.goto(f"/ke-hoach/{plan.pk}/")
    page.locator("main details[data-menu] > summary").first.click()
    page.get_by_role("link", name="Bảng theo dõi").click()
    expect(page.locator(".board-whole")).to_contain_text("quá hạn")
    assert axe(page) == []
    picture(page, "bang-theo-doi")
    page.locator(".board-whole .board-overdue").click()
    expect(page.locator("main")).to_contain_text("Rà soát thủ tục")
    assert axe(page) == []
    page.goto(f"/theo-doi/ke-hoach/{plan.pk}/ca-nam/")
    expect(page.locator(".course tbody .tl-done")).to_have_count(1)
    assert axe(page) == []
    picture(page, "theo-doi-ca-nam")
    page.get_by_role("link", name="Chỉ tiêu").click()
    page.get_by_label("Đạt được: Hồ sơ đúng hạn").fill("1.234")
    page.get_by_role("button", name="Lưu chỉ tiêu").click()
    expect(page.locator("[aria-invalid=true]")).to_have_count(1)
    assert axe(page) == []
    page.get_by_label("Đạt được: Hồ sơ đúng hạn").fill("98,5")
    page.get_by_role("button", name="Lưu chỉ tiêu").click()
    expect(page.get_by_label("Đạt được: Hồ sơ đúng hạn")).to_have_value("98,5")
    picture(page, "theo-doi-chi-tieu")
    page.get_by_role("link", name="Công văn đôn đốc").click()
    assert axe(page) == []
    picture(page, "don-doc")
    with page.expect_download() as letter:
        page.locator("td a[href*='/don-doc/']").click()
    assert letter.value.suggested_filename == "don-doc-so-y-te.docx"


def test_somebody_takes_the_own_deadlines_into_a_calendar(database, window, axe, picture):
    plan = a_plan_of_two_departments()
    page = window(builders.a_member(Role.UNIT_CLERK, unit=plan.unit.children.get(name="Sở Y tế")))
    page.goto("/theo-doi/lich/")
    assert axe(page) == []
    page.get_by_role("button", name="Tạo địa chỉ").click()
    address = page.locator(".secret").inner_text()
    assert axe(page) == []
    picture(page, "lich-cua-toi")
    answer = page.request.get(address)
    assert "SUMMARY:Rà soát thủ tục" in answer.text()
    page.goto("/theo-doi/lich/")
    page.get_by_role("button", name="Ngừng địa chỉ").click()
    agree(page)
    assert page.request.get(address).status == 404
