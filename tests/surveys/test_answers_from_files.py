"""Answers from files of other systems: staged, taken once, taken back; what is wrong is named at once."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.core.words.messages import Faults
from cchc.intake.actions import apply, undo
from cchc.surveys.actions.responses import accept_all, judge_responses
from cchc.surveys.actions.states import close_survey, open_again, take_back_to_design
from cchc.surveys.models import ResponseReason, ResponseState
from cchc.surveys.queries.ledger import quota_ledger
from tests import builders
from tests.builders.collecting import (
    a_collecting_survey,
    answers_csv,
    brought_answers,
    taken_answers,
)

pytestmark = pytest.mark.django_db

ROWS = [
    ["P1", "Xã Tân Lập", "5", "4", "=HYPERLINK(\"http://x\")"],
    ["P2", "xã tân lập", "Hài lòng", "3", "<script>alert(1)</script>"],
    ["P3", "Xã Hòa Bình", "1 - Rất không hài lòng", "2", ""],
    ["P4", "Xã Tân Lập", "4", "4", ""],
    ["P5", "Xã Tân Lập", "4", "", ""],
]  # fmt: skip


@pytest.fixture
def survey():
    units = [builders.a_unit(name, "commune") for name in ("Xã Tân Lập", "Xã Hòa Bình")]
    return a_collecting_survey(units)


def test_the_forms_of_a_file_are_taken_with_levels_codes_and_open_answers_as_they_were_written(survey):
    assert taken_answers(survey, answers_csv(ROWS)) == 5
    told = dict(survey.responses.values_list("key", "answers"))
    assert told["P1"] == {"q1": "5", "q2": "4", "q5": '=HYPERLINK("http://x")'}
    assert told["P2"] == {"q1": "4", "q2": "3", "q5": "<script>alert(1)</script>"}


def test_the_same_file_brought_twice_changes_nothing(survey):
    taken_answers(survey, answers_csv(ROWS))
    again = brought_answers(survey, answers_csv(ROWS))
    assert (again.counts["new"], again.counts["same"], again.counts["other"]) == (0, 5, 0)
    assert apply(by=builders.an_actor(Role.SURVEY_STAFF), staged=again) == 0
    assert survey.responses.count() == 5


def test_a_form_that_comes_again_with_other_answers_is_named_and_what_was_taken_stays(survey):
    taken_answers(survey, answers_csv(ROWS))
    again = brought_answers(survey, answers_csv([["P1", "Xã Tân Lập", "1", "1", ""], *ROWS[1:]]))
    assert (again.counts["new"], again.read["other"]) == (0, ["P1"])


def test_options_that_are_kept_in_another_order_are_the_same_answer(survey):
    headings = ("Mã phiếu", "Đơn vị được đánh giá", "Ông/bà biết dịch vụ qua kênh nào?")
    file = answers_csv([["P1", "Xã Tân Lập", "loa;web"], ["P2", "Xã Tân Lập", "loa"]], headings)
    taken_answers(survey, file)
    survey.responses.filter(key="P1").update(answers={"q3": "web;loa"})  # as rows of before stood
    assert brought_answers(survey, file).counts["same"] == 2
    survey.responses.filter(key="P2").update(answers={"q3": "web"})
    assert brought_answers(survey, file).read["other"] == ["P2"]


def test_rows_without_a_key_are_known_again_by_what_they_say_and_equal_ones_are_two_forms(survey):
    headings = ("Đơn vị được đánh giá", "Thái độ phục vụ của công chức")
    rows = [["Xã Tân Lập", "5"], ["Xã Tân Lập", "5"], ["Xã Hòa Bình", "4"]]
    assert taken_answers(survey, answers_csv(rows, headings)) == 3
    assert brought_answers(survey, answers_csv(rows, headings)).counts["same"] == 3


def test_everything_that_is_wrong_in_a_file_is_named_at_once_with_its_place(survey):
    rows = [
        ["P1", "Xã Tân Lập", "9", "4", ""],
        ["P1", "Xã Tân Lập", "5", "4", ""],
        ["P2", "Xã Nào Đó", "5", "tốt", ""],
        ["P3", "Xã Hòa Bình", "4", "4", ""],
    ]
    with pytest.raises(Faults) as refused:
        brought_answers(survey, answers_csv(rows))
    assert [(one.place.row, one.place.column, one.found) for one in refused.value.faults] == [
        (2, "C", "9"),
        (3, "A", "P1"),
        (4, "D", "tốt"),
        (4, "B", "Xã Nào Đó"),
    ]
    assert survey.responses.count() == 0


def test_what_comes_when_a_cell_is_full_is_kept_and_marked(survey):
    taken_answers(survey, answers_csv(ROWS))
    assert list(survey.responses.filter(over_quota=True).values_list("key", flat=True)) == ["P5"]
    cell = next(one for one in quota_ledger(survey).cells if one.sums.received == 4).sums
    assert (cell.target, cell.counting, cell.open, cell.overflow) == (3, 4, 0, 1)


def over(survey) -> list[str]:
    return list(survey.responses.filter(over_quota=True).order_by("key").values_list("key", flat=True))


def test_a_form_that_goes_out_makes_room_for_the_next_and_one_that_comes_back_takes_its_place_again(survey):
    by = builders.an_actor(Role.SURVEY_STAFF)
    more = [[f"P{at}", "Xã Tân Lập", "4", "4", ""] for at in (6, 7)]
    taken_answers(survey, answers_csv([*ROWS, *more]))
    assert over(survey) == ["P5", "P6", "P7"]

    def judged(key: str, state: ResponseState, reason: str = "") -> list[str]:
        one = [survey.responses.get(key=key).pk]
        judge_responses(by=by, survey=survey, responses=one, state=state, reason=reason)
        return over(survey)

    assert judged("P1", ResponseState.VOID, ResponseReason.TWICE) == ["P6", "P7"]
    assert judged("P6", ResponseState.REJECTED, ResponseReason.INCOMPLETE) == ["P7"]
    assert judged("P2", ResponseState.REJECTED, ResponseReason.INCOMPLETE) == []
    assert judged("P1", ResponseState.RECEIVED) == ["P7"]
    cell = next(one for one in quota_ledger(survey).cells if one.sums.received == 6).sums
    assert cell.overflow == 1


def test_a_file_that_is_taken_back_makes_room_for_what_came_after_it(survey):
    by = builders.an_actor(Role.SURVEY_STAFF)
    first = brought_answers(survey, answers_csv(ROWS), "mot.csv")
    apply(by=by, staged=first)
    taken_answers(survey, answers_csv([["P9", "Xã Tân Lập", "4", "4", ""]]), "hai.csv")
    assert over(survey) == ["P5", "P9"]
    undo(by=by, staged=first)
    assert over(survey) == []


def test_a_file_is_taken_back_until_one_of_its_forms_was_checked(survey):
    by = builders.an_actor(Role.SURVEY_STAFF)
    staged = brought_answers(survey, answers_csv(ROWS))
    apply(by=by, staged=staged)
    judge_responses(
        by=by, survey=survey, responses=[survey.responses.get(key="P1").pk], state=ResponseState.ACCEPTED
    )
    with pytest.raises(ValidationError):
        undo(by=by, staged=staged)
    one = survey.responses.get(key="P1")
    judge_responses(by=by, survey=survey, responses=[one.pk], state=ResponseState.RECEIVED)
    assert undo(by=by, staged=staged) == 5
    assert survey.responses.count() == 0


def test_a_void_form_stays_with_its_reason_and_leaves_the_quota(survey):
    by = builders.an_actor(Role.SURVEY_STAFF)
    taken_answers(survey, answers_csv(ROWS[:2]))
    one = survey.responses.get(key="P1")
    with pytest.raises(ValidationError):
        judge_responses(by=by, survey=survey, responses=[one.pk], state=ResponseState.VOID)
    judge_responses(
        by=by, survey=survey, responses=[one.pk], state=ResponseState.VOID, reason=ResponseReason.WITHDRAWN
    )
    cell = next(one for one in quota_ledger(survey).cells if one.sums.received).sums
    assert (cell.received, cell.void, cell.counting, cell.open) == (2, 1, 1, 2)


def test_test_answers_count_in_no_quota(survey):
    headings = ("Mã phiếu", "Đơn vị được đánh giá", "Thái độ phục vụ của công chức", "Phiếu thử")
    taken_answers(
        survey, answers_csv([["T1", "Xã Tân Lập", "5", "có"], ["P1", "Xã Tân Lập", "5", ""]], headings)
    )
    assert quota_ledger(survey).whole.sums.received == 1
    assert survey.responses.filter(is_test=True).get().key == "T1"


def test_a_survey_closes_when_all_is_checked_and_is_opened_again_for_a_reason(survey):
    staff, lead = builders.an_actor(Role.SURVEY_STAFF), builders.an_actor(Role.COORDINATOR)
    taken_answers(survey, answers_csv(ROWS))
    with pytest.raises(NotPermitted):
        close_survey(by=staff, survey=survey)
    with pytest.raises(ValidationError):
        close_survey(by=lead, survey=survey)
    with pytest.raises(ValidationError):
        take_back_to_design(by=staff, survey=survey)
    assert accept_all(by=staff, survey=survey) == 5
    assert close_survey(by=lead, survey=survey).closed_at is not None
    with pytest.raises(ValidationError):
        accept_all(by=staff, survey=survey)
    assert open_again(by=lead, survey=survey, reason="Bổ sung phiếu").closed_at is None


@pytest.mark.parametrize("role", [Role.UNIT_CLERK, Role.LEADER, Role.AUDITOR, Role.APPRAISER])
def test_whoever_does_not_take_answers_brings_no_file(survey, role):
    staged = brought_answers(survey, answers_csv(ROWS))
    with pytest.raises(NotPermitted):
        apply(by=builders.an_actor(role), staged=staged)


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\x07"])
def test_no_key_holds_signs_that_nobody_sees_and_channels_that_look_alike_are_one(survey, sign):
    headings = ("Mã phiếu", "Đơn vị được đánh giá", "Hình thức", "Thái độ phục vụ của công chức")
    with pytest.raises(Faults) as refused:
        brought_answers(survey, answers_csv([[f"P{sign}1", "Xã Tân Lập", "", "5"]], headings))
    assert [one.place.column for one in refused.value.faults] == ["A"]
    rows = [["P1", "Xã Tân Lập", "Bưu điện", "5"], ["P2", "Xã Tân Lập", f"Bưu điện {sign}", "5"]]
    taken_answers(survey, answers_csv(rows, headings))
    assert set(survey.responses.values_list("channel", flat=True)) == {"Bưu điện"}
