"""Where measures stand on a day: by the work that units have reported where their plan is followed, else by their due
days alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import Case, Q, QuerySet, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

SOON = timedelta(days=30)


class DueStanding(TextChoices):
    """Where a measure stands on a day. Where it is followed: some of its work is overdue, the next is due near, far, on
    no known day, or all has ended. Where it is not, its due days alone: the last is behind, the next near, far, none.
    """

    OVERDUE = "qua-han", _("Overdue")
    PAST = "da-qua", _("Day has passed")
    SOON = "sap-den", _("Within 30 days")
    LATER = "chua-den", _("Later")
    UNDATED = "khong-ngay", _("Without a day")
    ENDED = "da-ket-thuc", _("Done or ended")


_BY_WORK = (
    DueStanding.OVERDUE,
    DueStanding.SOON,
    DueStanding.LATER,
    DueStanding.UNDATED,
    DueStanding.ENDED,
)
_BY_DAYS = (DueStanding.PAST, DueStanding.SOON, DueStanding.LATER, DueStanding.UNDATED)
BEHIND = (DueStanding.OVERDUE, DueStanding.PAST)


@dataclass(frozen=True, slots=True)
class FollowedMeasure:
    """Where the work of a measure stands, as its units have reported it; `day` is the first on which work that is not
    ended is due, None where there is none."""

    plan: int
    measure: int
    standing: DueStanding
    day: date | None


Followed = Mapping[int, FollowedMeasure]
"""The measures that are followed, by their ids."""
NOT_FOLLOWED: Followed = MappingProxyType({})


def standing_of_work(*, overdue: bool, ended: bool, day: date | None, today: date) -> DueStanding:
    """Return where a measure stands of which some work is `overdue`, or all is `ended`, or the first is due on `day`.

    >>> day = date(2026, 6, 30)
    >>> standing_of_work(overdue=False, ended=True, day=None, today=day).name
    'ENDED'
    >>> standing_of_work(overdue=False, ended=False, day=day, today=day).name
    'SOON'
    """
    if overdue:
        return DueStanding.OVERDUE
    return DueStanding.ENDED if ended else standing_of_day(day, today)


def standing_of_day(day: date | None, today: date) -> DueStanding:
    """Return where the next due day stands, or the last where none comes."""
    if day is None:
        return DueStanding.UNDATED
    if day < today:
        return DueStanding.PAST
    return DueStanding.SOON if day <= today + SOON else DueStanding.LATER


def standing_of_measure(measure: Any, today: date, followed: Followed) -> DueStanding:
    """Return where a `measure` stands that has its `next_due` and `last_due`."""
    if measure.pk in followed:
        return followed[measure.pk].standing
    return standing_of_day(measure.next_due or measure.last_due, today)


_STANDS: dict[DueStanding, Callable[[date], Q]] = {
    DueStanding.PAST: lambda today: Q(last_due__lt=today),
    DueStanding.SOON: lambda today: Q(next_due__lte=today + SOON),
    DueStanding.LATER: lambda today: Q(next_due__gt=today + SOON),
    DueStanding.UNDATED: lambda _today: Q(last_due__isnull=True),
}


def stands_as(standing: DueStanding, today: date, followed: Followed) -> Q:
    """Return the condition that a measure with its due days stands there."""
    known = Q(pk__in=[pk for pk, one in followed.items() if one.standing is standing])
    if standing not in _STANDS:
        return known
    by_day = _STANDS[standing](today)
    return known | (by_day & ~Q(pk__in=list(followed))) if followed else by_day


def rank_of(followed: Followed) -> Case:
    """Return the place of where a measure stands: the overdue ones first, the ended ones last."""
    stood = [
        When(pk__in=[pk for pk, one in followed.items() if one.standing is standing], then=Value(place))
        for place, standing in enumerate(_BY_WORK)
    ]
    return Case(*stood, default=Value(0))


def standings(measures: QuerySet[Any], today: date, followed: Followed) -> dict[DueStanding, int]:
    """How many of `measures`, with their due days, stand where; together they are all of them. One query, and one more
    where some of them are not followed."""
    counted: Counter[DueStanding] = sum(standings_by_plan(measures, today, followed).values(), Counter())
    usual = _BY_WORK if followed else _BY_DAYS
    return {one: counted[one] for one in DueStanding if counted[one] or one in usual}


def standings_by_plan(
    measures: QuerySet[Any], today: date, followed: Followed
) -> dict[int, Counter[DueStanding]]:
    """How many of `measures`, with their due days, stand where in each of their plans. Due days are looked up for those
    alone that are not followed: one query, and one more where there are such."""
    found: dict[int, Counter[DueStanding]] = {}
    silent = []
    for plan, pk in measures.order_by().values_list("section__plan_id", "pk"):
        if pk in followed:
            found.setdefault(plan, Counter())[followed[pk].standing] += 1
        else:
            silent.append(pk)
    if silent:
        days = measures.order_by().filter(pk__in=silent)
        for plan, following, last in days.values_list("section__plan_id", "next_due", "last_due"):
            found.setdefault(plan, Counter())[standing_of_day(following or last, today)] += 1
    return found
