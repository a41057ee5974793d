"""The table of quotas, set by two people at once: what one typed stands in its cell, what the other added stays."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.surveys.actions.surveys import CellOf, set_quotas
from cchc.surveys.forms.surveys import cell_name
from tests import builders
from tests.builders.collecting import PEOPLE, a_designed_survey

pytestmark = pytest.mark.django_db


def test_a_column_that_somebody_added_meanwhile_moves_no_number_and_keeps_its_own(client_of):
    unit = builders.a_unit("Xã Tân Lập", "commune")
    survey = a_designed_survey([unit])
    typed = {cell_name(unit, (PEOPLE, "")): "7", "seen": survey.version}
    by = builders.an_actor(Role.SURVEY_STAFF)
    set_quotas(by=by, survey=survey, targets={CellOf(unit.pk, "Cán bộ"): 4})
    client, address = client_of(Role.SURVEY_STAFF), reverse("surveys:quotas", args=[survey.pk])
    answer = client.post(address, typed)
    assert answer.status_code == 409
    again = answer.context["form"]
    assert client.post(address, {one.html_name: one.value() or "" for one in again}).status_code == 302
    assert dict(survey.quota_cells.values_list("respondent_group", "target")) == {PEOPLE: 7, "Cán bộ": 4}
