"""A unit asks that a leaf shall not apply to it: asking, deciding, taking a decision back, withdrawing; and laying a
refusal before the council. Whatever grants a request, or takes that back, changes what applies in the same act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.papers.basis import NO_BASIS, LegalBasis
from cchc.cycles import queries
from cchc.cycles.actions.applicability import check_not_near, set_cells
from cchc.cycles.actions.changing import running_cycle
from cchc.cycles.actions.deciders import permissions_to_decide
from cchc.cycles.actions.locking import look_at_phase
from cchc.cycles.actions.telling import (
    TOLD_APPEAL_GRANTED,
    TOLD_APPEAL_REFUSED,
    TOLD_APPEALED,
    TOLD_ASKED,
    TOLD_GRANTED,
    TOLD_REFUSED,
    TOLD_REOPENED,
    people_asking,
    tell_of_request,
)
from cchc.cycles.consequences import not_applicable_asked
from cchc.cycles.models import (
    ApplicabilityAppeal,
    ApplicabilityRequest,
    Cycle,
    NotApplicable,
    Participant,
    PhaseKind,
    ScoredBy,
)
from cchc.cycles.policies import is_of_unit
from cchc.notices.queries.recipients import people_of_the_province

Appealed = ApplicabilityAppeal.State

ASKED = verb("cycles.applicability_asked", _("asked that {leaf} shall not apply to {subject}: {reason}"))
GRANTED = verb("cycles.applicability_granted", _("granted that {leaf} does not apply to {subject}: {answer}"))
REFUSED = verb(
    "cycles.applicability_refused", _("refused that {leaf} shall not apply to {subject}: {answer}")
)
REOPENED = verb(
    "cycles.applicability_reopened",
    _("took back the decision on the request that {leaf} shall not apply to {subject}: {reason}"),
)
APPEALED = verb(
    "cycles.applicability_appealed",
    _("laid the refusal about {leaf} of {subject} before the council: {reason}"),
)
APPEAL_GRANTED = verb(
    "cycles.appeal_granted", _("granted by the council that {leaf} does not apply to {subject}: {answer}")
)
APPEAL_REFUSED = verb(
    "cycles.appeal_refused", _("refused by the council that {leaf} shall not apply to {subject}: {answer}")
)
APPEAL_WITHDRAWN = verb(
    "cycles.appeal_withdrawn", _("withdrew the appeal to the council about {leaf} of {subject}")
)
WITHDRAWN = verb(
    "cycles.applicability_withdrawn", _("withdrew the request that {leaf} shall not apply to {subject}")
)


@transaction.atomic
def ask_not_applicable(
    *, by: Actor, participant: Participant, leaf: str, reason: str
) -> ApplicabilityRequest:
    """Ask, for the own unit, that `leaf` shall not apply to it, with a reason; whoever decides is told.

    Raises `NotPermitted` for others, and ValidationError for a leaf that is not in the set of the unit, that does not
    apply anyway, is asked for already or was refused by the council, without a reason, and in a cycle that does not
    run.
    """
    by.require(Permission.APPLICABILITY_ASK)
    if not is_of_unit(by, participant.unit_id):
        raise NotPermitted(Permission.APPLICABILITY_ASK)
    cycle = running_cycle(participant.cycle_id)
    said = " ".join(reason.split())
    faults: dict[str, Any] = {}
    if leaf not in {one.number for one in queries.leaves(participant.cycle_set.version)}:
        faults["leaf"] = _("This criterion is not in the set of your unit.")
    elif NotApplicable.objects.filter(participant=participant, leaf=leaf).exists():
        faults["leaf"] = _("This criterion does not apply to your unit anyway.")
    elif (why := _asked_before(participant, leaf)) is not None:
        faults["leaf"] = why
    if not said:
        faults["reason"] = _("Say why it does not apply.")
    if faults:
        raise ValidationError(faults)
    asked = ApplicabilityRequest(participant=participant, leaf=leaf, reason=said, **by_line(by))
    asked.clean_fields(exclude={"decided_at"})
    asked.save()
    _record(by, ASKED, asked, {"reason": said}, not_applicable_asked(by=by, asked=asked))
    tell_of_request(TOLD_ASKED, by, asked, cycle, _people_deciding(asked))
    return asked


@transaction.atomic
def decide_not_applicable(
    *, by: Actor, asked: ApplicabilityRequest, granted: bool, answer: str, basis: LegalBasis = NO_BASIS
) -> ApplicabilityRequest:
    """Grant or refuse a request that waits, with an answer; where it is granted the leaf applies no longer from now on.
    The people of the unit are told.

    Raises `NotPermitted` for whoever does not decide on it now (`permissions_to_decide`), ValidationError when it does
    not wait any more, without an answer, in a cycle that does not run, and where the unit stands near to the person
    (`check_not_near`): then somebody of another unit decides.
    """
    cycle = running_cycle(asked.participant.cycle_id)
    held = _held(asked)
    check_may_decide(by, held)
    said = _required(answer, "answer", _("Give the reason of the decision."))
    held.state = ApplicabilityRequest.State.GRANTED if granted else ApplicabilityRequest.State.REFUSED
    held.answer, held.decided_at = said, timezone.now()
    held.decided_by, held.decided_unit = by.person, by.unit
    held.clean_fields(exclude={"decided_at"})
    held.save()
    wrote = _taken_off(by, held, cycle) if granted else []
    _record(by, GRANTED if granted else REFUSED, held, {"answer": said, **basis.facts()}, wrote)
    more = {} if granted else {"answer": said}
    told = TOLD_GRANTED if granted else TOLD_REFUSED
    tell_of_request(told, by, held, cycle, people_asking(held.participant), **more)
    return held


@transaction.atomic
def reopen_request(*, by: Actor, asked: ApplicabilityRequest, reason: str) -> ApplicabilityRequest:
    """Take back the decision on a request, for a reason: it waits again, and a leaf that was granted applies again
    until the next decision. The people of the unit are told.

    Raises what `decide_not_applicable` raises; ValidationError when nobody decided on it, or the council has to.
    """
    cycle = running_cycle(asked.participant.cycle_id)
    held = hold(_with_set(), asked.pk)
    check_may_decide(by, held)
    said = _required(reason, "reason", _("Say why the decision is taken back."))
    decided = (ApplicabilityRequest.State.GRANTED, ApplicabilityRequest.State.REFUSED)
    if held.state not in decided:
        raise ValidationError(_("Nobody has decided on this request."))
    if ApplicabilityAppeal.objects.filter(request=held).exclude(state=Appealed.WITHDRAWN).exists():
        raise ValidationError(_("The unit has laid this before the council, which decides on it."))
    if _waiting().filter(participant=held.participant, leaf=held.leaf).exists():
        raise ValidationError(_("This is asked for anew and waits for a decision: decide on that."))
    was_granted = held.state == ApplicabilityRequest.State.GRANTED
    held.state, held.answer, held.decided_at = ApplicabilityRequest.State.ASKED, "", None
    held.decided_by, held.decided_unit = "", ""
    held.save()
    cell, wrote, removed = (held.participant_id, held.leaf), list[Model](), list[Model]()
    if was_granted:
        changed = set_cells(by=by, cycle=cycle, off=[], on=[cell], reason=said)
        wrote, removed = changed.wrote, changed.removed
    _record(by, REOPENED, held, {"reason": said}, wrote, removed)
    tell_of_request(TOLD_REOPENED, by, held, cycle, people_asking(held.participant), reason=said)
    return held


@transaction.atomic
def withdraw_not_applicable(*, by: Actor, asked: ApplicabilityRequest) -> ApplicabilityRequest:
    """Withdraw a request of the own unit that waits. Raises `NotPermitted` for others, ValidationError when it does not
    wait any more."""
    by.require(Permission.APPLICABILITY_ASK)
    if not is_of_unit(by, asked.participant.unit_id):
        raise NotPermitted(Permission.APPLICABILITY_ASK)
    running_cycle(asked.participant.cycle_id)
    held = _held(asked)
    held.state = ApplicabilityRequest.State.WITHDRAWN
    held.decided_at, held.decided_by, held.decided_unit = timezone.now(), by.person, by.unit
    held.save()
    _record(by, WITHDRAWN, held, {})
    return held


@transaction.atomic
def appeal_refusal(
    *, by: Actor, asked: ApplicabilityRequest, reason: str, now: datetime | None = None
) -> ApplicabilityAppeal:
    """Lay the refusal of a request of the own unit before the council, with a reason, while the unit justifies itself;
    whoever acts for the council is told.

    Raises `NotPermitted` for others; ValidationError where it was not refused or was appealed already, in a set that
    is not scored by the round, without a reason, and outside the phase of justification.
    """
    by.require(Permission.APPLICABILITY_ASK)
    if not is_of_unit(by, asked.participant.unit_id):
        raise NotPermitted(Permission.APPLICABILITY_ASK)
    arrived = now or timezone.now()
    look_at_phase(participant=asked.participant, kind=PhaseKind.JUSTIFICATION, now=arrived)
    held = hold(_with_set(), asked.pk)
    said = _required(reason, "reason", _("Say why the council should decide otherwise."))
    if held.participant.cycle_set.scored_by != ScoredBy.ROUND:
        raise ValidationError(_("No council decides on a set that is scored by points files."))
    if held.state != ApplicabilityRequest.State.REFUSED:
        raise ValidationError(_("Only a refusal is laid before the council."))
    if ApplicabilityAppeal.objects.filter(request=held).exists():
        raise ValidationError(_("This refusal was laid before the council already."))
    if NotApplicable.objects.filter(participant=held.participant, leaf=held.leaf).exists():
        raise ValidationError(_("This criterion does not apply to your unit anyway."))
    if _waiting().filter(participant=held.participant, leaf=held.leaf).exists():
        raise ValidationError(_("This is asked for anew and waits for a decision."))
    appeal = ApplicabilityAppeal(request=held, reason=said, at=arrived, **by_line(by))
    appeal.clean_fields(exclude={"decided_at"})
    appeal.save()
    _record(by, APPEALED, held, {"reason": said}, [appeal])
    council = people_of_the_province(Permission.APPLICABILITY_JUDGE, timezone.localdate())
    tell_of_request(TOLD_APPEALED, by, held, held.participant.cycle, council)
    return appeal


@transaction.atomic
def decide_appeal(
    *, by: Actor, appeal: ApplicabilityAppeal, granted: bool, answer: str, basis: LegalBasis = NO_BASIS
) -> ApplicabilityAppeal:
    """Enter what the council decided on an appeal, for good: where it is granted the leaf applies no longer from now
    on. The people of the unit are told.

    Raises `NotPermitted` for whoever does not act for the council; ValidationError when it does not wait any more,
    without an answer, in a cycle that does not run, and where the unit stands near to the person.
    """
    by.require(Permission.APPLICABILITY_JUDGE)
    cycle = running_cycle(appeal.request.participant.cycle_id)
    held = _held_appeal(appeal)
    asked = held.request
    check_not_near(by, cycle, {asked.participant_id}, Permission.APPLICABILITY_JUDGE)
    said = _required(answer, "answer", _("Give the reason of the decision."))
    held.state = Appealed.GRANTED if granted else Appealed.REFUSED
    held.answer, held.decided_at = said, timezone.now()
    held.decided_by, held.decided_unit = by.person, by.unit
    held.clean_fields(exclude={"decided_at"})
    held.save()
    wrote = _taken_off(by, asked, cycle) if granted else []
    facts = {"answer": said, **basis.facts()}
    _record(by, APPEAL_GRANTED if granted else APPEAL_REFUSED, asked, facts, [held, *wrote])
    more = {} if granted else {"answer": said}
    told = TOLD_APPEAL_GRANTED if granted else TOLD_APPEAL_REFUSED
    tell_of_request(told, by, asked, cycle, people_asking(asked.participant), **more)
    return held


@transaction.atomic
def withdraw_appeal(*, by: Actor, appeal: ApplicabilityAppeal) -> ApplicabilityAppeal:
    """Withdraw an appeal of the own unit on which the council has not decided. Raises `NotPermitted` for others,
    ValidationError when it does not wait any more."""
    by.require(Permission.APPLICABILITY_ASK)
    if not is_of_unit(by, appeal.request.participant.unit_id):
        raise NotPermitted(Permission.APPLICABILITY_ASK)
    running_cycle(appeal.request.participant.cycle_id)
    held = _held_appeal(appeal)
    held.state = Appealed.WITHDRAWN
    held.decided_at, held.decided_by, held.decided_unit = timezone.now(), by.person, by.unit
    held.save()
    _record(by, APPEAL_WITHDRAWN, held.request, {}, [held])
    return held


def _people_deciding(asked: ApplicabilityRequest) -> set[int]:
    return people_of_the_province(permissions_to_decide([asked])[asked.pk], timezone.localdate())


def check_may_decide(by: Actor, asked: ApplicabilityRequest) -> None:
    """Raise `NotPermitted` for whoever does not decide on a request now, ValidationError where its unit stands near."""
    needed = permissions_to_decide([asked])[asked.pk]
    by.require(needed)
    check_not_near(by, asked.participant.cycle, {asked.participant_id}, needed)


def _asked_before(participant: Participant, leaf: str) -> Any:
    """Why this is not asked anew: it waits, or the council decides on it or refused it; None where nothing forbids."""
    if _waiting().filter(participant=participant, leaf=leaf).exists():
        return _("This is asked for already and waits for a decision.")
    appeals = ApplicabilityAppeal.objects.filter(request__participant=participant, request__leaf=leaf)
    if appeals.filter(state=Appealed.WAITING).exists():
        return _("This was laid before the council, which decides on it.")
    if appeals.filter(state=Appealed.REFUSED).exists():
        return _("The council refused this for good.")
    return None


def _taken_off(by: Actor, asked: ApplicabilityRequest, cycle: Cycle) -> list[Model]:
    """Let the leaf of a request apply no longer; returns the rows that were written."""
    cell = (asked.participant_id, asked.leaf)
    return set_cells(by=by, cycle=cycle, off=[cell], on=[], reason=asked.reason).wrote


def _required(text: str, name: str, missing: Any) -> str:
    said = " ".join(text.split())
    if not said:
        raise ValidationError({name: missing})
    return said


def _with_set() -> QuerySet[ApplicabilityRequest]:
    return ApplicabilityRequest.objects.select_related("participant__cycle", "participant__cycle_set")


def _held_appeal(appeal: ApplicabilityAppeal) -> ApplicabilityAppeal:
    """Return an appeal that waits, held. Raises ValidationError when it does not wait any more."""
    rows = ApplicabilityAppeal.objects.select_related("request__participant__cycle")
    held = hold(rows, appeal.pk)
    if held.state != Appealed.WAITING:
        raise ValidationError(
            _("This appeal does not wait any more: the council decided or it was withdrawn.")
        )
    return held


def _waiting() -> QuerySet[ApplicabilityRequest]:
    return ApplicabilityRequest.objects.filter(state=ApplicabilityRequest.State.ASKED)


def _held(asked: ApplicabilityRequest) -> ApplicabilityRequest:
    """Return a request that waits, held. Raises ValidationError when it does not wait any more."""
    held = hold(_with_set(), asked.pk)
    if held.state != ApplicabilityRequest.State.ASKED:
        raise ValidationError(
            _("This request does not wait any more: somebody decided on it or withdrew it.")
        )
    return held


def _record(
    by: Actor,
    what: str,
    asked: ApplicabilityRequest,
    facts: dict[str, Any],
    wrote: Sequence[Model] = (),
    removed: Sequence[Model] = (),
) -> None:
    record(
        by=by,
        verb=what,
        subject=asked.participant.name,
        subject_id=asked.pk,
        facts={"leaf": asked.leaf, **facts},
        wrote=[asked, *wrote],
        removed=removed,
    )
