"""Telephones tell of forms without an answer, and how forms were filled; they bring along what respondents agree to."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.fieldwork.actions.quality import look_for_marks
from cchc.fieldwork.actions.retention import set_kept_until
from cchc.fieldwork.models import AssignmentState, FieldAssignment, FormSubmission, QualityFlag
from tests import builders
from tests.builders.devices import a_field, a_telephone, exchanged, filled_in, receipts, sent

pytestmark = pytest.mark.django_db

LEAD = builders.an_actor(Role.SURVEY_STAFF)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def field():
    return a_field()


@pytest.fixture
def token(field):
    return a_telephone(field.enumerator)[1]


def said(token: str, *told: tuple[FieldAssignment, str, str]) -> list[tuple[str, str]]:
    forms = [{"form": form.pk, "state": state, "reason": reason} for form, state, reason in told]
    answer = sent(token, "gui", {"forms": [], "said": forms})
    assert answer.status_code == 200, answer.content
    return [(one["outcome"], one["reason"]) for one in answer.json()["said"]]


def test_who_refused_or_was_not_reached_is_noted_once_and_answers_may_come_after_all(field, token):
    one, two, _three = field.forms
    told = [(one, "refused", "Không muốn trả lời"), (two, "not_reached", "Đi vắng")]
    assert said(token, *told) == [("accepted", "")] * 2
    assert said(token, *told) == [("already_there", "")] * 2
    states = list(FieldAssignment.objects.order_by("pk").values_list("state", "reason"))
    assert states == [("refused", "Không muốn trả lời"), ("not_reached", "Đi vắng"), ("prepared", "")]
    assert Entry.objects.filter(verb__in=("fieldwork.refused", "fieldwork.not_reached")).count() == 2
    receipts(token, filled_in(one))
    assert FieldAssignment.objects.get(pk=one.pk).state == AssignmentState.RETURNED
    assert said(token, told[0]) == [("refused", "used_up")]


def test_nobody_says_of_forms_of_others_or_without_a_reason_that_there_was_no_answer(field, token):
    other = a_field(commune="Xã khác", username="nguoi-khac")
    assert said(token, (other.forms[0], "refused", "Bận")) == [("refused", "unknown_form")]
    assert said(token, (field.forms[0], "refused", "  ")) == [("refused", "closed")]
    for wrong in ({"form": 1, "state": "void", "reason": "x"}, {"form": 1, "state": "refused"}, 7):
        assert sent(token, "gui", {"forms": [], "said": [wrong]}).status_code == 400
    assert set(FieldAssignment.objects.values_list("state", flat=True)) == {"prepared"}


def test_times_of_filling_are_set_right_by_the_clock_of_the_server_and_raise_marks(field, token):
    """A telephone whose clock is a day late tells of a form that was filled within three seconds."""
    late = timezone.now() - timedelta(days=1)
    form = filled_in(field.forms[0]) | {
        "begun": (late - timedelta(seconds=63)).isoformat(),
        "ended": (late - timedelta(seconds=60)).isoformat(),
        "device": "mot-may",
    }
    answer = sent(token, "gui", {"forms": [form], "now": late.isoformat()})
    assert answer.json()["receipts"][0]["outcome"] == "accepted"
    row = FormSubmission.objects.get()
    assert abs((timezone.now() - row.ended_at).total_seconds() - 60) < 30
    assert row.ended_at - row.begun_at == timedelta(seconds=3)
    assert "mot-may" not in row.machine
    receipts(token, form | {"version": 2, "answers": {str(field.unit.pk): {"q1": "4", "q2": "4"}}})
    assert look_for_marks(by=builders.an_actor(Role.COORDINATOR), survey=field.survey) == 1
    flag = QualityFlag.objects.get()
    assert (flag.kind, flag.forms) == ("too_fast", [field.forms[0].number])


@pytest.mark.parametrize("told", ["hôm nay", 5, "2026-11-30T09:00:00", "0001-01-01T00:00:00+00:00"])
def test_a_time_that_is_none_is_not_understood(field, token, told):
    assert sent(token, "gui", {"forms": [filled_in(field.forms[0]) | {"begun": told}]}).status_code == 400
    assert sent(token, "gui", {"forms": [], "now": told}).status_code == 400


def test_a_telephone_brings_along_what_respondents_of_this_survey_agree_to(field, token):
    (survey,) = exchanged(token)["surveys"]
    assert field.survey.name in survey["consent"]
    set_kept_until(by=LEAD, survey=field.survey, day=date(2027, 3, 31))
    (survey,) = exchanged(token)["surveys"]
    assert "31/03/2027" in survey["consent"]
