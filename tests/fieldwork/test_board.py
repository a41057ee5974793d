"""The live board: every form is counted once, what is expected follows from the last days, and queries stay few."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.accounts.queries import actor_of
from cchc.fieldwork.actions.outcomes import note_no_answer, send_out
from cchc.fieldwork.models import AssignmentState, FieldAssignment
from cchc.fieldwork.queries.board import field_board
from cchc.fieldwork.queries.handing_out import HandedTo
from cchc.fieldwork.waiting import waiting_for
from cchc.surveys.actions.states import start_collecting
from cchc.surveys.actions.surveys import CellOf, set_quotas
from cchc.surveys.models import Survey
from tests import builders
from tests.builders.collecting import PEOPLE, a_designed_survey
from tests.builders.fieldwork import an_answered_form, an_enumerator, everything_missing

pytestmark = pytest.mark.django_db

BY = builders.an_actor(Role.SURVEY_STAFF)
CHANNELS = [f"Hình thức {at}" for at in range(1, 9)]


def in_the_field(units: int, channels: int = 1, each: int = 4) -> Survey:
    """A survey of communes that ends in six days, everything handed out and sent ten days ago."""
    province = builders.a_province()
    places = [builders.a_unit(f"Xã số {at}", "commune", parent=province) for at in range(1, units + 1)]
    survey = a_designed_survey(places)
    targets = {CellOf(one.pk, PEOPLE, name): each for one in places for name in CHANNELS[:channels]}
    set_quotas(by=BY, survey=survey, targets={**targets, **{CellOf(one.pk, PEOPLE): 0 for one in places}})
    until = timezone.localdate() + timedelta(days=5)
    Survey.objects.filter(pk=survey.pk).update(collects_until=until)
    survey = start_collecting(by=BY, survey=Survey.objects.get(pk=survey.pk))
    post = builders.a_unit("Bưu điện tỉnh", "outside", parent=province)
    rows = everything_missing(survey, HandedTo.QUOTAS, an_enumerator(post), an_enumerator(post))
    day = timezone.localdate() - timedelta(days=10)
    send_out(by=BY, survey=survey, forms=[one.pk for one in rows], on=day)
    return survey


def come_back(survey: Survey, days: list[int]) -> None:
    """Let as many forms come back on each of the last whole days as `days` says, the first ones first."""
    forms = iter(survey.assignments.filter(state="sent").order_by("number"))
    today = timezone.localdate()
    for back, count in zip(range(len(days), 0, -1), days, strict=True):
        for _turn in range(count):
            form = next(forms)
            an_answered_form(form)
            FieldAssignment.objects.filter(pk=form.pk).update(returned_on=today - timedelta(days=back))


def today() -> date:
    return timezone.localdate()


def test_every_form_stands_once_in_modes_in_enumerators_and_in_cells():
    survey = in_the_field(3, channels=2)
    come_back(survey, [1, 1, 1, 1, 1, 1, 1])
    left = survey.assignments.filter(state="sent").order_by("number")
    note_no_answer(by=BY, survey=survey, forms=[left[0].pk], state=AssignmentState.REFUSED, reason="Bận việc")
    board = field_board(survey, today())
    for lines in (board.modes, board.enumerators, [board.all_forms]):
        assert sum(one.counts.handed_out for one in lines) == 24
        assert sum(one.counts.returned for one in lines) == 7
        assert sum(one.counts.out for one in lines) == 16
        assert sum(one.counts.without_answer for one in lines) == 1
    cells = [cell for row in board.rows for cell in row.cells if cell is not None]
    assert sum(one.counts.out for one in cells) == 16
    assert sum(one.not_handed_out for one in cells) == 1


def test_what_is_expected_is_the_pace_of_the_last_days_over_those_that_are_left():
    survey = in_the_field(8)
    come_back(survey, [2, 2, 2, 2, 2, 2, 2])
    board = field_board(survey, today())
    assert board.days.left == 6
    expected = board.all_forms.expected
    assert expected is not None
    assert (expected.back, expected.likely, expected.pace) == (14, 26, 2.0)
    assert expected.low < 26 < expected.high <= 32


def test_whom_to_call_is_who_will_not_bring_all_forms_most_missing_first():
    survey = in_the_field(8)
    come_back(survey, [2, 2, 2, 2, 2, 2, 2])
    board = field_board(survey, today())
    assert [one.missing_at_the_end for one in board.to_call] == sorted(
        (one.missing_at_the_end for one in board.enumerators), reverse=True
    )
    come_back(survey, [18])
    assert field_board(survey, today()).to_call == []


def test_a_cell_without_a_form_on_its_way_cannot_be_reached_any_more():
    survey = in_the_field(1)
    forms = list(survey.assignments.all())
    note_no_answer(
        by=BY,
        survey=survey,
        forms=[one.pk for one in forms],
        state=AssignmentState.NOT_REACHED,
        reason="Bão, đường bị chia cắt",
    )
    (row,) = field_board(survey, today()).rows
    assert (row.whole.stands, row.whole.not_handed_out, row.is_behind) == ("short", 4, True)


def test_before_three_days_have_gone_nothing_is_called_behind():
    survey = in_the_field(2)
    survey.assignments.update(sent_on=today() - timedelta(days=2))
    board = field_board(survey, today())
    assert [one.whole.stands for one in board.rows] == ["under_way", "under_way"]
    assert board.all_forms.expected is not None
    assert board.all_forms.expected.pace is None


def test_without_a_last_day_nothing_is_said_of_the_end():
    survey = in_the_field(1)
    Survey.objects.update(collects_until=None)
    board = field_board(Survey.objects.get(), today())
    assert (board.all_forms.expected, board.to_call) == (None, [])
    assert survey.pk


@pytest.mark.parametrize(("units", "channels"), [(1, 1), (170, 8)])
def test_the_board_of_any_size_asks_as_few_queries(units, channels, django_assert_max_num_queries):
    survey = in_the_field(units, channels, each=1)
    with django_assert_max_num_queries(10):
        board = field_board(survey, today())
    assert len(board.rows) == units
    assert sum(len([one for one in row.cells if one]) for row in board.rows) == units * channels


def test_an_enumerator_is_told_of_own_forms_and_staff_of_units_that_are_behind():
    survey = in_the_field(2)
    come_back(survey, [0, 0, 0, 1])
    hand = survey.assignments.filter(state="sent").select_related("enumerator__person", "enumerator__unit")
    own = actor_of(hand[0].enumerator)
    (duty,) = waiting_for(own, today())
    assert (duty.until, duty.late, duty.beside) == (survey.collects_until, False, survey.name)
    assert [one.late for one in waiting_for(own, today() + timedelta(days=9))] == [True]
    assert [one.href for one in waiting_for(BY, today())] == [f"/thuc-dia/{survey.pk}/?cham=1"]
    assert list(waiting_for(builders.an_actor(Role.AUDITOR), today())) == []
