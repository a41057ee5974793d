"""Questions of appraisers to units, and the answers of the units."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.appraisal.actions.appraising import hold_to_appraise
from cchc.appraisal.models import AppraisalQuestion, UnitAppraisal
from cchc.appraisal.policies import OF_A_UNIT, may_answer_questions
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import say
from cchc.core.words.numbers import number_in_full
from cchc.cycles.models import State
from cchc.notices.actions import tell
from cchc.notices.kinds import notice_kind
from cchc.notices.queries.recipients import people_of_units

ASKED = verb("appraisal.asked", _("asked {subject} about {leaf}"), about=OF_A_UNIT)
ANSWERED = verb("appraisal.answered", _("answered the question about {leaf} to {subject}"), about=OF_A_UNIT)

TOLD_ASKED = notice_kind(
    "appraisal.asked",
    _("The appraisal asks {unit} about {leaf}: {text}"),
    letter=_("The appraisal asks {unit} about {leaf}."),
)
TOLD_ANSWERED = notice_kind("appraisal.answered", _("{unit} has answered your question about {leaf}."))


@transaction.atomic
def ask_question(
    *, by: Actor, appraised: UnitAppraisal, leaf: str, text: str, now: datetime | None = None
) -> AppraisalQuestion:
    """Ask a unit about one leaf; whoever answers for it is told at once, without who asks. What waits for its answer in
    the same words already is not asked again.

    Raises `NotPermitted` for whoever does not appraise this leaf of this unit, ValidationError for an empty text, and
    with the lock.
    """
    arrived = now or timezone.now()
    held = hold_to_appraise(by, appraised, [leaf], arrived)
    if leaf not in held.leaves:
        raise ValidationError(_("%(leaf)s is not appraised for this unit."), params={"leaf": leaf})
    asked = _text(text, "text", _("Write the question."))
    waiting = held.row.questions.filter(leaf=leaf, text=asked, answered_at=None).first()
    if waiting is not None:
        return waiting
    question = AppraisalQuestion.objects.create(of=held.row, leaf=leaf, text=asked, at=arrived, **by_line(by))
    participant = held.participant
    record(
        by=by,
        verb=ASKED,
        subject=participant.name,
        subject_id=held.row.pk,
        facts={"leaf": leaf, "stage": held.row.stage},
        wrote=[question],
    )
    people = people_of_units([participant.unit_id], Permission.QUESTION_ANSWER, timezone.localdate())
    tell(
        kind=TOLD_ASKED,
        to=people.get(participant.unit_id, set()),
        facts={"unit": participant.name, "leaf": leaf, "text": asked},
        href=reverse("appraisal:questions", args=[participant.cycle.year, participant.unit_id]),
        by=None,  # a unit is not told who appraises it
    )
    return question


@transaction.atomic
def answer_question(
    *, by: Actor, question: AppraisalQuestion, text: str, now: datetime | None = None
) -> AppraisalQuestion:
    """Answer a question to the own unit; who asked is told. An answer is given once: what stands there in the same
    words is not written again.

    Raises `NotPermitted` for people of other units, ValidationError for an empty text, for a question that is answered
    already, and in a cycle that is closed.
    """
    held = hold(AppraisalQuestion.objects.select_related("of__participant__cycle"), question.pk)
    participant = held.of.participant
    if not may_answer_questions(by, participant):
        raise NotPermitted(Permission.QUESTION_ANSWER)
    if participant.cycle.state != State.OPEN:
        raise ValidationError(_("The cycle is closed and read-only."))
    answer = _text(text, "answer", _("Write the answer."))
    if held.answered_at is not None:
        if held.answer == answer:
            return held
        raise ValidationError(
            _("%(who)s has answered already: %(answer)s"),
            params={"who": held.answered_by, "answer": held.answer},
        )
    held.answer, held.answered_at, held.answered_by = answer, now or timezone.now(), by.person
    held.save(update_fields=["answer", "answered_at", "answered_by"])
    record(
        by=by,
        verb=ANSWERED,
        subject=participant.name,
        subject_id=held.of_id,
        facts={"leaf": held.leaf, "stage": held.of.stage},
        wrote=[held],
    )
    tell(
        kind=TOLD_ANSWERED,
        to=[held.person_id],
        facts={"unit": participant.name, "leaf": held.leaf},
        href=reverse(
            "appraisal:leaf", args=[participant.cycle.year, held.of.stage, participant.unit_id, held.leaf]
        ),
        by=by,
    )
    return held


def _text(text: str, field: str, empty: object) -> str:
    try:
        found = accepted_text(text, MOST["title"]).strip()
    except RefusedText as refused:
        raise ValidationError({field: [say(why, gettext, number_in_full) for why in refused.whys]}) from None
    if not found:
        raise ValidationError({field: str(empty)})
    return found
