"""Rank bands of a peer group: between which places a unit could stand, had others been asked or others appraised."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import sqrt
from threading import Lock

from cchc.appraisal.models import DoubleCell
from cchc.appraisal.queries.doubles import both_of, opinions_by_cell
from cchc.core.scoring.criteria.figures import figure
from cchc.core.scoring.criteria.tree import CriteriaSet, Node, Part
from cchc.core.scoring.formulas.tree import FormulaFault
from cchc.core.scoring.ledgers import leaf_ledger
from cchc.core.scoring.rules.values import PeerRange
from cchc.core.surveys.estimating.bands import (
    BandSource,
    RankBand,
    UncertainIndex,
    appraisal_error,
    rank_bands,
)
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, Participant
from cchc.cycles.queries import Group
from cchc.results.models import IndexRun, UnitIndex
from cchc.results.queries.accounts import amount, exact_index, populations_of
from cchc.surveys.queries.taken import SurveyedFigure, figures_behind

SOURCES: Mapping[str, frozenset[BandSource]] = {
    "dieu-tra": frozenset({BandSource.SURVEY}),
    "tham-dinh": frozenset({BandSource.APPRAISAL}),
    "ca-hai": frozenset(BandSource),
}
"""What an address may ask that bands reckon with."""

MOST_REMEMBERED = 24
_remembered: OrderedDict[tuple[object, ...], Mapping[int, RankBand]] = OrderedDict()
_turn = Lock()


def bands_of(cycle: Cycle, group: Group, run: IndexRun, asked: str) -> Mapping[int, RankBand]:
    """Return the band of each unit of a peer group by the id of its participant, for the sources that an address asks
    for (`SOURCES`); nothing for others, and nothing where none of them is uncertain. Reckoned once for a run by each
    process, and only when they are asked for. It tells of the whole group: who does not see that is not to see it."""
    sources = SOURCES.get(asked)
    if sources is None:
        return {}
    key = (run.pk, run.at, group.cycle_set.pk, group.name, asked)
    with _turn:
        if key in _remembered:
            _remembered.move_to_end(key)
            return _remembered[key]
    rows = UnitIndex.objects.filter(run=run, cycle_set=group.cycle_set, peer_group=group.name)
    found = _reckoned(cycle, group, run, list(rows), sources)
    with _turn:
        _remembered[key] = found
        if len(_remembered) > MOST_REMEMBERED:
            _remembered.popitem(last=False)
    return found


def places_beside(participant: Participant, run: IndexRun | None, asked: str) -> Mapping[int, str]:
    """Return between which places each unit of the peer group of a participant could stand ("3–6"), by the id of its
    participant; as `bands_of` has them."""
    if run is None:
        return {}
    group = Group(participant.cycle_set, participant.peer_group, 0)
    return {pk: band.places for pk, band in bands_of(participant.cycle, group, run, asked).items()}


def forget_bands() -> None:
    """Forget all bands: of a database that is put back, runs come again with the same ids."""
    with _turn:
        _remembered.clear()


def _reckoned(
    cycle: Cycle,
    group: Group,
    run: IndexRun,
    units: Sequence[UnitIndex],
    sources: Collection[BandSource],
) -> Mapping[int, RankBand]:
    criteria = criteria_of(group.cycle_set.version)
    own = {row.participant_id: row for row in units if row.participant_id is not None}
    surveyed = survey_errors(
        cycle, criteria, own, populations_of(run.populations, group.cycle_set.pk, group.name)
    )
    appraised = disagreement(group.cycle_set.pk, criteria)
    uncertain = [
        UncertainIndex(
            str(pk),
            exact_index(row),
            _of_index(surveyed.get(pk, 0.0), row),
            _of_index(appraised, row),
        )
        for pk, row in own.items()
    ]
    if not any(one.survey_error or one.appraisal_error for one in uncertain):
        return {}
    return {
        int(band.unit): band for band in rank_bands(uncertain, criteria.ties, sources, seed=f"{cycle.year}")
    }


def _of_index(points: float, row: UnitIndex) -> float:
    """An error in points as one of the index (percent) of a unit."""
    maximum = float(amount(row.maximum))
    return 100 * points / maximum if maximum > 0 else 0.0


def survey_errors(
    cycle: Cycle, criteria: CriteriaSet, participants: Collection[int], ranges: Mapping[str, PeerRange]
) -> dict[int, float]:
    """Return the standard error of the points that surveys gave each participant.

    A leaf errs by half of what its rule gives between one standard error above and one below. The errors of leaves from
    one estimate are added, for the same people answered; those of several surveys are independent.
    """
    found: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (participant, number), figures in figures_behind(cycle, participants).items():
        leaf = criteria.leaves.get(number)
        if leaf is not None:
            found[participant][figures[0].sha256] += _leaf_error(
                leaf, figures, ranges.get(number), cycle.year
            )
    return {pk: sqrt(sum(one * one for one in errors.values())) for pk, errors in found.items()}


def _leaf_error(
    leaf: Node, figures: Sequence[SurveyedFigure], peers: PeerRange | None, year: int | None
) -> float:
    variables = leaf.declared()
    points = []
    for side in (-1, 1):
        moved = {
            one.figure: min(
                max(Fraction(one.value) + side * Fraction(one.standard_error or 0), Fraction(0)), HUNDRED
            )
            for one in figures
        }
        try:
            given = {name: figure(variables[name], str(value), Fraction) for name, value in moved.items()}
            points.append(leaf_ledger(leaf, given, peers, year).points)
        except FormulaFault:
            return 0.0
    return abs(float(points[1] - points[0])) / 2


HUNDRED = Fraction(100)


def disagreement(cycle_set: int, criteria: CriteriaSet) -> float:
    """Return the standard error of the points of a unit of a set by who appraised it, from what two people gave who
    appraised the same; 0 where nobody did. Two queries."""
    cells = list(DoubleCell.objects.filter(participant__cycle_set=cycle_set))
    opinions = opinions_by_cell(cells)
    pairs = [both_of(opinions.get(one.pk, {})) for one in cells]
    differences = [
        Fraction(both[0].points) - Fraction(both[1].points)
        for both in pairs
        if both is not None and both[0].points and both[1].points
    ]
    appraised = sum(leaf.part is not Part.SURVEY for leaf in criteria.leaves.values())
    return appraisal_error(differences, appraised)
