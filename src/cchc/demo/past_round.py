"""The whole round of the departments in 2025: what they scored themselves, what the appraisal made of it, what they
explained, and what was found then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from cchc.access.permissions import Role
from cchc.appraisal.actions.handing_in import hand_in_justification
from cchc.appraisal.actions.judging import TypedAppraisal, standing_as_typed
from cchc.appraisal.actions.justifying import accept_result, explain_leaf
from cchc.appraisal.models import UnitAppraisal
from cchc.appraisal.queries.content import TakenReason
from cchc.appraisal.queries.held import WITH_SET, HeldAppraisal, held_appraisal
from cchc.appraisal.queries.justified import justification_seal, justification_view
from cchc.core.papers.basis import LegalBasis
from cchc.cycles.actions.clock import lock_due_phases
from cchc.cycles.models import Cycle, CycleSet, Participant, ScoredBy
from cchc.demo.appraisals import LEAD, PHRASES, acting, appraise, send, shared_out
from cchc.demo.councils import load_council
from cchc.demo.scores import DrawnPoints
from cchc.demo.sheets import answers_of, own_sheet, person_of, prove, submit, typed
from cchc.scores.models import Stage
from cchc.self_scoring.actions.saving import TypedBlock, save_block

EXAGGERATED = 0.1  # share of the leaves for which a unit claims more than the appraisal finds

# Days of the round, counted from 1 January of the year of the cycle.
HANDED_IN, LOCKED, APPRAISED, SENT = 360, 375, 390, 403
EXPLAINED, ALL_SAID, APPRAISED_AGAIN, SENT_AGAIN = 412, 419, 428, 434
COUNCIL, FINAL = 440, 445

EXPLAINING = 6  # units that explain, each as many leaves at the most
MOST_EXPLAINED = 2
WHY_MORE = (
    "Đơn vị bổ sung danh mục và tài liệu kiểm chứng: số liệu kê khai đã gồm các nhiệm vụ hoàn thành trước ngày"
    " 31/12, được cơ quan theo dõi xác nhận sau thời điểm thẩm định."
)
STAYS = "Tài liệu bổ sung ban hành sau ngày chốt số liệu, giữ nguyên kết quả thẩm định lần 1"


def load_round(cycle: Cycle) -> None:
    """Load the round of the departments in a year that is over, up to the council; nothing in one that had none."""
    attached = cycle.sets.select_related("version", "cycle").filter(scored_by=ScoredBy.ROUND).first()
    if attached is None:
        return
    drawn = DrawnPoints(attached)
    found = {}
    for participant in drawn.participants:
        found[participant.pk] = score_itself(drawn, participant, on(cycle, HANDED_IN))
    lock_due_phases(on(cycle, LOCKED))
    coverage = shared_out(cycle, Stage.FIRST_APPRAISAL, by=acting(LEAD), now=on(cycle, LOCKED))
    for row in UnitAppraisal.objects.filter(participant__cycle_set=attached).select_related(*WITH_SET):
        held = held_appraisal(row)
        appraise(held, coverage, corrected(held, found[row.participant_id]), on(cycle, APPRAISED))
        send(row.pk, on(cycle, SENT))
    justify(attached)
    lock_due_phases(on(cycle, ALL_SAID))
    appraise_again(cycle, found)


def load_decision(cycle: Cycle, basis: LegalBasis) -> None:
    """Load the session of the council, and the act that makes the points of the round final."""
    if cycle.sets.filter(scored_by=ScoredBy.ROUND).exists():
        load_council(cycle, on(cycle, COUNCIL), on(cycle, FINAL), basis)


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


def corrected(
    held: HeldAppraisal, right: Mapping[str, TypedBlock], why: str = ""
) -> dict[str, TypedAppraisal]:
    """Return what the appraisal corrects of a unit: every leaf for which it claims more than is right; `why` is the
    sentence of the reason where the usual one does not fit."""
    found = {}
    for leaf, node in held.leaves.items():
        claim, given = held.claim(leaf), right[leaf].typed
        code, usual = PHRASES[3] if node.rule else PHRASES[4]
        reason = TakenReason(code, why or usual)
        typed = TypedAppraisal(figures=given.figures, points=given.points, reasons=(reason,), decimal=None)
        claimed, points = (
            claim.points(node, held.year),
            standing_as_typed(node, typed, claim, held.year).outcome.points,
        )
        if claimed is not None and points is not None and points < claimed:
            found[leaf] = typed
    return found


def justify(attached: CycleSet) -> None:
    """Let the first units whose points were lowered explain some of it and hand that in; the others say nothing until
    the lock."""
    now = on(attached.cycle, EXPLAINED)
    rows = UnitAppraisal.objects.filter(participant__cycle_set=attached).select_related(*WITH_SET)
    asked = [(row, view) for row in rows.order_by("participant__place") if (view := justification_view(row))]
    for row, view in asked[:EXPLAINING]:
        clerk = person_of(row.participant)
        for one in view.leaves[:MOST_EXPLAINED]:
            explain_leaf(by=clerk, appraised=row, leaf=one.leaf.number, text=WHY_MORE, version=0, now=now)
        for one in view.leaves[MOST_EXPLAINED:]:
            accept_result(by=clerk, appraised=row, leaf=one.leaf.number, version=0, now=now)
        said = justification_view(row)
        assert said is not None
        head = person_of(row.participant, Role.UNIT_HEAD)
        hand_in_justification(by=head, appraised=row, seen=justification_seal(said), now=now)


def appraise_again(cycle: Cycle, found: Mapping[int, Mapping[str, TypedBlock]]) -> None:
    """Appraise again what was explained: the first leaf of each unit gets what the unit claims, the second stays."""
    stage = Stage.SECOND_APPRAISAL
    coverage = shared_out(cycle, stage, by=acting(LEAD), now=on(cycle, ALL_SAID))
    rows = UnitAppraisal.objects.filter(participant__cycle=cycle, stage=stage).select_related(*WITH_SET)
    for row in rows:
        held = held_appraisal(row)
        stays = corrected(held, found[row.participant_id], STAYS)
        kept = {leaf: stays[leaf] for leaf in list(held.leaves)[1:] if leaf in stays}
        appraise(held, coverage, kept, on(cycle, APPRAISED_AGAIN))
        send(row.pk, on(cycle, SENT_AGAIN))
