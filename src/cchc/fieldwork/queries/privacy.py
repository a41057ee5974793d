"""What of a survey names people, counted."""

from __future__ import annotations

from dataclasses import dataclass

from cchc.fieldwork.models import AnswerLink, FieldAssignment
from cchc.surveys.models import FrameRow, Survey


@dataclass(frozen=True, slots=True)
class NamesKept:
    """How many rows of frames name people, how many forms lead to them, how many are joined with answers, how many
    forms are filled."""

    people: int
    forms: int
    links: int
    answers: int


def names_kept(survey: Survey) -> NamesKept:
    """Count what names people in a survey; none is joined with answers once it was closed."""
    of_forms = FieldAssignment.objects.filter(survey=survey)
    keys = AnswerLink.objects.filter(
        assignment__in=of_forms, form_key__in=survey.responses.values("form_key")
    )
    return NamesKept(
        people=FrameRow.objects.filter(frame__survey=survey).exclude(columns={}).count(),
        forms=of_forms.filter(case__row__isnull=False).count(),
        links=keys.count(),
        answers=survey.responses.values("form_key").distinct().count(),
    )
