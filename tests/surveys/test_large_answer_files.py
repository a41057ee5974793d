"""Large files of answers: no page waits for them, the worker reads and takes them, the page says how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.core.surveys.receiving.columns import proposed_columns
from cchc.intake.models import StagedFile
from cchc.surveys.actions.answers import say_columns
from cchc.surveys.models import QuestionnaireVersion, Survey, SurveyState
from cchc.surveys.queries.comparing import questions_in
from cchc.surveys.staged import LARGE_ANSWERS
from tests import builders
from tests.builders.collecting import HEADINGS, a_collecting_survey, answers_csv
from tests.markup import source

pytestmark = pytest.mark.django_db
LONG = "Cán bộ hướng dẫn chu đáo, hồ sơ trả đúng hẹn. " * 4


@pytest.fixture
def survey() -> Survey:
    return a_collecting_survey([builders.a_unit("Xã Tân Lập", "commune")])


@pytest.fixture
def staff(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.SURVEY_STAFF)


def large(level: str = "5") -> SimpleUploadedFile:
    """A file of two thousand forms."""
    data = answers_csv([[f"P{at}", "Xã Tân Lập", level, "4", LONG] for at in range(2_000)])
    assert len(data) > LARGE_ANSWERS
    return SimpleUploadedFile("tra-loi.csv", data)


def bring(staff: Client, survey: Survey, file: SimpleUploadedFile) -> StagedFile:
    """The staged file after it was brought on the page."""
    version = QuestionnaireVersion.objects.get(forms__survey=survey)
    posted = staff.post(
        reverse("surveys:answers", args=[survey.pk]), {"file": file, "version": version.pk, "channel": ""}
    )
    staged = StagedFile.objects.get()
    assert posted.headers["Location"] == page_of(survey, staged)
    return staged


def page_of(survey: Survey, staged: StagedFile, name: str = "one") -> str:
    return reverse(f"surveys:answers_{name}", args=[survey.pk, staged.pk])


def test_a_large_file_waits_for_the_worker_and_its_page_asks_how_far_it_is(
    survey: Survey, staff: Client
) -> None:
    staged = bring(staff, survey, large())
    shown = staff.get(page_of(survey, staged))
    assert (staged.state, shown.status_code) == (StagedFile.State.WAITING, 202)
    assert 'hx-trigger="every 2s"' in shown.content.decode() or "Not read yet" in source(shown)


def test_the_worker_leads_to_the_columns_and_then_to_the_forms(
    survey: Survey, staff: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        staged = bring(staff, survey, large())
    led = staff.get(page_of(survey, staged), headers={"HX-Request": "true"})
    assert led.headers["HX-Redirect"] == page_of(survey, staged)
    staged.refresh_from_db()
    said = {f"cot_{at}": one["use"] for at, one in enumerate(staged.read["columns"])}
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(page_of(survey, staged, "columns"), said)
    staged.refresh_from_db()
    assert (staged.counts["new"], staged.total) == (2_000, 2_000)
    asked = staff.post(page_of(survey, staged, "apply"))
    assert (asked.headers["Location"], survey.responses.count()) == (page_of(survey, staged), 0)
    with CaptureQueriesContext(connection) as asked_of_it:
        shown = staff.get(page_of(survey, staged))
    assert (shown.status_code, "Not taken yet" in source(shown)) == (202, True)  # no worker lives in a test
    assert not [one for one in asked_of_it.captured_queries if '"intake_stagedfile"."read"' in one["sql"]]
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(page_of(survey, staged, "apply"))
    assert survey.responses.count() == 2_000
    led = staff.get(page_of(survey, staged), headers={"HX-Request": "true"})
    assert led.headers["HX-Redirect"] == page_of(survey, staged)


def test_why_the_worker_took_nothing_stands_on_the_page(
    survey: Survey, staff: Client, django_capture_on_commit_callbacks: Any
) -> None:
    version = QuestionnaireVersion.objects.get(forms__survey=survey)
    uses = [one.use for one in proposed_columns(HEADINGS, questions_in(version))]
    say_columns(
        by=builders.an_actor(Role.SURVEY_STAFF), survey=survey, version=version, headings=HEADINGS, uses=uses
    )
    with django_capture_on_commit_callbacks(execute=True):
        staged = bring(staff, survey, large())
    with django_capture_on_commit_callbacks() as enqueued:
        staff.post(page_of(survey, staged, "apply"))
    Survey.objects.update(state=SurveyState.DESIGNING)
    for leave_to_the_worker in enqueued:
        leave_to_the_worker()
    shown = staff.get(page_of(survey, staged))
    assert "The survey is still being designed: it takes no answers yet." in source(shown)
    assert not survey.responses.exists()


def test_the_faults_of_a_large_file_stand_on_its_page_each_with_its_cell(
    survey: Survey, staff: Client, django_capture_on_commit_callbacks: Any
) -> None:
    version = QuestionnaireVersion.objects.get(forms__survey=survey)
    uses = [one.use for one in proposed_columns(HEADINGS, questions_in(version))]
    say_columns(
        by=builders.an_actor(Role.SURVEY_STAFF), survey=survey, version=version, headings=HEADINGS, uses=uses
    )
    with django_capture_on_commit_callbacks(execute=True):
        staged = bring(staff, survey, large("9"))
    shown = staff.get(page_of(survey, staged))
    assert "2000 of 2000 values are no answers to this question" in source(shown)
    staff.post(page_of(survey, staged, "give_up"))
    assert not StagedFile.objects.exists()
