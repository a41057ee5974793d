"""Answers that came are given back to be corrected: to the telephone that sent them, else to another."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.fieldwork.models import AnswerLink, AssignmentState, CollectingMode, FieldAssignment
from cchc.fieldwork.policies import may_manage_fieldwork
from cchc.surveys.models import Response, ResponseState, SurveyState

SENT_BACK = verb("fieldwork.form_sent_back", _("sent form no. {number} of “{subject}” back: {reason}"))


@transaction.atomic
def send_back(*, by: Actor, assignment: FieldAssignment, reason: str) -> FieldAssignment:
    """Send a form back whose answers came by a telephone; they count until other ones come in their place.

    Raises `NotPermitted`, and ValidationError where no answers of a telephone came, or they were checked already.
    """
    if not may_manage_fieldwork(by):
        raise NotPermitted(Permission.FIELDWORK_MANAGE)
    held = hold(FieldAssignment.objects.select_related("survey"), assignment.pk)
    link = AnswerLink.objects.filter(assignment=held).first()
    by_telephone = held.mode == CollectingMode.INTERVIEW and held.state == AssignmentState.RETURNED
    if link is None or not by_telephone or held.survey.state != SurveyState.COLLECTING:
        raise ValidationError(_("No answers of this form came from a telephone."))
    if Response.objects.filter(form_key=link.form_key).exclude(state=ResponseState.RECEIVED).exists():
        raise ValidationError(_("This form was checked already: it does not change any more."))
    held.state, held.returned_on, held.reason = AssignmentState.SENT, None, reason
    held.version += 1
    held.save(update_fields=["state", "returned_on", "reason", "version"])
    facts = {"number": held.number, "reason": reason}
    record(by=by, verb=SENT_BACK, subject=held.survey.name, subject_id=held.survey_id, facts=facts)
    return held
