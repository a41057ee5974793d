"""Who may see a plan and who may work on it: coordinators on every plan, a unit's people on their own."""

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.plans.models import Plan
from cchc.units.models import Unit


def can_read_plans(actor: Actor) -> bool:
    """Whether `actor` may look at the plans in force."""
    return actor.may(Permission.PLAN_READ)


def can_edit_plans_of(actor: Actor, unit: Unit) -> bool:
    """Whether `actor` may make and change plans of `unit`."""
    return actor.may(Permission.PLAN_EDIT) and (actor.everywhere or actor.unit_id == unit.pk)


def can_edit_plan(actor: Actor, plan: Plan) -> bool:
    """Whether `actor` may change `plan`, its measures and its agencies, and accept what was found in it."""
    return can_edit_plans_of(actor, plan.unit)
