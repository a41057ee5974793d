"""What the columns of a file hold: few choices on a page, however many columns there are, and nothing lost between."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.intake.models import StagedFile
from cchc.surveys.models import AnswerColumns, QuestionnaireVersion, Survey
from tests import builders
from tests.builders.collecting import HEADINGS, a_collecting_survey, answers_csv
from tests.markup import source

pytestmark = pytest.mark.django_db
MANY = (*HEADINGS, *(f"Cột lạ {at}" for at in range(400)))


@pytest.fixture
def survey() -> Survey:
    return a_collecting_survey([builders.a_unit("Xã Tân Lập", "commune")])


@pytest.fixture
def staff(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.SURVEY_STAFF)


def brought(staff: Client, survey: Survey) -> StagedFile:
    version = QuestionnaireVersion.objects.get(forms__survey=survey)
    data = answers_csv([["P1", "Xã Tân Lập", "5", "4", "", *["x"] * 400]], MANY)
    file = SimpleUploadedFile("tra-loi.csv", data)
    staff.post(
        reverse("surveys:answers", args=[survey.pk]), {"file": file, "version": version.pk, "channel": ""}
    )
    return StagedFile.objects.get()


def said(staged: StagedFile) -> dict[str, str]:
    return {f"cot_{at}": one["use"] for at, one in enumerate(staged.read["columns"])}


def test_the_first_columns_that_are_not_sure_can_be_changed_all_others_are_sent_along(survey, staff):
    staged = brought(staff, survey)
    shown = source(staff.get(reverse("surveys:answers_one", args=[survey.pk, staged.pk])))
    assert shown.count("<select") == 40
    assert shown.count('type="hidden" name="cot_') == len(MANY) - 40
    assert len(shown) < 700_000


def test_other_columns_are_shown_with_what_was_said_so_far_and_nothing_is_kept_yet(survey, staff):
    staged = brought(staff, survey)
    address = reverse("surveys:answers_columns", args=[survey.pk, staged.pk])
    shown = source(staff.post(address, {**said(staged), "cot_404": "item:q4", "xem": "0"}))
    assert '<select name="cot_0"' in shown
    assert 'type="hidden" name="cot_404" value="item:q4"' in shown
    assert not AnswerColumns.objects.exists()
    staff.post(address, {**said(staged), "cot_404": "nothing"})
    (kept,) = AnswerColumns.objects.all()
    assert kept.columns["uses"][2:4] == ["item:q1", "item:q2"]
