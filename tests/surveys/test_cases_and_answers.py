"""Answers that name a case of the sample: it must be one that was drawn, about the unit it was drawn for, once."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cchc.access.permissions import Role
from cchc.core.words.messages import Faults
from cchc.intake.kinds import Brought
from cchc.surveys.actions.frames import erase_frame
from cchc.surveys.actions.sampling import draw_sample, replace_case
from cchc.surveys.actions.surveys import choose_units
from cchc.surveys.models import CaseState, SampleCase
from cchc.surveys.staged import SURVEY_ANSWERS
from tests import builders
from tests.acts.surveys import a_written_frame
from tests.builders.collecting import PEOPLE, a_collecting_survey, answers_csv, brought_answers, taken_answers

pytestmark = pytest.mark.django_db
STAFF = builders.an_actor(Role.SURVEY_STAFF)
HEADINGS = (
    "Mã phiếu",
    "Số trong mẫu",
    "Đơn vị được đánh giá",
    "Thái độ phục vụ của công chức",
    "Thời gian giải quyết hồ sơ",
)


@pytest.fixture
def units():
    return [builders.a_unit(name, "commune") for name in ("Xã Tân Lập", "Xã Hòa Bình")]


@pytest.fixture
def survey(units):
    return a_collecting_survey(units)


def a_case(survey, number: int, unit=None, state: str = CaseState.DRAWN) -> SampleCase:
    return SampleCase.objects.create(
        survey=survey,
        number=number,
        unit=unit,
        respondent_group=PEOPLE,
        stratum="Tầng 1",
        primary_unit="Thôn 1",
        probability="1/2",
        weight="2",
        state=state,
    )


def found_in(survey, rows) -> list[tuple[int | None, str]]:
    with pytest.raises(Faults) as refused:
        brought_answers(survey, answers_csv(rows, HEADINGS))
    return [(one.place.row, one.found) for one in refused.value.faults]


def test_a_reserve_that_was_not_called_up_and_a_case_that_was_replaced_have_no_answers(survey, units):
    a_case(survey, 1, units[0])
    a_case(survey, 2, units[0], CaseState.RESERVE)
    a_case(survey, 3, units[0], CaseState.REPLACED)
    rows = [[f"P{at}", str(at), "", "5", "4"] for at in (1, 2, 3)]
    assert found_in(survey, rows) == [(3, "2"), (4, "3")]


def test_a_case_that_rates_all_units_takes_the_unit_from_its_row(survey, units):
    a_case(survey, 1)
    rows = [["P1", "1", "Xã Tân Lập", "5", "4"], ["P1", "1", "Xã Hòa Bình", "3", "4"]]
    assert taken_answers(survey, answers_csv(rows, HEADINGS)) == 2
    told = survey.responses.values_list("unit__name", "stratum", "weight").order_by("unit__name")
    assert list(told) == [("Xã Hòa Bình", "Tầng 1", "2"), ("Xã Tân Lập", "Tầng 1", "2")]


def test_a_row_that_names_another_unit_than_that_of_its_case_is_a_fault(survey, units):
    a_case(survey, 1, units[0])
    assert found_in(survey, [["P1", "1", "Xã Hòa Bình", "5", "4"]]) == [(2, "Xã Hòa Bình")]


def test_a_row_that_names_another_group_than_that_of_its_case_is_a_fault(survey, units):
    a_case(survey, 1, units[0])
    headings = (*HEADINGS, "Đối tượng trả lời")
    row = ["P1", "1", "", "5", "4", "Cán bộ, công chức"]
    with pytest.raises(Faults) as refused:
        brought_answers(survey, answers_csv([row], headings))
    (fault,) = refused.value.faults
    assert (fault.place.column, str(fault.why)) == (
        "F",
        "The case was drawn for another group of respondents.",
    )


def test_a_file_that_is_said_to_be_about_one_unit_holds_no_case_of_another(survey, units):
    a_case(survey, 1, units[0])
    data = answers_csv([["P1", "1", "", "5", "4"]], HEADINGS)
    first = brought_answers(survey, data)
    brought = Brought(STAFF, "a.csv", data, str(survey.pk), {**first.options, "unit": units[1].pk})
    with pytest.raises(Faults) as refused:
        SURVEY_ANSWERS.compare(brought)
    assert [(one.found, str(one.why)) for one in refused.value.faults] == [
        (units[1].name, "The case was drawn for another unit.")
    ]


def test_everything_that_is_wrong_in_a_row_is_told_beside_its_lost_case(survey, units):
    a_case(survey, 1, units[0], CaseState.REPLACED)
    rows = [["P1", "1", "Xã Nào Đó", "5", "4"], ["P2", "77", "", "5", "4"]]
    assert found_in(survey, rows) == [(2, "1"), (2, "Xã Nào Đó"), (3, "77")]


def test_two_forms_of_one_case_about_one_unit_are_a_fault(survey, units):
    a_case(survey, 1, units[0])
    rows = [["P1", "1", "", "5", "4"], ["P2", "01", "", "5", "4"]]
    assert found_in(survey, rows) == [(3, "01")]


def test_a_form_without_its_case_has_the_weight_that_all_cases_of_its_unit_have(survey, units):
    a_case(survey, 1, units[0])
    a_case(survey, 2, units[0])
    rows = [["P1", "", "Xã Tân Lập", "5", "4"], ["P2", "", "Xã Hòa Bình", "5", "4"]]
    taken_answers(survey, answers_csv(rows, HEADINGS))
    told = survey.responses.order_by("key").values_list("stratum", "primary_unit", "weight")
    assert list(told) == [("Tầng 1", "Thôn 1", "2"), (f"{units[1].pk}/{PEOPLE}", "", "1")]


def test_a_form_names_its_case_where_the_weights_of_cases_differ(survey, units):
    a_case(survey, 1, units[0])
    SampleCase.objects.filter(pk=a_case(survey, 2, units[0]).pk).update(weight="7.5")
    rows = [
        ["P1", "2", "", "5", "4"],
        ["P2", "", "Xã Tân Lập", "5", "4"],
        ["P3", "", "Xã Hòa Bình", "5", "4"],
    ]
    assert found_in(survey, rows) == [(3, "")]


def test_a_unit_that_has_cases_stays_among_the_rated_ones():
    frame = a_written_frame()
    survey = frame.survey
    draw_sample(by=STAFF, survey=survey, frame=frame, seed="1")
    before = set(survey.rated.values_list("unit", flat=True))
    choose_units(by=STAFF, survey=survey, units=[])
    assert set(survey.rated.values_list("unit", flat=True)) == before != set()


def test_no_case_of_a_frame_that_was_erased_is_replaced():
    frame = a_written_frame()
    draw = draw_sample(by=STAFF, survey=frame.survey, frame=frame, seed="1")
    erase_frame(by=STAFF, frame=frame)
    before = list(draw.cases.order_by("number").values_list("number", "state"))
    case = draw.cases.filter(state="drawn", row__key__startswith="HS").first()
    with pytest.raises(ValidationError):
        replace_case(by=STAFF, case=case, reason="Không gặp được")
    assert list(draw.cases.order_by("number").values_list("number", "state")) == before
