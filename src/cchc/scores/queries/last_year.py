"""Last year's scores of a unit, leaf by leaf, beside this year's criteria."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.explanations import loss_reason
from cchc.core.scoring.formulas.tree import FormulaFault, Value, Variable
from cchc.core.scoring.index import UnitScores, peer_values, unit_index
from cchc.core.scoring.ledgers import NA, LeafScore, leaf_ledger
from cchc.core.scoring.rules.values import PeerRange
from cchc.core.words.messages import Message
from cchc.core.words.names import spelling_key
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import NotApplicable, Participant, in_this_world
from cchc.cycles.policies import is_provisional
from cchc.scores.models import Score
from cchc.scores.queries.basis import basis_of_one, peer_values_of
from cchc.scores.queries.content import core_value
from cchc.scores.queries.stages import counting_scores
from cchc.scores.queries.untold import unsent_in
from cchc.units.queries.lineage import continuities


@dataclass(frozen=True, slots=True)
class LossOfLastYear:
    """Points that a leaf lost last year: the code of the loss, its amount, and why, in a sentence with the figures."""

    code: str
    points: Fraction
    why: Message


@dataclass(frozen=True, slots=True)
class LeafLastYear:
    """A leaf of last year that is the same as one of this year.

    `unit` is the name of the unit as printed then, `leaf` the criterion of then, `figures` what was declared in the
    order of the criterion, `points` None where none followed. `without`: it did not apply. `provisional`: that year is
    not released. `same_rule`: points came by the rule of this year, so that the two may be set against each other.
    """

    year: int
    unit: str
    leaf: Node
    points: Fraction | None
    figures: tuple[tuple[Variable, Value], ...]
    losses: tuple[LossOfLastYear, ...]
    score: Score | None
    without: bool
    provisional: bool
    same_rule: bool

    @property
    def lost(self) -> Fraction:
        """The points lost in all."""
        return sum((one.points for one in self.losses), Fraction(0))


def last_year_cells(participant: Participant) -> dict[str, LeafLastYear]:
    """Return last year's scores of a participant by the leaves of this year, as they were told to the units: an
    appraisal of a year that still runs counts once it was sent. Nine queries at most, its set and version already
    fetched.

    Nothing where the unit took no part, and nothing of a body other than this one: a unit that others went into, or
    that was split off, has no year before. Where the criteria version is another one, only leaves with the number, the
    name and the maximum that they had then.
    """
    before = participant_before(participant)
    if before is None:
        return {}
    pairs = _same_leaves(participant, before)
    unsent = unsent_in(before.cycle)
    basis = basis_of_one(before, before.cycle, unsent)
    peers = peer_values_of(before, before.cycle, unsent)
    scores = basis.units()[0]
    account = unit_index(basis.criteria, scores, 0, peers, before.cycle.year, False, {})
    found = {}
    for number, then in pairs.items():
        given = scores.given.get(then.number)
        if given is None:
            continue
        ledger = account.nodes[then.number]
        found[number] = LeafLastYear(
            year=before.cycle.year,
            unit=before.name,
            leaf=then,
            points=None if given is NA or ledger.waiting else ledger.points,
            figures=tuple((one, given[one.name]) for one in then.variables if one.name in given)
            if isinstance(given, Mapping)
            else (),
            losses=tuple(
                LossOfLastYear(
                    loss.code,
                    loss.points,
                    loss_reason(basis.criteria, loss, scores.given.get(loss.number), before.cycle.year),
                )
                for loss in ledger.losses
            ),
            score=basis.scores.get((before.pk, then.number)),
            without=given is NA,
            provisional=is_provisional(before.cycle),
            same_rule=is_same_rule(criteria_of(participant.cycle_set.version).leaves[number], then),
        )
    return found


@dataclass(frozen=True, slots=True)
class PointsOfLastYear:
    """What a leaf of last year that is the same as one of this year gave a unit.

    `points` None where none followed. `provisional`: that year is not released. `same_rule`: points came by the rule of
    this year.
    """

    year: int
    leaf: Node
    points: Fraction | None
    provisional: bool
    same_rule: bool


def last_year_points(participants: Collection[Participant], leaf: str) -> dict[int, PointsOfLastYear]:
    """Return what one leaf of this year gave many participants a year ago, by their ids: for each the same points as
    `last_year_cells`. A constant number of queries for each criteria set of last year; the sets and versions of the
    participants are already fetched, all of one year."""
    if not participants:
        return {}
    year = next(iter(participants)).cycle.year - 1
    there = participants_in(year, {one.unit_id for one in participants})
    pairs: dict[int, list[tuple[Participant, Participant]]] = defaultdict(list)
    for one in participants:
        before = there.get(one.unit_id)
        if before is not None:
            pairs[before.cycle_set_id].append((one, before))
    found: dict[int, PointsOfLastYear] = {}
    for of_a_set in pairs.values():
        found |= _points_of_a_set(of_a_set, leaf)
    return found


def _points_of_a_set(
    pairs: Sequence[tuple[Participant, Participant]], leaf: str
) -> dict[int, PointsOfLastYear]:
    """The points of participants, each with that of last year, which all have the same set."""
    before = pairs[0][1]
    criteria = criteria_of(before.cycle_set.version)
    then = criteria.leaves.get(leaf)
    if then is None:
        return {}
    rows = counting_scores(unsent_in(before.cycle)).filter(participant__cycle_set=before.cycle_set, leaf=leaf)
    given: dict[int, LeafScore] = {}
    groups: dict[str, list[UnitScores]] = defaultdict(list)
    off = set(
        NotApplicable.objects.filter(participant__cycle_set=before.cycle_set, leaf=leaf).values_list(
            "participant_id", flat=True
        )
    )
    for row in rows.select_related("participant"):
        what = core_value(then, row.points, row.figures)
        if what is not None and row.participant_id not in off:
            given[row.participant_id] = what
            groups[row.participant.peer_group].append(UnitScores("", {leaf: what}))
    ranges = {
        group: peer_values(criteria, list(enumerate(units)), before.cycle.year, {}).get(leaf)
        for group, units in groups.items()
    }
    found = {}
    for now, one in pairs:
        is_off, what = one.pk in off, given.get(one.pk)
        if not _is_same(now, one, leaf) or (what is None and not is_off):
            continue
        found[now.pk] = PointsOfLastYear(
            year=one.cycle.year,
            leaf=then,
            points=None if what is None else _points(then, what, ranges[one.peer_group], one.cycle.year),
            provisional=is_provisional(one.cycle),
            same_rule=is_same_rule(criteria_of(now.cycle_set.version).leaves[leaf], then),
        )
    return found


def _points(leaf: Node, given: LeafScore, peers: PeerRange | None, year: int) -> Fraction | None:
    try:
        ledger = leaf_ledger(leaf, given, peers, year)
    except FormulaFault:
        return None
    return None if ledger.waiting else ledger.points


def participant_before(participant: Participant) -> Participant | None:
    """Return the participant of the year before that is the same body: the unit itself, also under the name or parent
    that it had before; None where there is none, or where others became this unit since."""
    unit = participant.unit_id
    return participants_in(participant.cycle.year - 1, {unit}).get(unit)


def participants_in(year: int, units: Collection[int]) -> dict[int, Participant]:
    """Return the participants of cycles of `year` that are these units, under whatever name and parent, by the ids of
    the units; none for a unit that took others in, or was split off, since the end of that year."""
    known = continuities(units) if units else {}
    same = {unit: one.ids for unit, one in known.items() if one.counts_on(date(year, 12, 31))}
    rows = Participant.objects.filter(
        in_this_world("cycle__"), cycle__year=year, unit__in={pk for ids in same.values() for pk in ids}
    )
    there = {row.unit_id: row for row in rows.select_related("cycle", "cycle_set__version", "unit")}
    found = {unit: next((there[pk] for pk in ids if pk in there), None) for unit, ids in same.items()}
    return {unit: row for unit, row in found.items() if row is not None}


def _same_leaves(participant: Participant, before: Participant) -> dict[str, Node]:
    """Return, by the leaves of this year, those of last year that are the same."""
    now, then = criteria_of(participant.cycle_set.version), criteria_of(before.cycle_set.version)
    if participant.cycle_set.version_id == before.cycle_set.version_id:
        return dict(then.leaves)
    return {number: then.leaves[number] for number in now.leaves if is_same_leaf(number, now, then)}


def _is_same(participant: Participant, before: Participant, leaf: str) -> bool:
    """Whether one leaf of this year is the same as that of last year."""
    now, then = participant.cycle_set, before.cycle_set
    return now.version_id == then.version_id or is_same_leaf(
        leaf, criteria_of(now.version), criteria_of(then.version)
    )


def is_same_leaf(number: str, now: CriteriaSet, then: CriteriaSet) -> bool:
    """Whether a leaf has the number, the name and the maximum that it had; criteria keep no map from one version to the
    next yet."""
    if number not in then.leaves:
        return False
    new, old = now.leaves[number], then.leaves[number]
    return new.maximum == old.maximum and spelling_key(new.name) == spelling_key(old.name)


def is_same_rule(now: Node, then: Node) -> bool:
    kinds = [[(one.name, one.kind) for one in node.variables] for node in (now, then)]
    return now.rule == then.rule and kinds[0] == kinds[1]
