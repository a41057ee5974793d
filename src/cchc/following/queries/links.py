"""The tree of plans: which records carry out a record above, and which one a measure carries out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from cchc.access.actor import Actor
from cchc.following.models import PlanLink, ProgressRecord
from cchc.following.queries.records import ENDED_STATES, visible_to
from cchc.plans.models import Plan
from cchc.plans.queries.plans import visible_to as plans_visible_to


def records_below(above: ProgressRecord | OuterRef) -> QuerySet[ProgressRecord]:
    """Return the records of measures that carry out `above`, or the record of the query around this one: of plans in
    force, those that were withdrawn left out."""
    return ProgressRecord.objects.filter(
        measure__carries_out__record=above,
        measure__withdrawn=False,
        measure__section__plan__state=Plan.State.CURRENT,
        passed_to__isnull=True,
    ).order_by("measure", "starts", "period")


def next_below(above: ProgressRecord | OuterRef) -> QuerySet[ProgressRecord]:
    """Return the same, those first that are to be done first."""
    ended_last = Case(When(state__in=ENDED_STATES, then=Value(1)), default=Value(0))
    return records_below(above).order_by(ended_last, F("due").asc(nulls_last=True), "pk")


def follows_below() -> Q:
    """Return the condition that a record follows from the plan of its unit that carries it out: nobody reports on it
    as long as it is not set by hand."""
    return Q(Exists(records_below(OuterRef("pk"))), set_by_hand="")


def stands_below() -> Q:
    """Return the condition that what is to be done of a record stands in the plan that carries it out: what is still
    open with a day has open work there that is due no later. Where that plan takes more time, the day of the record
    above is not forgotten."""
    no_later = records_below(OuterRef("pk")).exclude(state__in=ENDED_STATES).filter(due__lte=OuterRef("due"))
    told = Q(state__in=ENDED_STATES) | Q(due__isnull=True) | Q(Exists(no_later))
    return follows_below() & told


@dataclass(frozen=True, slots=True)
class LinkedWork:
    """A record above with what carries it out: the links, and the records of those whose plan is in force."""

    above: ProgressRecord
    links: list[PlanLink]
    below: list[ProgressRecord]


def linked_above(actor: Actor, plan: Plan) -> list[LinkedWork]:
    """Return the records of `plan` that plans below carry out, as far as `actor` may see either side."""
    rows = visible_to(actor).filter(measure__section__plan=plan, carried_out_by__isnull=False).distinct()
    return linked_work(actor, [one.pk for one in rows])


def linked_below(actor: Actor, plan: Plan) -> list[LinkedWork]:
    """Return the records above that the measures of `plan` carry out, as far as `actor` may see them: a plan in force
    is read by everyone, how the work of another unit stands is not."""
    rows = visible_to(actor).filter(carried_out_by__measure__section__plan=plan).distinct()
    return linked_work(actor, [one.pk for one in rows])


def linked_work(actor: Actor, ids: Collection[int]) -> list[LinkedWork]:
    """Return records above, by their ids, with what carries them out: the measures of plans that `actor` reads, and
    how far they are where `actor` may see that; three queries."""
    above = ProgressRecord.objects.filter(pk__in=ids).select_related("measure__section__plan", "unit")
    seen = plans_visible_to(actor)
    links = PlanLink.objects.filter(record__in=ids, measure__section__plan__in=seen)
    links = links.select_related("measure__section__plan__unit")
    below = visible_to(actor).filter(measure__carries_out__record__in=ids)
    below = below.select_related("measure__section__plan", "unit", "measure__carries_out")
    by_record: dict[int, list[PlanLink]] = {}
    for link in links:
        by_record.setdefault(link.record_id, []).append(link)
    own: dict[int, list[ProgressRecord]] = {}
    for one in below.order_by("measure", "starts", "period"):
        own.setdefault(one.measure.carries_out.record_id, []).append(one)
    return [
        LinkedWork(one, by_record.get(one.pk, []), own.get(one.pk, []))
        for one in above.order_by("measure__section__place", "measure__place", "starts", "period")
    ]


def to_take_over(actor: Actor, plan: Plan) -> QuerySet[ProgressRecord]:
    """Return the open records of `plan` that the unit of `actor` leads and no plan below carries out yet."""
    rows = visible_to(actor).filter(measure__section__plan=plan, unit=actor.unit_id or 0)
    return (
        rows.filter(closed_at__isnull=True, carried_out_by__isnull=True, kept_by_owner=False)
        .select_related("measure__section", "unit")
        .order_by("measure__section__place", "measure__place", "ends", "starts", "pk")
    )
