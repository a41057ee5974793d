"""How much of what was due is done: the figure that an index may use, with the list behind it.

Counted are measures by lead unit, not records: a measure that is due four times a year is one, and done when it was
done each time. What counts is what the owner of the plan has closed, on the day on which it was done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cchc.core.plans.following.states import ProgressState, WorkSaid, is_late


@dataclass(frozen=True, slots=True)
class CountedRecord:
    """A record as it is counted: measure and unit by their ids, the name of its period, what is known of the work.

    `closed`: the owner of the plan took the outcome. `continuous`: the deadline of the measure is continuous.
    """

    measure: int
    unit: int
    period: str
    work: WorkSaid
    closed: bool = False
    continuous: bool = False
    withdrawn: bool = False


class WhyUncounted(StrEnum):
    """Why a measure of a unit is not among those that are planned."""

    WITHDRAWN = "withdrawn"
    CONTINUOUS = "continuous"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    NOT_DUE = "not_due"
    WITHOUT_DAY = "without_day"


@dataclass(frozen=True, slots=True)
class CountedMeasure:
    """A measure of a unit with its records that are due by the day; `why` it is not planned, None where it is."""

    measure: int
    unit: int
    due: tuple[CountedRecord, ...] = ()
    done: bool = False
    late: bool = False
    why: WhyUncounted | None = None


@dataclass(frozen=True, slots=True)
class CompletionCount:
    """How many measures were planned, done, and of those done late."""

    planned: int
    done: int
    late: int


def completion_of(
    records: Iterable[CountedRecord], first: date, day: date
) -> dict[tuple[int, int], CountedMeasure]:
    """Return every measure of every unit in `records`, as it is counted from the day `first` up to `day`, by measure
    and unit.

    Planned is what has a record due from `first` to `day`: not what goes on continuously, was withdrawn, was cancelled
    by a document that the owner has accepted, or waits for an event. Done is what was done, by `day` and as the owner
    has accepted, in each of these records; late, where it was after the due day of at least one. Work without the
    product that the plan names is not done.
    """
    together: dict[tuple[int, int], list[CountedRecord]] = defaultdict(list)
    for one in records:
        together[one.measure, one.unit].append(one)
    return {key: _counted(sorted(those, key=_order), first, day) for key, those in together.items()}


def _order(record: CountedRecord) -> tuple[date, str]:
    return record.work.due or date.max, record.period


def _counted(records: list[CountedRecord], first: date, day: date) -> CountedMeasure:
    measure, unit = records[0].measure, records[0].unit
    due = tuple(one for one in records if _is_due(one, first, day))
    why = _why_left_out(records, due, first, day)
    if why is not None:
        return CountedMeasure(measure, unit, why=why)
    done = all(_is_done(one, day) for one in due)
    return CountedMeasure(measure, unit, due, done, done and any(is_late(one.work) for one in due))


def _is_due(record: CountedRecord, first: date, day: date) -> bool:
    return _falls(record, first, day) and not (record.work.waits or _is_cancelled(record))


def _falls(record: CountedRecord, first: date, day: date) -> bool:
    return record.work.due is not None and first <= record.work.due <= day


def _is_cancelled(record: CountedRecord) -> bool:
    return record.work.state is ProgressState.CANCELLED and record.closed


def _is_done(record: CountedRecord, day: date) -> bool:
    work = record.work
    on_time = work.done_on is not None and work.done_on <= day
    return work.state is ProgressState.DONE and record.closed and on_time


def _why_left_out(
    records: list[CountedRecord], due: tuple[CountedRecord, ...], first: date, day: date
) -> WhyUncounted | None:
    if any(one.withdrawn for one in records):
        return WhyUncounted.WITHDRAWN
    if any(one.continuous for one in records):
        return WhyUncounted.CONTINUOUS
    if due:
        return None
    if any(one.work.waits for one in records):
        return WhyUncounted.WAITING
    if any(_is_cancelled(one) and _falls(one, first, day) for one in records):
        return WhyUncounted.CANCELLED
    # "Sớm nhất có thể", or an event that happened while nobody set a term: no day will come on which it is due
    if all(one.work.due is None for one in records):
        return WhyUncounted.WITHOUT_DAY
    return WhyUncounted.NOT_DUE


def count_of(measures: Iterable[CountedMeasure]) -> CompletionCount:
    """Return the three figures of counted measures; `planned` >= `done` >= `late`.

    >>> count_of([CountedMeasure(1, 1, done=True), CountedMeasure(2, 1, why=WhyUncounted.NOT_DUE)])
    CompletionCount(planned=1, done=1, late=0)
    """
    planned = [one for one in measures if one.why is None]
    return CompletionCount(
        planned=len(planned),
        done=sum(one.done for one in planned),
        late=sum(one.late for one in planned),
    )


FIGURES: dict[str, Callable[[CompletionCount], int]] = {
    "planned": lambda count: count.planned,
    "done": lambda count: count.done,
    "late": lambda count: count.late,
}
"""The figures by the names under which they are sources: `plans.planned`, `plans.done`, `plans.late`."""
