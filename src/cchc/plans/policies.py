"""Who may see a plan, who may work on it (coordinators on every draft, a unit's people on their own), and who may put
it in force: the head of its unit, the coordinator for the province."""

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.plans.models import Plan
from cchc.units.models import Kind, Unit


def may_read_plans(actor: Actor) -> bool:
    """Whether `actor` may look at the plans in force."""
    return actor.may(Permission.PLAN_READ)


def may_edit_plans_of(actor: Actor, unit: Unit) -> bool:
    """Whether `actor` may make and change plans of `unit`."""
    return actor.may(Permission.PLAN_EDIT) and (actor.everywhere or actor.unit_id == unit.pk)


def may_edit_plan(actor: Actor, plan: Plan) -> bool:
    """Whether `actor` may change `plan`, its measures and its agencies, and accept what was found in it; where it is in
    force, only who may put it in force."""
    if plan.state == Plan.State.CURRENT:
        return may_enforce_plans_of(actor, plan.unit)
    return may_edit_plans_of(actor, plan.unit)


def may_amend_plan(actor: Actor, plan: Plan) -> bool:
    """Whether the page of `plan` offers `actor` to amend it: it is in force, and they may put it in force."""
    return plan.state == Plan.State.CURRENT and may_enforce_plans_of(actor, plan.unit)


def may_enforce_plans_of(actor: Actor, unit: Unit) -> bool:
    """Whether `actor` may put plans of `unit` in force, give them back, and make those in force drafts again."""
    own = unit.kind == Kind.PROVINCE if actor.everywhere else unit.pk == actor.unit_id
    return own and actor.may(Permission.PLAN_ENFORCE)
