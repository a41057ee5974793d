"""Who keeps the link looks up which answers came of a form: for a reason, and never without a line in the log."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.fieldwork.models import AnswerLink
from cchc.fieldwork.policies import may_read_links
from cchc.surveys.models import Response, Survey

LINK_SEEN = verb(
    "fieldwork.link_seen", _("looked up which answers came of form no. {number} of “{subject}”: {reason}")
)


@transaction.atomic
def look_up_link(*, by: Actor, survey: Survey, number: int, reason: str) -> list[Response]:
    """Return the answers that came of a numbered form, one for each rated unit, none where nothing joins them (it did
    not come back, or the survey was closed); record that they were looked up, in both cases.

    Raises `NotPermitted`, and ValidationError without a reason.
    """
    if not may_read_links(by):
        raise NotPermitted(Permission.LINK_READ)
    said = " ".join(reason.split())
    if not said:
        raise ValidationError({"reason": _("Say why the link is looked up.")})
    link = AnswerLink.objects.filter(assignment__survey=survey, assignment__number=number).first()
    facts = {"number": number, "reason": said}
    record(by=by, verb=LINK_SEEN, subject=survey.name, subject_id=survey.pk, facts=facts)
    if link is None:
        return []
    found = survey.responses.filter(form_key=link.form_key).select_related("unit", "form__version")
    return list(found.order_by("unit__name", "pk"))
