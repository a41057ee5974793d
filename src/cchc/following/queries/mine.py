"""The records that a unit leads, and those in which it cooperates, by the days on which they are due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.core.plans.following.states import RecordStanding, last_day, standing_of
from cchc.core.words.names import search_key
from cchc.following.models import CooperationNote, ProgressRecord, ReportedProduct
from cchc.following.policies import may_read_following
from cchc.following.queries.links import follows_below, next_below, stands_below
from cchc.following.queries.records import ENDED_STATES, bound_below, overdue_on, said_of, standing_records
from cchc.following.queries.words import period_beside, words_of_measure
from cchc.plans.models import Agency, Involvement, Plan
from cchc.plans.queries.table import unit_ids_of

_SUNDAY = 6


class MineGroup(TextChoices):
    """The groups in which the records of a unit stand, by what is to be done first."""

    OVERDUE = "qua-han", _("Overdue")
    WEEK = "tuan-nay", _("Due this week")
    MONTH = "thang-nay", _("Due this month")
    LATER = "sau-do", pgettext_lazy("deadlines", "Later")
    CONTINUOUS = "khong-han", _("Continuous, without a day")
    WAITING = "cho-su-kien", _("Waiting for an event")
    DONE = "da-xong", _("Finished")
    OWN_PLAN = "theo-ke-hoach", _("In the plan of the unit itself")


class MineRole(TextChoices):
    """What the unit does in a record."""

    LEAD = "chu-tri", _("My unit leads")
    COOPERATING = "phoi-hop", _("My unit cooperates")


@dataclass(frozen=True, slots=True)
class MineFilter:
    """Which records of a unit are asked for; a `group` of None is all of them."""

    role: MineRole = MineRole.LEAD
    group: MineGroup | None = None
    plan: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class MineRow:
    """A record with what its page shows beside it: where it stands on a day, how many days are left, whether it has
    products, and whether the own unit has confirmed it as a cooperating one; `below` is the record in the plan of its
    unit from which it follows, with the title of that plan."""

    record: ProgressRecord
    group: MineGroup
    standing: RecordStanding
    days: int | None
    has_product: bool
    confirmed: bool
    below: tuple[int, str] | None = None

    @property
    def what(self) -> str:
        """The text that says what the measure is."""
        return words_of_measure(self.record.measure)

    @property
    def period(self) -> str:
        """The period in words; nothing where the measure has but one time."""
        return period_beside(self.record.period)


@dataclass(frozen=True, slots=True)
class MineSection:
    """Rows that stand together under a heading; `count` on all pages."""

    of: MineGroup
    count: int
    rows: list[MineRow]


def led_records(actor: Actor) -> QuerySet[ProgressRecord]:
    """Return the records that the unit of `actor` leads, alone or as a member of a group, with those of what it was
    before."""
    if not may_read_following(actor):
        return ProgressRecord.objects.none()
    return standing_records().filter(unit__in=unit_ids_of(actor))


def cooperating_records(actor: Actor) -> QuerySet[ProgressRecord]:
    """Return the records of others in which the unit of `actor` cooperates; a unit that leads a measure does not
    cooperate in it."""
    own = unit_ids_of(actor)
    parts = Involvement.objects.filter(agency__in=Agency.objects.filter(units__in=own).values("pk"))
    cooperates = parts.filter(role=Involvement.Kind.COOPERATING).values("measure")
    leads = parts.filter(role=Involvement.Kind.LEAD).values("measure")
    if not may_read_following(actor):
        return ProgressRecord.objects.none()
    return standing_records().filter(measure__in=cooperates).exclude(measure__in=leads)


def records_of_role(actor: Actor, role: MineRole) -> QuerySet[ProgressRecord]:
    """Return the records in which the unit of `actor` has the `role`."""
    return led_records(actor) if role is MineRole.LEAD else cooperating_records(actor)


def may_note(actor: Actor, record: ProgressRecord) -> bool:
    """Whether the unit of `actor` cooperates in the measure of `record`, and `actor` speaks for it."""
    if actor.everywhere or actor.unit_id is None or not actor.may(Permission.PROGRESS_REPORT):
        return False
    return cooperating_records(actor).filter(pk=record.pk).exists()


def ends_of(today: date) -> tuple[date, date]:
    """Return the last day of the week of `today`, and of its month; the month ends no earlier than the week.

    >>> ends_of(date(2026, 6, 30))
    (datetime.date(2026, 7, 5), datetime.date(2026, 7, 5))
    """
    week = today + timedelta(days=_SUNDAY - today.weekday())
    month = (today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return week, max(week, month)


def stands_in(group: MineGroup, today: date) -> Q:
    """Return which records stand in a group on a day; each record stands in one."""
    week, month = ends_of(today)
    open_, begun = ~Q(state__in=ENDED_STATES), Q(starts__isnull=False)
    in_time = open_ & begun & ~bound_below(today)
    if group is MineGroup.OWN_PLAN:
        return stands_below()
    return (
        ~stands_below()
        & {
            MineGroup.OVERDUE: overdue_on(today),
            MineGroup.WEEK: in_time & Q(due__gte=today, due__lte=week),
            MineGroup.MONTH: in_time & Q(due__gt=week, due__lte=month),
            MineGroup.LATER: in_time & Q(due__gt=month),
            MineGroup.CONTINUOUS: open_ & begun & Q(due__isnull=True),
            MineGroup.WAITING: open_ & ~begun,
            MineGroup.DONE: Q(state__in=ENDED_STATES),
        }[group]
    )


def counts_by_group(records: QuerySet[ProgressRecord], today: date) -> dict[MineGroup, int]:
    """Return how many of `records` stand in each group; one query."""
    counted = {one.name: Count("pk", filter=stands_in(one, today)) for one in MineGroup}
    return {MineGroup[name]: count for name, count in records.order_by().aggregate(**counted).items()}


def matching(
    records: QuerySet[ProgressRecord], asked: MineFilter, today: date, *, grouped: bool = True
) -> QuerySet[ProgressRecord]:
    """Return those of `records` that are asked for, the most urgent first. A search finds the words of every column,
    whatever their diacritics."""
    chosen = records
    if key := search_key(asked.text):
        chosen = chosen.filter(measure__search__contains=key)
    if asked.plan is not None:
        chosen = chosen.filter(measure__section__plan=asked.plan)
    if not grouped:
        return chosen
    if asked.group is not None:
        chosen = chosen.filter(stands_in(asked.group, today))
    places = [When(stands_in(one, today), then=Value(at)) for at, one in enumerate(MineGroup)]
    chosen = chosen.annotate(group_place=Case(*places, output_field=IntegerField()))
    document = (
        "measure__section__plan",
        "measure__section__place",
        "measure__place",
        "measure",
        "ends",
        "pk",
    )
    return chosen.order_by("group_place", F("due").asc(nulls_last=True), *document)


def with_beside(records: QuerySet[ProgressRecord], actor: Actor) -> QuerySet[Any]:
    """`records` with their measures, plans and units, with `has_product` and `confirmed`, and with the record below and
    its plan where they follow from it; still one query."""
    products = ReportedProduct.objects.filter(record=OuterRef("pk"))
    notes = CooperationNote.objects.filter(
        record=OuterRef("pk"), of_unit__in=unit_ids_of(actor), confirms=True
    )
    return records.select_related("measure__section__plan", "unit").annotate(
        has_product=Exists(products),
        confirmed=Exists(notes),
        follows=ExpressionWrapper(follows_below(), output_field=BooleanField()),
        below=Subquery(next_below(OuterRef("pk")).values("pk")[:1]),
        below_plan=Subquery(next_below(OuterRef("pk")).values("measure__section__plan__title")[:1]),
    )


def rows_of(records: Iterable[Any], today: date) -> list[MineRow]:
    """Return `records`, asked with `with_beside` and in the order of `matching`, as rows."""
    groups = list(MineGroup)
    return [
        MineRow(
            record=one,
            group=groups[one.group_place],
            standing=standing_of(said_of(one)),
            days=_days_left(one, groups[one.group_place], today),
            has_product=one.has_product,
            confirmed=one.confirmed,
            below=(one.below, one.below_plan) if one.follows else None,
        )
        for one in records
    ]


def _days_left(record: ProgressRecord, group: MineGroup, today: date) -> int | None:
    """How many days are left; what is overdue counts from the day that was missed first, which may be one below."""
    until = last_day(said_of(record)) if group is MineGroup.OVERDUE else record.due
    return (until - today).days if until else None


def sections_of(rows: Iterable[MineRow], counts: dict[MineGroup, int]) -> list[MineSection]:
    """Return `rows` under the headings of their groups."""
    kept: dict[MineGroup, MineSection] = {}
    for row in rows:
        kept.setdefault(row.group, MineSection(row.group, counts[row.group], [])).rows.append(row)
    return list(kept.values())


def plans_of(records: QuerySet[ProgressRecord]) -> dict[int, str]:
    """Return the plans of `records`, the latest first, by their ids; one query."""
    plans = Plan.objects.filter(pk__in=records.order_by().values("measure__section__plan"))
    return dict(plans.order_by("-year", "title", "pk").values_list("pk", "title"))
