"""Acts on what sends forms: telephones are connected and cut off, systems get a token, a form is sent back."""

from __future__ import annotations

from typing import Any

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.accounts.queries import actor_of
from cchc.core.surveys.codes import numbered_form
from cchc.fieldwork.actions.devices import connect_telephone, give_token
from cchc.fieldwork.models import CollectingMode, Device
from cchc.surveys.models import Survey
from tests import builders
from tests.acts.table import Data, a_department, act, named, someone
from tests.builders.collecting import a_collecting_survey
from tests.builders.fieldwork import an_answered_form, some_assignments

STAFF = Role.SURVEY_STAFF
ENUMERATOR = Role.ENUMERATOR


def a_survey_in_the_field() -> Survey:
    """A survey of a department of its own that collects."""
    return a_collecting_survey([a_department()], name=named("Khảo sát"))


def a_telephone() -> Device:
    """A telephone of whoever sends the forms of enumerators."""
    member = Membership.objects.get(person=someone(ENUMERATOR))
    return connect_telephone(by=actor_of(member), membership=member, name=named("Máy"))[0]


@act("fieldwork:telephones", "fieldwork.device_connected", repeats=True, role=ENUMERATOR)
def _() -> tuple[list[Any], Data]:
    return [], {"name": named("Máy")}


@act("fieldwork:telephone_revoke", "fieldwork.device_revoked", role=ENUMERATOR)
def _() -> tuple[list[Any], Data]:
    return [a_telephone().pk], {}


@act("fieldwork:system_new", "fieldwork.token_given", repeats=True, role=STAFF)
def _() -> tuple[list[Any], Data]:
    return [a_survey_in_the_field().pk], {"name": named("Hệ thống")}


@act("fieldwork:device_revoke", "fieldwork.device_revoked", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey = a_survey_in_the_field()
    system, _token = give_token(by=builders.an_actor(STAFF), survey=survey, name=named("Hệ thống"))
    return [survey.pk, system.pk], {}


@act("fieldwork:form_send_back", "fieldwork.form_sent_back", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey = a_survey_in_the_field()
    units = [one.unit for one in survey.rated.all()]
    (form,) = some_assignments(survey, units, mode=CollectingMode.INTERVIEW)
    an_answered_form(form)
    return [survey.pk], {"number": numbered_form(form.number), "reason": "Xem lại câu 1"}
