"""Figures of a survey that still collects: asked for on its page, made by the worker, no page waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.audit.models import Entry
from cchc.surveys.actions.estimating import estimate_closed_surveys
from cchc.surveys.actions.responses import accept_all
from cchc.surveys.actions.states import close_survey
from cchc.surveys.models import EstimateOrder, EstimateState, Response, Survey
from tests import builders
from tests.builders.collecting import a_collecting_survey, answers_csv, taken_answers
from tests.markup import source

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey() -> Survey:
    survey = a_collecting_survey([builders.a_unit("Xã Tân Lập", "commune")])
    taken_answers(survey, answers_csv([[f"P{at}", "Xã Tân Lập", "5", "4", ""] for at in range(6)]))
    return survey


@pytest.fixture
def lead(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.COORDINATOR)


def results(survey: Survey) -> str:
    return reverse("surveys:results", args=[survey.pk])


def asked(lead: Client, survey: Survey) -> None:
    assert lead.post(reverse("surveys:estimate", args=[survey.pk])).headers["Location"] == results(survey)


def accepted(survey: Survey) -> None:
    accept_all(by=builders.an_actor(Role.SURVEY_STAFF), survey=survey)


def test_the_page_says_that_figures_are_being_estimated_and_leads_on_when_they_are(
    survey: Survey, lead: Client, django_capture_on_commit_callbacks: Any
) -> None:
    accepted(survey)
    with django_capture_on_commit_callbacks() as handed:
        asked(lead, survey)
    assert "Not estimated yet" in source(lead.get(results(survey)))
    for hand_over in handed:
        hand_over()
    led = lead.get(results(survey), headers={"HX-Request": "true"})
    assert led.headers["HX-Redirect"] == results(survey)
    assert "Provisional" in source(lead.get(results(survey)))
    assert not EstimateOrder.objects.exists()


def test_the_estimate_is_recorded_in_the_name_of_who_asked_for_it(
    survey: Survey, lead: Client, django_capture_on_commit_callbacks: Any
) -> None:
    accepted(survey)
    with django_capture_on_commit_callbacks(execute=True):
        asked(lead, survey)
    entry = Entry.objects.get(verb="surveys.estimated")
    assert entry.person_id == int(lead.session["_auth_user_id"])
    assert survey.estimates.get().state == EstimateState.PROVISIONAL


def test_nothing_is_estimated_in_the_name_of_one_who_left_the_role_meanwhile(
    survey: Survey, lead: Client, django_capture_on_commit_callbacks: Any
) -> None:
    accepted(survey)
    with django_capture_on_commit_callbacks() as handed:
        asked(lead, survey)
    Membership.objects.filter(person=lead.session["_auth_user_id"]).update(valid_until=timezone.localdate())
    for hand_over in handed:
        hand_over()
    assert EstimateOrder.objects.get().whys == ["Whoever asked for it may not do this any more."]
    assert not survey.estimates.exists()


def test_without_an_accepted_form_nothing_is_asked_of_the_worker(survey: Survey, lead: Client) -> None:
    asked(lead, survey)
    assert "No answer was accepted" in source(lead.get(results(survey)))
    assert not EstimateOrder.objects.exists()


def test_why_figures_cannot_be_estimated_stands_on_the_page_and_they_can_be_asked_for_again(
    survey: Survey, lead: Client, django_capture_on_commit_callbacks: Any
) -> None:
    accepted(survey)
    kept = Response.objects.get(key="P0").answers
    Response.objects.filter(key="P0").update(answers={**kept, "q1": "77"})
    with django_capture_on_commit_callbacks(execute=True):
        asked(lead, survey)
    assert "not on the scale of their question any more" in source(lead.get(results(survey)))
    Response.objects.filter(key="P0").update(answers=kept)
    with django_capture_on_commit_callbacks(execute=True):
        asked(lead, survey)
    assert survey.estimates.count() == 1


def test_after_its_closing_the_page_says_that_the_final_figures_are_being_estimated(
    survey: Survey, lead: Client
) -> None:
    accepted(survey)
    close_survey(by=builders.an_actor(Role.COORDINATOR), survey=survey)
    assert "The figures are being estimated" in source(lead.get(results(survey)))
    assert "Estimate the figures now" not in source(lead.get(results(survey)))
    assert estimate_closed_surveys() == 1
    assert "being estimated" not in source(lead.get(results(survey)))


def test_who_only_reads_results_does_not_ask_for_them(
    survey: Survey, client_of: Callable[..., Client]
) -> None:
    accepted(survey)
    answer = client_of(Role.AUDITOR).post(reverse("surveys:estimate", args=[survey.pk]))
    assert answer.status_code == 404
