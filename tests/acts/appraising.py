"""Acts on the appraisal of what units handed in."""

from __future__ import annotations

import io
from typing import Any

from django.utils import timezone
from openpyxl import load_workbook

from cchc.access.permissions import Role
from cchc.accounts.queries import actor_of
from cchc.appraisal.actions.files import about_work, apply_work
from cchc.appraisal.actions.phrasing import add_phrase
from cchc.appraisal.exchange.work_file import UNIT, VERDICT
from cchc.appraisal.models import AppraisalQuestion, UnitAppraisal
from cchc.appraisal.queries.files import FilePart, work_content
from cchc.appraisal.staged import WORK_FILES
from cchc.audit.models import by_line
from cchc.cycles import actions as cycle_actions
from cchc.cycles.actions.phases import PhaseDates
from cchc.intake.actions import stage
from cchc.intake.kinds import Brought
from cchc.intake.models import StagedFile
from cchc.units.models import Unit
from tests import builders
from tests.acts.sheets import MONTH, an_open_sheet
from tests.acts.table import Data, Upload, a_department, act, agreed, named, someone, the_province


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
    return [appraised.participant.cycle.year, appraised.stage, appraised.participant.unit_id]


def of_unit(appraised: UnitAppraisal) -> list[Any]:
    """The arguments with which addresses begin that know no stage."""
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
    return agreed("appraisal:unit_bulk", of_unit(an_open_appraisal()), {}, Role.APPRAISER)


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
    return [*of_unit(appraised), question.pk], {"answer": "Nhiệm vụ số 3, đã xin gia hạn"}


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


def a_filled_file(row: UnitAppraisal) -> tuple[Brought, bytes]:
    """The file of an appraiser's work in one stage, in which one criterion is accepted, and who brings it."""
    by, cycle = actor_of(someone(Role.APPRAISER).memberships.get()), row.participant.cycle
    book = load_workbook(io.BytesIO(work_content(by, cycle, row.stage, FilePart())))
    table = book.worksheets[0]
    head = next(one for one in table.iter_rows() if one[0].value == UNIT)
    verdict = next(cell.column for cell in head if cell.value == VERDICT)
    first = next(one for one in table.iter_rows() if one[1].value == "1.3")
    table.cell(first[0].row, verdict).value = "Chấp nhận"
    filled = io.BytesIO()
    book.save(filled)
    return Brought(
        by, "tham-dinh.xlsx", filled.getvalue(), about_work(by, cycle, row.stage)
    ), filled.getvalue()


def a_staged_work(row: UnitAppraisal) -> StagedFile:
    """A filled-in file that was brought and waits."""
    brought, _data = a_filled_file(row)
    return stage(by=brought.by, kind=WORK_FILES, brought=brought, compared=WORK_FILES.compare(brought))


@act("appraisal:excel", role=Role.APPRAISER)
def _() -> tuple[list[Any], Data]:
    row = an_open_appraisal()
    return of(row)[:2], {"file": Upload("tham-dinh.xlsx", a_filled_file(row)[1])}


@act("appraisal:excel_apply", "appraisal.file_applied", role=Role.APPRAISER)
def _() -> tuple[list[Any], Data]:
    row = an_open_appraisal()
    return [*of(row)[:2], a_staged_work(row).pk], {}


@act("appraisal:excel_again", role=Role.APPRAISER)
def _() -> tuple[list[Any], Data]:
    row = an_open_appraisal()
    return [*of(row)[:2], a_staged_work(row).pk], {}


@act("appraisal:excel_give_up", "appraisal.file_given_up", role=Role.APPRAISER)
def _() -> tuple[list[Any], Data]:
    row = an_open_appraisal()
    return [*of(row)[:2], a_staged_work(row).pk], {}


@act("appraisal:excel_undo", "appraisal.file_undone", role=Role.APPRAISER)
def _() -> tuple[list[Any], Data]:
    row = an_open_appraisal()
    staged = a_staged_work(row)
    apply_work(by=actor_of(someone(Role.APPRAISER).memberships.get()), staged=staged)
    return of(row)[:2], {}
