"""What holds of the second half of a round at any moment, whoever did what."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from cchc.access.actor import Actor
from cchc.appraisal.models import UnitAppraisal
from cchc.appraisal.policies import OF_A_UNIT
from cchc.appraisal.queries.cells import cells_in
from cchc.appraisal.queries.held import held_appraisal
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.queries.units import appraised_units
from cchc.audit.consequences import visible_to
from cchc.audit.models import Entry
from cchc.audit.verbs import ABOUT
from cchc.core.scoring.declared import sheet_ledgers, standing_of
from cchc.core.scoring.ledgers import NA, Ledger
from cchc.core.scoring.rules.values import Outcome
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import NotApplicable, Participant
from cchc.results.models import UnitIndex
from cchc.scores.models import Score, Stage
from cchc.scores.queries.content import core_value

ZERO = Fraction(0)
STAGES = (Stage.FIRST_APPRAISAL, Stage.SECOND_APPRAISAL)


def check_stages(participant: Participant, year: int) -> None:
    """At every node maximum and bonus are points, losses and pending, by the scores up to each stage; and from stage to
    stage the differences of the leaves are together the difference of the totals."""
    criteria = criteria_of(participant.cycle_set.version)
    outcomes: dict[str, Outcome] = {}
    totals: list[tuple[dict[str, Fraction], Fraction]] = []
    for stage in (Stage.SELF_SCORE, *STAGES, Stage.DECIDED):
        for score in Score.objects.filter(participant=participant, stage=stage):
            leaf = criteria.leaves[score.leaf]
            value = core_value(leaf, score.points, score.figures)
            if value is not None and value != NA:
                outcomes[score.leaf] = standing_of(leaf, value, year).outcome
        whole, nodes = sheet_ledgers(criteria, outcomes)
        for ledger in (whole, *nodes.values()):
            assert ledger.maximum + ledger.bonus == ledger.points + _lost(ledger) + ledger.pending
        totals.append(({leaf: one.points or ZERO for leaf, one in outcomes.items()}, whole.points))
    for (before, total), (after, later) in pairwise(totals):
        assert sum((after[leaf] - before.get(leaf, ZERO) for leaf in after), ZERO) == later - total


def _lost(ledger: Ledger) -> Fraction:
    return sum((one.points for one in ledger.losses), ZERO)


def check_account(row: UnitIndex) -> None:
    """The account that a run of the index keeps adds up."""
    losses = sum(map(Fraction, row.losses.values()), ZERO)
    left, right = Fraction(row.maximum) + Fraction(row.bonus), Fraction(row.points) + Fraction(row.pending)
    assert left == right + losses


def check_row(row: UnitAppraisal) -> None:
    """The counters of an appraisal are those of its rows, its scores those of the rows from which points follow, and
    nothing was taken without a reason. What does not apply keeps its score, which counts for nothing."""
    held = held_appraisal(row)
    given = [one for one in row.rows.exclude(verdict="") if one.leaf in held.leaves]
    assert (row.given, row.leaves) == (len(given), len(held.leaves))
    assert row.provisional == sum(bool(one.provisional) for one in given)
    stored = Score.objects.filter(participant=row.participant_id, stage=row.stage)
    off = set(NotApplicable.objects.filter(participant=row.participant_id).values_list("leaf", flat=True))
    filled = {one.leaf for one in stored if one.points or one.figures} - off
    assert filled == {one.leaf for one in given if one.points or one.figures}
    taken = ZERO
    for one in given:
        leaf = held.leaves[one.leaf]
        claimed = held.claim(one.leaf).points(leaf, held.year)
        value = core_value(leaf, "" if one.figures else one.points, one.figures)
        points = None if value is None else standing_of(leaf, value, held.year).outcome.points
        lowered = max(claimed - points, ZERO) if claimed is not None and points is not None else ZERO
        taken += lowered
        assert one.reasons or not lowered
    assert Fraction(row.taken) == taken


def check_what_is_told(reader: Actor, near: Participant) -> None:
    """Somebody who stands near to a unit sees nothing of its appraisal, in no list and no figure, and not in the log;
    and of the other units all that the log has."""
    cycle = near.cycle
    participants = list(cycle.participants.select_related("cycle", "cycle_set__version", "unit"))
    sight = sight_in(reader, cycle)
    for stage in STAGES:
        cells = cells_in(reader, sight, cycle=cycle, stage=stage, participants=participants)
        assert near.pk not in {one.participant.pk for one in cells}
        assert near.pk not in {one.participant.pk for one in appraised_units(cycle, stage, sight)}
    about = Entry.objects.filter(verb__in=ABOUT[OF_A_UNIT])
    read = set((visible_to(reader) & about).values_list("pk", flat=True))
    told = about.exclude(subject=near.name) if visible_to(reader).exists() else about.none()
    assert read == set(told.values_list("pk", flat=True))
