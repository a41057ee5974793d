"""Acts on the clockwork of a round: opening a phase again, and requests that a criterion shall not apply."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cchc.access.permissions import Role
from cchc.cycles import actions as cycle_actions
from cchc.cycles.models import ApplicabilityRequest, PhaseKind
from tests import builders
from tests.acts.sheets import an_open_sheet
from tests.acts.table import DAY, Data, act, agreed
from tests.acts.years import an_open_cycle


@act("cycles:phase_reopen", "cycles.phase_reopened", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    opened = an_open_sheet()
    cycle, today = opened.participant.cycle, timezone.localdate()
    sheet = builders.a_filled_sheet(cycle, now=timezone.now())
    builders.submitted(sheet, now=timezone.now())
    day = timedelta(days=1)
    over = cycle_actions.PhaseDates("self_scoring", "Tự chấm điểm", today - 9 * day, today - day)
    cycle_actions.change_phases(by=builders.an_actor(), cycle=cycle, phases=[over])
    typed = {"until": "31/12/2099", "reason": "Chấm nhầm tiêu chí 1.1", "document": "9/SNV"}
    where = [cycle.pk, PhaseKind.SELF_SCORING.slug, sheet.participant.unit_id]
    return agreed("cycles:phase_reopen", where, typed, Role.COORDINATOR)


def a_request() -> ApplicabilityRequest:
    """A request of a department that waits for a decision; somebody of the province decides."""
    return builders.a_request(builders.first_participant(an_open_cycle()))


@act("cycles:request_new", "cycles.applicability_asked", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    cycle = an_open_sheet().participant.cycle
    return [cycle.pk], {"leaf": "1.2", "reason": "Không có nhiệm vụ này"}


@act("cycles:request_grant", "cycles.applicability_granted", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    asked = a_request()
    typed = {"answer": "Đúng quy định", "basis_number": "12/QĐ-UBND", "basis_date": DAY}
    return agreed("cycles:request_grant", [asked.participant.cycle_id, asked.pk], typed, Role.COORDINATOR)


@act("cycles:request_refuse", "cycles.applicability_refused", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    asked = a_request()
    return [asked.participant.cycle_id, asked.pk], {"answer": "Đơn vị có nhiệm vụ này"}


@act("cycles:request_withdraw", "cycles.applicability_withdrawn", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    asked = builders.a_request(an_open_sheet().participant)
    return [asked.participant.cycle_id, asked.pk], {}


@act("cycles:request_reopen", "cycles.applicability_reopened", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    asked = a_request()
    by = builders.an_actor(Role.COORDINATOR)
    cycle_actions.decide_not_applicable(by=by, asked=asked, granted=True, answer="Đúng quy định")
    where = [asked.participant.cycle_id, asked.pk]
    return agreed("cycles:request_reopen", where, {"reason": "Xem lại hồ sơ"}, Role.COORDINATOR)


def a_refusal() -> ApplicabilityRequest:
    """A request of the province's own office that was refused, while it justifies itself."""
    participant, today = an_open_sheet().participant, timezone.localdate()
    there = [
        cycle_actions.PhaseDates(one.kind, one.name, one.starts, one.ends)
        for one in participant.cycle.phases.all()
    ]
    justifying = cycle_actions.PhaseDates("justification", "Giải trình", today, today)
    phases = [*there, justifying]
    cycle_actions.change_phases(
        by=builders.an_actor(), cycle=participant.cycle, phases=phases, reason="Đủ các bước"
    )
    asked = builders.a_request(participant)
    by = builders.an_actor(Role.COORDINATOR)
    return cycle_actions.decide_not_applicable(by=by, asked=asked, granted=False, answer="Đơn vị có nhiệm vụ")


@act("cycles:request_appeal", "cycles.applicability_appealed", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    asked = a_refusal()
    return [asked.participant.cycle_id, asked.pk], {"why": "Quyết định 5/QĐ-UBND không giao nhiệm vụ này"}


@act("cycles:appeal_withdraw", "cycles.appeal_withdrawn", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    asked = a_refusal()
    unit = replace(
        builders.an_actor(Role.UNIT_CLERK), unit_id=asked.participant.unit_id, unit=asked.participant.name
    )
    cycle_actions.appeal_refusal(by=unit, asked=asked, reason="Không được giao nhiệm vụ")
    return [asked.participant.cycle_id, asked.pk], {}
