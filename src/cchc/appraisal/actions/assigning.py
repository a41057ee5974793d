"""Sharing out the appraisal of a stage: a draft of who appraises what, and announcing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.accounts.models import Person
from cchc.accounts.queries import holders_of
from cchc.appraisal.models import AppraisalPlan, Assignment
from cchc.appraisal.policies import may_assign
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, CycleSet, State
from cchc.notices.actions import tell
from cchc.notices.kinds import notice_kind
from cchc.scores.models import Stage
from cchc.units.models import Unit

ASSIGNED = verb("appraisal.assigned", _("gave {node} of {subject} to {who} to appraise"))
UNASSIGNED = verb("appraisal.unassigned", _("took {node} of {subject} from {who}"))
ANNOUNCED = verb("appraisal.announced", _("announced who appraises what in {subject}"))

TOLD_ANNOUNCED = notice_kind(
    "appraisal.announced", _("It is announced who appraises what in {cycle}: your part is open.")
)
TOLD_CHANGED = notice_kind("appraisal.assigned", _("Your part of the appraisal of {cycle} is another now."))


@dataclass(frozen=True, slots=True)
class WorkPart:
    """A part of the work: a node of a set of the cycle, in one peer group or ("") in all."""

    cycle_set: CycleSet
    node: str
    peer_group: str = ""


@transaction.atomic
def begin_plan(*, by: Actor, cycle: Cycle, stage: Stage) -> AppraisalPlan:
    """Return the plan of assignments of a stage, a draft where it is begun now. Raises ValidationError in a cycle that
    is closed."""
    held = _held_cycle(by, cycle)
    plan, _made = AppraisalPlan.objects.get_or_create(cycle=held, stage=stage)
    return plan


@transaction.atomic
def assign(
    *,
    by: Actor,
    plan: AppraisalPlan,
    part: WorkPart,
    person: Person,
    agency: Unit | None = None,
    wording: str = "",
) -> Assignment:
    """Let `person` appraise a part of the work, instead of whoever had it; those who stand in stay as they are. Once
    the plan is announced both are told.

    Raises ValidationError for a node or peer group that is not in the set, and for somebody who appraises nothing.
    """
    held = _held_plan(by, plan)
    _check_part(held, part)
    _check_appraiser(person)
    key = {"cycle_set": part.cycle_set, "node": part.node, "peer_group": part.peer_group}
    before = held.assignments.filter(**key, stands_in_for=None).first()
    row = before or Assignment(plan=held, **key)
    told = {person.pk} | ({before.person_id} if before is not None else set())
    row.person, row.agency, row.wording = person, agency, wording
    row.save()
    _changed(by, held, ASSIGNED, row, person, told, wrote=[row])
    return row


@transaction.atomic
def let_stand_in(*, by: Actor, assignment: Assignment, person: Person) -> Assignment:
    """Let `person` appraise what the person of an assignment may not, because the unit stands near to them. Raises
    ValidationError for somebody who appraises nothing, and for the same person."""
    held = _held_plan(by, assignment.plan)
    main = hold(held.assignments.filter(stands_in_for=None), assignment.pk)
    _check_appraiser(person)
    if person.pk == main.person_id:
        raise ValidationError({"person": _("Somebody else stands in.")})
    row, _made = Assignment.objects.get_or_create(
        plan=held,
        stands_in_for=main,
        person=person,
        defaults={"cycle_set": main.cycle_set, "node": main.node, "peer_group": main.peer_group},
    )
    _changed(by, held, ASSIGNED, row, person, {person.pk}, wrote=[row])
    return row


@transaction.atomic
def unassign(*, by: Actor, assignment: Assignment) -> None:
    """Take a part of the work from a person, and from those who stand in for it; what was appraised stays."""
    held = _held_plan(by, assignment.plan)
    row = hold(held.assignments.all(), assignment.pk)
    gone = [row, *row.substitutes.all()]
    told = {one.person_id for one in gone}
    _changed(by, held, UNASSIGNED, row, row.person, told, removed=gone)
    row.delete()


@transaction.atomic
def announce_plan(*, by: Actor, plan: AppraisalPlan, now: datetime | None = None) -> AppraisalPlan:
    """Announce who appraises what: everybody named in the plan is told and may begin. Raises ValidationError for an
    empty plan, and for one that is announced already."""
    held = _held_plan(by, plan)
    people = set(held.assignments.values_list("person_id", flat=True))
    if held.announced_at is not None:
        raise ValidationError(_("It is announced already: each change is told at once."))
    if not people:
        raise ValidationError(_("Nobody is given anything to appraise yet."))
    held.announced_at = now or timezone.now()
    held.save(update_fields=["announced_at"])
    cycle = held.cycle
    record(
        by=by,
        verb=ANNOUNCED,
        subject=cycle.name,
        subject_id=held.pk,
        facts={"people": len(people), "stage": held.stage},
    )
    tell(kind=TOLD_ANNOUNCED, to=people, facts={"cycle": cycle.name}, href=_own_work(cycle), by=by)
    return held


def _held_cycle(by: Actor, cycle: Cycle) -> Cycle:
    if not may_assign(by, cycle):
        raise NotPermitted(Permission.APPRAISAL_ASSIGN)
    held = hold(Cycle.objects.all(), cycle.pk)
    if held.state == State.CLOSED:
        raise ValidationError(_("The cycle “%(name)s” is closed and read-only."), params={"name": held.name})
    return held


def _held_plan(by: Actor, plan: AppraisalPlan) -> AppraisalPlan:
    _held_cycle(by, plan.cycle)
    return hold(AppraisalPlan.objects.select_related("cycle"), plan.pk)


def _check_part(plan: AppraisalPlan, part: WorkPart) -> None:
    faults = {}
    if part.cycle_set.cycle_id != plan.cycle_id:
        faults["cycle_set"] = _("This set is not in force in the cycle.")
    elif part.node not in criteria_of(part.cycle_set.version).names:
        faults["node"] = _("This criterion is not in the set.")
    groups = set(part.cycle_set.participants.values_list("peer_group", flat=True))
    if part.peer_group and part.peer_group not in groups:
        faults["peer_group"] = _("No unit of the set is in this peer group.")
    if faults:
        raise ValidationError(faults)


def _check_appraiser(person: Person) -> None:
    if person.pk not in {one.person_id for one in holders_of(Permission.APPRAISAL_GIVE)}:
        words = _("%(name)s has no role in which one appraises: an administrator gives it first.")
        raise ValidationError({"person": ValidationError(words, params={"name": person.name})})


def _changed(
    by: Actor,
    plan: AppraisalPlan,
    what: str,
    row: Assignment,
    person: Person,
    told: set[int],
    *,
    wrote: list[Assignment] | None = None,
    removed: list[Assignment] | None = None,
) -> None:
    plan.version += 1
    plan.save(update_fields=["version"])
    rows: list[Model] = list(wrote or [])
    gone: list[Model] = list(removed or [])
    record(
        by=by,
        verb=what,
        subject=plan.cycle.name,
        subject_id=plan.pk,
        facts={"node": row.node, "who": person.name, "stage": plan.stage},
        wrote=rows,
        removed=gone,
    )
    if plan.announced_at is not None:
        cycle = plan.cycle
        tell(kind=TOLD_CHANGED, to=told, facts={"cycle": cycle.name}, href=_own_work(cycle), by=by)


def _own_work(cycle: Cycle) -> str:
    return reverse("appraisal:own", args=[cycle.year])
