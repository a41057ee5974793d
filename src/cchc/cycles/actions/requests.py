"""A unit asks that a leaf shall not apply to it: asking, deciding, withdrawing. A granted request changes what applies,
in the same act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
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
from cchc.cycles.models import (
    ApplicabilityRequest,
    Cycle,
    NotApplicable,
    Participant,
    Phase,
    PhaseKind,
    State,
)
from cchc.cycles.policies import is_of_unit
from cchc.notices.actions import tell
from cchc.notices.kinds import NoticeKind, notice_kind
from cchc.notices.queries.recipients import people_of_the_province, people_of_units

ASKED = verb("cycles.applicability_asked", _("asked that {leaf} shall not apply to {subject}: {reason}"))
GRANTED = verb("cycles.applicability_granted", _("granted that {leaf} does not apply to {subject}: {answer}"))
REFUSED = verb(
    "cycles.applicability_refused", _("refused that {leaf} shall not apply to {subject}: {answer}")
)
WITHDRAWN = verb(
    "cycles.applicability_withdrawn", _("withdrew the request that {leaf} shall not apply to {subject}")
)

TOLD_ASKED = notice_kind(
    "cycles.applicability_asked", _("{unit} asks that {leaf} shall not apply to it ({cycle}).")
)
TOLD_GRANTED = notice_kind(
    "cycles.applicability_granted", _("{leaf} does not apply to {unit} in {cycle}: the request was granted.")
)
TOLD_REFUSED = notice_kind(
    "cycles.applicability_refused",
    _("{leaf} applies to {unit} in {cycle}; the request was refused: {answer}"),
    letter=_("{leaf} applies to {unit} in {cycle}; the request was refused."),
)

TOLD_MOVED = notice_kind(
    "cycles.applicability_moved",
    _("“{phase}” of {cycle} is locked for {unit} before anybody decided whether {leaf} applies to it: the request goes"
      " on to the appraisal."),
)  # fmt: skip
TOLD_TAKEN_OVER = notice_kind(
    "cycles.applicability_taken_over",
    _("“{phase}” of {cycle} is locked; {count} requests that a criterion shall not apply went on to the appraisal and"
      " wait for a decision."),
)  # fmt: skip


@transaction.atomic
def ask_not_applicable(
    *, by: Actor, participant: Participant, leaf: str, reason: str
) -> ApplicabilityRequest:
    """Ask, for the own unit, that `leaf` shall not apply to it, with a reason; whoever decides is told.

    Raises `NotPermitted` for others, and ValidationError for a leaf that is not in the set of the unit, that does not
    apply anyway or is asked for already, without a reason, and in a cycle that does not run.
    """
    by.require(Permission.APPLICABILITY_ASK)
    if not is_of_unit(by, participant.unit_id):
        raise NotPermitted(Permission.APPLICABILITY_ASK)
    cycle = _running(participant)
    said = " ".join(reason.split())
    faults: dict[str, Any] = {}
    if leaf not in {one.number for one in queries.leaves(participant.cycle_set.version)}:
        faults["leaf"] = _("This criterion is not in the set of your unit.")
    elif NotApplicable.objects.filter(participant=participant, leaf=leaf).exists():
        faults["leaf"] = _("This criterion does not apply to your unit anyway.")
    elif _waiting().filter(participant=participant, leaf=leaf).exists():
        faults["leaf"] = _("This is asked for already and waits for a decision.")
    if not said:
        faults["reason"] = _("Say why it does not apply.")
    if faults:
        raise ValidationError(faults)
    asked = ApplicabilityRequest(participant=participant, leaf=leaf, reason=said, **by_line(by))
    asked.clean_fields(exclude={"decided_at"})
    asked.save()
    _record(by, ASKED, asked, {"reason": said})
    _tell(
        TOLD_ASKED,
        by,
        asked,
        cycle,
        people_of_the_province(Permission.APPLICABILITY_DECIDE, timezone.localdate()),
    )
    return asked


@transaction.atomic
def decide_not_applicable(
    *, by: Actor, asked: ApplicabilityRequest, granted: bool, answer: str, basis: LegalBasis = NO_BASIS
) -> ApplicabilityRequest:
    """Grant or refuse a request that waits, with an answer; where it is granted the leaf applies no longer from now on.
    The people of the unit are told.

    Raises ValidationError when it does not wait any more, without an answer, in a cycle that does not run, and where
    the unit stands near to the person (`check_not_near`): then somebody of another unit decides.
    """
    by.require(Permission.APPLICABILITY_DECIDE)
    cycle = _running(asked.participant)
    held = _held(asked)
    check_not_near(by, cycle, {held.participant_id})
    said = " ".join(answer.split())
    if not said:
        raise ValidationError({"answer": _("Give the reason of the decision.")})
    held.state = ApplicabilityRequest.State.GRANTED if granted else ApplicabilityRequest.State.REFUSED
    held.answer, held.decided_at = said, timezone.now()
    held.decided_by, held.decided_unit = by.person, by.unit
    held.clean_fields(exclude={"decided_at"})
    held.save()
    facts, wrote = {"answer": said, **basis.facts()}, []
    if granted:
        cell = (held.participant_id, held.leaf)
        changed = set_cells(by=by, cycle=cycle, off=[cell], on=[], reason=held.reason)
        wrote = changed.wrote
    _record(by, GRANTED if granted else REFUSED, held, facts, wrote)
    people = people_of_units([held.participant.unit_id], Permission.APPLICABILITY_ASK, timezone.localdate())
    told = TOLD_GRANTED if granted else TOLD_REFUSED
    more = {} if granted else {"answer": said}
    _tell(told, by, held, cycle, people[held.participant.unit_id], **more)
    return held


@transaction.atomic
def withdraw_not_applicable(*, by: Actor, asked: ApplicabilityRequest) -> ApplicabilityRequest:
    """Withdraw a request of the own unit that waits. Raises `NotPermitted` for others, ValidationError when it does not
    wait any more."""
    by.require(Permission.APPLICABILITY_ASK)
    if not is_of_unit(by, asked.participant.unit_id):
        raise NotPermitted(Permission.APPLICABILITY_ASK)
    _running(asked.participant)
    held = _held(asked)
    held.state = ApplicabilityRequest.State.WITHDRAWN
    held.decided_at, held.decided_by, held.decided_unit = timezone.now(), by.person, by.unit
    held.save()
    _record(by, WITHDRAWN, held, {})
    return held


def end_requests(*, by: Actor, cycle: Cycle) -> list[ApplicabilityRequest]:
    """Refuse the requests that wait in a cycle that is being closed, and tell those who asked; returns them. Part of
    the act that closes it."""
    rows = list(
        _waiting()
        .filter(participant__cycle=cycle)
        .select_for_update(of=("self",))
        .select_related("participant")
    )
    answer = gettext("The cycle was closed before anybody decided.")
    for one in rows:
        one.state, one.answer, one.decided_at = ApplicabilityRequest.State.REFUSED, answer, timezone.now()
        one.decided_by, one.decided_unit = by.person, by.unit
        one.save()
        people = people_of_units(
            [one.participant.unit_id], Permission.APPLICABILITY_ASK, timezone.localdate()
        )
        _tell(TOLD_REFUSED, by, one, cycle, people[one.participant.unit_id], answer=answer)
    return rows


def move_requests(
    *, cycle: Cycle, phase: Phase, participants: Sequence[Participant]
) -> list[ApplicabilityRequest]:
    """Let the requests of these units on which nobody decided before self-scoring locked go on to the appraisal, and
    tell the units, and whoever decides; returns them. Part of the act that locks `phase`, whose rows say from then on
    where they wait (`queries.requests.moved_at`)."""
    if phase.kind != PhaseKind.SELF_SCORING:
        return []
    moved = list(_waiting().filter(participant__in=participants).select_related("participant").order_by("pk"))
    if not moved:
        return []
    today, units = timezone.localdate(), {one.participant.unit_id for one in moved}
    people = people_of_units(units, Permission.APPLICABILITY_ASK, today)
    for one in moved:
        _tell(TOLD_MOVED, None, one, cycle, people[one.participant.unit_id], phase=phase.name)
    tell(
        kind=TOLD_TAKEN_OVER,
        to=people_of_the_province(Permission.APPLICABILITY_DECIDE, today),
        facts={"phase": phase.name, "cycle": cycle.name, "count": len(moved)},
        href=reverse("cycles:requests", args=[cycle.pk]),
        by=None,
    )
    return moved


def _waiting() -> Any:
    return ApplicabilityRequest.objects.filter(state=ApplicabilityRequest.State.ASKED)


def _running(participant: Participant) -> Cycle:
    """Return the cycle of `participant`, held. Raises ValidationError where it does not run."""
    cycle = hold(Cycle.objects.all(), participant.cycle_id)
    if cycle.state != State.OPEN:
        raise ValidationError(
            _("“%(name)s” does not run: nothing in it is open."), params={"name": cycle.name}
        )
    return cycle


def _held(asked: ApplicabilityRequest) -> ApplicabilityRequest:
    """Return a request that waits, held. Raises ValidationError when it does not wait any more."""
    held = hold(ApplicabilityRequest.objects.select_related("participant"), asked.pk)
    if held.state != ApplicabilityRequest.State.ASKED:
        raise ValidationError(
            _("This request does not wait any more: somebody decided on it or withdrew it.")
        )
    return held


def _record(
    by: Actor, what: str, asked: ApplicabilityRequest, facts: dict[str, Any], wrote: Sequence[Model] = ()
) -> None:
    record(
        by=by,
        verb=what,
        subject=asked.participant.name,
        subject_id=asked.pk,
        facts={"leaf": asked.leaf, **facts},
        wrote=[asked, *wrote],
    )


def _tell(
    kind: NoticeKind,
    by: Actor | None,
    asked: ApplicabilityRequest,
    cycle: Cycle,
    people: set[int],
    **more: str,
) -> None:
    facts = {"unit": asked.participant.name, "leaf": asked.leaf, "cycle": cycle.name, **more}
    tell(kind=kind, to=people, facts=facts, href=reverse("cycles:request", args=[cycle.pk, asked.pk]), by=by)
