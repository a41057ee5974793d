"""Codes go to respondents by e-mail where a mail server is set: each once, and nothing about them is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.fieldwork.actions.assigning import code_of
from cchc.fieldwork.actions.letters import queue_code_letters, send_code_letters
from cchc.fieldwork.actions.outcomes import issue_code, note_no_answer
from cchc.fieldwork.models import AssignmentState, CodeLetter, FieldAssignment
from cchc.fieldwork.queries.letters import letters_standing
from cchc.surveys.models import Survey
from tests import builders
from tests.builders.collecting import a_collecting_survey
from tests.builders.fieldwork import some_drawn_people
from tests.notices.mail_server import PostOffice, post_office

pytestmark = pytest.mark.django_db
BY = builders.an_actor(Role.SURVEY_STAFF)
MAILS = ["so-1@thu.example", "", "so-3@thu.example"]


@pytest.fixture
def survey() -> Survey:
    commune = builders.a_unit("Xã Tân Lập", "commune")
    survey = a_collecting_survey([commune])
    some_drawn_people(survey, commune, MAILS)
    return survey


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    """A mail server that the installation knows."""
    with post_office() as office:
        settings.MAIL_SERVER, settings.ADDRESS = office.settings, "https://cchc.example"
        yield office


def at(hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(), time(hour)))


def queued(survey: Survey, count: int) -> int:
    found = queue_code_letters(by=BY, survey=survey, seen=count)
    CodeLetter.objects.update(queued_at=at(6), next_try=at(6))
    return found


def test_each_respondent_with_an_address_gets_the_own_code_once(survey: Survey, office: PostOffice) -> None:
    assert queued(survey, 2) == 2
    assert [send_code_letters(now=at(hour)) for hour in (3, 9, 10, 23)] == [0, 2, 0, 0]
    forms = {one.number: one for one in FieldAssignment.objects.all()}
    assert [to for to, _mail in office.taken] == [MAILS[0], MAILS[2]]
    for (_to, mail), number in zip(office.taken, (1, 3), strict=True):
        text = mail.get_content()
        assert f"https://cchc.example/tra-loi/{code_of(forms[number])}/" in text
        assert mail["Auto-Submitted"] == "auto-generated"
    assert [forms[number].state for number in (1, 2, 3)] == ["sent", "prepared", "sent"]
    standing = letters_standing(survey)
    assert (standing.to_send, standing.without_address, standing.waiting, standing.sent) == (0, 1, 0, 2)


def test_nothing_of_an_address_stands_in_the_queue_or_in_the_log(survey: Survey, office: PostOffice) -> None:
    office.answers = {MAILS[0]: f"550 nobody is called {MAILS[0]}"}
    queued(survey, 2)
    assert send_code_letters(now=at(9)) == 1
    assert letters_standing(survey).failed == [("00001-3", "550")]
    kept = [str(one) for one in [*CodeLetter.objects.values(), *Entry.objects.values()]]
    assert not any("@" in one for one in kept)
    assert FieldAssignment.objects.get(number=1).state == AssignmentState.PREPARED


def test_what_is_not_wanted_any_more_when_its_turn_comes_is_not_sent(
    survey: Survey, office: PostOffice
) -> None:
    queued(survey, 2)
    first, _second, third = FieldAssignment.objects.all()
    note_no_answer(
        by=BY, survey=survey, forms=[first.pk], state=AssignmentState.REFUSED, reason="Không muốn trả lời"
    )
    issue_code(by=BY, assignment=third)
    assert send_code_letters(now=at(9)) == 0
    assert queued(survey, 1) == 1  # the new code of the third
    assert send_code_letters(now=at(10)) == 1
    assert [to for to, _mail in office.taken] == [MAILS[2]]


def test_a_dead_mail_server_is_tried_again_and_then_each_gets_one_letter(
    survey: Survey, office: PostOffice
) -> None:
    queued(survey, 2)
    office.is_silent = True
    assert send_code_letters(now=at(9)) == 0
    office.is_silent = False
    assert send_code_letters(now=at(10)) == 2
    assert len(office.taken) == 2


def test_without_a_mail_server_the_page_says_so_and_nothing_is_queued(survey: Survey) -> None:
    client = Client()
    client.force_login(builders.a_member(Role.SURVEY_STAFF).person)
    page = client.get(reverse("fieldwork:codes", args=[survey.pk])).content.decode()
    assert "chưa đặt máy chủ thư" in page
    with pytest.raises(ValidationError):
        queue_code_letters(by=BY, survey=survey, seen=2)
    assert send_code_letters(now=at(9)) == 0
    assert not CodeLetter.objects.exists()


def test_the_page_sends_as_many_letters_as_it_said(survey: Survey, office: PostOffice) -> None:
    client = Client()
    client.force_login(builders.a_member(Role.SURVEY_STAFF).person)
    address = reverse("fieldwork:codes_mail", args=[survey.pk])
    assert "Có 2 phiếu" in client.get(reverse("fieldwork:codes", args=[survey.pk])).content.decode()
    assert "nhìn lại" in client.post(address, {"seen": 3}, follow=True).content.decode()
    assert not CodeLetter.objects.exists()
    client.post(address, {"seen": 2})
    assert CodeLetter.objects.count() == 2
    client.post(address, {"seen": 2})
    assert CodeLetter.objects.count() == 2


def test_who_does_not_manage_fieldwork_sends_no_codes(survey: Survey, office: PostOffice) -> None:
    with pytest.raises(NotPermitted):
        queue_code_letters(by=builders.an_actor(Role.LEADER), survey=survey, seen=2)
