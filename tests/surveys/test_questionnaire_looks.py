"""A questionnaire as it will be asked says in words when a question is asked, never by codes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.surveys.models import QuestionnaireVersion
from tests.builders import a_member
from tests.builders.questionnaires import an_issued

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> QuestionnaireVersion:
    return an_issued()


@pytest.mark.parametrize("name", ["on_paper", "as_matrix"])
def test_conditions_stand_there_by_the_numbers_that_are_printed(version, name):
    client = Client()
    client.force_login(a_member(Role.SURVEY_STAFF).person)
    shown = client.get(reverse(f"surveys:{name}", args=[version.pk])).content.decode()
    assert shown.count("câu 1 chọn ô 1 (Có)") == 2
    assert "q1 =" not in shown


def test_the_row_of_a_question_says_in_words_when_it_is_asked(version):
    client = Client()
    client.force_login(a_member(Role.SURVEY_STAFF).person)
    shown = client.get(reverse("surveys:questionnaire_row", args=[version.pk, "item", "q3"])).content.decode()
    assert "câu 1 chọn ô 1 (Có)" in shown
