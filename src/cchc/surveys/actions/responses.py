"""Filled forms are accepted, rejected or made void, each with the code of the reason; they stay, whatever becomes of
them."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.surveys.actions.overflow import mark_overflow
from cchc.surveys.models import Response, ResponseReason, ResponseState, Survey, SurveyState
from cchc.surveys.policies import may_take_answers

ACCEPTED = verb("surveys.responses_accepted", _("accepted {count} forms of “{subject}”"))
REJECTED = verb("surveys.responses_rejected", _("rejected {count} forms of “{subject}”: {reason}"))
VOIDED = verb("surveys.responses_voided", _("made {count} forms of “{subject}” void: {reason}"))
GIVEN_BACK = verb("surveys.responses_given_back", _("took {count} forms of “{subject}” back to be checked"))
_VERBS = {
    ResponseState.ACCEPTED: ACCEPTED,
    ResponseState.REJECTED: REJECTED,
    ResponseState.VOID: VOIDED,
    ResponseState.RECEIVED: GIVEN_BACK,
}
_BEFORE = {
    ResponseState.ACCEPTED: (ResponseState.RECEIVED,),
    ResponseState.REJECTED: (ResponseState.RECEIVED, ResponseState.ACCEPTED),
    ResponseState.VOID: (ResponseState.RECEIVED, ResponseState.ACCEPTED, ResponseState.REJECTED),
    ResponseState.RECEIVED: (ResponseState.ACCEPTED, ResponseState.REJECTED, ResponseState.VOID),
}
KEYS_TOLD = 200


@transaction.atomic
def judge_responses(
    *, by: Actor, survey: Survey, responses: Collection[int], state: ResponseState, reason: str = ""
) -> int:
    """Accept, reject, void or take back the forms with these ids; returns how many changed, those that stand so
    already left aside. A form that goes out makes room in its cell for the next that came.

    Raises `NotPermitted`, and ValidationError unless the survey collects, without a known reason for a form that goes
    out, and for a form from which this state does not follow.
    """
    held = hold_collecting(by, survey)
    goes_out = state in (ResponseState.REJECTED, ResponseState.VOID)
    if goes_out and reason not in ResponseReason.values:
        raise ValidationError({"reason": _("Choose the reason.")})
    rows = list(
        held.responses.filter(pk__in=responses)
        .exclude(state=state)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    wrong = [one.key for one in rows if one.state not in _BEFORE[state]]
    if wrong:
        raise ValidationError(
            _("These forms stand elsewhere by now: %(keys)s."), params={"keys": "; ".join(wrong[:5])}
        )
    Response.objects.filter(pk__in=[one.pk for one in rows]).update(
        state=state, reason=reason if goes_out else ""
    )
    if rows:
        groups = held.forms.filter(pk__in={one.form_id for one in rows})
        names = set(groups.values_list("respondent_group", flat=True))
        mark_overflow(held, names, {one.unit_id for one in rows})
        facts = {"count": len(rows), "keys": [one.key for one in rows[:KEYS_TOLD]]}
        facts |= {"reason": str(ResponseReason(reason).label)} if goes_out else {}
        record(by=by, verb=_VERBS[state], subject=held.name, subject_id=held.pk, facts=facts)
    return len(rows)


@transaction.atomic
def accept_all(*, by: Actor, survey: Survey) -> int:
    """Accept every form that waits to be checked, those of a test aside; returns how many."""
    held = hold_collecting(by, survey)
    waiting = held.responses.filter(state=ResponseState.RECEIVED, is_test=False)
    count = waiting.update(state=ResponseState.ACCEPTED)
    if count:
        record(by=by, verb=ACCEPTED, subject=held.name, subject_id=held.pk, facts={"count": count})
    return count


def hold_collecting(by: Actor, survey: Survey) -> Survey:
    """The survey, held. Raises `NotPermitted`, and ValidationError unless it collects answers."""
    if not may_take_answers(by):
        raise NotPermitted(Permission.SURVEY_ANSWERS)
    held = hold(Survey.objects.all(), survey.pk)
    if held.state == SurveyState.CLOSED:
        raise ValidationError(_("The survey is closed: its answers stay as they are."))
    if held.state != SurveyState.COLLECTING:
        raise ValidationError(_("The survey is still being designed: it takes no answers yet."))
    return held
