"""The scores of chosen cells, and what becomes of the index, for whoever is about to change what applies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from cchc.core.scoring.index import NotScorable
from cchc.cycles.consequences import Cell, IndexMove, ScoredCell, ScoredUnit
from cchc.cycles.models import Cycle, CycleSet
from cchc.cycles.queries import leaves
from cchc.scores.models import Score
from cchc.scores.queries.basis import ScoreBasis, basis_of, set_ranking
from cchc.scores.queries.stages import HOLDS, counting_scores


def scores_in_cells(*, cycle: Cycle, cells: Collection[Cell]) -> list[ScoredCell]:
    """Return those of `cells` that have a score, in the order of units and leaves, each with the points that count
    when it applies; five queries for each criteria set that has such cells."""
    wanted = set(cells)
    scored = counting_scores().filter(
        cycle=cycle, participant__in={participant for participant, _leaf in wanted}
    )
    by_set: dict[int, list[Score]] = defaultdict(list)
    for score in scored.select_related("participant"):
        if (score.participant_id, score.leaf) in wanted and (score.points or score.figures):
            by_set[score.participant.cycle_set_id].append(score)
    sets = cycle.sets.select_related("version").in_bulk(by_set)
    return [cell for pk, rows in by_set.items() for cell in _cells(basis_of(sets[pk], cycle), rows)]


def units_with_scores(*, cycle_set: CycleSet, survey: bool) -> list[ScoredUnit]:
    """Return the participants of `cycle_set` that have points or figures in its survey leaves, or in the others, in
    any stage."""
    numbers = [leaf.number for leaf in leaves(cycle_set.version) if leaf.survey == survey]
    scored = Score.objects.filter(HOLDS, participant__cycle_set=cycle_set, leaf__in=numbers)
    names = (
        cycle_set.participants.filter(pk__in=scored.values("participant"))
        .order_by("place")
        .values_list("name", flat=True)
    )
    return [ScoredUnit(name) for name in names]


def _cells(basis: ScoreBasis, rows: Collection[Score]) -> list[ScoredCell]:
    """Return the cells of one criteria set."""
    points = _points(replace(basis, without=basis.without - {(row.participant_id, row.leaf) for row in rows}))
    places = {participant.pk: place for place, participant in enumerate(basis.participants)}
    order = {number: place for place, number in enumerate(basis.criteria.leaves)}
    ordered = sorted(rows, key=lambda row: (places[row.participant_id], order.get(row.leaf, 0)))
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


def moves_of_index(*, cycle: Cycle, off: Collection[Cell], on: Collection[Cell]) -> list[IndexMove]:
    """Return the participants of `cycle` that get another index or rank when the cells `off` no longer apply and those
    `on` apply again, in the order of the sets and units; none of a set that cannot be scored."""
    touched = {participant for participant, _leaf in (*off, *on)}
    sets = cycle.sets.filter(participants__in=touched).select_related("version").distinct()
    return [
        move
        for cycle_set in sets
        for move in _moves(basis_of(cycle_set, cycle), frozenset(off), frozenset(on))
    ]


def _moves(basis: ScoreBasis, off: frozenset[Cell], on: frozenset[Cell]) -> Iterator[IndexMove]:
    try:
        known = set_ranking(basis)
        before = known.accounts
        after = set_ranking(replace(basis, without=(basis.without | off) - on), known=known).accounts
    except NotScorable:
        return
    for participant in basis.participants:
        old, new = before[participant.pk], after[participant.pk]
        if (old.index, old.rank) != (new.index, new.rank):
            yield IndexMove(participant.name, old.index, new.index, old.rank, new.rank)
