"""A survey begins to collect, is taken back to its design, is closed and opened again."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.overwriting import overwriting
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.intake.actions import forget_waiting
from cchc.surveys.actions.frames import FRAME
from cchc.surveys.actions.unlinking import write_answers_anew
from cchc.surveys.consequences import survey_closed
from cchc.surveys.models import EstimateState, Survey, SurveyState
from cchc.surveys.policies import may_close, may_design
from cchc.surveys.queries.steps import built_on_closing, missing_in_design

STARTED = verb("surveys.started", _("began to collect the answers of “{subject}”: {target} are wanted"))
STOPPED = verb("surveys.taken_back_to_design", _("took “{subject}” back to its design"))
CLOSED = verb("surveys.closed", _("closed the survey “{subject}”: {accepted} accepted answers of {received}"))
OPENED_AGAIN = verb("surveys.opened_again", _("opened the survey “{subject}” again: {reason}"))
say_facts("surveys", written_anew=FactWords(_("forms written anew in random order")))


@transaction.atomic
def start_collecting(*, by: Actor, survey: Survey) -> Survey:
    """Begin to collect answers: units, questionnaires and quotas stand from now on.

    Raises `NotPermitted`, and ValidationError with everything that the design lacks.
    """
    held = _held(by, survey, SurveyState.DESIGNING, closing=False)
    missing = missing_in_design(held)
    if missing:
        raise ValidationError([str(one) for one in missing])
    _turn(held, SurveyState.COLLECTING)
    target = sum(held.quota_cells.values_list("target", flat=True))
    record(by=by, verb=STARTED, subject=held.name, subject_id=held.pk, facts={"target": target})
    return held


@transaction.atomic
def take_back_to_design(*, by: Actor, survey: Survey) -> Survey:
    """Take a survey back to its design as long as no answer came; an estimate of answers that were taken back goes.

    Raises `NotPermitted`, and ValidationError where answers came, those of a test too, and where its figures were final
    once: what was asked is then told by its questionnaires.
    """
    held = _held(by, survey, SurveyState.COLLECTING, closing=False)
    if held.responses.exists():
        raise ValidationError(_("Answers came already: the design of this survey stays."))
    if held.estimates.filter(state=EstimateState.FINAL).exists():
        raise ValidationError(_("The figures of this survey were final once: its design stays."))
    gone = list(held.estimates.filter(state=EstimateState.PROVISIONAL))
    held.estimates.filter(pk__in=[one.pk for one in gone]).delete()
    _turn(held, SurveyState.DESIGNING)
    record(by=by, verb=STOPPED, subject=held.name, subject_id=held.pk, facts={}, removed=gone)
    return held


@transaction.atomic
def close_survey(*, by: Actor, survey: Survey, now: datetime | None = None) -> Survey:
    """Close a survey: no answer comes any more, and none changes. What joins answers with people goes, and the answers
    are written anew in random order. Frames that wait to be written are forgotten, for nobody could write them or give
    them up.

    Raises `NotPermitted`, and ValidationError unless it collects, and while answers wait to be checked.
    """
    held = _held(by, survey, SurveyState.COLLECTING, closing=True)
    counted = held.responses.filter(is_test=False)
    if counted.filter(state="received").exists():
        raise ValidationError(_("Answers wait to be checked: accept or reject them first."))
    accepted = counted.filter(state="accepted").count()
    if not accepted:
        raise ValidationError(_("No answer was accepted: there is nothing to close."))
    forget_waiting(code=FRAME, about=str(held.pk))
    _turn(held, SurveyState.CLOSED, now)
    facts = {"accepted": accepted, "received": counted.count()}
    with overwriting():
        survey_closed(by=by, survey=held)
        facts["written_anew"] = write_answers_anew(held)
    record(by=by, verb=CLOSED, subject=held.name, subject_id=held.pk, facts=facts)
    return held


@transaction.atomic
def open_again(*, by: Actor, survey: Survey, reason: str) -> Survey:
    """Let a closed survey take answers again, for a reason; its final estimate stays, the next closing makes another.

    Raises `NotPermitted`, and ValidationError without a reason, and where something was built on its figures.
    """
    kept = reason.strip()
    if not kept:
        raise ValidationError({"reason": _("Say why the survey is opened again.")})
    held = _held(by, survey, SurveyState.CLOSED, closing=True)
    built = built_on_closing(held)
    if built:
        raise ValidationError([str(one) for one in built])
    _turn(held, SurveyState.COLLECTING)
    record(by=by, verb=OPENED_AGAIN, subject=held.name, subject_id=held.pk, facts={"reason": kept})
    return held


def _held(by: Actor, survey: Survey, state: SurveyState, *, closing: bool) -> Survey:
    allowed, permission = (
        (may_close(by), Permission.SURVEY_CLOSE) if closing else (may_design(by), Permission.SURVEY_DESIGN)
    )
    if not allowed:
        raise NotPermitted(permission)
    held = hold(Survey.objects.all(), survey.pk)
    if held.state != state:
        raise ValidationError(_("The survey stands elsewhere by now: look at it again."))
    return held


def _turn(held: Survey, state: SurveyState, now: datetime | None = None) -> None:
    held.state = state
    held.closed_at = (now or timezone.now()) if state == SurveyState.CLOSED else None
    held.version += 1
    held.save(update_fields=["state", "closed_at", "version"])
