"""The periods of the measures of a stored plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from cchc.core.papers.deadlines.events import term_of
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.deadlines.values import Deadline, DeadlineKind
from cchc.core.plans.following.periods import EventDay, FollowedDeadline, RecordPeriod, expected_periods
from cchc.cycles.queries import holidays as all_holidays
from cchc.following.models import AwaitedEvent, EventOccurrence, PlanEnding
from cchc.plans.models import Due, Measure, Plan
from cchc.plans.queries.texts import holidays_for


def periods_of(plan: Plan, measures: Iterable[Measure], today: date) -> dict[int, tuple[RecordPeriod, ...]]:
    """Return the periods that there are today, by the id of the measure; six queries, however many measures."""
    dues = _by_measure(Due.objects.filter(measure__section__plan=plan).values_list("measure_id", "on"))
    happened = _happened(plan)
    ended = PlanEnding.objects.filter(plan=plan).values_list("on", flat=True).first()
    since = plan.document.date if plan.document else None
    holidays: Holidays | None = holidays_for(plan)
    working = all_holidays()
    return {
        one.pk: expected_periods(
            FollowedDeadline(
                deadline=Deadline(
                    text=one.deadline,
                    kind=DeadlineKind(one.deadline_kind or DeadlineKind.UNPARSED),
                    start=one.start,
                    due=tuple(sorted(dues[one.pk])),
                    continues=one.continues,
                ),
                plan_year=plan.year,
                since=since,
                ended=ended,
                happened=_due_by(one.deadline, happened[one.pk], working) if happened[one.pk] else (),
                holidays=holidays,
            ),
            today,
        )
        for one in measures
    }


def _due_by(wording: str, happened: list[EventDay], working: Holidays) -> tuple[EventDay, ...]:
    """The times that an event happened, due by the term of the wording where it sets one, else by the term that was
    said when the event was dated. Working days are counted as offices work, whether or not due days move."""
    term = term_of(wording)
    if term is None:
        return tuple(happened)
    return tuple(replace(one, due=term.due(one.on, working)) for one in happened)


def _happened(plan: Plan) -> dict[int, list[EventDay]]:
    """The times that the events of measures happened."""
    awaited = AwaitedEvent.objects.filter(measure__section__plan=plan)
    measures = _by_measure(awaited.values_list("event_id", "measure_id"))
    found: dict[int, list[EventDay]] = defaultdict(list)
    for one in EventOccurrence.objects.filter(event__in=measures).order_by("event", "number"):
        for measure in measures[one.event_id]:
            found[measure].append(EventDay(one.number, one.on, one.term))
    return found


def _by_measure(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
