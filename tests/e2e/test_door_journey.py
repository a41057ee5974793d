"""A respondent answers a survey by a code, with the keyboard alone, without JavaScript and at 320 pixels; breaks off
and goes on on another telephone; opens the code again. At every width axe finds nothing."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.core.surveys.codes import printed_code
from cchc.fieldwork.actions.assigning import code_of
from cchc.fieldwork.models import CollectingMode
from cchc.surveys.models import Response
from tests.builders import a_member, a_unit
from tests.builders.collecting import a_collecting_survey
from tests.builders.fieldwork import some_assignments
from tests.e2e.following import follow
from tests.e2e.test_feedback_journey import is_sound_in_the_office
from tests.e2e.test_portal_journey import NARROW, is_sound

MOST_BYTES = 60_000
PHONE = {"viewport": NARROW, "has_touch": True}
WITHOUT_SCRIPTS = PHONE | {"java_script_enabled": False}  # axe is one
LOADED = "performance.getEntries().reduce((sum, one) => sum + (one.transferSize || 0), 0)"


def go_on(page: Page) -> None:
    """Press the button that leads on."""
    follow(page.get_by_role("button", name="Tiếp tục"))


def chosen_by_keys(page: Page, presses: int) -> None:
    """Choose with the keyboard alone, and go on with it."""
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    for _press in range(presses):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_respondent_answers_by_keyboard_without_a_script_breaks_off_and_goes_on(window, axe, picture):
    unit = a_unit("Xã Tân Lập", "commune")
    survey = a_collecting_survey([unit], name="Khảo sát sự hài lòng của người dân năm 2026")
    (form,) = some_assignments(survey, [unit], mode=CollectingMode.ONLINE)
    code = code_of(form)
    page: Page = window(**PHONE)
    page.goto("/tra-loi/")
    is_sound(page, axe)
    page.set_viewport_size(NARROW)
    page.fill("#code", printed_code(code)[:-1])
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Mã này không đúng")
    is_sound(page, axe)
    page.set_viewport_size(NARROW)
    picture(page, "tra-loi-ma")
    page.fill("#code", printed_code(code).lower())
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Trước khi trả lời")
    is_sound(page, axe)
    page.set_viewport_size(NARROW)
    picture(page, "tra-loi-dong-y")
    page.get_by_role("checkbox").check()
    follow(page.get_by_role("button", name="Bắt đầu"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Câu 1 trong 5 câu")
    expect(page.get_by_role("group", name="Thái độ phục vụ của công chức")).to_be_visible()
    is_sound(page, axe)
    page.set_viewport_size(NARROW)
    picture(page, "tra-loi-cau-hoi")
    assert 0 < page.evaluate(LOADED) < MOST_BYTES
    go_on(page)
    expect(page.get_by_role("alert")).to_be_visible()
    is_sound(page, axe)
    page.set_viewport_size(NARROW)
    chosen_by_keys(page, 4)
    expect(page.get_by_role("group", name="Thời gian giải quyết hồ sơ")).to_be_visible()
    chosen_by_keys(page, 3)

    other: Page = window(**WITHOUT_SCRIPTS)
    other.goto(f"/tra-loi/{printed_code(code).lower()}/")
    expect(other.get_by_role("heading", level=1)).to_have_text("Câu 3 trong 5 câu")
    page.goto(other.url)
    is_sound(page, axe)
    other.get_by_text("Loa, đài").click()
    go_on(other)
    other.get_by_label("Số lần đi lại").fill("nhiều")
    go_on(other)
    expect(other.get_by_role("alert")).to_be_visible()
    other.get_by_label("Số lần đi lại").fill("2")
    go_on(other)
    other.get_by_label("Góp ý").fill("<script>alert(1)</script> Cần thêm ghế chờ.")
    go_on(other)
    expect(other.get_by_role("heading", level=1)).to_have_text("Gửi phiếu")
    page.goto(other.url)
    is_sound(page, axe)
    picture(page, "tra-loi-gui")
    follow(other.get_by_role("button", name="Gửi phiếu"))
    expect(other.get_by_role("heading", level=1)).to_contain_text("Cảm ơn ông/bà")
    page.goto(f"/tra-loi/{code}/cau/q1/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cảm ơn ông/bà")
    is_sound(page, axe)
    picture(page, "tra-loi-cam-on")
    assert page.context.cookies() == other.context.cookies() == []
    assert sorted(Response.objects.get().answers.items()) == [
        ("q1", "5"),
        ("q2", "4"),
        ("q3", "loa"),
        ("q4", "2"),
        ("q5", "<script>alert(1)</script> Cần thêm ghế chờ."),
    ]


def test_staff_write_what_is_agreed_to_and_open_a_link_that_anybody_uses(window, axe, picture):
    units = [a_unit(f"Xã số {at}", "commune") for at in range(3)]
    survey = a_collecting_survey(units, name="Khảo sát sự hài lòng của người dân năm 2026")
    office: Page = window(a_member(Role.SURVEY_STAFF))
    office.goto(f"/thuc-dia/{survey.pk}/loi-dong-y/")
    is_sound_in_the_office(office, axe)
    picture(office, "loi-dong-y")
    office.locator("textarea").fill("Kính mời ông/bà trả lời.\nTrả lời là tự nguyện.")
    follow(office.locator("main .form-end .button-primary"))
    office.goto(f"/thuc-dia/{survey.pk}/lien-ket-mo/")
    is_sound_in_the_office(office, axe)
    office.get_by_label("Đánh giá đơn vị nào").select_option("chosen")
    office.get_by_label("Hình thức").fill("Áp phích")
    follow(office.get_by_role("button", name="Mở liên kết"))
    is_sound_in_the_office(office, axe)
    picture(office, "lien-ket-mo")
    address = office.locator("td a").get_attribute("href")

    page: Page = window(**PHONE)
    page.goto(urlsplit(address).path)
    expect(page.get_by_text("Trả lời là tự nguyện.")).to_be_visible()
    is_sound(page, axe)
    page.get_by_label("Ông/bà muốn đánh giá đơn vị nào?").select_option("Xã số 1")
    page.get_by_role("checkbox").check()
    follow(page.get_by_role("button", name="Bắt đầu"))
    expect(page.get_by_text("Xã số 1")).to_be_visible()
