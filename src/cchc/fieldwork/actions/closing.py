"""What joins people and answers goes when a survey is closed."""

from __future__ import annotations

from uuid import uuid4

from django.db.models import Model
from django.utils import timezone

from cchc.access.actor import Actor
from cchc.fieldwork.actions.checking import sum_up_checks
from cchc.fieldwork.models import (
    AnswerDraft,
    AnswerLink,
    AssignmentState,
    BackCheckCase,
    FieldAssignment,
    Fieldwork,
    FormSubmission,
    Keying,
)
from cchc.surveys.models import Survey

JOINED: tuple[type[Model], ...] = (FormSubmission, AnswerDraft, Keying, BackCheckCase)
"""The tables, each with an `assignment`, that hold answers of a form: closing empties them."""
AT_ONCE = 2_000


def part_people_from_answers(*, by: Actor, survey: Survey) -> list[Model]:
    """Take away what joins the forms that were handed out with answers; the answer to `survey_closed`.

    A form that was answered keeps its row of `AnswerLink`, with a key that nothing else has: it is used up as before,
    should the survey be opened again. What back-checks and marks of quality came to is summed up. Every form that came
    back bears the day of closing: its own day, beside few answers of that day, would tell whose they are. The log goes
    on saying when each numbered form came, and nothing else does.
    """
    Fieldwork.objects.update_or_create(survey=survey, defaults={"unlinked_at": survey.closed_at})
    sum_up_checks(survey)
    for table in JOINED:
        table._default_manager.filter(assignment__survey=survey).delete()
    AnswerDraft.objects.filter(link__survey=survey).delete()
    links = list(AnswerLink.objects.filter(assignment__survey=survey))
    for link in links:
        link.form_key = str(uuid4())
    AnswerLink.objects.bulk_update(links, ["form_key"], batch_size=AT_ONCE)
    returned = FieldAssignment.objects.filter(survey=survey, state=AssignmentState.RETURNED)
    returned.update(returned_on=timezone.localdate(survey.closed_at))
    return []
