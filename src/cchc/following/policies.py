"""Who reports the work of a record, who closes or returns it, and who changes a plan in force."""

from __future__ import annotations

from collections.abc import Collection

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.following.models import ProgressRecord, ReportRound
from cchc.plans.models import Plan
from cchc.units.models import Kind, Unit


def may_read_following(actor: Actor) -> bool:
    """Whether `actor` may look at how plans are followed; which records, `queries.records.visible_to` says."""
    return actor.may(Permission.FOLLOWING_READ)


def owns_plans_of(actor: Actor, unit: Unit) -> bool:
    """Whether `actor` answers for the plans of `unit`: the province for its own, else the people of the unit."""
    return unit.kind == Kind.PROVINCE if actor.everywhere else unit.pk == actor.unit_id


def may_close(actor: Actor, plan: Plan) -> bool:
    """Whether `actor` closes and returns the records of `plan`: the coordinator those of the province, a head those of
    the own unit."""
    return actor.may(Permission.PROGRESS_CLOSE) and owns_plans_of(actor, plan.unit)


def may_report(actor: Actor, record: ProgressRecord) -> bool:
    """Whether `actor` reports the work of `record`: people of its unit; where no unit was found for the lead, whoever
    closes the records of the plan."""
    if record.kept_by_owner:
        return may_close(actor, record.measure.section.plan)
    return actor.may(Permission.PROGRESS_REPORT) and record.unit_id == actor.unit_id


def may_amend(actor: Actor, plan: Plan) -> bool:
    """Whether `actor` changes `plan` while it is in force."""
    return actor.may(Permission.PLAN_AMEND) and owns_plans_of(actor, plan.unit)


def may_date_event(actor: Actor, plans: Collection[Plan]) -> bool:
    """Whether `actor` says when an event happened for which measures of `plans` wait: the coordinator, and a head where
    there are some and all of them are plans of the own unit."""
    if not actor.may(Permission.PROGRESS_CLOSE):
        return False
    return actor.everywhere or (bool(plans) and all(plan.unit_id == actor.unit_id for plan in plans))


def may_see_board(actor: Actor, plan: Plan) -> bool:
    """Whether `actor` sees how every unit stands in `plan`: who acts for the province, and the people of its owner."""
    return may_read_following(actor) and (actor.everywhere or plan.unit_id == actor.unit_id)


def may_collect(actor: Actor, collector: Unit) -> bool:
    """Whether `actor` opens, returns, freezes and archives the periodic reports that `collector` draws together."""
    return actor.may(Permission.REPORT_COLLECT) and owns_plans_of(actor, collector)


def may_write_part(actor: Actor, unit_id: int) -> bool:
    """Whether `actor` writes and sends the parts of this unit, by its id: its own people."""
    return actor.may(Permission.REPORT_SEND) and actor.unit_id == unit_id


def may_see_whole(actor: Actor, round_: ReportRound) -> bool:
    """Whether `actor` sees a report drawn together with all its parts: who acts for the province, and the people of the
    unit that draws it together."""
    return may_read_following(actor) and (actor.everywhere or round_.collector_id == actor.unit_id)
