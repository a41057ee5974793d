"""Forty paper forms are keyed twice from the number pad: no pointer, few key presses, each leads on."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.core.surveys.codes import numbered_form
from cchc.core.surveys.keying import end_of_numbers
from cchc.core.surveys.questionnaires.values import (
    AnswerScale,
    ItemKind,
    QuestionSection,
    QuestionSet,
    SurveyItem,
)
from cchc.fieldwork.actions.batching import make_batches
from cchc.fieldwork.models import FieldAssignment, Keying
from cchc.surveys.actions.states import start_collecting
from cchc.surveys.actions.surveys import CellOf, ask_group, choose_units, set_quotas
from cchc.surveys.models import Response, Survey
from tests import builders
from tests.builders.collecting import PEOPLE, a_published_version, a_survey, some_questions
from tests.builders.fieldwork import some_assignments

ITEMS, FORMS = 39, 40
MOST_PRESSES = 45


def the_questions() -> QuestionSet:
    """39 items on five levels, as SIPAS of a commune has them."""
    levels = some_questions().scales[0].options
    items = tuple(
        SurveyItem(f"q{at}", "a", str(at), f"Nội dung {at}", ItemKind.SCALE, levels, "muc")
        for at in range(1, ITEMS + 1)
    )
    section = QuestionSection("a", "I", "Mức độ hài lòng", scale="muc")
    return QuestionSet("ba_chin", "Phiếu 39 câu", items, (section,), (AnswerScale("muc", "Mức", levels),))


def the_field() -> tuple[list[FieldAssignment], list[Membership]]:
    """A survey of a commune with a batch of paper forms, and the two people who key all of them."""
    by = builders.an_actor(Role.SURVEY_STAFF)
    province = builders.a_province()
    unit = builders.a_unit("Xã Tân Lập", "commune", parent=province)
    survey = a_survey("Đo lường sự hài lòng")
    choose_units(by=by, survey=survey, units=[unit])
    ask_group(by=by, survey=survey, group=PEOPLE, version=a_published_version(the_questions()))
    targets = {CellOf(unit.pk, PEOPLE): FORMS}
    set_quotas(by=by, survey=Survey.objects.get(pk=survey.pk), targets=targets)
    survey = start_collecting(by=by, survey=Survey.objects.get(pk=survey.pk))
    forms = some_assignments(survey, [unit], each=FORMS)
    make_batches(by=by, survey=survey, doubled=100)
    people = [
        builders.a_member(Role.SURVEY_STAFF, unit=province, username=name)
        for name in ("nguoi-mot", "nguoi-hai")
    ]
    return forms, people


def answers_of(number: int) -> str:
    """The levels that are ticked on a form, as keys."""
    return "".join(str((number * 7 + at * at) % 5 + 1) for at in range(ITEMS))


def keyed(page: Page, number: int, keys: str, end: int) -> int:
    """Key a form from the page that asks for a number; returns how many keys were pressed."""
    typed = numbered_form(number).replace("-", "")[-end:]
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(numbered_form(number))
    page.wait_for_load_state()
    expect(page.locator("[data-key-field]").first).to_be_focused()  # what is typed before goes nowhere
    page.keyboard.type(keys)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Số phiếu")).to_be_focused()
    return len(typed) + 1 + len(keys) + 1


def test_forty_forms_are_keyed_twice_without_a_pointer_and_what_differs_is_decided(window, axe) -> None:
    forms, (first, second) = the_field()
    survey, numbers = forms[0].survey_id, [one.number for one in forms]
    end = end_of_numbers(numbers)
    begin = f"/thuc-dia/{survey}/nhap/?lo=1"
    page = window(first)
    page.goto(begin)
    assert axe(page) == []
    presses = [keyed(page, number, answers_of(number), end) for number in numbers]
    assert max(presses) <= MOST_PRESSES
    assert not Response.objects.exists()

    page = window(second)
    page.goto(f"/thuc-dia/{survey}/nhap/{numbers[0]}/")
    assert axe(page) == []
    page.keyboard.type(answers_of(numbers[0]))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Số phiếu")).to_be_focused()
    slip = numbers[1]
    right = answers_of(slip)
    wrong = ("2" if right[0] == "1" else "1") + right[1:]
    keyed(page, slip, wrong, end)
    for number in numbers[2:]:
        keyed(page, number, answers_of(number), end)

    page.get_by_role("link", name="Hai người nhập khác nhau").click()
    assert axe(page) == []
    page.get_by_role("link", name=numbered_form(slip)).click()
    assert axe(page) == []
    page.keyboard.type(right[0])
    page.keyboard.press("Enter")
    expect(page.get_by_text("Không có phiếu nào hai người nhập khác nhau")).to_be_visible()

    stored = {
        one.link.form_key: answers_of(one.number)
        for one in FieldAssignment.objects.select_related("link").filter(number__in=numbers)
    }
    assert Response.objects.count() == FORMS
    for key, expected in stored.items():
        levels = Response.objects.get(form_key=key).answers
        assert "".join(levels[f"q{at}"] for at in range(1, ITEMS + 1)) == expected
    assert not Keying.objects.exclude(body="").exists()


def test_a_key_that_no_box_bears_is_said_and_the_next_key_writes_over_it(window) -> None:
    (form, *_others), (person, _second) = the_field()
    page = window(person)
    page.goto(f"/thuc-dia/{form.survey_id}/nhap/{form.number}/")
    page.keyboard.press("8")
    expect(page.get_by_role("status")).to_contain_text("1, 2, 3, 4, 5")
    page.keyboard.type("34")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-key-field]").nth(1)).to_be_focused()
    assert [one.input_value() for one in page.locator("[data-key-field]").all()[:3]] == ["3", "4", ""]
