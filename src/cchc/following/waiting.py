"""What waits for a person in this room: the work that the own unit leads and whose day has passed or is near, what was
returned to it, what other units reported and it is to confirm, outcomes to be closed, and periodic reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.access.waiting import Duty
from cchc.core.plans.reports.sending import PartState
from cchc.following.models import PartDraft, ProgressRecord, ReportPart, ReportRound
from cchc.following.policies import may_read_following
from cchc.following.queries.links import stands_below
from cchc.following.queries.mine import MineGroup, led_records
from cchc.following.queries.recalls import open_recalls
from cchc.following.queries.records import (
    ENDED_STATES,
    WAITS_TO_BE_CLOSED,
    of_owner,
    overdue_on,
    standing_records,
)
from cchc.following.queries.report_words import round_name
from cchc.following.queries.rounds import NOTHING_SENT, round_lines, sendings_of
from cchc.following.queries.words import period_beside, words_of_measure
from cchc.plans.queries.standing import SOON
from cchc.units.models import Kind, Lineage, Unit

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
    yield from _parts_to_send(actor, today)
    yield from _reports_to_freeze(actor, today)
    yield from _parts_asked_back(actor, today)


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


def report_days_ahead(actor: Actor, today: date) -> QuerySet[Any, tuple[date]]:
    """Return the days, from `today` on, by which the own unit is to send its parts of periodic reports that are due
    soon. A query that is not asked yet."""
    owed: QuerySet[Any] = _owed(actor) if _writes_parts(actor) else PartDraft.objects.none()
    stands = ReportPart.objects.filter(
        round=OuterRef("round"), of_unit=OuterRef("of_unit"), returned__isnull=True
    )
    soon: QuerySet[Any] = owed.exclude(Exists(stands)).filter(
        round__due__gte=today, round__due__lte=today + SOON
    )
    return soon.order_by().values_list("round__due")


def _writes_parts(actor: Actor) -> bool:
    return actor.unit_id is not None and actor.may(Permission.REPORT_SEND)


def _owed(actor: Actor) -> QuerySet[PartDraft]:
    """The parts of the own unit in reports that are neither frozen nor withdrawn."""
    return PartDraft.objects.filter(
        of_unit=actor.unit_id, round__frozen__isnull=True, round__withdrawal__isnull=True
    )


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


def _parts_to_send(actor: Actor, today: date) -> Iterator[Duty]:
    """The parts of periodic reports that the own unit has not sent, or that were returned to it."""
    if not _writes_parts(actor):
        return
    rounds = [
        one.round for one in _owed(actor).select_related("round__frame").order_by("round__due", "round")
    ]
    sent = sendings_of(ReportPart.objects.filter(round__in=rounds, of_unit=actor.unit_id))
    for one in rounds:
        state = sent.get((one.pk, actor.unit_id or 0), NOTHING_SENT).state
        if state is PartState.UNSENT:
            text = _("{report}: the part of my unit is to be sent")
        elif state is PartState.RETURNED:
            text = _("{report}: the part of my unit was returned, to be sent again")
        else:
            continue
        href = reverse("following:report_part", args=[one.pk, actor.unit_id])
        yield Duty(text.format(report=round_name(one)), href, one.due, late=one.due < today)


def _reports_to_freeze(actor: Actor, today: date) -> Iterator[Duty]:
    """The periodic reports that `actor` draws together and whose period is over."""
    if not actor.may(Permission.REPORT_COLLECT):
        return
    rounds = ReportRound.objects.filter(frozen__isnull=True, withdrawal__isnull=True, data_to__lte=today)
    own = rounds.filter(collector__in=_collectors(actor))
    for line in round_lines(own.select_related("frame").order_by("cut_off", "pk"), None):
        one = line.round
        text = _("{report}: {come} of {count} parts have come, the figures are to be frozen")
        said = text.format(report=round_name(one), come=line.come, count=line.units)
        yield Duty(said, reverse("following:round", args=[one.pk]), one.cut_off, late=one.cut_off < today)


def _collectors(actor: Actor) -> QuerySet[Unit]:
    """The units for which `actor` draws reports together."""
    own = Q(kind=Kind.PROVINCE) if actor.everywhere else Q(pk__in=[actor.unit_id or 0])
    return Unit.objects.filter(own)


def _parts_asked_back(actor: Actor, today: date) -> Iterator[Duty]:
    """The parts that units ask back from `actor`, by the day on which the figures are to be frozen: the first by name,
    and how many more there are in each report."""
    if not actor.may(Permission.REPORT_COLLECT):
        return
    asked = open_recalls().filter(part__round__collector__in=_collectors(actor))
    named = list(asked.select_related("part__round__frame", "part__of_unit")[:MOST_NAMED])
    for one in named:
        round_, unit = one.part.round, one.part.of_unit
        text = _("{report}: {unit} asks for its part back").format(report=round_name(round_), unit=unit.name)
        href = reverse("following:recall_answer", args=[round_.pk, unit.pk])
        yield Duty(text, href, round_.cut_off, late=round_.cut_off < today)
    if len(named) < MOST_NAMED:
        return
    others = asked.exclude(pk__in=[one.pk for one in named]).order_by().values_list("part__round")
    counts = dict(others.annotate(count=Count("pk")).values_list("part__round", "count"))
    for round_ in ReportRound.objects.filter(pk__in=counts).select_related("frame").order_by("cut_off", "pk"):
        text = ngettext(
            "{report}: {count} more unit asks for its part back",
            "{report}: {count} more units ask for their parts back",
            counts[round_.pk],
        ).format(report=round_name(round_), count=counts[round_.pk])
        href = reverse("following:round", args=[round_.pk])
        yield Duty(text, href, round_.cut_off, late=round_.cut_off < today)
