"""The coordinator lets the public pages take feedback, a citizen sends some from the page of a unit, without cookies,
and it is read. At every width axe finds nothing."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.portal.forms.feedback import LEAST
from tests.builders import a_member, releases
from tests.e2e.conftest import DESKTOP, TELEPHONE
from tests.e2e.following import follow
from tests.e2e.test_portal_journey import is_sound

SAID = "Bộ phận một cửa trả hồ sơ chậm hai ngày, không báo lý do."


def is_sound_in_the_office(page: Page, axe) -> None:
    """Whether axe finds nothing at both sizes of the office."""
    for size in (TELEPHONE, DESKTOP):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, size)
        assert axe(page) == []


def test_feedback_is_sent_by_a_citizen_and_moderated(window, axe, picture):
    releases.a_release(releases.a_final_cycle())
    office: Page = window(a_member(Role.COORDINATOR))
    office.goto("/trang-cong-khai/")
    is_sound_in_the_office(office, axe)
    picture(office, "gop-y-thiet-lap")
    office.locator("[name=is_open]").check()
    follow(office.locator("main .form-end .button-primary"))

    citizen: Page = window()
    citizen.goto("/cong-khai/2026/don-vi/so-y-te/")
    follow(citizen.get_by_role("link", name="Góp ý về đơn vị này"))
    citizen.fill("#text", SAID)
    citizen.fill("#contact", "0912 345 678")
    follow(citizen.get_by_role("button", name="Gửi"))  # quicker than anybody writes
    expect(citizen.get_by_role("alert")).to_be_visible()
    is_sound(citizen, axe)
    picture(citizen, "gop-y-chua-gui")
    citizen.goto("/cong-khai/gop-y/2026/so-y-te/")
    is_sound(citizen, axe)
    picture(citizen, "gop-y-bieu-mau")
    citizen.fill("#text", SAID)
    citizen.wait_for_timeout(LEAST.total_seconds() * 1000)
    follow(citizen.get_by_role("button", name="Gửi"))
    expect(citizen).to_have_url(re.compile("da-gui"))
    is_sound(citizen, axe)
    assert citizen.context.cookies() == []

    office.goto("/viec-cua-toi/")
    follow(office.get_by_role("link", name=re.compile("góp ý", re.IGNORECASE)).first)
    is_sound_in_the_office(office, axe)
    picture(office, "gop-y-danh-sach")
    follow(office.get_by_role("link", name=SAID))
    expect(office.get_by_text(SAID)).to_be_visible()
    is_sound_in_the_office(office, axe)
    picture(office, "gop-y-xu-ly")
