"""Builders of fieldwork: forms that are handed out, answers that come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import uuid4

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.fieldwork.actions.assigning import FormWanted, HandingOut, hand_out, hand_out_missing
from cchc.fieldwork.actions.receiving import SubmittedForm, receive_form
from cchc.fieldwork.models import CollectingMode, FieldAssignment, FormSubmission, SubmissionSource
from cchc.fieldwork.queries.handing_out import HandedTo, missing_forms
from cchc.surveys.models import FrameRow, SampleCase, SampleFrame, Survey
from cchc.units.models import Unit
from tests.builders.people import a_member, an_actor

SATISFIED = {"q1": "5", "q2": "4"}


def some_assignments(
    survey: Survey,
    units: list[Unit],
    *,
    mode: CollectingMode = CollectingMode.PAPER,
    enumerator: Membership | None = None,
    each: int = 1,
    is_test: bool = False,
) -> list[FieldAssignment]:
    """Forms about units, `each` of them so many, of the first group of a survey that collects."""
    form = survey.forms.get()
    wanted = [
        FormWanted(form, mode, unit=unit, enumerator=enumerator, is_test=is_test)
        for unit in units
        for _turn in range(each)
    ]
    return hand_out(by=an_actor(Role.SURVEY_STAFF), survey=survey, wanted=wanted)


def a_sent_form(
    assignment: FieldAssignment,
    texts: Mapping[str, str] = SATISFIED,
    *,
    key: str = "",
    version: int = 1,
    source: SubmissionSource = SubmissionSource.ONLINE,
) -> SubmittedForm:
    """What was answered to an assignment about one unit."""
    assert assignment.unit_id is not None
    return SubmittedForm(key or str(uuid4()), version, {assignment.unit_id: dict(texts)}, source)


def an_answered_form(assignment: FieldAssignment, texts: Mapping[str, str] = SATISFIED) -> FormSubmission:
    """An assignment whose answers came."""
    by = an_actor(Role.SURVEY_STAFF)
    return receive_form(by=by, assignment=assignment, sent=a_sent_form(assignment, texts))[0]


def an_enumerator(unit: Unit) -> Membership:
    """Somebody who asks respondents for a unit."""
    return a_member(Role.ENUMERATOR, unit=unit)


def everything_missing(
    survey: Survey, to: HandedTo = HandedTo.QUOTAS, *hands: Membership
) -> list[FieldAssignment]:
    """The forms that a survey lacks, handed out on paper, through these enumerators."""
    missing = missing_forms(survey, to)
    chosen = HandingOut(to, {one.column: CollectingMode.PAPER for one in missing}, hands)
    count = sum(one.count for one in missing)
    return hand_out_missing(by=an_actor(Role.SURVEY_STAFF), survey=survey, chosen=chosen, seen=count)


def some_drawn_people(survey: Survey, unit: Unit, mails: Sequence[str]) -> list[FieldAssignment]:
    """People of a unit who were drawn from a list, one for each e-mail address (empty: the list has none), each with a
    form to be filled online."""
    form = survey.forms.get()
    frame = SampleFrame.objects.create(survey=survey, name="Danh sách người trả lời", sha256="0")
    wanted = []
    for number, mail in enumerate(mails, 1):
        columns = {"Họ và tên": f"Người số {number}", "Email": mail}
        row = FrameRow.objects.create(frame=frame, key=str(number), unit=unit, columns=columns)
        case = SampleCase.objects.create(
            survey=survey,
            number=number,
            row=row,
            unit=unit,
            respondent_group=form.respondent_group,
            probability="1/2",
            weight="2",
        )
        wanted.append(FormWanted(form, CollectingMode.ONLINE, unit=unit, case=case))
    return hand_out(by=an_actor(Role.SURVEY_STAFF), survey=survey, wanted=wanted)
