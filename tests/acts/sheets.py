"""Acts on the sheet on which a unit scores itself."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

from django.utils import timezone
from openpyxl import load_workbook

from cchc.access.permissions import Role
from cchc.criteria.models import CriteriaVersion
from cchc.cycles import actions as cycle_actions
from cchc.cycles.models import ScoredBy
from cchc.intake.actions import stage
from cchc.intake.kinds import Brought
from cchc.intake.models import StagedFile
from cchc.self_scoring.actions.evidence import link_document
from cchc.self_scoring.actions.files import apply_answers
from cchc.self_scoring.actions.returning import freeze_unsubmitted
from cchc.self_scoring.actions.sheets import sheet_of
from cchc.self_scoring.models import UnitSheet
from cchc.self_scoring.queries.files import sheet_content
from cchc.self_scoring.staged import ANSWERS_FILES
from cchc.units.models import Kind, Unit
from tests import builders
from tests.acts.table import NUMBERS, Data, Upload, a_department, a_person, act, agreed, the_province
from tests.acts.years import a_year

MONTH = timedelta(days=30)


def an_open_sheet(unit: Unit | None = None) -> UnitSheet:
    """The sheet of a unit, else of the province's own office, in a cycle of its own, open today."""
    by, today = builders.an_actor(), timezone.localdate()
    cycle = builders.a_cycle(the_province(), a_year())
    phase = cycle_actions.PhaseDates("self_scoring", "Tự chấm điểm", today - MONTH, today + MONTH)
    cycle_actions.change_phases(by=by, cycle=cycle, phases=[phase])
    version = CriteriaVersion.objects.filter(set_id="tu-cham").first()
    attached = cycle_actions.attach_set(
        by=by,
        cycle=cycle,
        version=version or builders.a_published_set(builders.SELF_SCORED),
        kinds=[Kind.DEPARTMENT],
        peer_group="Các sở",
        scored_by=ScoredBy.ROUND,
    )
    cycle_actions.add_participants(by=by, cycle_set=attached, units=[unit or the_province()])
    opened = cycle_actions.open_cycle(by=by, cycle=cycle)
    sheet_of(opened.participants.select_related("cycle", "cycle_set").get())
    return builders.a_sheet(opened)


def at(sheet: UnitSheet) -> list[Any]:
    """The arguments with which the addresses of a sheet begin."""
    return [sheet.participant.cycle.year, sheet.participant.unit_id]


@act("self_scoring:leaf", "self_scoring.answer_saved", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    return [*at(an_open_sheet()), "1.2"], {
        "version": 0,
        "points": "1,5",
        "reason": "Theo báo cáo số 12",
        "provisional": "Chờ số liệu tháng 12",
        "note": "Số liệu đến ngày 30/11",
    }


@act("self_scoring:cell", "self_scoring.answer_saved", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    return [*at(an_open_sheet()), "1.1"], {
        "person": "",
        "field": "note",
        "value": "Số liệu đến ngày 30/11",
        "why": "",
        "version": 0,
        "age": 1000,
    }


@act("self_scoring:block", "self_scoring.block_saved", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    cells = [
        {"leaf": "1.1", "field": "figure-done", "value": "9"},
        {"leaf": "1.1", "field": "figure-planned", "value": "10"},
        {"leaf": "1.2", "field": "points", "value": "2"},
    ]
    sent = {"cells": cells, "versions": {"1.1": 0, "1.2": 0}}
    return at(an_open_sheet()), {"person": "", "cells": json.dumps(sent, separators=(",", ":")), "age": 1000}


@act("self_scoring:link", "self_scoring.evidence_linked", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    document = builders.a_document(the_province())
    data = {"document": document.pk, "page": "2", "passage": "Mục II, bảng 1"}
    return [*at(an_open_sheet()), "1.1"], data


@act("self_scoring:unlink", "self_scoring.evidence_unlinked", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    sheet = an_open_sheet()
    by = builders.of_unit(sheet)
    link = link_document(by=by, sheet=sheet, leaf="1.1", document=builders.a_document(the_province()))
    return [*at(sheet), "1.1", link.pk], {}


@act("self_scoring:share", "self_scoring.work_shared", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    return at(an_open_sheet()), {"node-1": a_person().pk, "node-2.1": ""}


@act("self_scoring:submit", "self_scoring.submitted", role=Role.UNIT_HEAD)
def _() -> tuple[list[Any], Data]:
    return agreed("self_scoring:submit", at(an_open_sheet()), {"confirmed": "on"}, Role.UNIT_HEAD)


def a_submitted_sheet() -> UnitSheet:
    """The sheet of a department, handed in by its head."""
    sheet = an_open_sheet(a_department())
    builders.submitted(sheet, now=timezone.now())
    return sheet


@act("self_scoring:return", "self_scoring.returned", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    args = [*at(a_submitted_sheet()), 1]
    return agreed("self_scoring:return", args, {"reason": "Thiếu tài liệu của mục 1.1"}, Role.COORDINATOR)


@act("self_scoring:take_in", "self_scoring.taken_in", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    sheet = an_open_sheet(a_department())
    participant = sheet.participant
    freeze_unsubmitted(cycle=participant.cycle, kind="self_scoring", participants=[participant])
    return agreed(
        "self_scoring:take_in", at(sheet), {"reason": "Đơn vị xin nhận như hiện trạng"}, Role.COORDINATOR
    )


@act("self_scoring:remind", "notices.units_reminded", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    unit = a_department()
    builders.a_member(Role.UNIT_CLERK, unit=unit, username=f"can-bo-{next(NUMBERS)}")
    return [an_open_sheet(unit).participant.cycle.year], {}


def a_filled_file(sheet: UnitSheet) -> bytes:
    """The Excel file of a sheet with the points of one leaf filled in."""
    book = load_workbook(io.BytesIO(sheet_content(sheet)))
    table = book.worksheets[0]
    for row in table.iter_rows():
        if str(row[0].value) == "1.2":
            row[8].value, row[9].value = 1.5, "Báo cáo số 12"
    filled = io.BytesIO()
    book.save(filled)
    return filled.getvalue()


def a_staged_file(sheet: UnitSheet) -> StagedFile:
    """A filled-in file that was brought and waits."""
    brought = Brought(builders.of_unit(sheet), "phieu.xlsx", a_filled_file(sheet), str(sheet.pk))
    return stage(by=brought.by, kind=ANSWERS_FILES, brought=brought, compared=ANSWERS_FILES.compare(brought))


@act("self_scoring:excel", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    sheet = an_open_sheet()
    return at(sheet), {"file": Upload("phieu.xlsx", a_filled_file(sheet))}


@act("self_scoring:excel_apply", "self_scoring.file_applied", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    sheet = an_open_sheet()
    return [*at(sheet), a_staged_file(sheet).pk], {}


@act("self_scoring:excel_again", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    sheet = an_open_sheet()
    return [*at(sheet), a_staged_file(sheet).pk], {}


@act("self_scoring:excel_give_up", "self_scoring.file_given_up", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    sheet = an_open_sheet()
    return [*at(sheet), a_staged_file(sheet).pk], {}


@act("self_scoring:excel_undo", "self_scoring.file_undone", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    sheet = an_open_sheet()
    apply_answers(by=builders.of_unit(sheet), staged=a_staged_file(sheet))
    return at(sheet), {}
