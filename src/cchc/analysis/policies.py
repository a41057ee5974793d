"""Who may look into the analysis of results. How far is the reader's `Sight`."""

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.analysis.models import RemediationPlan
from cchc.plans.policies import may_edit_plans_of
from cchc.units.models import Unit


def may_read_losses(actor: Actor) -> bool:
    """Whether `actor` may see where points were lost, as far as the results are seen."""
    return actor.may(Permission.LOSS_READ)


def may_make_remediation_of(actor: Actor, unit: Unit) -> bool:
    """Whether `actor` may make a remediation plan of `unit` from its losses, and keep results that others published."""
    return may_edit_plans_of(actor, unit)


def may_edit_remediation(actor: Actor, remediation: RemediationPlan) -> bool:
    """Whether `actor` may choose and write what `remediation` proposes."""
    return may_make_remediation_of(actor, remediation.of_unit)


def may_read_remedies(actor: Actor) -> bool:
    """Whether `actor` may look into the library of remedies: whoever makes plans."""
    return actor.may(Permission.PLAN_EDIT)


def may_edit_remedies(actor: Actor) -> bool:
    """Whether `actor` may write in the library of remedies, which all units draw on."""
    return actor.may(Permission.REMEDY_EDIT)


def may_read_report(actor: Actor) -> bool:
    """Whether `actor` may read the report that analyses the results of a peer group before the office sends it."""
    return actor.may(Permission.ANALYSIS_READ)


def may_edit_report(actor: Actor) -> bool:
    """Whether `actor` may write into that report."""
    return actor.may(Permission.ANALYSIS_EDIT)
