"""The whole round of the departments in 2025: what they scored themselves, what the appraisal made of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from cchc.appraisal.actions.judging import TypedAppraisal, standing_as_typed
from cchc.appraisal.models import UnitAppraisal
from cchc.appraisal.queries.content import TakenReason
from cchc.appraisal.queries.held import WITH_SET, HeldAppraisal, held_appraisal
from cchc.cycles.actions.clock import lock_due_phases
from cchc.cycles.models import Cycle, Participant, ScoredBy
from cchc.demo.appraisals import LEAD, PHRASES, acting, appraise, send, shared_out
from cchc.demo.scores import DrawnPoints, Hands, bring, file_name
from cchc.demo.sheets import answers_of, own_sheet, person_of, prove, submit, typed
from cchc.scores.models import Stage
from cchc.self_scoring.actions.saving import TypedBlock, save_block

EXAGGERATED = 0.1  # share of the leaves for which a unit claims more than the appraisal finds

# Days of the round, counted from 1 January of the year of the cycle.
HANDED_IN, LOCKED, APPRAISED, SENT = 360, 375, 390, 403


def load_round(cycle: Cycle, hands: Hands) -> None:
    """Load the round of the departments in a year that is over; nothing in one that had none."""
    attached = cycle.sets.select_related("version", "cycle").filter(scored_by=ScoredBy.ROUND).first()
    if attached is None:
        return
    drawn = DrawnPoints(attached)
    bring(hands, attached, drawn.content(survey_only=True), file_name(attached))
    found = {}
    for participant in drawn.participants:
        found[participant.pk] = score_itself(drawn, participant, on(cycle, HANDED_IN))
    lock_due_phases(on(cycle, LOCKED))
    coverage = shared_out(cycle, Stage.FIRST_APPRAISAL, by=acting(LEAD), now=on(cycle, LOCKED))
    for row in UnitAppraisal.objects.filter(participant__cycle_set=attached).select_related(*WITH_SET):
        held = held_appraisal(row)
        appraise(held, coverage, corrected(held, found[row.participant_id]), on(cycle, APPRAISED))
        send(row.pk, on(cycle, SENT))


def on(cycle: Cycle, day: int) -> datetime:
    """Return the morning of a day of the round."""
    return timezone.make_aware(datetime.combine(date(cycle.year, 1, 1) + timedelta(days=day), time(9)))


def score_itself(drawn: DrawnPoints, participant: Participant, now: datetime) -> Mapping[str, TypedBlock]:
    """Let a unit score itself, some of its criteria too well, and hand in its sheet; returns what the appraisal finds
    to be right."""
    right = answers_of(drawn, participant, 1)
    chance = Random(f"{participant.code} {participant.cycle.year} claimed")  # noqa: S311 - repeatable
    claimed = {
        leaf: TypedBlock(typed(drawn.leaves[leaf], drawn.pools[leaf].near(1, chance), {}), 0)
        if chance.random() < EXAGGERATED
        else one
        for leaf, one in right.items()
    }
    save_block(by=person_of(participant), sheet=own_sheet(participant), block=claimed, now=now)
    prove(participant, now, leaves=len(claimed))
    submit(participant, now)
    return right


def corrected(held: HeldAppraisal, right: Mapping[str, TypedBlock]) -> dict[str, TypedAppraisal]:
    """Return what the appraisal corrects of a unit: every leaf for which it claims more than is right."""
    found = {}
    for leaf, node in held.leaves.items():
        claim, given = held.claim(leaf), right[leaf].typed
        reason = TakenReason(*(PHRASES[3] if node.rule else PHRASES[4]))
        typed = TypedAppraisal(figures=given.figures, points=given.points, reasons=(reason,), decimal=None)
        claimed, points = (
            claim.points(node, held.year),
            standing_as_typed(node, typed, claim, held.year).outcome.points,
        )
        if claimed is not None and points is not None and points < claimed:
            found[leaf] = typed
    return found
