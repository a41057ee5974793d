"""Which plans and readings a person may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.plans.models import Plan, Reading, Submission
from cchc.plans.policies import can_read_plans
from cchc.units.models import Kind


def visible_to(actor: Actor) -> QuerySet[Plan]:
    """The plans in force, and the drafts that `actor` may work on."""
    if not can_read_plans(actor):
        return Plan.objects.none()
    return Plan.objects.filter(Q(state=Plan.State.CURRENT) | _workable(actor))


def readings_of(actor: Actor) -> QuerySet[Reading]:
    """The files handed in for plans that `actor` may work on, the latest first."""
    return Reading.objects.filter(_workable(actor))


def twins(plan: Plan, actor: Actor) -> QuerySet[Plan]:
    """Other plans that `actor` may see, read from the same file or of a document with the same number and date."""
    document = plan.document
    if document is None:
        return Plan.objects.none()
    same = Q(pk__in=[])
    if document.file is not None:
        same |= Q(document__file__sha256=document.file.sha256)
    if document.number and document.date:
        same |= Q(document__number=document.number, document__date=document.date)
    return visible_to(actor).filter(same).exclude(pk=plan.pk).select_related("unit", "document")


def drafts_of(actor: Actor) -> QuerySet[Plan]:
    """The drafts that `actor` may work on, the latest first."""
    return Plan.objects.filter(_workable(actor), state=Plan.State.DRAFT).order_by("-pk")


def submitted_to(actor: Actor) -> QuerySet[Plan]:
    """The plans that wait for `actor` to put them in force or to give them back, the longest waiting first."""
    if not actor.may(Permission.PLAN_ENFORCE):
        return Plan.objects.none()
    own = Q(unit__kind=Kind.PROVINCE) if actor.everywhere else Q(unit_id=actor.unit_id)
    waiting = Plan.objects.filter(own, state=Plan.State.SUBMITTED, submissions__ended_at__isnull=True)
    return waiting.order_by("submissions__pk")


def last_submission(plan: Plan) -> Submission | None:
    """How `plan` was laid before its head last; None when it never was."""
    return plan.submissions.order_by("-pk").first()


def _workable(actor: Actor) -> Q:
    if not actor.may(Permission.PLAN_EDIT):
        return Q(pk__in=[])
    return ~Q(pk__in=[]) if actor.everywhere else Q(unit_id=actor.unit_id)
