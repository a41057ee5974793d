"""Units that are merged or renamed while a survey collects: answers stay with the body they were about."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cchc.access.permissions import Role
from cchc.core.words.messages import Faults
from cchc.surveys.actions.estimating import make_estimate
from cchc.surveys.actions.responses import accept_all
from cchc.surveys.models import Survey
from cchc.surveys.queries.ledger import ended_units, quota_ledger
from cchc.units import actions as units
from cchc.units.models import Unit
from tests.builders import a_member, an_actor
from tests.builders.collecting import a_collecting_survey, answers_csv, brought_answers, taken_answers
from tests.builders.people import a_province, a_unit

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture
def rated() -> list[Unit]:
    province = a_province()
    return [a_unit(name, parent=province) for name in ("Xã An Phú", "Xã An Hòa", "Xã Minh Tâm")]


def answers(unit: str, file: str) -> bytes:
    return answers_csv([(f"{file}-{number}", unit, "5", "4", "") for number in range(5)])


def came(survey: Survey) -> dict[str, int]:
    return {row.unit.name: row.whole.sums.received for row in quota_ledger(survey).rows if row.unit}


def merged(rated: list[Unit]) -> Unit:
    into = units.NewUnit(name="Xã An Phú Hòa", kind=rated[0].kind)
    return units.merge_units(by=an_actor(Role.ADMINISTRATOR), units=rated[:2], into=into, on=DAY)


def test_answers_about_merged_units_stay_with_the_unit_that_was_asked_about(rated):
    survey = a_collecting_survey(rated)
    taken_answers(survey, answers("Xã An Phú", "a"), "a.csv")
    merged(rated)
    taken_answers(survey, answers("Xã An Hòa", "b"), "b.csv")
    assert came(survey) == {"Xã An Phú": 5, "Xã An Hòa": 5, "Xã Minh Tâm": 0}
    with pytest.raises(Faults) as refused:
        brought_answers(survey, answers("Xã An Phú Hòa", "c"), "c.csv")
    assert {fault.found for fault in refused.value.faults} == {"Xã An Phú Hòa"}


def test_the_ledger_says_which_units_ended_and_who_follows(rated):
    survey = a_collecting_survey(rated)
    assert ended_units(survey, DAY) == []
    new = merged(rated)
    told = {one.unit.name: (one.on, one.now) for one in ended_units(survey, DAY)}
    assert told == {"Xã An Phú": (DAY, (new,)), "Xã An Hòa": (DAY, (new,))}
    client = Client()
    client.force_login(a_member(Role.COORDINATOR).person)
    page = client.get(reverse("surveys:ledger", args=[survey.pk])).content.decode()
    assert "Xã An Phú Hòa" in page


def test_the_ledger_as_excel_says_it_beside_every_line_of_these_units(rated):
    survey = a_collecting_survey(rated)
    merged(rated)
    client = Client()
    client.force_login(a_member(Role.COORDINATOR).person)
    sent = client.get(reverse("surveys:ledger_out", args=[survey.pk]))
    rows = [[*row] for row in load_workbook(io.BytesIO(sent.content)).active.iter_rows(values_only=True)]
    notes = {str(row[0]): row[-1] or "" for row in rows if row[0] in {one.name for one in rated}}
    told = "kết thúc hoạt động ngày 01/06/2026, nay là Xã An Phú Hòa"
    assert notes == {"Xã An Phú": told, "Xã An Hòa": told, "Xã Minh Tâm": ""}


def test_an_estimate_names_units_as_they_were_asked_about(rated):
    survey = a_collecting_survey(rated)
    taken_answers(survey, answers("Xã An Phú", "a"), "a.csv")
    accept_all(by=an_actor(Role.SURVEY_STAFF), survey=survey)
    merged(rated)
    estimate = make_estimate(by=an_actor(Role.COORDINATOR), survey=survey)
    assert {one.unit.name for one in estimate.figures.exclude(unit=None)} == {"Xã An Phú"}


def test_a_unit_that_was_renamed_is_found_by_either_name(rated):
    survey = a_collecting_survey(rated)
    units.rename_unit(by=an_actor(Role.ADMINISTRATOR), unit=rated[2], name="Xã Minh Tân", on=DAY)
    taken_answers(survey, answers("Xã Minh Tân", "a"), "a.csv")
    taken_answers(survey, answers("Xã Minh Tâm", "b"), "b.csv")
    assert came(survey)["Xã Minh Tâm"] == 10
