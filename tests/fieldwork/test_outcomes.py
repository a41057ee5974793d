"""What becomes of forms that are out: each is said once, by who may, and nothing that came is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.accounts.queries import actor_of
from cchc.audit.models import Entry
from cchc.core.surveys.codes import numbered_form
from cchc.fieldwork.actions.assigning import code_of, hash_of_code
from cchc.fieldwork.actions.outcomes import (
    issue_code,
    make_void,
    note_no_answer,
    reassign,
    send_out,
    take_back_no_answer,
)
from cchc.fieldwork.actions.receiving import receive_form
from cchc.fieldwork.models import AssignmentState, FieldAssignment, VoidReason
from cchc.surveys.actions.responses import accept_all
from tests import builders
from tests.builders.collecting import a_collecting_survey
from tests.builders.fieldwork import a_sent_form, an_answered_form, an_enumerator, some_assignments

pytestmark = pytest.mark.django_db

BY = builders.an_actor(Role.SURVEY_STAFF)
REFUSED, NOT_REACHED = AssignmentState.REFUSED, AssignmentState.NOT_REACHED


@pytest.fixture
def commune():
    return builders.a_unit("Xã Tân Lập", "commune")


@pytest.fixture
def survey(commune):
    return a_collecting_survey([commune], target=4)


@pytest.fixture
def own(commune):
    return an_enumerator(commune)


@pytest.fixture
def forms(survey, commune, own):
    return [
        *some_assignments(survey, [commune], each=2, enumerator=own),
        *some_assignments(survey, [commune]),
    ]


def standing() -> list[tuple[str, str, int]]:
    return list(FieldAssignment.objects.values_list("state", "reason", "version"))


def test_forms_go_out_on_a_day_and_those_that_went_before_stay(survey, forms):
    before = timezone.localdate() - timedelta(days=3)
    assert send_out(by=BY, survey=survey, forms=[forms[0].pk], on=before) == 1
    assert send_out(by=BY, survey=survey, forms=[one.pk for one in forms]) == 2
    assert [one.sent_on for one in FieldAssignment.objects.all()] == [before, *[timezone.localdate()] * 2]
    assert standing() == [("sent", "", 2)] * 3
    with pytest.raises(ValidationError):
        send_out(by=BY, survey=survey, forms=[], on=timezone.localdate() + timedelta(days=1))


def test_a_refusal_needs_a_reason_and_can_be_taken_back(survey, forms):
    with pytest.raises(ValidationError):
        note_no_answer(by=BY, survey=survey, forms=[forms[0].pk], state=REFUSED, reason="  ")
    note_no_answer(by=BY, survey=survey, forms=[forms[0].pk], state=NOT_REACHED, reason="Đi vắng")
    note_no_answer(by=BY, survey=survey, forms=[forms[0].pk], state=REFUSED, reason="Không muốn trả lời")
    assert standing()[0] == ("refused", "Không muốn trả lời", 3)
    assert take_back_no_answer(by=BY, survey=survey, forms=[forms[0].pk]) == 1
    assert standing()[0] == ("prepared", "", 4)
    with pytest.raises(ValidationError):
        take_back_no_answer(by=BY, survey=survey, forms=[forms[0].pk])


def test_an_enumerator_says_it_of_own_forms_alone(survey, forms, own):
    by = actor_of(own)
    send_out(by=by, survey=survey, forms=[forms[0].pk])
    note_no_answer(by=by, survey=survey, forms=[forms[1].pk], state=NOT_REACHED, reason="Đi vắng")
    for act in (
        lambda: send_out(by=by, survey=survey, forms=[forms[2].pk]),
        lambda: note_no_answer(by=by, survey=survey, forms=[forms[2].pk], state=REFUSED, reason="Bận"),
        lambda: make_void(by=by, survey=survey, forms=[forms[0].pk], reason=VoidReason.LOST),
        lambda: issue_code(by=by, assignment=forms[0]),
        lambda: reassign(by=by, survey=survey, forms=[forms[0].pk], enumerator=own),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert [state for state, _reason, _version in standing()] == ["sent", "not_reached", "prepared"]


def test_a_void_form_stays_with_its_reason_takes_no_answer_and_what_came_leaves_the_estimate(survey, forms):
    an_answered_form(forms[0])
    accept_all(by=BY, survey=survey)
    count = make_void(by=BY, survey=survey, forms=[one.pk for one in forms[:2]], reason=VoidReason.BACK_CHECK)
    assert count == 2
    assert standing()[:2] == [("void", "back_check", 3), ("void", "back_check", 2)]
    assert list(survey.responses.values_list("state", "reason")) == [("void", "back_check")]
    assert FieldAssignment.objects.get(pk=forms[0].pk).returned_on is not None
    with pytest.raises(ValidationError):
        receive_form(by=BY, assignment=forms[1], sent=a_sent_form(forms[1]))
    assert make_void(by=BY, survey=survey, forms=[forms[0].pk], reason=VoidReason.LOST) == 0


@pytest.mark.parametrize("reason", VoidReason)
def test_every_reason_of_a_form_is_a_reason_of_its_answers(survey, forms, reason):
    an_answered_form(forms[0])
    make_void(by=BY, survey=survey, forms=[forms[0].pk], reason=reason)
    assert survey.responses.get().state == "void"


def test_a_respondent_who_refused_may_still_answer(survey, forms):
    note_no_answer(by=BY, survey=survey, forms=[forms[0].pk], state=REFUSED, reason="Bận")
    an_answered_form(forms[0])
    assert standing()[0] == ("returned", "", 3)


def test_what_came_back_is_neither_refused_nor_given_to_another_nor_gets_a_code(survey, forms, own):
    an_answered_form(forms[0])
    for act in (
        lambda: note_no_answer(by=BY, survey=survey, forms=[forms[0].pk], state=REFUSED, reason="Bận"),
        lambda: issue_code(by=BY, assignment=forms[0]),
        lambda: reassign(by=BY, survey=survey, forms=[forms[0].pk], enumerator=an_enumerator(own.unit)),
    ):
        with pytest.raises(ValidationError):
            act()


def test_a_new_code_makes_the_one_before_good_for_nothing(survey, forms):
    before = code_of(forms[0])
    now = issue_code(by=BY, assignment=forms[0])
    assert code_of(now) != before
    found = FieldAssignment.objects.filter(code_sha256__in=[hash_of_code(before), hash_of_code(code_of(now))])
    assert [(one.number, one.issue, one.version) for one in found] == [(1, 2, 2)]


def test_forms_go_to_another_enumerator_and_the_log_says_to_whom(survey, forms, own):
    assert reassign(by=BY, survey=survey, forms=[one.pk for one in forms], enumerator=own) == 1
    assert [one.enumerator_id for one in FieldAssignment.objects.all()] == [own.pk] * 3
    entry = Entry.objects.filter(verb="fieldwork.reassigned").latest("pk")
    assert (entry.facts["count"], entry.facts["numbers"], entry.facts["enumerator"]) == (
        1,
        [3],
        own.person.name,
    )


def test_numbers_are_typed_beside_what_is_ticked_and_a_mistyped_one_is_named(forms, survey):
    client = Client()
    client.force_login(builders.a_member(Role.SURVEY_STAFF).person)
    ticked, typed, _other = forms
    said = {"act": "refused", "reason": "Không muốn trả lời", "forms_ticked": [ticked.pk]}
    address = reverse("fieldwork:forms_act", args=[survey.pk])
    mistyped = numbered_form(typed.number)[:-1] + str((int(numbered_form(typed.number)[-1]) + 1) % 10)
    answer = client.post(address, said | {"numbers": mistyped})
    assert (answer.status_code, mistyped in answer.content.decode()) == (422, True)
    assert {state for state, *_rest in standing()} == {"prepared"}
    client.post(
        address, said | {"numbers": f" {numbered_form(typed.number)}; {numbered_form(ticked.number)},"}
    )
    assert [state for state, *_rest in standing()] == ["refused", "refused", "prepared"]
    assert client.post(address, said | {"forms_ticked": []}).status_code == 422


def test_a_form_is_found_by_the_number_that_is_printed_on_it(forms, survey):
    client = Client()
    client.force_login(builders.a_member(Role.SURVEY_STAFF).person)
    address = reverse("fieldwork:forms", args=[survey.pk])
    numbers = [numbered_form(one.number) for one in forms]
    body = client.get(address, {"so": numbers[1]}).content.decode()
    assert [f">{one}</th>" in body for one in numbers] == [False, True, False]
    body = client.get(address, {"so": "00002-0"}).content.decode()
    assert "không có phiếu “00002-0”" in body
