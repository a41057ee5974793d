"""A back-check from the draw to what it came to: the lead draws, the Fatherland Front asks, the lead discards."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.fieldwork.models import BackCheckCase
from cchc.surveys.models import ResponseState
from tests.builders import a_member, a_province, a_unit
from tests.builders.checking import FRONT, an_enumerator, some_brought_forms
from tests.builders.collecting import a_collecting_survey
from tests.builders.fieldwork import SATISFIED


def ask_anew(page: Page, survey: int, case: BackCheckCase, axe) -> None:
    page.goto(f"/thuc-dia/{survey}/phuc-tra/")
    page.get_by_role("link", name=f"Phiếu số {case.assignment.number}", exact=True).click()
    assert axe(page) == []
    page.get_by_label("Đã hỏi lại").check()
    page.get_by_role("group", name="1. Thái độ phục vụ").get_by_label("Rất không hài lòng").check()
    page.get_by_role("group", name="2. Thời gian giải quyết").get_by_label("Rất không hài lòng").check()
    page.get_by_role("button", name="Lưu câu trả lời").click()
    expect(page.get_by_text(f"Đã lưu phiếu số {case.assignment.number}.")).to_be_visible()


def test_a_back_check_goes_from_its_draw_to_discarded_forms(window, axe) -> None:
    province = a_province()
    survey = a_collecting_survey([a_unit("Xã Tân Lập", "commune", parent=province)], target=40)
    some_brought_forms(survey, an_enumerator("Bưu điện An Lạc"), 4, SATISFIED)
    supervisor = a_member(Role.SURVEY_SUPERVISOR, unit=a_unit(FRONT))
    lead = a_member(Role.COORDINATOR, unit=province)

    page = window(lead)
    page.goto(f"/thuc-dia/{survey.pk}/phuc-tra/")
    assert axe(page) == []
    page.get_by_label("Mã rút").fill("84715")
    page.get_by_role("button", name="Rút phiếu").click()
    expect(page.get_by_text("Có 4 phiếu cần hỏi lại.")).to_be_visible()

    page = window(supervisor)
    for case in BackCheckCase.objects.select_related("assignment"):
        ask_anew(page, survey.pk, case, axe)
    assert axe(page) == []

    page = window(lead)
    page.goto(f"/thuc-dia/{survey.pk}/phuc-tra/")
    expect(page.get_by_text("có thể hủy")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Hủy các phiếu này").click()
    page.get_by_label("Lý do").fill("4 trên 4 phiếu không được xác nhận")
    page.get_by_role("button", name="Hủy các phiếu này").click()
    page.locator(".form-end .button >> nth=0").click()
    expect(page.get_by_text("Đã hủy 4 phiếu.")).to_be_visible()
    assert survey.responses.filter(state=ResponseState.VOID, reason="back_check").count() == 4
    page.goto(f"/thuc-dia/{survey.pk}/phieu-can-xem/")
    assert axe(page) == []
    page.goto(f"/thuc-dia/{survey.pk}/du-lieu-ca-nhan/")
    assert axe(page) == []
