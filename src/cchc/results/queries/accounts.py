"""Stored accounts read back: the run that holds, its figures as exact numbers, and their points bars."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from functools import lru_cache

from django.db.models import Max, OuterRef, Subquery

from cchc.core.scoring.ledgers import Ledger
from cchc.core.scoring.rules.values import PeerRange
from cchc.cycles.consequences import UnscoredUnit
from cchc.cycles.models import Cycle, State
from cchc.cycles.queries import current_cycles
from cchc.results.exchange.printing import BY_STAGE
from cchc.results.models import Cause, DomainIndex, IndexRun, UnitIndex
from cchc.scores.models import ScoreMark
from cchc.ui.pictures.points import PointsBar
from cchc.ui.templatetags.ui import message_text

ZERO = Fraction(0)


@lru_cache(maxsize=65_536)
def amount(text: str) -> Fraction:
    """The number of a stored text; a ranking reads thousands of them, and mostly the same ones again."""
    return Fraction(text)


def current_run(cycle: Cycle) -> IndexRun | None:
    """The run that holds: the latest; None while nothing was ever scored."""
    return IndexRun.objects.filter(cycle=cycle).order_by("-id").first()


def stage_note(stage: str) -> str:
    """Return by which stage an index is computed, in a sentence; nothing where everything in it may be decided."""
    note = BY_STAGE.get(stage)
    return message_text(note) if note is not None else ""


def behind_since(cycle: Cycle, run: IndexRun | None, at: datetime | None = None) -> datetime | None:
    """Return until when `run`, or what was computed of it `at` another time, knows the scores of `cycle`, where it does
    not follow them at once: the worker computes what is scored in the round each minute. None where the run is always
    of now. One query."""
    if run is None or cycle.state != State.OPEN:
        return None
    in_round = run.cause == Cause.ROUND or ScoreMark.objects.filter(cycle=cycle).exists()
    return (at or run.at) if in_round else None


def current_cycle_and_run() -> tuple[Cycle | None, int | None]:
    """The cycle to show when none was chosen, with its province, and the id of the run that holds for it; one query."""
    runs = IndexRun.objects.filter(cycle=OuterRef("pk")).order_by("-id")
    cycle = current_cycles().annotate(run_id=Subquery(runs.values("pk")[:1])).first()
    return cycle, cycle.run_id if cycle is not None else None


def current_runs(cycles: Iterable[int]) -> dict[int, int]:
    """The id of the run that holds for each cycle that has one; one query."""
    rows = IndexRun.objects.filter(cycle__in=set(cycles)).values_list("cycle_id")
    return {cycle: run for cycle, run in rows.annotate(latest=Max("id")).order_by()}


def exact_index(row: UnitIndex) -> Fraction | None:
    """The exact index of a unit, percent; None while something is pending."""
    return amount(row.exact) if row.exact else None


def percent(points: str, maximum: str, waiting: int) -> Fraction | None:
    """The exact index of a stored account, percent; None while something is pending or nothing applies."""
    base = amount(maximum)
    return None if waiting or base <= 0 else amount(points) / base * 100


def bar_of(row: UnitIndex | DomainIndex, whole: Fraction | None = None) -> PointsBar:
    """The points bar of a stored account; up to `whole` points the rest does not apply."""
    maximum, bonus, survey = amount(row.maximum), amount(row.bonus), amount(row.survey)
    return PointsBar(
        maximum=maximum,
        appraised=amount(row.points) - bonus - survey,
        survey=survey,
        losses=tuple((code, amount(lost)) for code, lost in row.losses.items()),
        pending=amount(row.pending),
        not_applicable=max((whole or maximum) - maximum, ZERO),
        bonus=bonus,
    )


def bar_of_ledger(ledger: Ledger, whole: Fraction) -> PointsBar:
    """The points bar of a computed account of `whole` points."""
    return PointsBar(
        maximum=ledger.maximum,
        appraised=ledger.points - ledger.bonus - ledger.survey,
        survey=ledger.survey,
        losses=tuple(losses_by_code(ledger).items()),
        pending=ledger.pending,
        not_applicable=max(whole - ledger.maximum, ZERO),
        bonus=ledger.bonus,
    )


def losses_by_code(ledger: Ledger) -> dict[str, Fraction]:
    """The losses of an account added up by code, in the order of the set."""
    by_code: dict[str, Fraction] = {}
    for loss in ledger.losses:
        by_code[loss.code] = by_code.get(loss.code, ZERO) + loss.points
    return {code: amount for code, amount in by_code.items() if amount}


Populations = dict[str, dict[str, dict[str, list[str]]]]


def populations_of(stored: Populations, cycle_set_id: int, group: str) -> dict[str, PeerRange]:
    """The ends of the relative leaves of one peer group, as a run keeps them."""
    ends = stored.get(str(cycle_set_id), {}).get(group, {})
    return {leaf: PeerRange(Fraction(low), Fraction(high)) for leaf, (low, high) in ends.items()}


def units_without_index(*, cycle: Cycle) -> list[UnscoredUnit]:
    """The participants of `cycle` of which something is not scored, in the order of the groups; all of them while
    nothing was ever scored. Three queries."""
    run = current_run(cycle)
    rows = UnitIndex.objects.filter(run=run).values_list("participant_id", "waiting") if run else ()
    waiting = dict(rows)
    taking = cycle.participants.select_related("cycle_set__version").order_by("peer_group", "place", "pk")
    left = [(row.name, waiting.get(row.pk, row.cycle_set.version.leaves)) for row in taking]
    return [UnscoredUnit(name, leaves) for name, leaves in left if leaves]
