"""Answers are received once for each form, whichever door they come by, with a receipt."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.core.surveys.codes import typed_code
from cchc.fieldwork.actions.assigning import FormWanted, code_of, hand_out, hash_of_code
from cchc.fieldwork.actions.receiving import Superseded, UsedUp, WrongAnswers, receive_form
from cchc.fieldwork.models import AnswerLink, AssignmentState, CollectingMode, FieldAssignment, FormSubmission
from cchc.surveys.actions.responses import accept_all
from cchc.surveys.models import Response
from tests import builders
from tests.builders.collecting import a_collecting_survey
from tests.builders.fieldwork import a_sent_form, some_assignments

pytestmark = pytest.mark.django_db

BY = builders.an_actor(Role.SURVEY_STAFF)


@pytest.fixture
def survey():
    return a_collecting_survey([builders.a_unit("Xã Tân Lập", "commune")], target=2)


@pytest.fixture
def handed_out(survey):
    return some_assignments(survey, [one.unit for one in survey.rated.all()], each=3)


def stored() -> list[tuple[str, str]]:
    return sorted(
        one for answers in Response.objects.values_list("answers", flat=True) for one in answers.items()
    )


def test_forms_are_numbered_on_and_each_has_a_code_of_its_own_that_is_stored_nowhere(handed_out, survey):
    more = some_assignments(survey, [one.unit for one in survey.rated.all()])
    assert [one.number for one in [*handed_out, *more]] == [1, 2, 3, 4]
    codes = [code_of(one) for one in FieldAssignment.objects.all()]
    assert len(set(codes)) == 4
    assert [typed_code(one) for one in codes] == codes
    assert [FieldAssignment.objects.get(code_sha256=hash_of_code(one)).number for one in codes] == [
        1,
        2,
        3,
        4,
    ]


def test_only_who_manages_fieldwork_hands_out_and_only_while_the_survey_collects(survey):
    form = survey.forms.get()
    with pytest.raises(NotPermitted):
        hand_out(
            by=builders.an_actor(Role.ENUMERATOR),
            survey=survey,
            wanted=[FormWanted(form, CollectingMode.PAPER)],
        )
    assert not FieldAssignment.objects.exists()


def test_an_answer_is_stored_with_its_receipt_and_the_form_has_come_back(handed_out):
    sent = a_sent_form(handed_out[0], {"q1": "5", "q2": "Hài lòng", "q5": "<b>tốt</b>"})
    receipt, is_new = receive_form(by=BY, assignment=handed_out[0], sent=sent)
    assert is_new
    assert (receipt.sha256, receipt.key, receipt.version) == (sent.sha256, sent.key, 1)
    assert stored() == [("q1", "5"), ("q2", "4"), ("q5", "<b>tốt</b>")]
    assert FieldAssignment.objects.get(pk=handed_out[0].pk).state == AssignmentState.RETURNED


def test_the_same_version_again_is_there_once_with_the_same_receipt(handed_out):
    sent = a_sent_form(handed_out[0])
    first, _new = receive_form(by=BY, assignment=handed_out[0], sent=sent)
    again, is_new = receive_form(by=BY, assignment=handed_out[0], sent=sent)
    assert (again, is_new) == (first, False)
    assert Response.objects.count() == 1


def test_a_form_that_was_answered_takes_no_other_answer(handed_out):
    receive_form(by=BY, assignment=handed_out[0], sent=a_sent_form(handed_out[0]))
    with pytest.raises(UsedUp):
        receive_form(by=BY, assignment=handed_out[0], sent=a_sent_form(handed_out[0], {"q1": "1", "q2": "1"}))
    assert stored() == [("q1", "5"), ("q2", "4")]
    assert FormSubmission.objects.count() == 1


def test_an_edit_is_a_new_version_of_the_same_key_and_an_older_one_overwrites_nothing(handed_out):
    first = a_sent_form(handed_out[0])
    edited = a_sent_form(handed_out[0], {"q1": "2", "q2": "2"}, key=first.key, version=2)
    receive_form(by=BY, assignment=handed_out[0], sent=first)
    receive_form(by=BY, assignment=handed_out[0], sent=edited)
    assert stored() == [("q1", "2"), ("q2", "2")]
    for late in (
        a_sent_form(handed_out[0], {"q1": "1", "q2": "1"}, key=first.key),
        a_sent_form(handed_out[0], {"q1": "1", "q2": "1"}, key=first.key, version=2),
    ):
        with pytest.raises(Superseded):
            receive_form(by=BY, assignment=handed_out[0], sent=late)
    assert stored() == [("q1", "2"), ("q2", "2")]
    assert [one.version for one in FormSubmission.objects.all()] == [1, 2]


def test_answers_outside_the_scale_are_named_at_once_and_nothing_is_stored(handed_out):
    sent = a_sent_form(handed_out[0], {"q1": "9", "q2": "Tuyệt", "q4": "99", "q9": "1"})
    with pytest.raises(WrongAnswers) as refused:
        receive_form(by=BY, assignment=handed_out[0], sent=sent)
    (faults,) = refused.value.faults.values()
    assert [one.item for one in faults] == ["q1", "q2", "q4", "q9"]
    assert not FormSubmission.objects.exists()
    assert not AnswerLink.objects.exists()


def test_a_checked_form_does_not_change(handed_out, survey):
    first = a_sent_form(handed_out[0])
    receive_form(by=BY, assignment=handed_out[0], sent=first)
    accept_all(by=BY, survey=survey)
    with pytest.raises(ValidationError):
        receive_form(
            by=BY, assignment=handed_out[0], sent=a_sent_form(handed_out[0], key=first.key, version=2)
        )


def test_what_comes_when_its_cell_is_full_is_kept_and_marked(handed_out):
    for one in handed_out:
        receive_form(by=BY, assignment=one, sent=a_sent_form(one))
    assert list(Response.objects.order_by("pk").values_list("over_quota", flat=True)) == [False, False, True]
