"""What units have done of what was due, and as a source of declared figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cchc.access.actor import Actor
from cchc.access.permissions import Scope
from cchc.core.papers.deadlines.values import DeadlineKind
from cchc.core.plans.following.completion import (
    FIGURES,
    CompletionCount,
    CountedMeasure,
    CountedRecord,
    WhyUncounted,
    completion_of,
    count_of,
)
from cchc.core.plans.following.states import ProgressState, WorkSaid
from cchc.core.scoring.criteria.feeding import FedFigure, FedInput
from cchc.core.scoring.sources import BY_NAME, KnownSource, closed_sources
from cchc.core.words.messages import Message
from cchc.following.models import ProgressRecord
from cchc.following.policies import may_read_following
from cchc.plans.models import Measure, Plan
from cchc.units.models import Unit
from cchc.units.queries import ids_under
from cchc.units.queries.lineage import continuities

PLANS = BY_NAME["plans"]


def may_see_completion(actor: Actor, unit: Unit, today: date) -> bool:
    """Whether `actor` may see what a unit has done: the province all, others their own unit, leaders of a tree theirs;
    a unit also under the names that it had."""
    if not may_read_following(actor):
        return False
    if actor.everywhere:
        return True
    if actor.unit_id is None:
        return False
    if actor.scope is Scope.OWN_TREE:
        return unit.pk in ids_under(actor.unit_id, today)
    return unit.pk in continuities([actor.unit_id])[actor.unit_id].ids


def sources_of_plans(*, year: int | None) -> tuple[KnownSource, ...]:
    """Return the sources that this room has for a cycle of any `year`: what was planned, done, and done late."""
    return closed_sources(PLANS)


def figures_of_plans(*, year: int, inputs: Collection[FedInput]) -> list[FedFigure]:
    """Return, for the `inputs` that plans feed, the figure of the unit from the first day of `year` up to today, or to
    the end of the year when that is over; nothing for a unit of which nothing was due. A constant number of queries.
    """
    wanted = [one for one in inputs if one.source.kind == PLANS.name]
    day = cut_off(year, timezone.localdate())
    if not wanted or day is None:
        return []
    counts = counts_of({one.unit for one in wanted}, date(year, 1, 1), day)
    origin = Message("measures of the plans in force that were due in {year}", year=str(year))
    found = []
    for one in wanted:
        count = counts[one.unit]
        if count.planned:
            fed = one.fed(str(FIGURES[one.source.parts[0]](count)), day, origin)
            found += [fed] if fed is not None else []
    return found


def cut_off(year: int, today: date) -> date | None:
    """Return the last day that counts in `year` as of `today`; None before the year has begun."""
    return min(today, date(year, 12, 31)) if today >= date(year, 1, 1) else None


def counts_of(units: Collection[int], first: date, day: date) -> dict[int, CompletionCount]:
    """Return what each of `units`, by their ids, had planned and done from `first` up to `day`; a unit that was only
    renamed or moved counts what it closed under its former names."""
    chains = continuities(units)
    present = {pk: unit for unit, chain in chains.items() for pk in chain.ids}
    found: dict[int, list[CountedMeasure]] = defaultdict(list)
    for one in completion_of(_records(present), first, day).values():
        found[one.unit].append(one)
    return {unit: count_of(found[unit]) for unit in chains}


def _records(present: dict[int, int]) -> Iterable[CountedRecord]:
    """The records of units, each for the unit that it is today."""
    rows = counted_records(present).values_list(
        "measure_id", "unit_id", "period", "state", "percent", "due", "done_on", "starts", "closed_at",
        "measure__deadline_kind", "measure__withdrawn",
    )  # fmt: skip
    for measure, unit, period, state, percent, due, done_on, starts, closed, kind, withdrawn in rows:
        yield CountedRecord(
            measure,
            present[unit],
            period,
            # counted by its own day alone: a day that a unit set itself earlier costs it nothing in the index
            WorkSaid(ProgressState(state), percent, due, done_on, waits=starts is None),
            closed=closed is not None,
            continuous=kind == DeadlineKind.CONTINUOUS,
            withdrawn=withdrawn,
        )


def counted_records(units: Collection[int]) -> QuerySet[ProgressRecord]:
    """Return the records of plans in force that `units` lead, those of withdrawn measures too; without those of a plan
    below that only carries out a record of the same unit: the same work is counted once."""
    carried_out = Q(measure__carries_out__record__unit=F("unit"))
    records = ProgressRecord.objects.filter(passed_to__isnull=True, unit__in=units)
    return records.filter(measure__section__plan__state=Plan.State.CURRENT).exclude(carried_out).order_by()


@dataclass(frozen=True, slots=True)
class CompletionLine:
    """A measure of the list behind the figures, with its plan, as it is counted."""

    measure: Measure
    counted: CountedMeasure

    @property
    def why(self) -> WhyUncounted | None:
        """Why it is not among those that were planned."""
        return self.counted.why


@dataclass(frozen=True, slots=True)
class CompletionList:
    """What a unit had planned and done up to a day, and how the measures behind it are counted, those that are planned
    first."""

    count: CompletionCount
    counted: list[CountedMeasure]


def completion_list(unit: Unit, first: date, day: date) -> CompletionList:
    """Return the figures of `unit` from `first` up to `day` with every measure that it leads; a constant number of
    queries. Measures are their ids: `completion_lines` reads those that are shown."""
    chain = continuities([unit.pk])[unit.pk]
    counted = completion_of(_records(dict.fromkeys(chain.ids, unit.pk)), first, day)
    measures = Measure.objects.filter(pk__in=counted_records(chain.ids).values("measure"))
    ordered = measures.order_by(
        "section__plan__year", "section__plan_id", "section__place", "place", "pk"
    ).values_list("pk", flat=True)
    lines = sorted((counted[one, unit.pk] for one in ordered), key=_rank)
    return CompletionList(count_of(lines), lines)


def completion_lines(counted: Sequence[CountedMeasure]) -> list[CompletionLine]:
    """Return these measures with their texts and their plans, in their order; one query."""
    measures = Measure.objects.select_related("section__plan").in_bulk([one.measure for one in counted])
    return [CompletionLine(measures[one.measure], one) for one in counted]


def _rank(counted: CountedMeasure) -> int:
    """Planned and open, done late, done, then what is left out by reason."""
    if counted.why is not None:
        return 3 + list(WhyUncounted).index(counted.why)
    return 2 - counted.late if counted.done else 0
