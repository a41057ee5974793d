"""A council night: the secretary prepares a session, computes its agenda and opens it; a member votes from the own
account; the votes are counted; the session is closed, its minutes are taken away, and the points become final."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cchc.council.models import CouncilDecision, FinalPoints
from cchc.cycles import actions as cycle_actions
from cchc.cycles.actions.phases import PhaseDates
from cchc.cycles.models import Cycle
from tests import builders
from tests.e2e.following import follow

MONTH = timedelta(days=30)
UNITS = ("Sở Công Thương", "Sở Nội vụ", "Sở Y tế")


@pytest.fixture
def cycle(database: None) -> Cycle:
    """A round of three departments that were appraised, in the days of the council."""
    cycle = builders.a_whole_round(UNITS)
    today = timezone.localdate()
    kinds = (("self_scoring", "Tự chấm điểm"), ("appraisal", "Thẩm định"), ("council", "Hội đồng"))
    phases = [PhaseDates(kind, name, today - MONTH, today + MONTH) for kind, name in kinds]
    cycle_actions.change_phases(by=builders.an_actor(), cycle=cycle, phases=phases, reason="Đủ các bước")
    builders.all_appraised(cycle, now=timezone.now())
    return cycle


def test_a_council_night(cycle, sign_in, window, axe, picture):
    council = builders.a_council(3)
    secretary, member = council[-1], council[1]
    page = sign_in(secretary)
    follow(page.get_by_role("link", name="Hội đồng", exact=True).first)
    follow(page.get_by_role("link", name="Chuẩn bị phiên họp"))
    page.get_by_label("Ngày họp").fill(f"{timezone.localdate():%d/%m/%Y}")
    page.get_by_label("Địa điểm").fill("Phòng họp A")
    for place, one in enumerate(council):
        role = "chair" if place == 0 else "secretary" if one is secretary else "member"
        page.locator(f"[name=role-{one.person_id}]").select_option(role)
    assert axe(page) == []
    follow(page.get_by_role("button", name="Lưu"))
    follow(page.get_by_role("button", name="Tính chương trình"))
    expect(page.locator(".head")).to_contain_text("2 trong 18 điểm")
    expect(page.locator("tr", has_text="1.1").last).to_contain_text("3 → 1")
    follow(page.get_by_role("link", name="Khai mạc"))
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    assert axe(page) == []
    follow(page.get_by_role("button", name="Khai mạc"))
    assert axe(page) == []
    picture(page, "hoi-dong-phien-hop")

    # Both sides on one page; something is put to the vote.
    follow(page.locator(".agenda th a").last)
    expect(page.locator(".both-sides")).to_contain_text("1,8")
    assert axe(page) == []
    picture(page, "hoi-dong-noi-dung")
    page.get_by_label("Theo đề nghị của đơn vị").check()
    page.get_by_label("Lý do (ghi vào biên bản)").fill("Báo cáo nộp đúng hạn")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.locator(".voting")).to_contain_text("3")
    picture(page, "hoi-dong-bieu-quyet")
    address = page.url

    # A member votes from the own account.
    own = window(member)
    own.goto(address)
    own.get_by_label("Không ý kiến").check()
    own.evaluate("scrollTo(0, 0)")  # what lies half under the bar is not judged by its size
    assert axe(own) == []
    follow(own.get_by_role("button", name="Gửi phiếu của tôi"))

    # The secretary counts: what the member gave stands.
    page.reload()
    chair = page.get_by_role("group", name=council[0].person.name)
    chair.get_by_label("Tán thành", exact=True).check()
    third = page.get_by_role("group", name=council[2].person.name)
    third.get_by_label("Tán thành", exact=True).check()
    page.evaluate("scrollTo(0, 0)")
    assert axe(page) == []
    follow(page.get_by_role("button", name="Ghi kết quả biểu quyết"))
    made = CouncilDecision.objects.get()
    assert (made.state, made.yes, made.abstained) == ("carried", 2, 1)

    follow(page.get_by_role("link", name="Phiên họp 1"))
    follow(page.get_by_role("link", name="Bế mạc phiên họp"))
    assert axe(page) == []
    follow(page.get_by_role("button", name="Bế mạc phiên họp"))
    with page.expect_download() as taken:
        page.get_by_role("link", name="Biên bản (Word)").click()
    assert taken.value.suggested_filename.endswith(".docx")
    follow(page.get_by_role("link", name="Hội đồng 2026"))
    follow(page.get_by_role("link", name="Xác nhận điểm chính thức"))
    assert axe(page) == []
    picture(page, "hoi-dong-diem-chinh-thuc")
    follow(page.get_by_role("button", name="Xác nhận điểm chính thức"))
    expect(page.locator(".head")).to_contain_text("18 mục điểm")
    assert FinalPoints.objects.get().units == 3
