"""Which plans and readings a person may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.documents.models import DocumentFile
from cchc.documents.queries.background import TaskStanding
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files_about
from cchc.plans.models import Plan, Submission
from cchc.plans.policies import may_read_plans
from cchc.units.models import Kind, Unit


def visible_to(actor: Actor) -> QuerySet[Plan]:
    """The plans in force, and the drafts that `actor` may work on."""
    if not may_read_plans(actor):
        return Plan.objects.none()
    return Plan.objects.filter(Q(state=Plan.State.CURRENT) | _workable(actor))


def readings_of(actor: Actor) -> QuerySet[StagedFile]:
    """The files handed in for plans that `actor` may work on, the latest first."""
    rows = staged_files_about("plan_file", [str(actor.unit_id)] if not actor.everywhere else None)
    return rows if actor.may(Permission.PLAN_EDIT) else rows.none()


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A file on its way to become a plan: the plan once it is read, whose plan it is to be, and how its reading
    stands as long as it is under way."""

    staged: StagedFile
    plan: Plan | None
    unit: str
    standing: TaskStanding | None


def plan_files(rows: Iterable[StagedFile], standings: Mapping[int, TaskStanding]) -> list[PlanFile]:
    """The files of `rows` with what belongs to each; two queries. `standings` tell how the task of each stands."""
    files = list(rows)
    units = dict(Unit.objects.filter(pk__in={int(one.about) for one in files}).values_list("pk", "name"))
    plans = {one.reading_id: one for one in Plan.objects.filter(reading__in=files)}
    return [
        PlanFile(
            one,
            plans.get(one.pk),
            units.get(int(one.about), ""),
            standings[one.pk] if one.is_under_way else None,
        )
        for one in files
    ]


def twins(plan: Plan, actor: Actor) -> QuerySet[Plan]:
    """Other plans that `actor` may see, read from the same file or of a document with the same number and date."""
    document = plan.document
    if document is None:
        return Plan.objects.none()
    same = Q(pk__in=[])
    hashes = [file.sha256 for file in document.files]
    if hashes:
        same |= Q(document__in=DocumentFile.objects.filter(file__sha256__in=hashes).values("document"))
    if document.number and document.date:
        same |= Q(document__number=document.number, document__date=document.date)
    return visible_to(actor).filter(same).exclude(pk=plan.pk).select_related("unit", "document")


def drafts_waiting_for(actor: Actor) -> QuerySet[Plan]:
    """The drafts that `actor` is to finish, the latest first: those of the own unit.

    Who acts for the whole province finishes the plans of the province that they may put in force; the drafts of its
    units are the business of their own people."""
    if not actor.may(Permission.PLAN_EDIT):
        return Plan.objects.none()
    if actor.everywhere and not actor.may(Permission.PLAN_ENFORCE):
        return Plan.objects.none()
    return Plan.objects.filter(_own(actor), state=Plan.State.DRAFT).order_by("-pk")


def submitted_to(actor: Actor) -> QuerySet[Plan]:
    """The plans that wait for `actor` to put them in force or to give them back, the longest waiting first."""
    if not actor.may(Permission.PLAN_ENFORCE):
        return Plan.objects.none()
    waiting = Plan.objects.filter(_own(actor), state=Plan.State.SUBMITTED, submissions__ended_at__isnull=True)
    return waiting.order_by("submissions__pk")


def last_submission(plan: Plan) -> Submission | None:
    """How `plan` was laid before its head last; None when it never was."""
    return plan.submissions.order_by("-pk").first()


def _own(actor: Actor) -> Q:
    """Which plans are of the unit for which `actor` acts: the province, or the own one."""
    return Q(unit__kind=Kind.PROVINCE) if actor.everywhere else Q(unit_id=actor.unit_id)


def _workable(actor: Actor) -> Q:
    if not actor.may(Permission.PLAN_EDIT):
        return Q(pk__in=[])
    return ~Q(pk__in=[]) if actor.everywhere else Q(unit_id=actor.unit_id)
