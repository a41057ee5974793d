"""A plan in force lives: it is amended after what will happen was seen; a unit takes its work over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.core.plans.following.states import ProgressState
from cchc.following.models import ProgressRecord
from cchc.plans.actions.enforcing import make_plan
from cchc.plans.models import Measure, Plan
from tests.builders import (
    a_followed_plan,
    a_member,
    a_province,
    a_unit,
    enforcer_of,
    reported,
)
from tests.e2e.following import follow

SignIn = Callable[[Any], Page]
Looked = Callable[[Page], list[Any]]
Picture = Callable[[Page, str], None]


def a_year() -> Plan:
    """A plan of the province in force, led by two departments."""
    province = a_province("Tỉnh Bình Sơn")
    for name in ("Sở Nội vụ", "Sở Y tế"):
        a_unit(name, parent=province)
    return a_followed_plan(
        province,
        [
            {"number": "1", "task": "Kiểm tra công vụ", "lead": "Sở Y tế", "deadline": "30/6/2026"},
            {"number": "2", "task": "Tập huấn", "lead": "Sở Nội vụ", "deadline": "30/9/2026"},
        ],
    )


def test_a_measure_is_extended_and_what_was_approved_stands_beside_it(
    sign_in: SignIn, axe: Looked, picture: Picture
) -> None:
    plan = a_year()
    record = ProgressRecord.objects.get(measure__section__plan=plan, measure__number="1")
    reported(record, ProgressState.UNDER_WAY, percent=40)
    page = sign_in(a_member(Role.COORDINATOR, unit=plan.unit))
    page.goto(f"/ke-hoach/{plan.pk}/")
    follow(page.get_by_role("link", name="Sửa đổi, bổ sung"))
    expect(page.get_by_text("Kế hoạch giữ đúng như được duyệt.")).to_be_visible()
    assert axe(page) == []

    follow(page.get_by_role("link", name="Sửa đổi, bổ sung"))
    assert axe(page) == []
    page.get_by_label("Kiểm tra công vụ").check()
    follow(page.get_by_role("button", name="Soạn sửa đổi"))
    page.get_by_label("Lý do", exact=True).fill("Chờ hướng dẫn của Bộ Nội vụ")
    page.get_by_label("Thời hạn").fill("30/11/2026")
    follow(page.get_by_role("button", name="Xem trước những gì sẽ thay đổi"))
    expect(page.get_by_text("Gia hạn 1 nhiệm vụ")).to_be_visible()
    expect(page.get_by_text("1 kỳ theo dõi đổi ngày, giữ nguyên những gì đã báo cáo.")).to_be_visible()
    assert axe(page) == []
    picture(page, "sua-doi-truoc")

    follow(page.get_by_role("button", name="Áp dụng sửa đổi"))
    expect(page.get_by_text("Chờ hướng dẫn của Bộ Nội vụ")).to_be_visible()
    expect(page.locator("ins").first).to_be_visible()
    assert axe(page) == []
    picture(page, "sua-doi")
    record.refresh_from_db()
    assert (record.percent, f"{record.due:%d/%m/%Y}", record.period) == (40, "30/11/2026", "lần 1")


def test_a_unit_takes_its_work_over_and_the_plan_above_follows(
    sign_in: SignIn, axe: Looked, picture: Picture
) -> None:
    plan = a_year()
    above = ProgressRecord.objects.select_related("unit").get(
        measure__section__plan=plan, measure__number="1"
    )
    page = sign_in(a_member(Role.UNIT_HEAD, unit=above.unit))
    page.goto(f"/ke-hoach/{plan.pk}/")
    follow(page.get_by_role("link", name="Kế hoạch cấp trên, kế hoạch thực hiện"))
    assert axe(page) == []
    follow(page.get_by_role("link", name="Nhận vào kế hoạch của đơn vị"))
    assert axe(page) == []
    page.get_by_label("Tên dự thảo mới").fill("Kế hoạch của Sở Y tế")
    follow(page.get_by_role("button", name="Nhận việc"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kế hoạch của Sở Y tế")

    draft = Plan.objects.get(title="Kế hoạch của Sở Y tế")
    draft.agencies.update(confirmed=True)
    make_plan(by=enforcer_of(above.unit), plan=draft)
    own = Measure.objects.get(section__plan=draft).records.get()
    reported(own, ProgressState.UNDER_WAY, percent=60)
    page.goto(f"/theo-doi/ke-hoach/{plan.pk}/cay/")
    expect(page.get_by_text("Đang thực hiện (60 %)").first).to_be_visible()
    assert axe(page) == []
    picture(page, "cay-ke-hoach")

    page.get_by_label("Lý do").fill("Còn việc ngoài kế hoạch của Sở")
    follow(page.get_by_role("button", name="Ghi tay"))
    expect(page.get_by_text("Còn việc ngoài kế hoạch của Sở")).to_be_visible()
    follow(page.get_by_role("button", name="Lấy lại theo kế hoạch bên dưới"))
    above.refresh_from_db()
    assert (above.set_by_hand, above.percent) == ("", 60)
