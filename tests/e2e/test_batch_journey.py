"""A batch of paper forms from its making to the signed list of payments, and the board on which it counts."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.fieldwork.actions.outcomes import make_void
from cchc.fieldwork.models import PaperBatch, PaymentEntry, VoidReason
from tests import builders
from tests.builders import a_member, a_province, a_unit
from tests.builders.collecting import a_collecting_survey
from tests.builders.fieldwork import an_answered_form, an_enumerator, some_assignments
from tests.e2e.fitting import faults_of
from tests.e2e.following import follow


def sound(page: Page, axe: Callable[[Page], list[str]]) -> None:
    """Everybody can read the page, and it fits at every width."""
    assert axe(page) == []
    assert faults_of(page) == []
    page.set_viewport_size({"width": 1366, "height": 768})


def test_a_batch_is_made_counted_closed_and_its_enumerator_paid(window, axe) -> None:
    province = a_province()
    unit = a_unit("Xã Tân Lập", "commune", parent=province)
    survey = a_collecting_survey([unit], target=4)
    post = an_enumerator(a_unit("Bưu điện tỉnh An Lạc"))
    first, second, lost, _open = some_assignments(survey, [unit], enumerator=post, each=4)
    page = window(a_member(Role.SURVEY_STAFF, unit=province))

    page.goto(f"/thuc-dia/{survey.pk}/lo-phieu/")
    expect(page.get_by_text("4 phiếu giấy chưa vào lô nào")).to_be_visible()
    sound(page, axe)
    page.get_by_label("Tỷ lệ phiếu nhập hai lần (%)").fill("0")
    follow(page.get_by_role("button", name="Đóng lô"))
    sound(page, axe)
    follow(page.get_by_role("link", name="Lô phiếu số 1"))
    sound(page, axe)

    for one in (first, second):
        an_answered_form(one)
    make_void(by=builders.an_actor(Role.SURVEY_STAFF), survey=survey, forms=[lost.pk], reason=VoidReason.LOST)
    page.reload()
    for name, counted in (("Thu về", "3"), ("Phiếu hủy", "1"), ("Chưa thu", "0")):
        page.get_by_label(name, exact=True).fill(counted)
    follow(page.get_by_role("button", name="Khóa lô"))
    expect(page.get_by_role("alert").first).to_be_visible()  # one more than was keyed
    sound(page, axe)
    assert PaperBatch.objects.get().closed_at is None
    for name, counted in (("Thu về", "2"), ("Chưa thu", "1")):
        page.get_by_label(name, exact=True).fill(counted)
    follow(page.get_by_role("button", name="Khóa lô"))
    expect(page.get_by_text("Đã khóa lô phiếu số 1.")).to_be_visible()
    sound(page, axe)

    page.goto(f"/thuc-dia/{survey.pk}/lo-phieu/")
    follow(page.get_by_role("link", name="Chi tiền công theo phiếu"))
    sound(page, axe)
    page.get_by_label("Tiền công một phiếu (đồng)").fill("12000")
    follow(page.get_by_role("button", name="Lập danh sách"))
    expect(page.get_by_text("24.000")).to_be_visible()
    sound(page, axe)
    paid = PaymentEntry.objects.get()
    assert (paid.enumerator, paid.forms, paid.amount) == (post, 2, 24_000)

    page.goto(f"/thuc-dia/{survey.pk}/")
    expect(page.locator(".quota-table")).to_contain_text("2/4")
    sound(page, axe)


def test_a_telephone_and_a_system_are_connected_and_lose_their_right(window, axe) -> None:
    province = a_province()
    unit = a_unit("Xã Tân Lập", "commune", parent=province)
    survey = a_collecting_survey([unit], target=4)
    enumerator = a_member(Role.ENUMERATOR, unit=unit)
    some_assignments(survey, [unit], mode="interview", enumerator=enumerator, each=2)
    page = window(enumerator)
    page.goto("/thuc-dia/ung-dung/")
    sound(page, axe)
    page.get_by_label("Tên điện thoại").fill("Điện thoại cũ")
    follow(page.get_by_role("button", name="Kết nối điện thoại này"))
    expect(page.locator(".app-row")).to_have_count(2)
    page.goto("/thuc-dia/ung-dung/")
    sound(page, axe)
    follow(page.get_by_role("button", name="Ngắt kết nối"))
    expect(page.get_by_text("“Điện thoại cũ” không gửi phiếu được nữa.")).to_be_visible()
    sound(page, axe)
    page.goto("/thuc-dia/ung-dung/may/")
    expect(page.get_by_role("alert")).to_contain_text("không còn được kết nối")

    page = window(a_member(Role.SURVEY_STAFF, unit=province))
    page.goto(f"/thuc-dia/{survey.pk}/thiet-bi/")
    sound(page, axe)
    follow(page.get_by_role("link", name="Cho hệ thống khác gửi phiếu"))
    sound(page, axe)
    page.get_by_label("Tên hệ thống").fill("Một cửa điện tử")
    follow(page.get_by_role("button", name="Tạo mã truy cập"))
    sound(page, axe)
    page.locator("main code").evaluate(
        "one => (one.textContent = 'W'.repeat(43))"
    )  # the widest that chance gives
    sound(page, axe)
    page.goto(f"/thuc-dia/{survey.pk}/thiet-bi/")
    row = page.get_by_role("row").filter(has_text="Một cửa điện tử")
    follow(row.get_by_role("button", name="Thu quyền gửi"))
    expect(row.get_by_text("Đã ngắt")).to_be_visible()
    sound(page, axe)
