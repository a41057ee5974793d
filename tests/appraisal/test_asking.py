"""Questions of an appraiser to a unit: seen at once, without who asks; answered once, and told to who asked."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role, Scope
from cchc.appraisal.actions.asking import answer_question, ask_question
from cchc.appraisal.models import AppraisalQuestion
from cchc.appraisal.waiting import waiting_for
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.notices.models import PersonalNotice
from tests.builders import (
    a_filled_sheet,
    a_member,
    a_whole_round,
    a_work_plan,
    actor_for,
    an_actor,
    an_appraiser,
    to_appraise,
)

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)
ASKED = "Nhiệm vụ nào chưa hoàn thành?"


@pytest.fixture
def appraiser():
    return an_appraiser()


@pytest.fixture
def appraised(appraiser):
    cycle = a_whole_round()
    a_work_plan(cycle, appraiser)
    return to_appraise(a_filled_sheet(cycle))


def a_clerk(appraised):
    return a_member(Role.UNIT_CLERK, unit=appraised.participant.unit, scope=Scope.OWN_UNIT)


def test_a_unit_is_asked_at_once_and_never_told_by_whom(appraised, appraiser):
    clerk = a_clerk(appraised)
    by = actor_for(appraiser)
    question = ask_question(by=by, appraised=appraised, leaf="1.1", text=ASKED, now=DECEMBER)
    again = ask_question(by=by, appraised=appraised, leaf="1.1", text=ASKED, now=DECEMBER)
    assert again == question
    notice = PersonalNotice.objects.get(person=clerk.person)
    assert ASKED in str(notice.facts)
    assert by.person not in str(vars(notice))
    duties = [duty.text for duty in waiting_for(actor_for(clerk), DECEMBER.date())]
    assert len(duties) == 1
    client = Client()
    client.force_login(clerk.person)
    body = client.get(f"/tham-dinh/2026/{appraised.participant.unit_id}/cau-hoi/").content.decode()
    assert ASKED in body
    assert by.person not in body
    assert by.unit not in body


def test_only_whoever_appraises_the_leaf_asks_and_only_the_unit_answers(appraised, appraiser):
    with pytest.raises(NotPermitted):
        ask_question(
            by=actor_for(an_appraiser("Sở Tài chính")),
            appraised=appraised,
            leaf="1.1",
            text=ASKED,
            now=DECEMBER,
        )
    question = ask_question(
        by=actor_for(appraiser), appraised=appraised, leaf="1.1", text=ASKED, now=DECEMBER
    )
    other = a_member(Role.UNIT_CLERK, unit=appraiser.unit, scope=Scope.OWN_UNIT)
    for by in (actor_for(other), actor_for(appraiser), an_actor(Role.COORDINATOR)):
        with pytest.raises(NotPermitted):
            answer_question(by=by, question=question, text="Nhiệm vụ số 3", now=DECEMBER)
    assert AppraisalQuestion.objects.filter(answered_at=None).count() == 1


def test_an_answer_is_given_once_and_told_to_who_asked(appraised, appraiser):
    question = ask_question(
        by=actor_for(appraiser), appraised=appraised, leaf="1.1", text=ASKED, now=DECEMBER
    )
    clerk = actor_for(a_clerk(appraised))
    answered = answer_question(by=clerk, question=question, text="Nhiệm vụ số 3", now=DECEMBER)
    assert (answered.answer, answered.answered_by) == ("Nhiệm vụ số 3", clerk.person)
    assert answer_question(by=clerk, question=question, text="Nhiệm vụ số 3", now=DECEMBER) == answered
    with pytest.raises(ValidationError):
        answer_question(by=clerk, question=question, text="Nhiệm vụ số 4", now=DECEMBER)
    assert PersonalNotice.objects.filter(person=appraiser.person, kind="appraisal.answered").count() == 1
    assert list(play().differences) == []


def test_an_empty_question_is_none(appraised, appraiser):
    with pytest.raises(ValidationError):
        ask_question(by=actor_for(appraiser), appraised=appraised, leaf="1.1", text="  ", now=DECEMBER)
