"""Builders of appraisals: who appraises what, and units that are appraised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.appraisal.actions.assigning import (
    PartGiven,
    WorkPart,
    announce_plan,
    begin_plan,
    share_out_appraisal,
)
from cchc.appraisal.models import AppraisalPlan, UnitAppraisal
from cchc.cycles.actions import change_phases
from cchc.cycles.actions.phases import PhaseDates
from cchc.cycles.models import Cycle
from cchc.scores.models import Stage
from cchc.self_scoring.models import UnitSheet
from tests.builders.people import a_member, a_unit, an_actor
from tests.builders.sheets import SELF_SCORED, a_round, submitted

PHASES = (
    PhaseDates("self_scoring", "Tự chấm điểm", date(2026, 12, 1), date(2027, 1, 10)),
    PhaseDates("appraisal", "Thẩm định", date(2027, 1, 4), date(2027, 1, 20)),
    PhaseDates("justification", "Giải trình", date(2027, 1, 12), date(2027, 1, 24)),
    PhaseDates("second_appraisal", "Thẩm định lần hai", date(2027, 1, 18), date(2027, 1, 28)),
    PhaseDates("council", "Hội đồng", date(2027, 1, 25), date(2027, 2, 5)),
)


def a_whole_round(units: Sequence[str] = ("Sở Nội vụ", "Sở Y tế"), *, text: str = SELF_SCORED) -> Cycle:
    """A running cycle of departments with every phase of the round, from self-scoring to the council."""
    cycle = a_round(units, text=text)
    change_phases(by=an_actor(), cycle=cycle, phases=PHASES, reason="Đủ các bước")
    return cycle


def an_appraiser(unit: str = "Sở Tư pháp", role: Role = Role.APPRAISER) -> Membership:
    """Somebody of a department that scores nobody here, with the role of an appraiser."""
    return a_member(role, unit=a_unit(unit))


def a_work_plan(
    cycle: Cycle, *people: Membership, nodes: tuple[str, ...] = ("1", "2"), announced: bool = True
) -> AppraisalPlan:
    """The plan of the first appraisal of a cycle: the people share the domains in turn."""
    lead = an_actor(Role.APPRAISAL_LEAD)
    plan = begin_plan(by=lead, cycle=cycle, stage=Stage.FIRST_APPRAISAL)
    attached = cycle.sets.get()
    parts = [
        PartGiven(WorkPart(attached, node), people[place % len(people)].person)
        for place, node in enumerate(nodes)
    ]
    plan = share_out_appraisal(by=lead, plan=plan, parts=parts, version=plan.version)
    return announce_plan(by=lead, plan=plan) if announced else plan


def to_appraise(sheet: UnitSheet) -> UnitAppraisal:
    """The appraisal of a unit, opened by handing in its sheet as it stands."""
    submitted(sheet)
    return UnitAppraisal.objects.select_related("participant__cycle").get(participant=sheet.participant)
