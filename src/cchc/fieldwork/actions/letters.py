"""Codes are sent to respondents by e-mail, where a mail server is set and the frame knows an address."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission, Role
from cchc.access.platform import by_the_platform
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.fieldwork.actions.assigning import code_to_send
from cchc.fieldwork.actions.outcomes import send_out
from cchc.fieldwork.models import CodeLetter, FieldAssignment
from cchc.fieldwork.policies import may_manage_fieldwork
from cchc.fieldwork.queries.forms import STILL_OUT
from cchc.fieldwork.queries.letters import State, forms_to_mail
from cchc.notices.actions.posting import WrittenLetter, send_due
from cchc.notices.exchange import MailServer
from cchc.surveys.models import Survey, SurveyState

QUEUED = verb("fieldwork.letters_queued", _("has {count} codes of “{subject}” sent by e-mail"))
BEGINS, ENDS = 6, 21  # hours of the day at which respondents get letters


@transaction.atomic
def queue_code_letters(*, by: Actor, survey: Survey, seen: int) -> int:
    """Have the code of every form sent by e-mail whose respondent has an address and no letter yet; returns how many,
    `seen` as the person saw it. The worker sends them.

    Raises `NotPermitted`, `Changed` where another number is there by now, and ValidationError where no mail server is
    set, and unless the survey collects and there is such a form.
    """
    if not may_manage_fieldwork(by):
        raise NotPermitted(Permission.FIELDWORK_MANAGE)
    if settings.MAIL_SERVER is None:
        raise ValidationError(_("No mail server is set: send the codes with the files."))
    held = hold(Survey.objects.all(), survey.pk)
    if held.state != SurveyState.COLLECTING:
        raise ValidationError(_("The survey takes no answers now."))
    forms = forms_to_mail(held)
    if len(forms) != seen:
        raise Changed(seen=seen, now=len(forms))
    if not forms:
        raise ValidationError(_("There is no form whose code may be sent by e-mail."))
    now = timezone.now()
    CodeLetter.objects.filter(
        assignment__in=forms, state__in=(State.GIVEN_UP, State.DROPPED)
    ).delete()  # they are sent anew
    CodeLetter.objects.bulk_create(
        CodeLetter(assignment=one, issue=one.issue, queued_at=now, next_try=now) for one in forms
    )
    facts = {"count": len(forms), "numbers": [one.number for one in forms][:200]}
    record(by=by, verb=QUEUED, subject=held.name, subject_id=held.pk, facts=facts)
    return len(forms)


def send_code_letters(*, now: datetime) -> int:
    """Send the letters to respondents that are due; returns the number of those that the mail server took. Done by the
    worker each minute of the day; without a mail server nothing is sent."""
    server: MailServer | None = settings.MAIL_SERVER
    if server is None or not BEGINS <= timezone.localtime(now).hour < ENDS:
        return 0
    asked = ("survey", "form", "unit", "case__row", "enumerator__person")
    letters = CodeLetter.objects.select_related(*(f"assignment__{one}" for one in asked))
    return send_due(
        letters=letters, server=server, now=now, write=_written, fault_of=lambda refused: str(refused.code)
    )


def _written(letter: CodeLetter) -> WrittenLetter | None:
    """What a letter says now; None where the form is back or void, has another code, or nobody's address is known."""
    form = letter.assignment
    told = code_to_send(form, settings.ADDRESS)
    is_due = form.survey.state == SurveyState.COLLECTING and form.state in STILL_OUT
    if not is_due or form.issue != letter.issue or not told.mail:
        return None
    return WrittenLetter(told.mail, told.subject, told.letter, "", mark=partial(_note_sent, form))


def _note_sent(form: FieldAssignment) -> None:
    """Say that a form went out, unless it had before."""
    by = replace(by_the_platform(), role=Role.SURVEY_STAFF)
    send_out(by=by, survey=form.survey, forms=[form.pk])
