"""Computing the index of a cycle: part of whatever changes its scores, or done by the worker within a minute where
many people score at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.core.scoring.index import GroupIndex
from cchc.core.scoring.index import UnitIndex as Account
from cchc.cycles.actions.clock import by_the_calendar
from cchc.cycles.models import Cycle, State
from cchc.results.models import Cause, DomainIndex, IndexRun, UnitIndex
from cchc.results.queries.storing import domain_rows, unit_row
from cchc.scores.consequences import Occasion
from cchc.scores.models import Score, ScoreMark
from cchc.scores.queries.basis import ScoreBasis, SetRanking, basis_of, checked_ranking
from cchc.scores.queries.content import text_of
from cchc.scores.queries.stages import reached_stage

COMPUTED = verb("results.computed", _("computed the index of {subject} anew, because scores had changed"))

BATCH = 500


@dataclass(frozen=True, slots=True)
class ComputedIndex:
    """The index of every set of a cycle, worked out and not stored yet."""

    results: tuple[tuple[ScoreBasis, SetRanking], ...]

    @property
    def stage(self) -> str:
        """The furthest stage of the scores that it counts; what does not apply to a unit counts for nothing."""
        return reached_stage(
            score
            for basis, _result in self.results
            for cell, score in basis.scores.items()
            if cell not in basis.without
        )


def computed_index(cycle: Cycle) -> ComputedIndex:
    """Return the index of every unit of `cycle` by the scores of now. Raises ValidationError where the rules or the set
    refuse a score."""
    return ComputedIndex(tuple((basis, checked_ranking(basis)) for basis in _bases(cycle)))


@transaction.atomic
def recompute(*, cycle: Cycle, cause: str) -> IndexRun:
    """Compute the index of every unit of `cycle` and keep it as a new run; part of whatever action changed it. The
    cycle is held by that action, so that the run sees all that its marks stand for."""
    ScoreMark.objects.filter(cycle=cycle).delete()
    return _stored(cycle, cause, computed_index(cycle))


def recompute_marked() -> int:
    """Compute the index of the running cycles whose scores are marked as changed, and keep each as a new run; returns
    the number of runs.

    The index is worked out without a lock, so that nobody who scores waits for it; whatever is saved meanwhile leaves
    a mark of its own, and is in the next run. A run that was made meanwhile holds: the marks wait for the next time.
    """
    marked = Cycle.objects.filter(state=State.OPEN, score_marks__isnull=False).distinct()
    return sum(_recompute_marked(cycle) for cycle in marked)


def _recompute_marked(cycle: Cycle) -> bool:
    marks = ScoreMark.objects.filter(cycle=cycle).aggregate(last=Max("pk"))["last"]
    before = _last_run(cycle)
    computed = computed_index(cycle)
    with transaction.atomic():
        held = hold(Cycle.objects.all(), cycle.pk)
        if held.state != State.OPEN or _last_run(cycle) != before:
            return False
        ScoreMark.objects.filter(cycle=cycle, pk__lte=marks).delete()
        run = _stored(held, Cause.ROUND, computed)
        record(
            by=by_the_calendar(), verb=COMPUTED, subject=held.name, subject_id=held.pk, facts={}, wrote=[run]
        )
    return True


def _last_run(cycle: Cycle) -> int | None:
    return IndexRun.objects.filter(cycle=cycle).order_by("-pk").values_list("pk", flat=True).first()


def recompute_before_closing(*, by: Actor, cycle: Cycle) -> list[IndexRun]:
    """Compute the index of a cycle that is being closed where scores changed since its last run."""
    if not ScoreMark.objects.filter(cycle=cycle).exists():
        return []
    return [recompute(cycle=cycle, cause=Cause.ROUND)]


def _stored(cycle: Cycle, cause: str, computed: ComputedIndex) -> IndexRun:
    populations = {str(basis.cycle_set.pk): _populations(result.groups) for basis, result in computed.results}
    run = IndexRun.objects.create(cycle=cycle, cause=cause, stage=computed.stage, populations=populations)
    accounts = [pair for basis, result in computed.results for pair in _accounts(run, basis, result.accounts)]
    UnitIndex.objects.bulk_create([row for row, _domains in accounts], batch_size=BATCH)
    domains = [domain for _row, own in accounts for domain in own]
    for domain in domains:
        domain.unit_index_id = domain.unit_index.pk
    DomainIndex.objects.bulk_create(domains, batch_size=BATCH)
    return run


def recompute_for_scores(*, cycle: Cycle, occasion: Occasion) -> list[IndexRun]:
    """Compute the index anew after a change of scores."""
    return [recompute(cycle=cycle, cause=Cause(occasion))]


def recompute_if_scored(*, cycle: Cycle) -> list[IndexRun]:
    """Compute the index anew after a change in the cycle itself; nothing while no score was ever brought."""
    if not Score.objects.filter(cycle=cycle).exists():
        return []
    return [recompute(cycle=cycle, cause=Cause.CYCLE)]


def _bases(cycle: Cycle) -> Iterator[ScoreBasis]:
    for cycle_set in cycle.sets.select_related("version"):
        yield basis_of(cycle_set, cycle)


def _populations(groups: tuple[GroupIndex, ...]) -> dict[str, dict[str, list[str]]]:
    """The ends of the relative leaves by peer group and leaf, as exact texts."""
    return {
        group.group or "": {leaf: [text_of(end) for end in ends] for leaf, ends in group.peer_ranges.items()}
        for group in groups
    }


def _accounts(
    run: IndexRun, basis: ScoreBasis, accounts: Mapping[int, Account]
) -> Iterator[tuple[UnitIndex, list[DomainIndex]]]:
    """The rows of every participant, in rank order within its peer group, each with those of its domains."""
    participants = {participant.pk: participant for participant in basis.participants}
    for place, (pk, account) in enumerate(accounts.items(), start=1):
        row = unit_row(run, basis, participants[pk], place, account)
        yield row, list(domain_rows(row, basis.criteria, account))
