"""All that the index of a criteria set is computed from, and the index computed from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext

from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.index import (
    GroupIndex,
    NotScorable,
    UnitIndex,
    UnitScores,
    peer_values,
    ranking,
)
from cchc.core.scoring.ledgers import NA, LeafScore
from cchc.core.scoring.rules.values import PeerRange
from cchc.core.words.messages import say
from cchc.core.words.numbers import number_in_full
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, CycleSet, NotApplicable, Participant
from cchc.scores.models import Score
from cchc.scores.queries.content import core_value
from cchc.scores.queries.stages import counting_scores, scores_until, told_scores
from cchc.scores.queries.untold import ALL_TOLD, Untold

Cell = tuple[int, str]

LONG = tuple(f"source__{name}" for name in ("difference", "counts", "read", "faults"))  # of a staged file


@dataclass(frozen=True)
class ScoreBasis:
    """All that the index of one criteria set of a cycle is computed from."""

    cycle_set: CycleSet
    criteria: CriteriaSet
    year: int
    participants: tuple[Participant, ...]
    scores: Mapping[Cell, Score]
    without: frozenset[Cell]
    _read: dict[tuple[str, str], LeafScore] = field(default_factory=dict, compare=False, repr=False)

    def units(self, changed: Mapping[Cell, LeafScore | None] | None = None) -> list[UnitScores]:
        """The participants in their order with what is given to each, some cells `changed`."""
        new = changed or {}
        return [self.unit(participant, new) for participant in self.participants]

    def unit(self, participant: Participant, new: Mapping[Cell, LeafScore | None]) -> UnitScores:
        """One participant with what is given to it."""
        given: dict[str, LeafScore] = {}
        for number, leaf in self.criteria.leaves.items():
            cell = (participant.pk, number)
            what = NA if cell in self.without else new[cell] if cell in new else self.stored(leaf, cell)
            if what is not None:
                given[number] = what
        return UnitScores(participant.name, given, participant.code or None, participant.peer_group)

    def stored(self, leaf: Node, cell: Cell) -> LeafScore | None:
        """What is stored for a cell; None while it is pending."""
        score = self.scores.get(cell)
        if score is None:
            return None
        if not score.points:
            return core_value(leaf, "", score.figures)
        known = (leaf.number, score.points)
        if known not in self._read:
            self._read[known] = Fraction(score.points)
        return self._read[known]


@dataclass(frozen=True, slots=True)
class SetRanking:
    """The peer groups of one criteria set, and every participant's account by its id."""

    groups: tuple[GroupIndex, ...]
    accounts: Mapping[int, UnitIndex]


def set_ranking(
    basis: ScoreBasis,
    changed: Mapping[Cell, LeafScore | None] | None = None,
    known: SetRanking | None = None,
) -> SetRanking:
    """The index of every participant, some cells `changed`; `known` is what it is with other cells, from which the
    accounts of all others are taken. Raises `core.scoring.index.NotScorable`."""
    units = basis.units(changed)
    groups = ranking(basis.criteria, units, basis.year, known=known.groups if known else ())
    owners = {id(unit): participant.pk for unit, participant in zip(units, basis.participants, strict=True)}
    return SetRanking(groups, {owners[id(one.unit)]: one for group in groups for one in group.units})


def checked_ranking(
    basis: ScoreBasis,
    changed: Mapping[Cell, LeafScore | None] | None = None,
    known: SetRanking | None = None,
) -> SetRanking:
    """The index of one criteria set, as `set_ranking`; raises ValidationError with what the rules or the set refuse."""
    try:
        return set_ranking(basis, changed, known)
    except NotScorable as refused:
        raise ValidationError([say(fault.why, gettext, number_in_full) for fault in refused.faults]) from None


def basis_of(cycle_set: CycleSet, cycle: Cycle, untold: Untold = ALL_TOLD) -> ScoreBasis:
    """All that the index of `cycle_set` is computed from, without what is `untold`; three queries."""
    participants = tuple(cycle_set.participants.order_by("place", "pk"))
    scores = counting_scores(untold).filter(participant__cycle_set=cycle_set)
    cells = NotApplicable.objects.filter(participant__cycle_set=cycle_set)
    return ScoreBasis(
        cycle_set,
        criteria_of(cycle_set.version),
        cycle.year,
        participants,
        {(score.participant_id, score.leaf): score for score in scores},
        frozenset(cells.values_list("participant_id", "leaf")),
    )


def basis_until(
    cycle_set: CycleSet,
    cycle: Cycle,
    stage: str,
    untold: Untold = ALL_TOLD,
    only: Participant | None = None,
) -> ScoreBasis:
    """The same as if the stages behind `stage` were not there yet, of one participant `only` where one is named; three
    queries."""
    taking = cycle_set.participants.order_by("place", "pk")
    participants = tuple(taking) if only is None else (only,)
    rows = told_scores(untold).filter(participant__cycle_set=cycle_set)
    cells = NotApplicable.objects.filter(participant__cycle_set=cycle_set)
    if only is not None:
        rows, cells = rows.filter(participant=only), cells.filter(participant=only)
    return ScoreBasis(
        cycle_set,
        criteria_of(cycle_set.version),
        cycle.year,
        participants,
        scores_until(rows.select_related("source__file").defer(*LONG), stage),
        frozenset(cells.values_list("participant_id", "leaf")),
    )


def basis_of_one(participant: Participant, cycle: Cycle, untold: Untold = ALL_TOLD) -> ScoreBasis:
    """The same for one participant alone; two queries, its set and version already fetched."""
    return basis_of_some([participant], cycle, untold)


def basis_of_some(participants: Sequence[Participant], cycle: Cycle, untold: Untold = ALL_TOLD) -> ScoreBasis:
    """The same for some participants of one criteria set; two queries, their set and version already fetched."""
    own = [participant.pk for participant in participants]
    scores = counting_scores(untold).filter(participant__in=own)
    cells = NotApplicable.objects.filter(participant__in=own)
    return ScoreBasis(
        participants[0].cycle_set,
        criteria_of(participants[0].cycle_set.version),
        cycle.year,
        tuple(participants),
        {
            (score.participant_id, score.leaf): score
            for score in scores.select_related("source__file").defer(*LONG)
        },
        frozenset(cells.values_list("participant_id", "leaf")),
    )


def peer_values_of(participant: Participant, cycle: Cycle, untold: Untold = ALL_TOLD) -> dict[str, PeerRange]:
    """The lowest and highest value in the peer group of each leaf that is scored against it, without what is `untold`;
    one query at most."""
    criteria = criteria_of(participant.cycle_set.version)
    if not criteria.relative_leaves:
        return {}
    off = NotApplicable.objects.filter(participant=OuterRef("participant"), leaf=OuterRef("leaf"))
    rows = counting_scores(untold).filter(
        ~Exists(off),
        participant__cycle_set=participant.cycle_set_id,
        participant__peer_group=participant.peer_group,
        leaf__in=list(criteria.relative_leaves),
    )
    peers: dict[int, dict[str, LeafScore]] = defaultdict(dict)
    for score in rows:
        what = core_value(criteria.leaves[score.leaf], score.points, score.figures)
        if what is not None:
            peers[score.participant_id][score.leaf] = what
    units = [UnitScores("", given) for given in peers.values()]
    return peer_values(criteria, list(enumerate(units)), cycle.year, {})
