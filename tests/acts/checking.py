"""Acts on back-checks, on marks of forms, and on what of a survey names people."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cchc.access.permissions import Role
from cchc.fieldwork.actions.batching import make_batches
from cchc.fieldwork.models import BackCheckCase, CollectingMode, QualityFlag
from cchc.surveys.models import Survey
from tests import builders
from tests.acts.table import Data, a_department, act, agreed, named, the_province
from tests.builders.checking import a_drawn_check
from tests.builders.collecting import a_collecting_survey
from tests.builders.fieldwork import an_answered_form, some_assignments

LEAD = Role.COORDINATOR
STAFF = Role.SURVEY_STAFF


def a_survey_with_paper_forms() -> Survey:
    """A survey with a batch of two paper forms that came back."""
    unit = a_department()
    survey = a_collecting_survey([unit], name=named("Khảo sát"), target=9)
    forms = some_assignments(survey, [unit], each=2)
    make_batches(by=builders.an_actor(STAFF), survey=survey, doubled=0)
    for one in forms:
        an_answered_form(one)
    return survey


def a_survey_with_forms() -> Survey:
    """A survey to which an enumerator brought two forms."""
    unit = a_department()
    survey = a_collecting_survey([unit], name=named("Khảo sát"), target=9)
    enumerator = builders.a_member(
        Role.ENUMERATOR, unit=unit, username=named("dieu-tra-vien").replace(" ", "-")
    )
    for one in some_assignments(survey, [unit], mode=CollectingMode.INTERVIEW, enumerator=enumerator, each=2):
        an_answered_form(one)
    builders.a_member(
        Role.SURVEY_SUPERVISOR, unit=the_province(), username=named("giam-sat").replace(" ", "-")
    )
    return survey


@act("fieldwork:back_check_draw", "fieldwork.back_check_drawn", role=LEAD)
def _() -> tuple[list[Any], Data]:
    body = str(the_province().pk)
    return [a_survey_with_forms().pk], {"body": body, "share": 10, "least": 5, "seed": "30/11/2026"}


@act("fieldwork:back_check_case", "fieldwork.asked_anew", role=Role.SURVEY_SUPERVISOR)
def _() -> tuple[list[Any], Data]:
    survey = a_survey_with_forms()
    case = a_drawn_check(survey, the_province()).cases.first()
    assert isinstance(case, BackCheckCase)
    told = {"state": "asked", "asked_on": f"{timezone.localdate():%d/%m/%Y}", "note": "Gặp tại nhà"}
    return [survey.pk, case.pk], {**told, "seen": case.version, "item-q1": "4", "item-q4": "2"}


@act("fieldwork:back_check_discard", "fieldwork.forms_discarded", role=LEAD)
def _() -> tuple[list[Any], Data]:
    survey = a_survey_with_forms()
    enumerator = survey.assignments.first().enumerator_id
    data = {"reason": "Phúc tra không xác nhận"}
    return agreed("fieldwork:back_check_discard", [survey.pk, enumerator], data, LEAD)


@act("fieldwork:back_check_discard_batch", "fieldwork.batch_discarded", role=LEAD)
def _() -> tuple[list[Any], Data]:
    survey = a_survey_with_paper_forms()
    data = {"reason": "Phúc tra không xác nhận"}
    return agreed("fieldwork:back_check_discard_batch", [survey.pk, 1], data, LEAD)


@act("fieldwork:quality_look", "fieldwork.quality_looked_at", repeats=True, role=LEAD)
def _() -> tuple[list[Any], Data]:
    return [a_survey_with_forms().pk], {}


def a_mark(survey: Survey) -> QualityFlag:
    """A mark that nobody has decided."""
    why = {
        "text": "{forms} forms that respondents fill by themselves came from one device",
        "gaps": {"forms": 9},
    }
    return QualityFlag.objects.create(survey=survey, kind="one_device", why=why, forms=[1, 2])


@act("fieldwork:quality_decide", "fieldwork.mark_dismissed", role=LEAD)
def _() -> tuple[list[Any], Data]:
    survey = a_survey_with_forms()
    flag = a_mark(survey)
    told = {"state": "dismissed", "reason": "Máy của nhà văn hóa thôn"}
    return [survey.pk], {"flag": str(flag.pk), "seen": flag.version, **told}


@act("fieldwork:quality_decide", "fieldwork.mark_confirmed", also="confirm", role=LEAD)
def _() -> tuple[list[Any], Data]:
    survey = a_survey_with_forms()
    flag = a_mark(survey)
    told = {"state": "confirmed", "reason": "Điều tra viên thừa nhận"}
    return [survey.pk], {"flag": str(flag.pk), "seen": flag.version, **told}


@act("fieldwork:privacy_keep", "fieldwork.kept_until_set", role=STAFF)
def _() -> tuple[list[Any], Data]:
    return [a_survey_with_forms().pk], {"kept_until": "31/12/2027"}


@act("fieldwork:privacy_link", "fieldwork.link_seen", repeats=True, role=Role.LINK_KEEPER)
def _() -> tuple[list[Any], Data]:
    return [a_survey_with_forms().pk], {"number": "1", "reason": "Người trả lời rút phiếu"}
