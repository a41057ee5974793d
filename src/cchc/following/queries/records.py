"""Which records somebody may see, and where they stand, asked of the database."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cchc.access.actor import Actor
from cchc.access.permissions import Permission, Scope
from cchc.core.plans.following.states import ENDED, ProgressState, RecordStanding, WorkSaid
from cchc.following.models import ProgressRecord
from cchc.following.policies import may_read_following
from cchc.plans.models import Involvement, Plan
from cchc.plans.queries.table import unit_ids_of
from cchc.units.models import Kind
from cchc.units.queries import ids_under

ENDED_STATES = [one.value for one in ENDED]


def standing_records() -> QuerySet[ProgressRecord]:
    """Return the records of plans in force that count: those that were passed on are left to whom they went, those of
    measures that were withdrawn are out."""
    return ProgressRecord.objects.filter(
        passed_to__isnull=True, measure__withdrawn=False, measure__section__plan__state=Plan.State.CURRENT
    )


def visible_to(actor: Actor) -> QuerySet[ProgressRecord]:
    """Return the records that `actor` may see: all, for who acts for the province; else those that the own unit (and
    what it was before) leads, those of plans of the own unit, and those in which it cooperates; a leader of a tree
    sees its units."""
    if not may_read_following(actor):
        return ProgressRecord.objects.none()
    if actor.everywhere:
        return standing_records()
    own = set(unit_ids_of(actor))
    if actor.scope is Scope.OWN_TREE and actor.unit_id is not None:
        own |= ids_under(actor.unit_id, timezone.localdate())
    return standing_records().filter(
        Q(unit__in=own)
        | Q(measure__section__plan__unit__in=own)
        | Q(measure__in=joint_parts(own).values("measure"))
    )


def joint_parts(units: set[int] | frozenset[int]) -> QuerySet[Involvement]:
    """Return the parts of measures in which one of `units` cooperates."""
    return Involvement.objects.filter(role=Involvement.Kind.COOPERATING, agency__units__in=units)


def untouched(records: QuerySet[ProgressRecord]) -> QuerySet[ProgressRecord]:
    """Return those of `records` of which nobody has said anything, and to which nothing is tied: no product, no note,
    no plan that carries them out."""
    return records.filter(
        reports__isnull=True,
        decisions__isnull=True,
        products__isnull=True,
        notes__isnull=True,
        carried_out_by__isnull=True,
        passed_from__isnull=True,
    )


def of_unit(actor: Actor, unit_id: int) -> QuerySet[ProgressRecord]:
    """Return the records that the unit leads, of those that `actor` may see."""
    return visible_to(actor).filter(unit=unit_id)


def of_plan(actor: Actor, plan: Plan) -> QuerySet[ProgressRecord]:
    """Return the records of `plan` that `actor` may see."""
    return visible_to(actor).filter(measure__section__plan=plan)


def of_owner(actor: Actor) -> QuerySet[ProgressRecord]:
    """Return the records that `actor` closes or returns, as the owner of their plans: the same as
    `policies.may_close`."""
    if not actor.may(Permission.PROGRESS_CLOSE):
        return ProgressRecord.objects.none()
    own = Q(measure__section__plan__unit=actor.unit_id)
    of_province = Q(measure__section__plan__unit__kind=Kind.PROVINCE)
    return visible_to(actor).filter(of_province if actor.everywhere else own)


STANDS: dict[RecordStanding, Q] = {
    RecordStanding.NOT_BEGUN: Q(state=ProgressState.NOT_BEGUN.value, starts__isnull=False),
    RecordStanding.UNDER_WAY: Q(state=ProgressState.UNDER_WAY.value, starts__isnull=False),
    RecordStanding.DONE: Q(state=ProgressState.DONE.value)
    & (
        Q(due__isnull=True)
        | Q(done_on__lte=F("due")) & (Q(due_below__isnull=True) | Q(done_on__lte=F("due_below")))
    ),
    RecordStanding.DONE_LATE: Q(state=ProgressState.DONE.value, due__isnull=False)
    & (Q(done_on__gt=F("due")) | Q(done_on__gt=F("due_below"))),
    RecordStanding.WAITING: Q(
        state__in=[ProgressState.NOT_BEGUN.value, ProgressState.UNDER_WAY.value], starts__isnull=True
    ),
    RecordStanding.WITHOUT_PRODUCT: Q(state=ProgressState.DONE_WITHOUT_PRODUCT.value),
    RecordStanding.CANCELLED: Q(state=ProgressState.CANCELLED.value),
    RecordStanding.NOT_DONE: Q(state=ProgressState.NOT_DONE.value),
}
"""Each standing as a condition on records; together they are all records, none twice."""


WAITS_TO_BE_CLOSED = Q(state__in=ENDED_STATES, closed_at__isnull=True)
"""What its unit has finished with, and the owner of the plan has not taken yet."""


def overdue_on(today: date) -> Q:
    """Return the condition that the work of a record is still to come and its last day has passed: its own, or that of
    plans below that carry it out."""
    passed = Q(due__lt=today) | Q(due__isnull=False, due_below__lt=today)
    return passed & Q(starts__isnull=False) & ~Q(state__in=ENDED_STATES)


def urged_on(today: date, days: int) -> Q:
    """Return the condition that a unit is to be urged for a record: it is overdue by `days` or more; what the owner of
    the plan keeps for nobody is not urged."""
    return overdue_on(today) & Q(kept_by_owner=False, due__lte=today - timedelta(days=days))


def bound_below(today: date) -> Q:
    """Return the condition that a day of plans below has passed which binds a record."""
    return Q(due_below__isnull=False, due_below__lt=today)


def said_of(record: ProgressRecord) -> WorkSaid:
    """Return what the core asks of a record."""
    return WorkSaid(
        state=ProgressState(record.state),
        percent=record.percent,
        due=record.due,
        done_on=record.done_on,
        waits=record.starts is None,
        due_below=record.due_below,
    )
