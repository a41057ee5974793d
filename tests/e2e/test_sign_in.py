"""The door: who gets in, who does not, in both languages."""

from __future__ import annotations

from playwright.sync_api import expect

from cchc.access.permissions import Role
from tests.builders import PASSWORD, a_member
from tests.e2e.following import follow


def test_somebody_signs_in_and_out(visit, sign_in, axe, picture):
    member = a_member(Role.ADMINISTRATOR, username="quantri")
    visit.goto("/nguoi-dung/")
    assert visit.title() == "Đăng nhập · Chỉ số CCHC"
    assert axe(visit) == []
    picture(visit, "sign-in")

    visit.fill("[name=login]", "quantri")
    visit.fill("[name=password]", "sai-mat-khau")
    with visit.expect_response(lambda answer: answer.request.method == "POST") as answer:
        follow(visit, ".door-sheet .button-primary")
    assert answer.value.status == 422
    assert visit.locator(".notice-fault").is_visible()
    assert axe(visit) == []

    visit.fill("[name=login]", "quantri")
    visit.fill("[name=password]", PASSWORD)
    show, password = visit.get_by_role("button", name="Hiện nội dung đã gõ"), visit.locator("[name=password]")
    expect(password).to_have_attribute("type", "password")
    show.click()
    expect(show).to_have_attribute("aria-pressed", "true")
    expect(password).to_have_attribute("type", "text")
    expect(password).to_be_focused()
    assert axe(visit) == []
    follow(visit, ".door-sheet .button-primary")
    assert visit.locator("h1").inner_text() == "Người dùng"
    assert axe(visit) == []
    picture(visit, "people")

    visit.click(".menu summary")
    visit.click("text=Đăng xuất")
    visit.wait_for_url("**/dang-nhap/")
    assert member.person.name not in visit.content()


def test_the_page_changes_its_language_and_stays_where_it_is(sign_in, axe, picture):
    page = sign_in(a_member(Role.ADMINISTRATOR))
    page.goto("/nhat-ky/")
    assert page.locator("h1").inner_text() == "Nhật ký"
    page.click(".menu summary >> nth=0")
    follow(page, "button[value=en]")
    assert page.locator("h1").inner_text() == "Log"
    assert axe(page) == []
    picture(page, "log-english")
    page.click(".menu summary >> nth=0")
    follow(page, "button[value=vi]")
    assert page.locator("h1").inner_text() == "Nhật ký"
    picture(page, "log")


def test_the_bar_of_who_sees_every_room_fits_into_the_page(sign_in):
    page = sign_in(a_member(Role.ADMINISTRATOR))
    for width in (1366, 1321, 1101, 1080, 390):
        page.set_viewport_size({"width": width, "height": 768})
        page.goto("/nhat-ky/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_administrator_adds_a_person_who_must_choose_a_password(sign_in, visit, axe, picture):
    page = sign_in(a_member(Role.ADMINISTRATOR))
    page.goto("/nguoi-dung/them/")
    page.fill("[name=name]", "Chuyên viên tổng hợp")
    page.fill("[name=username]", "cv.tonghop")
    page.select_option("[name=unit]", index=1)
    assert axe(page) == []
    picture(page, "person-new")
    follow(page, ".form-sheet button.button-primary")
    given = page.locator(".secret").inner_text()
    follow(page, ".button-primary")
    assert page.locator("h1").inner_text() == "Chuyên viên tổng hợp"
    assert axe(page) == []
    picture(page, "person")
    page.click(".menu summary")
    follow(page, "text=Đăng xuất")
    page.fill("[name=login]", "cv.tonghop")
    page.fill("[name=password]", given)
    follow(page, ".door-sheet .button-primary")
    page.goto("/nhat-ky/")
    assert page.locator("h1").inner_text() == "Đổi mật khẩu"
    assert axe(page) == []
    picture(page, "own-password")


def test_a_slash_goes_to_the_search_over_everything(sign_in):
    page = sign_in(a_member(Role.ADMINISTRATOR))
    page.goto("/nhat-ky/")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
