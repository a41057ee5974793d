"""Sharing out the appraisal of a stage: a draft of who appraises what, and announcing it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.accounts.models import Person
from cchc.accounts.queries import holders_of
from cchc.appraisal.models import AppraisalPlan, Assignment
from cchc.appraisal.policies import may_assign
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, CycleSet, State
from cchc.notices.actions import tell
from cchc.notices.kinds import notice_kind
from cchc.scores.models import Stage
from cchc.units.models import Unit

SHARED_OUT = verb(
    "appraisal.shared_out", _("shared out {count} parts of the appraisal of {subject}: {parts}")
)
ANNOUNCED = verb("appraisal.announced", _("announced who appraises what in {subject}"))

TOLD_ANNOUNCED = notice_kind(
    "appraisal.announced", _("It is announced who appraises what in {cycle}: your part is open.")
)
TOLD_CHANGED = notice_kind("appraisal.assigned", _("Your part of the appraisal of {cycle} is another now."))


COPIED = ("cycle_set__version", "person", "agency")


@dataclass(frozen=True, slots=True)
class WorkPart:
    """A part of the work: a node of a set of the cycle, in one peer group or ("") in all."""

    cycle_set: CycleSet
    node: str
    peer_group: str = ""

    @property
    def key(self) -> str:
        """What names the part in a form."""
        return f"{self.cycle_set.pk}:{self.node}:{self.peer_group}"


@transaction.atomic
def begin_plan(*, by: Actor, cycle: Cycle, stage: Stage) -> AppraisalPlan:
    """Return the plan of assignments of a stage, a draft where it is begun now. Raises ValidationError in a cycle that
    is closed."""
    held = _held_cycle(by, cycle)
    plan, _made = AppraisalPlan.objects.get_or_create(cycle=held, stage=stage)
    return plan


@dataclass(frozen=True, slots=True)
class PartGiven:
    """A part that is given to a person (None: to nobody any more), and who stands in for units that stand near to that
    person. `wording` is how the set names the appraising agency, `agency` the unit that it means, as confirmed."""

    part: WorkPart
    person: Person | None
    substitutes: tuple[Person, ...] = ()
    agency: Unit | None = None
    wording: str = ""


@transaction.atomic
def share_out_appraisal(
    *, by: Actor, plan: AppraisalPlan, parts: Sequence[PartGiven], version: int
) -> AppraisalPlan:
    """Give parts of the work to people, all of them or none; what stands there already is not written again, and what
    was appraised stays. Once the plan is announced, everybody whose part is another now is told.

    `version` is that of the plan that was seen. Raises `Changed` when it is another by now, ValidationError with every
    fault, by `WorkPart.key`: a node or peer group that is not in the set, somebody who appraises nothing, somebody who
    stands in for themselves, a substitute where nobody is given the part.
    """
    held = held_plan(by, plan)
    if held.version != version:
        raise Changed(seen=version, now=held.version)
    faults = {one.part.key: found for one in parts if (found := _faults(held, one))}
    if faults:
        raise ValidationError(faults)
    change = _Change()
    for one in parts:
        _give(held, one, change)
    if not change.people:
        return held
    held.version += 1
    held.save(update_fields=["version"])
    cycle = held.cycle
    record(
        by=by,
        verb=SHARED_OUT,
        subject=cycle.name,
        subject_id=held.pk,
        facts={"stage": held.stage, "count": len(change.lines), "parts": change.lines},
        wrote=change.wrote,
        removed=change.removed,
    )
    if held.announced_at is not None:
        tell(
            kind=TOLD_CHANGED,
            to=change.people,
            facts={"cycle": cycle.name},
            href=own_work_address(cycle, held.stage),
            by=by,
        )
    return held


@dataclass(slots=True)
class _Change:
    """What an act of sharing out changed: rows, the people whom it concerns, and a line for each part."""

    wrote: list[Model] = field(default_factory=list)
    removed: list[Model] = field(default_factory=list)
    people: set[int] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)


def _give(plan: AppraisalPlan, wanted: PartGiven, change: _Change) -> None:
    part = wanted.part
    key = {"cycle_set": part.cycle_set, "node": part.node, "peer_group": part.peer_group}
    there = list(plan.assignments.filter(**key).select_related("person").order_by("pk"))
    main = next((one for one in there if one.stands_in_for_id is None), None)
    standing_in = {one.person_id: one for one in there if one.stands_in_for_id is not None}
    before = (main.person_id if main else None, frozenset(standing_in))
    after = (wanted.person.pk if wanted.person else None, frozenset(one.pk for one in wanted.substitutes))
    said = (wanted.agency.pk if wanted.agency else None, wanted.wording)
    if before == after and (main is None or (main.agency_id, main.wording) == said):
        return
    if wanted.person is None:
        gone = there
    else:
        gone = [one for pk, one in standing_in.items() if pk not in after[1]]
        row = main or Assignment(plan=plan, **key)
        row.person, row.agency, row.wording = wanted.person, wanted.agency, wanted.wording
        row.save()
        change.wrote.append(row)
        for person in wanted.substitutes:
            if person.pk not in standing_in:
                substitute = Assignment(plan=plan, person=person, stands_in_for=row, **key)
                substitute.save()
                change.wrote.append(substitute)
    change.removed += gone
    if before != after:
        change.people |= {pk for pk in (before[0], after[0]) if pk is not None} | (before[1] ^ after[1])
        names = [one.name for one in (wanted.person, *wanted.substitutes) if one is not None]
        change.lines.append(f"{part.node}: {', '.join(names) or '–'}")
    else:
        change.people |= after[1] | {pk for pk in (after[0],) if pk is not None}
    Assignment.objects.filter(pk__in=[one.pk for one in gone]).delete()


@transaction.atomic
def copy_plan(*, by: Actor, plan: AppraisalPlan, source: AppraisalPlan) -> AppraisalPlan:
    """Copy who appraised what from another plan, of another year or stage, into one that is empty; only parts that the
    sets of this cycle have too (number and name), and people who still appraise. It is a draft, as every plan.

    Raises ValidationError where something is given to somebody already, and where nothing can be copied.
    """
    held = held_plan(by, plan)
    if held.assignments.exists():
        raise ValidationError(
            _("Something is given to somebody already: a copy is made into an empty plan only.")
        )
    appraising = appraising_people()
    parts = [
        one
        for row in source.assignments.filter(stands_in_for=None).select_related(*COPIED)
        if row.person_id in appraising and (one := _copied(held, row, appraising)) is not None
    ]
    if not parts:
        raise ValidationError(
            _("Nothing of that plan can be copied: its criteria or its people are others now.")
        )
    return share_out_appraisal(by=by, plan=held, parts=parts, version=held.version)


def _copied(plan: AppraisalPlan, row: Assignment, appraising: Collection[int]) -> PartGiven | None:
    name = criteria_of(row.cycle_set.version).names[row.node]
    for cycle_set in plan.cycle.sets.select_related("version").order_by("pk"):
        names = criteria_of(cycle_set.version).names
        if names.get(row.node) != name or cycle_set.version.set_id != row.cycle_set.version.set_id:
            continue
        groups = set(cycle_set.participants.values_list("peer_group", flat=True))
        if row.peer_group and row.peer_group not in groups:
            continue
        substitutes = [one.person for one in row.substitutes.all() if one.person_id in appraising]
        part = WorkPart(cycle_set, row.node, row.peer_group)
        return PartGiven(part, row.person, tuple(substitutes), row.agency, row.wording)
    return None


@transaction.atomic
def announce_plan(*, by: Actor, plan: AppraisalPlan, now: datetime | None = None) -> AppraisalPlan:
    """Announce who appraises what: everybody named in the plan is told and may begin. Raises ValidationError for an
    empty plan, and for one that is announced already."""
    held = held_plan(by, plan)
    people = set(held.assignments.values_list("person_id", flat=True))
    seconds = set(held.doubles.values_list("second_id", flat=True))
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
    tell(
        kind=TOLD_ANNOUNCED,
        to=people | seconds,
        facts={"cycle": cycle.name},
        href=own_work_address(cycle, held.stage),
        by=by,
    )
    return held


def _held_cycle(by: Actor, cycle: Cycle) -> Cycle:
    if not may_assign(by, cycle):
        raise NotPermitted(Permission.APPRAISAL_ASSIGN)
    held = hold(Cycle.objects.all(), cycle.pk)
    if held.state == State.CLOSED:
        raise ValidationError(_("The cycle “%(name)s” is closed and read-only."), params={"name": held.name})
    return held


def held_plan(by: Actor, plan: AppraisalPlan) -> AppraisalPlan:
    """Return a plan, held with its cycle for whoever shares the appraisal out."""
    _held_cycle(by, plan.cycle)
    return hold(AppraisalPlan.objects.select_related("cycle"), plan.pk)


def _faults(plan: AppraisalPlan, wanted: PartGiven) -> list[str]:
    part, faults = wanted.part, []
    if part.cycle_set.cycle_id != plan.cycle_id:
        faults.append(gettext("This set is not in force in the cycle."))
    elif part.node not in criteria_of(part.cycle_set.version).names:
        faults.append(gettext("This criterion is not in the set."))
    groups = set(part.cycle_set.participants.values_list("peer_group", flat=True))
    if part.peer_group and part.peer_group not in groups:
        faults.append(gettext("No unit of the set is in this peer group."))
    appraising = appraising_people()
    for person in (wanted.person, *wanted.substitutes):
        if person is not None and person.pk not in appraising:
            words = gettext("{name} has no role in which one appraises: an administrator gives it first.")
            faults.append(words.format(name=person.name))
    if wanted.person is not None and wanted.person in wanted.substitutes:
        faults.append(gettext("Somebody else stands in."))
    if wanted.person is None and wanted.substitutes:
        faults.append(gettext("Choose who appraises it before choosing who stands in."))
    return faults


def appraising_people() -> set[int]:
    """Return the ids of everybody who has a role in which one appraises."""
    return {one.person_id for one in holders_of(Permission.APPRAISAL_GIVE)}


def own_work_address(cycle: Cycle, stage: str = Stage.FIRST_APPRAISAL) -> str:
    """Return where people see what they appraise in a stage of a cycle."""
    return reverse("appraisal:own", args=[cycle.year, stage])
