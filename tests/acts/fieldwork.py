"""Acts of fieldwork: forms handed out, what becomes of them, codes given anew."""

from __future__ import annotations

from typing import Any

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.fieldwork.actions.outcomes import note_no_answer
from cchc.fieldwork.forms.assigning import column_name
from cchc.fieldwork.models import AssignmentState, FieldAssignment
from cchc.surveys.models import Survey
from tests import builders
from tests.acts.table import Data, a_department, act, named, someone
from tests.builders.collecting import PEOPLE, a_collecting_survey
from tests.builders.fieldwork import an_enumerator, some_assignments

STAFF = Role.SURVEY_STAFF
ENUMERATOR = Role.ENUMERATOR


def said(form: FieldAssignment, what: str, **more: str) -> Data:
    """What is said of a ticked form: `what` becomes of it."""
    empty = dict.fromkeys(("on", "reason", "void_reason", "enumerator", "numbers"), "")
    return {"forms_ticked": str(form.pk), "act": what, **empty, **more}


def a_form(enumerator: Membership | None = None) -> tuple[Survey, FieldAssignment]:
    """A survey that collects, and a form of it that is out."""
    unit = a_department()
    survey = a_collecting_survey([unit], name=named("Khảo sát"))
    return survey, some_assignments(survey, [unit], enumerator=enumerator)[0]


def an_own_form() -> FieldAssignment:
    """A form of the enumerator who sends the forms of acts."""
    return a_form(Membership.objects.get(person=someone(ENUMERATOR)))[1]


@act("fieldwork:hand_out", "fieldwork.handed_out", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey = a_collecting_survey([a_department()], name=named("Khảo sát"), target=2)
    return [survey.pk], {"to": "quotas", column_name((PEOPLE, "")): "paper", "do": "1", "seen": "2"}


@act("fieldwork:forms_act", "fieldwork.sent", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, form = a_form()
    return [survey.pk], said(form, "sent")


@act("fieldwork:forms_act", "fieldwork.refused", also="refused", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, form = a_form()
    return [survey.pk], said(form, "refused", reason="Không muốn trả lời")


@act("fieldwork:forms_act", "fieldwork.out_again", also="again", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, form = a_form()
    note_no_answer(
        by=builders.an_actor(STAFF),
        survey=survey,
        forms=[form.pk],
        state=AssignmentState.NOT_REACHED,
        reason="Đi vắng",
    )
    return [survey.pk], said(form, "again")


@act("fieldwork:forms_act", "fieldwork.voided", also="void", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, form = a_form()
    return [survey.pk], said(form, "void", void_reason="lost")


@act("fieldwork:forms_act", "fieldwork.reassigned", also="give", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, form = a_form()
    hand = an_enumerator(a_department())
    return [survey.pk], said(form, "give", enumerator=str(hand.pk))


@act("fieldwork:code_new", "fieldwork.code_issued", repeats=True, role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, form = a_form()
    return [survey.pk, form.number], {}


@act("fieldwork:own_form_act", "fieldwork.not_reached", repeats=True, role=ENUMERATOR)
def _() -> tuple[list[Any], Data]:
    form = an_own_form()
    return [form.pk], said(form, "not_reached", reason="Đi vắng ba lần")


@act("fieldwork:codes_mail", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, _form = a_form()
    return [survey.pk], {
        "seen": "0"
    }  # no mail server is set for the tests of acts: it is said, and nothing is done
