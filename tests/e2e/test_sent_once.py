"""A hurried hand: what is clicked twice is done once, and the one-time password is seen."""

from __future__ import annotations

from cchc.access.permissions import Role
from cchc.accounts.models import Person
from tests import builders
from tests.e2e.following import follow


def fill(page) -> None:
    """Fill in the form of a new person."""
    page.goto("/nguoi-dung/them/")
    page.fill("[name=name]", "Trần Thị B")
    page.fill("[name=username]", "tranthib")
    page.select_option("[name=unit]", index=1)
    page.fill("[name=valid_from]", "01/01/2026")


def test_a_double_click_adds_one_person_and_shows_the_password(sign_in):
    page = sign_in(builders.a_member(Role.ADMINISTRATOR))
    fill(page)
    page.dblclick(".form-end button")
    page.wait_for_selector("code.secret")
    assert Person.objects.filter(username="tranthib").count() == 1


def test_a_form_sent_again_from_the_page_before_leads_to_the_person(sign_in, axe, picture):
    page = sign_in(builders.a_member(Role.ADMINISTRATOR))
    fill(page)
    key = page.input_value(".form-end >> xpath=.. >> [name=once]")
    page.click(".form-end button")
    page.wait_for_selector("code.secret")
    fill(page)
    page.evaluate("key => { for (const one of document.getElementsByName('once')) one.value = key }", key)
    page.click(".form-end button")
    page.wait_for_selector("text=Biểu mẫu này đã được gửi")
    assert axe(page) == []
    picture(page, "sent-once")
    follow(page, "text=Xem kết quả")
    assert page.inner_text("h1") == "Trần Thị B"
