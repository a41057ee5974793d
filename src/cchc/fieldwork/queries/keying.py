"""What was keyed of forms, and what may still be."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.db.models import F, Q, QuerySet

from cchc.core.surveys.keying import Keyed, KeyedDifference, keyed_differences
from cchc.core.surveys.questionnaires.content import questions_of
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.fieldwork.models import FieldAssignment, Keying
from cchc.surveys.models import Survey
from cchc.units.models import Unit


def questions_on(assignment: FieldAssignment) -> QuestionSet:
    """The questionnaire of a form, in the version in which it was printed."""
    return questions_of(assignment.form.version.content)


def units_on(assignment: FieldAssignment) -> list[Unit]:
    """The units that a form asks about: its own, or all rated ones in the order in which they are printed."""
    if assignment.unit is not None:
        return [assignment.unit]
    rated = assignment.survey.rated.select_related("unit").order_by("unit__name", "unit_id")
    return [one.unit for one in rated]


def keyed_of(keying: Keying) -> Keyed:
    """What one person keyed, as texts by unit and item."""
    told: Mapping[str, Mapping[str, str]] = json.loads(keying.body)
    return {int(unit): dict(texts) for unit, texts in told.items()}


def waiting_keyings(assignment: FieldAssignment) -> list[Keying]:
    """The keyings of a form that are not settled yet: none, the first, or both."""
    return list(assignment.keyings.exclude(body="").order_by("turn"))


def differing_forms(survey: Survey) -> QuerySet[FieldAssignment]:
    """The forms of a survey that two people keyed differently and nobody has decided yet, each with in how many items
    (`differences`)."""
    second = Q(keyings__turn=2) & ~Q(keyings__body="")
    return (
        FieldAssignment.objects.filter(second, survey=survey)
        .annotate(differences=F("keyings__differences"))
        .select_related("survey", "unit", "form__version", "in_batch__batch")
        .order_by("number")
    )


def differences_of(assignment: FieldAssignment) -> tuple[KeyedDifference, ...]:
    """Where the two keyings of a form say different things; empty where there are not two that wait."""
    keyings = waiting_keyings(assignment)
    if len(keyings) < 2:
        return ()
    return keyed_differences(questions_on(assignment), *map(keyed_of, keyings))
