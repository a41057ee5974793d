"""The scores of chosen cells, for whoever is about to change what applies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from fractions import Fraction

from cchc.core.scoring.index import NotScorable
from cchc.cycles.consequences import Cell, ScoredCell
from cchc.cycles.models import Cycle
from cchc.scores.models import Score, Stage
from cchc.scores.queries.basis import ScoreBasis, basis_of, set_ranking


def scores_in_cells(*, cycle: Cycle, cells: Collection[Cell]) -> list[ScoredCell]:
    """Return those of `cells` that have a score, in the order of units and leaves, each with the points that count
    when it applies; five queries for each criteria set that has such cells."""
    wanted = set(cells)
    scored = Score.objects.filter(
        cycle=cycle, stage=Stage.DECIDED, participant__in={participant for participant, _leaf in wanted}
    )
    by_set: dict[int, list[Score]] = defaultdict(list)
    for score in scored.select_related("participant"):
        if (score.participant_id, score.leaf) in wanted and (score.points or score.figures):
            by_set[score.participant.cycle_set_id].append(score)
    sets = cycle.sets.select_related("version").in_bulk(by_set)
    return [cell for pk, rows in by_set.items() for cell in _cells(basis_of(sets[pk], cycle), rows)]


def _cells(basis: ScoreBasis, rows: Collection[Score]) -> list[ScoredCell]:
    """Return the cells of one criteria set."""
    applying = ScoreBasis(
        basis.cycle_set,
        basis.criteria,
        basis.year,
        basis.participants,
        basis.scores,
        basis.without - {(row.participant_id, row.leaf) for row in rows},
    )
    points = _points(applying)
    places = {participant.pk: place for place, participant in enumerate(basis.participants)}
    leaves = {number: place for place, number in enumerate(basis.criteria.leaves)}
    ordered = sorted(rows, key=lambda row: (places[row.participant_id], leaves.get(row.leaf, 0)))
    return [
        ScoredCell(
            row.participant_id,
            row.participant.name,
            row.leaf,
            points.get((row.participant_id, row.leaf)),
        )
        for row in ordered
    ]


def _points(basis: ScoreBasis) -> Mapping[Cell, Fraction]:
    """Return the points of every scored cell; those typed as points alone where the rules refuse something."""
    typed = {cell: Fraction(score.points) for cell, score in basis.scores.items() if score.points}
    try:
        accounts = set_ranking(basis).accounts
    except NotScorable:
        return typed
    return {
        cell: accounts[cell[0]].nodes[cell[1]].points
        for cell in basis.scores
        if cell[1] in accounts[cell[0]].nodes
    }
