"""What counts for the council: the scores of now with what it has decided over them, before anything is final."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.ledgers import NA, LeafScore
from cchc.council.models import CouncilDecision
from cchc.cycles.models import Cycle, CycleSet
from cchc.scores.models import Origin, Score, Stage
from cchc.scores.queries.basis import Cell, ScoreBasis, basis_of
from cchc.scores.queries.content import ScoreContent, core_value
from cchc.scores.queries.stages import HOLDS, PLACES

StageScores = dict[tuple[int, str, str], Score]
"""Scores by participant, leaf and stage."""

Ruling, State = CouncilDecision.Ruling, CouncilDecision.State


def carried_decisions(cycle: Cycle) -> dict[Cell, CouncilDecision]:
    """Return what the council has decided in a cycle, by participant and leaf: where several sessions decided, the last
    of them; one query."""
    rows = CouncilDecision.objects.filter(item__session__cycle=cycle, state=State.CARRIED)
    ordered = rows.select_related("item__session").order_by("item__session__number", "pk")
    return {(one.item.participant_id, one.item.leaf): one for one in ordered}


def decided_content(decision: CouncilDecision) -> ScoreContent:
    """Return what a decision gives its leaf as a score; nothing where the leaf does not apply."""
    if decision.verdict == Ruling.NOT_APPLICABLE:
        return ScoreContent(origin=Origin.COUNCIL)
    return ScoreContent(decision.points, decision.figures, origin=Origin.COUNCIL, reason=decision.reason)


def decided_value(leaf: Node, decision: CouncilDecision) -> LeafScore | None:
    """Return what a decision gives its leaf, as the core scores it."""
    if decision.verdict == Ruling.NOT_APPLICABLE:
        return NA
    return core_value(leaf, decision.points, decision.figures)


def council_basis(
    cycle_set: CycleSet, cycle: Cycle, decided: Mapping[Cell, CouncilDecision] | None = None
) -> ScoreBasis:
    """Return all that the index of a set is computed from, as if what the council has decided were final; four
    queries."""
    basis = basis_of(cycle_set, cycle)
    found = carried_decisions(cycle) if decided is None else decided
    own = {one.pk for one in basis.participants}
    mine = {cell: one for cell, one in found.items() if cell[0] in own}
    off = {cell for cell, one in mine.items() if one.verdict == Ruling.NOT_APPLICABLE}
    scores = {cell: _score(cycle, cell, one) for cell, one in mine.items() if cell not in off}
    return replace(basis, scores={**basis.scores, **scores}, without=basis.without | off)


def _score(cycle: Cycle, cell: Cell, decision: CouncilDecision) -> Score:
    participant, leaf = cell
    what = decided_content(decision)
    return Score(
        cycle=cycle,
        participant_id=participant,
        leaf=leaf,
        stage=Stage.DECIDED,
        points=what.points,
        figures=what.figures,
        origin=Origin.COUNCIL,
    )


def stage_scores(
    participants: Iterable[int], stages: Iterable[str], leaves: Collection[str] | None = None
) -> StageScores:
    """Return the scores of these participants that hold something, by participant, leaf and stage, of these leaves
    alone where some are given; one query."""
    rows = Score.objects.filter(HOLDS, participant__in=list(participants), stage__in=list(stages))
    if leaves is not None:
        rows = rows.filter(leaf__in=list(leaves))
    return {(one.participant_id, one.leaf, one.stage): one for one in rows.order_by()}


APPRAISED = (Stage.FIRST_APPRAISAL.value, Stage.SECOND_APPRAISAL.value)


def appraised_score(scores: StageScores, cell: Cell) -> Score | None:
    """Return the furthest appraisal of a cell; None where it was not appraised."""
    found = [scores[*cell, stage] for stage in APPRAISED if (*cell, stage) in scores]
    return max(found, key=lambda one: PLACES[one.stage], default=None)
