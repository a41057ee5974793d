"""The events for which measures of plans in force wait, and those that are proposed by equal wording."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, QuerySet

from cchc.access.actor import Actor
from cchc.core.papers.deadlines.events import EventTerm, event_named, event_of, term_of
from cchc.core.papers.deadlines.values import DeadlineKind
from cchc.core.words.names import sort_key
from cchc.following.models import AwaitedEvent, PlanEvent
from cchc.following.policies import may_close, may_read_following
from cchc.plans.models import Measure, Plan


def events_for(actor: Actor) -> QuerySet[PlanEvent]:
    """Return the events that `actor` may see, each with how many measures of plans in force wait for it (`waits`), of
    how many `plans`, and the `last` day on which it happened; what has not happened comes first."""
    if not may_read_following(actor):
        return PlanEvent.objects.none()
    in_force = Q(awaited__measure__section__plan__state=Plan.State.CURRENT)
    counted = PlanEvent.objects.annotate(
        waits=Count("awaited", distinct=True, filter=in_force),
        plans=Count("awaited__measure__section__plan", distinct=True, filter=in_force),
        last=Max("occurrences__on"),
    )
    return counted.order_by(F("last").asc(nulls_first=True), "wording", "pk")


def waiting_measures() -> QuerySet[Measure]:
    """Return the measures of plans in force whose deadline is an event."""
    return Measure.objects.filter(
        section__plan__state=Plan.State.CURRENT,
        withdrawn=False,
        deadline_kind=DeadlineKind.ON_EVENT.value,
    ).select_related("section__plan__unit")


@dataclass(frozen=True, slots=True)
class ProposedEvent:
    """Measures that nobody has joined to an event and whose wordings lead to the same one: its key, the wordings as
    they stand, and the event that bears this key already, if there is one."""

    spelling: str
    wordings: tuple[str, ...]
    measures: tuple[Measure, ...]
    event: PlanEvent | None

    @property
    def wording(self) -> str:
        """What the event is proposed to be called: its shortest name, without the terms that wordings set from it."""
        return min(map(event_named, self.wordings), key=lambda one: (len(one), one))

    @property
    def plans(self) -> int:
        """How many plans wait for it."""
        return len({one.section.plan_id for one in self.measures})


def proposed_events(actor: Actor) -> list[ProposedEvent]:
    """Return the events proposed for the measures that `actor` may join, those with the most measures first; two
    queries, however many there are."""
    free = waiting_measures().filter(awaits__isnull=True).order_by("section__plan", "section__place", "place")
    own: dict[Plan, bool] = {}
    groups: dict[str, list[Measure]] = defaultdict(list)
    for one in free:
        plan = one.section.plan
        if plan not in own:
            own[plan] = may_close(actor, plan)
        if own[plan]:
            groups[event_of(one.deadline)].append(one)
    known = {one.spelling: one for one in PlanEvent.objects.filter(spelling__in=groups)}
    found = [
        ProposedEvent(key, tuple(dict.fromkeys(one.deadline for one in rows)), tuple(rows), known.get(key))
        for key, rows in groups.items()
    ]
    return sorted(found, key=lambda one: (-len(one.measures), sort_key(one.wording)))


@dataclass(frozen=True, slots=True)
class AwaitingMeasure:
    """A measure that waits for an event, and the term that its own wording sets from the day of the event."""

    measure: Measure
    term: EventTerm | None
    may_leave: bool


def awaiting(event: PlanEvent, actor: Actor) -> list[AwaitingMeasure]:
    """Return the measures of plans in force that wait for `event`, in the order of their plans; one of a plan that
    became a draft again waits on, seen by nobody but those who work on it."""
    rows = _awaited_in_force(event).select_related("measure__section__plan__unit")
    ordered = rows.order_by("measure__section__plan", "measure__section__place", "measure__place")
    return [
        AwaitingMeasure(
            one.measure, term_of(one.measure.deadline), may_close(actor, one.measure.section.plan)
        )
        for one in ordered
    ]


def lacks_term(rows: Sequence[AwaitingMeasure]) -> bool:
    """Whether a measure has no term in its wording, and no day beside it: somebody has to say when it is due."""
    return any(one.term is None for one in rows)


def plans_awaiting(event: PlanEvent) -> QuerySet[Plan]:
    """Return the plans in force of which a measure waits for `event`."""
    measures = _awaited_in_force(event).values("measure__section__plan")
    return Plan.objects.filter(pk__in=measures).select_related("unit").order_by("pk")


def _awaited_in_force(event: PlanEvent) -> QuerySet[AwaitedEvent]:
    return AwaitedEvent.objects.filter(event=event, measure__section__plan__state=Plan.State.CURRENT)
