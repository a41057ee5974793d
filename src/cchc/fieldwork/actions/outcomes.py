"""What becomes of forms that are out: sent, refused, not reached, void; given to another enumerator; a code anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.accounts.models import Membership
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.fieldwork.actions.assigning import code_of, hash_of_code
from cchc.fieldwork.models import AnswerLink, AssignmentState, FieldAssignment, VoidReason
from cchc.fieldwork.policies import may_manage_fieldwork, may_say_outcome
from cchc.surveys.actions.responses import judge_responses
from cchc.surveys.models import ResponseState, Survey, SurveyState
from cchc.ui.templatetags.ui import message_text

SENT = verb("fieldwork.sent", _("sent out {count} forms of “{subject}”"))
REFUSED = verb("fieldwork.refused", _("noted that {count} respondents of “{subject}” refused: {reason}"))
NOT_REACHED = verb(
    "fieldwork.not_reached", _("noted that {count} respondents of “{subject}” were not reached: {reason}")
)
OUT_AGAIN = verb("fieldwork.out_again", _("took back what was noted of {count} forms of “{subject}”"))
VOIDED = verb("fieldwork.voided", _("made {count} forms of “{subject}” void: {reason}"))
REASSIGNED = verb("fieldwork.reassigned", _("gave {count} forms of “{subject}” to {enumerator}"))
CODE_ISSUED = verb("fieldwork.code_issued", _("gave out a new code for form no. {number} of “{subject}”"))
NUMBERS_TOLD = 200
IS_OUT = (AssignmentState.PREPARED, AssignmentState.SENT)
NO_ANSWER = (AssignmentState.REFUSED, AssignmentState.NOT_REACHED)
_NO_ANSWER_VERBS = {AssignmentState.REFUSED: REFUSED, AssignmentState.NOT_REACHED: NOT_REACHED}


@transaction.atomic
def send_out(*, by: Actor, survey: Survey, forms: Collection[int], on: date | None = None) -> int:
    """Say that the forms with these ids went out, today or on a day before; returns how many were still prepared.

    Raises `NotPermitted`, and ValidationError for a day to come or one before the collecting.
    """
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise ValidationError({"on": _("This day is still to come.")})
    rows = _held(by, survey, forms, may_say_outcome)
    changed = [one for one in rows if one.state == AssignmentState.PREPARED]
    for one in changed:
        one.state, one.sent_on = AssignmentState.SENT, day
    return _save(by, survey, changed, SENT, fields=["state", "sent_on"])


@transaction.atomic
def note_no_answer(
    *, by: Actor, survey: Survey, forms: Collection[int], state: AssignmentState, reason: str
) -> int:
    """Say of forms that their respondents refused or were not reached, and why; returns of how many that is new.

    Raises `NotPermitted` (an enumerator says it of his or her own), and ValidationError without a reason and for a form
    that came back or is void.
    """
    if state not in NO_ANSWER:
        raise ValidationError(_("Say whether the respondent refused or was not reached."))
    why = _reason(reason)
    held = _held(by, survey, forms, may_say_outcome)
    _refuse_unless(held, (*IS_OUT, *NO_ANSWER))
    rows = [one for one in held if (one.state, one.reason) != (state, why)]
    for one in rows:
        one.state, one.reason = state, why
    return _save(by, survey, rows, _NO_ANSWER_VERBS[state], {"reason": why}, fields=["state", "reason"])


@transaction.atomic
def take_back_no_answer(*, by: Actor, survey: Survey, forms: Collection[int]) -> int:
    """Let forms be out again whose respondents had refused or were not reached; returns how many.

    Raises `NotPermitted`, and ValidationError for a form of which nothing of the kind was said.
    """
    rows = _held(by, survey, forms, may_say_outcome)
    _refuse_unless(rows, NO_ANSWER)
    for one in rows:
        one.state = AssignmentState.SENT if one.sent_on else AssignmentState.PREPARED
        one.reason = ""
    return _save(by, survey, rows, OUT_AGAIN, fields=["state", "reason"])


@transaction.atomic
def make_void(*, by: Actor, survey: Survey, forms: Collection[int], reason: VoidReason) -> int:
    """Make forms void for a coded reason; returns how many. They stay with their numbers, take no answer any more and
    leave the quota; what was answered on them becomes void too and leaves the estimate.

    Raises `NotPermitted`, and ValidationError where the survey does not collect.
    """
    rows = _held(by, survey, forms, lambda actor, _row: may_manage_fieldwork(actor))
    changed = [one for one in rows if one.state != AssignmentState.VOID]
    links = AnswerLink.objects.filter(assignment__in=[one.pk for one in changed])
    keys = list(links.values_list("form_key", flat=True))
    answers = survey.responses.filter(form_key__in=keys).exclude(state=ResponseState.VOID)
    pks = list(answers.values_list("pk", flat=True))
    if pks:
        judge_responses(
            by=by, survey=survey, responses=pks, state=ResponseState.VOID, reason=reason.of_responses
        )
    for one in changed:
        one.state, one.reason = AssignmentState.VOID, reason.value
    return _save(by, survey, changed, VOIDED, {"reason": str(reason.label)}, fields=["state", "reason"])


@transaction.atomic
def reassign(*, by: Actor, survey: Survey, forms: Collection[int], enumerator: Membership) -> int:
    """Give forms that are out to an enumerator; returns how many had another before.

    Raises `NotPermitted`, and ValidationError for a form that came back or is void.
    """
    rows = _held(by, survey, forms, lambda actor, _row: may_manage_fieldwork(actor))
    changed = [one for one in rows if one.enumerator_id != enumerator.pk]
    _refuse_unless(changed, (*IS_OUT, *NO_ANSWER))
    for one in changed:
        one.enumerator = enumerator
    facts = {"enumerator": enumerator.person.name}
    return _save(by, survey, changed, REASSIGNED, facts, fields=["enumerator"])


@transaction.atomic
def issue_code(*, by: Actor, assignment: FieldAssignment) -> FieldAssignment:
    """Give a new code for a form that is out: the one before is good for nothing from now on.

    Raises `NotPermitted`, and ValidationError for a form that came back or is void.
    """
    rows = _held(by, assignment.survey, [assignment.pk], lambda actor, _row: may_manage_fieldwork(actor))
    _refuse_unless(rows, (*IS_OUT, *NO_ANSWER))
    (held,) = rows
    held.issue += 1
    held.code_sha256 = hash_of_code(code_of(held))
    facts = {"number": held.number}
    _save(by, assignment.survey, rows, CODE_ISSUED, facts, fields=["issue", "code_sha256"])
    return held


def _held(
    by: Actor, survey: Survey, forms: Collection[int], may: Callable[[Actor, FieldAssignment], bool]
) -> list[FieldAssignment]:
    """The forms of a survey that collects, held. Raises `NotPermitted` unless `by` may do it with each of them."""
    if not (may_manage_fieldwork(by) or by.may(Permission.FORM_COLLECT)):
        raise NotPermitted(Permission.FIELDWORK_MANAGE)
    held = hold(Survey.objects.all(), survey.pk)
    if held.state != SurveyState.COLLECTING:
        raise ValidationError(_("The survey collects no answers now: its forms stay as they are."))
    rows = held.assignments.filter(pk__in=forms).select_related("enumerator")
    found = list(rows.select_for_update(of=("self",)).order_by("number"))
    if not all(may(by, one) for one in found):
        raise NotPermitted(Permission.FIELDWORK_MANAGE)
    return found


def _refuse_unless(rows: Collection[FieldAssignment], states: Collection[str]) -> None:
    wrong = [str(one.number) for one in rows if one.state not in states]
    if wrong:
        raise ValidationError(
            _("These forms came back or are void by now: no. %(numbers)s."),
            params={"numbers": "; ".join(wrong[:5])},
        )


def _save(
    by: Actor,
    survey: Survey,
    rows: Collection[FieldAssignment],
    done: str,
    facts: Mapping[str, object] | None = None,
    *,
    fields: list[str],
) -> int:
    if rows:
        for one in rows:
            one.version += 1
        FieldAssignment.objects.bulk_update(rows, [*fields, "version"], batch_size=500)
        told = {"count": len(rows), "numbers": [one.number for one in rows][:NUMBERS_TOLD], **(facts or {})}
        record(by=by, verb=done, subject=survey.name, subject_id=survey.pk, facts=told)
    return len(rows)


def _reason(text: str) -> str:
    try:
        kept = accepted_text(text, MOST["reason"], lines=False).strip()
    except RefusedText as refused:
        raise ValidationError({"reason": [message_text(why) for why in refused.whys]}) from None
    if not kept:
        raise ValidationError({"reason": _("Write the reason.")})
    return kept
