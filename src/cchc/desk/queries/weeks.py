"""The last weeks: the index as it stood at the end of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from django.db.models import Max, Q
from django.utils import timezone

from cchc.core.words.numbers import total
from cchc.cycles.models import Cycle
from cchc.results.models import IndexRun, UnitIndex
from cchc.results.queries.accounts import amount

WEEKS = 8

Weekly = tuple[tuple[str, Fraction | None], ...]
"""A value at the end of each week, behind the day as printed; None where there was none."""


def ends_of_weeks(today: date) -> list[date]:
    """Return the last day of each of the last weeks, the earliest first; the last one is today."""
    return [today - timedelta(weeks=weeks) for weeks in reversed(range(WEEKS))]


def weekly_means(cycle: Cycle, today: date) -> dict[str, Weekly]:
    """Return for each peer group of `cycle` the mean index of its ranked units at the end of each week; two queries.

    A group whose mean stood in one week alone has no line.
    """
    runs = _runs(cycle, today)
    rows = UnitIndex.objects.filter(run__in=set(runs.values()), rank__isnull=False)
    found: dict[tuple[int, str], list[Fraction]] = defaultdict(list)
    for run, group, exact in rows.values_list("run_id", "peer_group", "exact"):
        found[run, group].append(amount(exact))
    means = {key: total(indices) / len(indices) for key, indices in found.items()}
    groups = {group for _run, group in means}
    lines = {group: _line(runs, {run: means.get((run, group)) for run in runs.values()}) for group in groups}
    return {group: line for group, line in lines.items() if line}


def weekly_index(cycle: Cycle, participant_id: int, today: date) -> Weekly:
    """Return the index of one participant at the end of each week; empty where it stood in one week alone. Two
    queries."""
    runs = _runs(cycle, today)
    rows = UnitIndex.objects.filter(run__in=set(runs.values()), participant=participant_id).exclude(exact="")
    known = {run: amount(exact) for run, exact in rows.values_list("run_id", "exact")}
    return _line(runs, known)


def _runs(cycle: Cycle, today: date) -> dict[date, int]:
    """Return the run that held at the end of each week; weeks without one are left out. One query."""
    ends = ends_of_weeks(today)
    asked = {
        f"week_{place}": Max("pk", filter=Q(at__lt=_midnight_after(day))) for place, day in enumerate(ends)
    }
    held = IndexRun.objects.filter(cycle=cycle).order_by().aggregate(**asked)
    return {day: run for place, day in enumerate(ends) if (run := held[f"week_{place}"]) is not None}


def _midnight_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def _line(runs: Mapping[date, int], values: Mapping[int, Fraction | None]) -> Weekly:
    line = tuple((f"{day:%d/%m}", values.get(run)) for day, run in runs.items())
    return line if sum(value is not None for _day, value in line) > 1 else ()
