"""A questionnaire is begun from a model, edited, looked at as it will be asked, and issued."""

from __future__ import annotations

from cchc.access.permissions import Role
from cchc.surveys.models import QuestionnaireState, QuestionnaireVersion
from cchc.surveys.queries.questionnaires import questions_in
from tests.builders import a_member
from tests.builders.questionnaires import a_draft
from tests.e2e.following import follow


def test_questions_are_written_one_after_the_other_in_place_and_by_the_keyboard(sign_in, axe) -> None:
    draft = a_draft()
    page = sign_in(a_member(Role.SURVEY_STAFF))
    page.goto(f"/dieu-tra/mau-phieu/{draft.pk}/dong/item/q1/")
    page.evaluate("() => { window.stays = true }")
    page.fill("[name=text]", "Ông/bà đã đến đây?")
    page.press("[name=text]", "Control+Enter")
    page.locator("[role=status] >> text=Đã lưu").wait_for()
    assert page.url.endswith("/dong/item/q2/")
    assert page.evaluate("document.activeElement.name") == "text"
    assert page.locator(".quest-tree [aria-current]").inner_text().split() == ["2", "Biết", "qua", "đâu?"]
    assert axe(page) == []

    page.fill("#quest-q", "dung hen")
    page.locator("#line-item-q1").wait_for(state="detached")
    assert page.locator("[name=text]").input_value() == "Biết qua đâu?"
    page.click("#line-item-q4_2")
    page.locator("#line-item-q4_2[aria-current]").wait_for()
    assert page.evaluate("document.activeElement.id") == "line-item-q4_2"
    assert page.evaluate("window.stays")
    assert questions_in(QuestionnaireVersion.objects.get()).by_code["q1"].text == "Ông/bà đã đến đây?"


def test_a_questionnaire_is_edited_and_published(sign_in, axe, picture) -> None:
    page = sign_in(a_member(Role.SURVEY_STAFF))
    page.goto("/dieu-tra/mau-phieu/")
    assert page.locator(".nothing h2").inner_text() == "Chưa có mẫu phiếu nào"
    assert axe(page) == []
    follow(page, ".head-actions a")
    assert axe(page) == []
    page.select_option("[name=model]", "nguoi-dan-doanh-nghiep-so")
    follow(page, ".form-end button")

    assert page.locator(".figures dd").all_inner_texts() == ["12", "4", "6"]
    assert axe(page) == []
    picture(page, "questionnaire")
    follow(page, ".quest-tree >> text=Thái độ của công chức")
    assert axe(page) == []
    page.fill("[name=text]", "Thái độ, lời nói của công chức")
    follow(page, ".quest-form button")
    assert (
        questions_in(QuestionnaireVersion.objects.get()).by_code["hl_4"].text
        == "Thái độ, lời nói của công chức"
    )

    page.click(".quest-form summary")
    page.fill("[name=shown_when]", "hl_9 = 1")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        page.click("#quest-save")
    assert answer.value.status == 422
    assert "hl_9" in page.locator(".field-faulty").inner_text()
    page.evaluate("scrollTo(0, 0)")  # the head of the window lies on what was scrolled below it
    assert axe(page) == []

    follow(page, ".quest-top a")
    follow(page, "text=Trên điện thoại")
    assert axe(page) == []
    page.check("[value=tai_quay]")
    follow(page, ".look-end button")
    assert "đi lại mấy lần" in page.locator("legend").inner_text()
    picture(page, "questionnaire-phone")
    follow(page, ".crumbs a >> nth=1")
    for look in ("text=Trên giấy", "text=Mọi câu hỏi trong một bảng", "text=Dùng cho KoboToolbox"):
        follow(page, look)
        assert axe(page) == []
        follow(page, ".crumbs a >> nth=1")

    follow(page, ".head-actions a >> text=Ban hành")
    assert page.locator(".what-happens li").count() == 3
    assert axe(page) == []
    follow(page, ".form-end button")
    assert page.locator(".head .mark").first.inner_text() == "đã ban hành"
    assert QuestionnaireVersion.objects.get().state == QuestionnaireState.PUBLISHED
    assert page.locator(".quest-add").count() == 0
