"""What is asked about the quality of forms: forms as the laws look at them, marks as they are told."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from cchc.core.surveys.quality import LookedAtForm
from cchc.core.surveys.questionnaires.content import questions_of
from cchc.core.surveys.questionnaires.values import ItemKind
from cchc.core.words.messages import Message
from cchc.fieldwork.models import (
    AssignmentState,
    CollectingMode,
    FieldAssignment,
    FormSubmission,
    QualityFlag,
)
from cchc.surveys.models import ResponseState, Survey


def looked_at_forms(survey: Survey) -> list[LookedAtForm]:
    """The forms about one unit that came back and count, as the laws of quality look at them."""
    scales: dict[int, set[str]] = {}
    for form in survey.forms.select_related("version"):
        questions = questions_of(form.version.content)
        scales[form.pk] = {item.code for item in questions.items if item.kind is ItemKind.SCALE}
    came = FieldAssignment.objects.filter(
        survey=survey, state=AssignmentState.RETURNED, unit__isnull=False, is_test=False, link__isnull=False
    ).order_by("number")
    rows = list(came.values_list("number", "form", "enumerator", "mode", "link__form_key"))
    counting = survey.responses.filter(
        is_test=False, state__in=[ResponseState.RECEIVED, ResponseState.ACCEPTED]
    )
    filled = _first_fillings(survey)
    answers: dict[str, dict[str, str]] = dict(counting.order_by().values_list("form_key", "answers"))
    return [
        LookedAtForm(
            number,
            str(enumerator or ""),
            {item: level for item, level in answers[key].items() if item in scales[form]},
            len(answers[key]),
            is_own=mode == CollectingMode.ONLINE,
            **filled.get(number, {}),
        )
        for number, form, enumerator, mode, key in rows
        if answers.get(key)
    ]


def _first_fillings(survey: Survey) -> dict[int, dict[str, Any]]:
    """How forms were filled at first, by number, in local time, where a device told it: a correction takes less time.
    Paper and the page of respondents tell nothing."""
    sent = FormSubmission.objects.filter(assignment__survey=survey).order_by("-version")
    told = sent.values_list("assignment__number", "begun_at", "ended_at", "was_paused", "machine")
    return {
        number: {
            "begun": timezone.localtime(begun) if begun else None,
            "ended": timezone.localtime(ended) if ended else None,
            "was_paused": was_paused,
            "device": machine,
        }
        for number, begun, ended, was_paused, machine in told
    }


def flags_of_survey(survey: Survey) -> QuerySet[QualityFlag]:
    """The marks of a survey, those to be looked at first."""
    flags = QualityFlag.objects.filter(survey=survey).select_related("enumerator__person", "enumerator__unit")
    return flags.order_by("-state", "kind", "pk")  # open, dismissed, confirmed


def kept_message(why: Message) -> dict[str, Any]:
    """A sentence as it is stored."""
    return {"text": why.text, "gaps": dict(why.gaps)}


def message_of_flag(flag: QualityFlag) -> Message:
    """The sentence of a mark."""
    words, gaps = flag.why["text"], flag.why["gaps"]
    return Message(words, **gaps)
