"""Until when what names people is kept, and its deletion: what was found stays."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.access.platform import by_the_platform
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.core.surveys.questionnaires.content import questions_of
from cchc.core.surveys.questionnaires.values import ItemKind
from cchc.fieldwork.models import FieldAssignment, Fieldwork
from cchc.fieldwork.policies import may_manage_fieldwork
from cchc.surveys.actions.collecting import forget_written_answers
from cchc.surveys.models import FrameRow, SampleFrame, Survey, SurveyState

KEPT_UNTIL_SET = verb("fieldwork.kept_until_set", _("personal data of “{subject}” are kept until {day}"))
PEOPLE_DELETED = verb(
    "fieldwork.people_deleted",
    _("deleted the personal data of “{subject}”: {people} rows of frames, {texts} written answers"),
)
say_facts(
    "fieldwork",
    people=FactWords(_("rows of frames emptied")),
    texts=FactWords(_("written answers deleted")),
    reasons=FactWords(_("remarks about respondents deleted")),
)


@transaction.atomic
def set_kept_until(*, by: Actor, survey: Survey, day: date | None) -> Fieldwork:
    """Say until when what names people is kept; None: until somebody deletes it.

    Raises `NotPermitted`, and ValidationError for a day before the last day of collecting.
    """
    if not may_manage_fieldwork(by):
        raise NotPermitted(Permission.FIELDWORK_MANAGE)
    held = hold(Survey.objects.all(), survey.pk)
    if day is not None and held.collects_until is not None and day < held.collects_until:
        raise ValidationError({"kept_until": _("Answers are still collected on this day.")})
    row, _is_new = Fieldwork.objects.get_or_create(survey=held)
    if row.kept_until != day:
        row.kept_until = day
        row.version += 1
        row.save(update_fields=["kept_until", "version"])
        facts = {"day": f"{day:%d/%m/%Y}" if day else "–"}
        record(by=by, verb=KEPT_UNTIL_SET, subject=held.name, subject_id=held.pk, facts=facts)
    return row


def surveys_past_keeping(today: date) -> QuerySet[Survey]:
    """Return the closed surveys whose personal data were to be kept until a day before `today`."""
    return Survey.objects.filter(state=SurveyState.CLOSED, fieldwork__kept_until__lt=today).order_by("pk")


def delete_people_past_keeping() -> int:
    """Delete what names people in surveys whose day has come; returns in how many there was any. Done by the worker
    each day."""
    deleted = 0
    for survey in surveys_past_keeping(timezone.localdate()):
        with transaction.atomic():
            deleted += _delete_people(survey)
    return deleted


def _delete_people(survey: Survey) -> bool:
    """Delete what names people or may: who stands in the frames, remarks about respondents, written answers; returns
    whether there was any. Forms, answers to choose from, estimates and the log stay: figures can be verified as before.
    """
    held = hold(Survey.objects.all(), survey.pk)
    if held.state != SurveyState.CLOSED:
        return False
    now = timezone.now()
    rows = FrameRow.objects.filter(frame__survey=held).exclude(columns={})
    people = rows.update(columns={})
    SampleFrame.objects.filter(survey=held, erased_at=None).update(erased_at=now)
    reasons = FieldAssignment.objects.filter(survey=held).exclude(reason="").update(reason="")
    texts = 0
    for form in held.forms.select_related("version"):
        written = [
            item.code for item in questions_of(form.version.content).items if item.kind is ItemKind.TEXT
        ]
        texts += forget_written_answers(form, written)
    if not (people or reasons or texts):
        return False
    facts = {"people": people, "reasons": reasons, "texts": texts}
    record(by=by_the_platform(), verb=PEOPLE_DELETED, subject=held.name, subject_id=held.pk, facts=facts)
    return True
