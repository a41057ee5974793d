"""Which plans and readings a person may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.plans.models import Plan, Reading
from cchc.plans.policies import EVERYWHERE, can_read_plans


def visible_to(actor: Actor) -> QuerySet[Plan]:
    """The plans in force, and the drafts that `actor` may work on."""
    if not can_read_plans(actor):
        return Plan.objects.none()
    return Plan.objects.filter(Q(state=Plan.State.CURRENT) | _workable(actor))


def readings_of(actor: Actor) -> QuerySet[Reading]:
    """The files handed in for plans that `actor` may work on, the latest first."""
    return Reading.objects.filter(_workable(actor))


def drafts_of(actor: Actor) -> QuerySet[Plan]:
    """The drafts that were read from files and that `actor` may work on, the latest first."""
    return Plan.objects.filter(_workable(actor), state=Plan.State.DRAFT, reading__isnull=False).order_by(
        "-pk"
    )


def _workable(actor: Actor) -> Q:
    if not actor.may(Permission.PLAN_EDIT):
        return Q(pk__in=[])
    return ~Q(pk__in=[]) if actor.role in EVERYWHERE else Q(unit_id=actor.unit_id)
