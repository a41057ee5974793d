"""Acts on the appraisal of what units handed in."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cchc.access.permissions import Role
from cchc.appraisal.actions.phrasing import add_phrase
from cchc.appraisal.models import AppraisalQuestion, UnitAppraisal
from cchc.audit.models import by_line
from cchc.cycles import actions as cycle_actions
from cchc.cycles.actions.phases import PhaseDates
from cchc.units.models import Unit
from tests import builders
from tests.acts.sheets import MONTH, an_open_sheet
from tests.acts.table import Data, a_department, act, agreed, named, someone, the_province


def an_open_appraisal(unit: Unit | None = None) -> UnitAppraisal:
    """The appraisal of a unit, else of a department, that handed in: all of it is given to whoever sends the forms of
    appraisers."""
    sheet = an_open_sheet(unit or a_department())
    cycle, today = sheet.participant.cycle, timezone.localdate()
    phases = [
        PhaseDates("self_scoring", "Tự chấm điểm", today - MONTH, today + MONTH),
        PhaseDates("appraisal", "Thẩm định", today - MONTH, today + MONTH),
    ]
    cycle_actions.change_phases(by=builders.an_actor(), cycle=cycle, phases=phases, reason="Đủ các bước")
    builders.a_work_plan(cycle, someone(Role.APPRAISER).memberships.get())
    filled = builders.a_filled_sheet(cycle, now=timezone.now())
    builders.submitted(filled, now=timezone.now())
    return UnitAppraisal.objects.select_related("participant__cycle").get(participant=sheet.participant)


def of(appraised: UnitAppraisal) -> list[Any]:
    """The arguments with which the addresses of an appraisal begin."""
    return [appraised.participant.cycle.year, appraised.participant.unit_id]


@act("appraisal:leaf", "appraisal.appraised", role=Role.APPRAISER)
def _() -> tuple[list[Any], Data]:
    return [*of(an_open_appraisal()), "1.1"], {
        "version": 0,
        "face": "tieu-chi",
        "do": "save",
        "figure-done": "5",
        "figure-planned": "10",
        "reason-late": "on",
        "sentence-late": "Báo cáo quý III nộp chậm",
        "provisional": "Chờ báo cáo năm",
        "note": "Xem lại bảng 2",
    }


@act("appraisal:save", "appraisal.appraised", role=Role.APPRAISER)
def _() -> tuple[list[Any], Data]:
    return [*of(an_open_appraisal()), "1.2"], {
        "version": 0,
        "do": "save",
        "points": "2",
        "provisional": "",
        "note": "",
    }


@act("appraisal:unit_bulk", "appraisal.accepted", role=Role.APPRAISER)
def _() -> tuple[list[Any], Data]:
    return agreed("appraisal:unit_bulk", of(an_open_appraisal()), {}, Role.APPRAISER)


@act("appraisal:criterion_bulk", "appraisal.accepted", role=Role.APPRAISER)
def _() -> tuple[list[Any], Data]:
    participant = an_open_appraisal().participant
    where = [participant.cycle.year, participant.cycle_set_id, "1.1"]
    return agreed("appraisal:criterion_bulk", where, {}, Role.APPRAISER)


@act("appraisal:ask", "appraisal.asked", role=Role.APPRAISER)
def _() -> tuple[list[Any], Data]:
    return [*of(an_open_appraisal()), "1.1"], {"text": "Nhiệm vụ nào chưa hoàn thành?"}


@act("appraisal:answer", "appraisal.answered", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    appraised = an_open_appraisal(the_province())
    by = builders.actor_for(someone(Role.APPRAISER).memberships.get())
    question = AppraisalQuestion.objects.create(
        of=appraised, leaf="1.1", text="Nhiệm vụ nào chưa hoàn thành?", at=timezone.now(), **by_line(by)
    )
    return [*of(appraised), question.pk], {"answer": "Nhiệm vụ số 3, đã xin gia hạn"}


@act("appraisal:phrases", "appraisal.phrase_added", role=Role.APPRAISAL_LEAD)
def _() -> tuple[list[Any], Data]:
    return [], {"code": "late", "text": named("Báo cáo gửi sau thời hạn quy định")}


@act("appraisal:phrase_remove", "appraisal.phrase_removed", role=Role.APPRAISAL_LEAD)
def _() -> tuple[list[Any], Data]:
    by = builders.an_actor(Role.APPRAISAL_LEAD)
    return [add_phrase(by=by, code="late", text=named("Nộp chậm")).pk], {}


@act("appraisal:opinion", "appraisal.advised_granting", role=Role.APPRAISER)
def _() -> tuple[list[Any], Data]:
    appraised = an_open_appraisal()
    asked = builders.a_request(appraised.participant)
    where = [appraised.participant.cycle.year, asked.pk]
    return where, {"advice": "khong-ap-dung", "text": "Đơn vị không có nhiệm vụ này"}
