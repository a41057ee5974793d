"""The agenda computed by the real rules: which leaves of which units can change a rank or a class, what is disputed.

Where the unit's own score differs from what counts now, the ranks are computed as if the leaf alone went the unit's
way; leaves of a unit that matter only taken together are named together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cchc.appraisal.queries.explained import explained_leaves
from cchc.core.scoring.agenda import AgendaEntry, agenda
from cchc.core.scoring.index import NotScorable, UnitScores
from cchc.core.scoring.ledgers import LeafScore
from cchc.core.scoring.replacing import UnitRank
from cchc.council.models import AgendaItem, CouncilDecision
from cchc.council.queries.effects import CouncilEffect, Moved, printed
from cchc.council.queries.sides import side
from cchc.council.queries.standing import (
    APPRAISED,
    appraised_score,
    carried_decisions,
    council_basis,
    stage_scores,
)
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import ApplicabilityAppeal, Cycle, CycleSet, ScoredBy
from cchc.cycles.queries.requests import appeals
from cchc.results.models import IndexRun
from cchc.scores.models import ScoreMark, Stage
from cchc.scores.queries.basis import Cell, ScoreBasis
from cchc.scores.queries.content import core_value
from cchc.scores.queries.effects import UnitStanding

Kind = AgendaItem.Kind


@dataclass(frozen=True, slots=True)
class ComputedItem:
    """Why a leaf of a unit belongs on the agenda, and what it can change; None where it changes no rank."""

    kinds: tuple[str, ...]
    effect: CouncilEffect | None = None

    def with_kind(self, kind: str) -> ComputedItem:
        """Return it with one more reason."""
        return self if kind in self.kinds else replace(self, kinds=(*self.kinds, kind))


@dataclass(frozen=True, slots=True)
class ComputedAgenda:
    """What belongs on the agenda, by participant and leaf, out of how many leaves of units in all (`asked`); `seen`
    tells the scores that it was computed from."""

    items: Mapping[Cell, ComputedItem]
    asked: int
    seen: str = ""


@dataclass
class _Gathering:
    items: dict[Cell, ComputedItem] = field(default_factory=dict)
    asked: int = 0

    def put(self, cell: Cell, kind: str, effect: CouncilEffect | None = None) -> None:
        """Put a reason for a cell down, with its effect where there is none yet."""
        before = self.items.get(cell)
        if before is None:
            self.items[cell] = ComputedItem((kind,), effect)
        else:
            more = before.with_kind(kind)
            self.items[cell] = more if more.effect or not effect else replace(more, effect=effect)


def computed_agenda(cycle: Cycle) -> ComputedAgenda:
    """Return what belongs on the agenda of a cycle by the scores of now and what the council has decided so far; what
    is decided does not come again. A set that cannot be scored yet brings nothing."""
    decided = carried_decisions(cycle)
    found, seen = _Gathering(), scores_seen(cycle)
    sets = cycle.sets.filter(scored_by=ScoredBy.ROUND).select_related("version").order_by("pk")
    for cycle_set in sets:
        _gather(found, cycle, cycle_set, decided)
    for cell in _still_lower(cycle):
        if cell not in decided:
            found.put(cell, Kind.DISPUTED.value)
    for appeal in appeals(cycle).filter(state=ApplicabilityAppeal.State.WAITING):
        found.put((appeal.request.participant_id, appeal.request.leaf), Kind.APPEAL.value)
    return ComputedAgenda(found.items, found.asked, seen)


def _gather(
    found: _Gathering, cycle: Cycle, cycle_set: CycleSet, decided: Mapping[Cell, CouncilDecision]
) -> None:
    basis = council_basis(cycle_set, cycle, decided)
    units = basis.units()
    other = dict(_claims(basis, decided))
    positions = {one.pk: place for place, one in enumerate(basis.participants)}
    disputed = {(positions[pk], leaf): what for (pk, leaf), what in other.items()}
    try:
        computed = agenda(basis.criteria, units, disputed, basis.year)
    except NotScorable:
        found.asked += len(units) * len(basis.criteria.leaves)
        return
    found.asked += computed.asked
    for entry in computed.entries:
        effect = _effect(basis, units, entry)
        for leaf in entry.leaves:
            kind = Kind.TOGETHER if entry.together else Kind.RANK
            found.put((basis.participants[entry.unit].pk, leaf), kind.value, effect)


def _still_lower(cycle: Cycle) -> Iterator[Cell]:
    """Yield what units explained and what is lower than they claim all the same, after the second appraisal."""
    rows = cycle.participants.filter(cycle_set__scored_by=ScoredBy.ROUND)
    participants = {one.pk: one for one in rows.select_related("cycle_set__version", "cycle")}
    explained = explained_leaves(list(participants))
    if not explained:
        return
    scores = stage_scores({pk for pk, _leaf in explained}, [Stage.SELF_SCORE, *APPRAISED])
    for pk, leaf in explained:
        node = criteria_of(participants[pk].cycle_set.version).leaves[leaf]
        claim = side(node, scores.get((pk, leaf, Stage.SELF_SCORE)), cycle.year).points
        given = side(node, appraised_score(scores, (pk, leaf)), cycle.year).points
        if claim is not None and given is not None and given < claim:
            yield pk, leaf


def _claims(
    basis: ScoreBasis, decided: Mapping[Cell, CouncilDecision]
) -> Iterator[tuple[Cell, LeafScore | None]]:
    """Yield what each unit claims for a leaf that applies to it and on which the council has not decided."""
    scores = stage_scores((one.pk for one in basis.participants), [Stage.SELF_SCORE])
    leaves = basis.criteria.leaves
    for (participant, leaf, _stage), score in scores.items():
        cell = (participant, leaf)
        if leaf in leaves and cell not in basis.without and cell not in decided:
            yield cell, core_value(leaves[leaf], score.points, score.figures)


def _effect(basis: ScoreBasis, units: Sequence[UnitScores], entry: AgendaEntry) -> CouncilEffect:
    def standing(one: UnitRank) -> UnitStanding:
        return UnitStanding("", printed(basis.criteria, one.index), one.rank, one.grade or "")

    moved = tuple(
        Moved(
            basis.participants[one.unit].pk,
            units[one.unit].name,
            one.before.rank,
            one.after.rank,
            one.before.grade or "",
            one.after.grade or "",
        )
        for one in entry.others
    )
    together = entry.leaves if entry.together else ()
    return CouncilEffect(standing(entry.own.before), standing(entry.own.after), moved, together, entry.beside)


def scores_seen(cycle: Cycle) -> str:
    """Return what tells the scores of now, and what the council has decided, apart from all earlier ones; three
    queries."""
    run = IndexRun.objects.filter(cycle=cycle).order_by("-pk").values_list("pk", flat=True).first()
    mark = ScoreMark.objects.filter(cycle=cycle).order_by("-pk").values_list("pk", flat=True).first()
    carried = CouncilDecision.objects.filter(
        item__session__cycle=cycle, state=CouncilDecision.State.CARRIED
    ).order_by("-decided_at", "-pk")
    last = carried.values_list("pk", flat=True).first()
    return f"{run or 0}:{mark or 0}:{last or 0}"
