"""What waits for a person in this room: the work that the own unit leads and whose day has passed or is near, what was
returned to it, what other units reported and it is to confirm, and outcomes to be closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.access.waiting import Duty
from cchc.following.models import ProgressRecord
from cchc.following.policies import may_read_following
from cchc.following.queries.links import stands_below
from cchc.following.queries.mine import MineGroup, led_records
from cchc.following.queries.records import (
    ENDED_STATES,
    WAITS_TO_BE_CLOSED,
    of_owner,
    overdue_on,
    standing_records,
)
from cchc.following.queries.words import period_beside, words_of_measure
from cchc.plans.queries.standing import SOON
from cchc.units.models import Lineage, Unit

MOST_NAMED = 5
MOST_LETTERS = 160


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield the overdue records of the own unit, those that were returned to it, how many are due soon, and how many
    outcomes wait to be closed by `actor`; a few queries, however many plans are followed. What the unit does in a plan
    of its own waits there alone."""
    if actor.unit_id is not None:
        own = led_records(actor).exclude(state__in=ENDED_STATES).exclude(stands_below())
        yield from _overdue(own, today)
        if actor.may(Permission.PROGRESS_REPORT):
            yield from _returned(own, today)
        yield from _due_soon(own, today)
    yield from _to_close(actor)


def days_ahead(actor: Actor, today: date) -> QuerySet[Any, tuple[date]]:
    """Return the days, from `today` on, of the records that are due soon and led by the own unit or one that became
    it. A query that is not asked yet."""
    became = Lineage.objects.filter(successor=actor.unit_id).values("predecessor")
    own = Unit.objects.filter(Q(pk=actor.unit_id) | Q(pk__in=became))
    records: QuerySet[Any] = (
        standing_records() if may_read_following(actor) else ProgressRecord.objects.none()
    )
    still_open = records.exclude(state__in=ENDED_STATES).exclude(stands_below())
    soon = still_open.filter(unit__in=own, starts__isnull=False, due__gte=today, due__lte=today + SOON)
    return soon.order_by().values_list("due")


def _words_of(record: ProgressRecord) -> str:
    words = Truncator(words_of_measure(record.measure)).chars(MOST_LETTERS)
    period = period_beside(record.period)
    return f"{words} ({period})" if period else words


def _overdue(own: QuerySet[ProgressRecord], today: date) -> Iterator[Duty]:
    """The first records whose day is over, each by itself, and how many more there are in each plan."""
    past = own.filter(overdue_on(today))
    order = ("due", "measure__section__place", "measure__place", "pk")
    named = list(past.select_related("measure__section__plan").order_by(*order)[:MOST_NAMED])
    for one in named:
        text = _("{measure}: overdue, to be reported").format(measure=_words_of(one))
        plan = one.measure.section.plan
        yield Duty(text, reverse("following:record", args=[one.pk]), one.due, late=True, beside=plan.title)
    if len(named) < MOST_NAMED:
        return
    others = past.exclude(pk__in=[one.pk for one in named]).order_by()
    plans = others.values_list("measure__section__plan", "measure__section__plan__title")
    for plan, title, count, first in plans.annotate(count=Count("pk"), first=Min("due")):
        text = ngettext(
            "{count} more overdue measure that my unit leads",
            "{count} more overdue measures that my unit leads",
            count,
        )
        href = _mine(plan, MineGroup.OVERDUE)
        yield Duty(text.format(count=count), href, first, late=True, beside=title)


def _returned(own: QuerySet[ProgressRecord], today: date) -> Iterator[Duty]:
    """What the owner of a plan has returned and is not overdue, which says so already."""
    rows = own.exclude(returned="").exclude(overdue_on(today)).select_related("measure__section__plan")
    for one in rows.order_by("due", "pk")[:MOST_NAMED]:
        text = _("{measure}: returned by the owner of the plan").format(measure=_words_of(one))
        href = reverse("following:record", args=[one.pk])
        yield Duty(text, href, one.due, beside=one.measure.section.plan.title)


def _due_soon(own: QuerySet[ProgressRecord], today: date) -> Iterator[Duty]:
    """How many records are due soon in each plan, a row for each day: people are reminded of every one of them."""
    soon = own.filter(starts__isnull=False, due__gte=today, due__lte=today + SOON).order_by()
    days = soon.values_list("measure__section__plan", "measure__section__plan__title", "due")
    for plan, title, until, count in days.annotate(count=Count("pk")):
        text = ngettext(
            "{count} measure that my unit leads is due within 30 days",
            "{count} measures that my unit leads are due within 30 days",
            count,
        )
        yield Duty(text.format(count=count), _mine(plan), until, beside=title)


def _to_close(actor: Actor) -> Iterator[Duty]:
    """How many outcomes wait in each plan of which `actor` closes the records."""
    waiting = of_owner(actor).filter(WAITS_TO_BE_CLOSED).order_by()
    plans = waiting.values_list("measure__section__plan", "measure__section__plan__title")
    for plan, title, count in plans.annotate(count=Count("pk")):
        text = ngettext(
            "{count} reported outcome is to be closed or returned",
            "{count} reported outcomes are to be closed or returned",
            count,
        )
        href = f"{reverse('following:board_records', args=[plan])}?cho_xac_nhan=1"
        yield Duty(text.format(count=count), href, beside=title)


def _mine(plan: int, group: MineGroup | None = None) -> str:
    """The address of the records of a plan that the own unit leads, of one group."""
    address = f"{reverse('following:mine')}?ke_hoach={plan}"
    return f"{address}&nhom={group.value}" if group is not None else address
