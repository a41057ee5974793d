"""A plan and its workbook, edited and staged, for tests."""

from __future__ import annotations

import io
from collections.abc import Callable

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cchc.access.actor import Actor
from cchc.core.plans.columns import DEADLINE, LEAD, TASK
from cchc.intake.actions import stage
from cchc.intake.kinds import Brought
from cchc.intake.models import StagedFile
from cchc.plans.actions import measures as measure_actions
from cchc.plans.exchange.comparing import compare_sheet
from cchc.plans.exchange.sheet import HEADINGS
from cchc.plans.exchange.sheet_out import plan_workbook
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.sheets import sheet_sections
from cchc.plans.staged import PLAN_SHEETS, compared_sheet
from tests.builders import a_measure, a_plan, an_actor

Edit = Callable[[Worksheet], None]


FILE = "ke-hoach.xlsx"


AT = {column: at for at, column in enumerate(HEADINGS, start=1)}


def a_plan_of_four_measures() -> Plan:
    """A plan of two sections with two measures each; the rows of its workbook begin at 3 with the first heading."""
    plan = a_plan(year=2026)
    for number, task, heading in (
        ("1", "Rà soát", "Thể chế"),
        ("2", "Mở chuyên mục", "Thể chế"),
        ("1", "Cắt giảm thủ tục", "Thủ tục"),
        ("2", "Công khai thủ tục", "Thủ tục"),
    ):
        a_measure(plan, task, heading=heading, number=number, lead="Sở Tư pháp", deadline="Quý II/2026")
    return plan


def edited(plan: Plan, edit: Edit) -> bytes:
    """The workbook of `plan` after somebody edited its first sheet."""
    book = load_workbook(io.BytesIO(plan_workbook(plan.title, sheet_sections(plan), str)))
    edit(book.worksheets[0])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def row_of(sheet: Worksheet, task: str) -> int:
    """The row in which `task` stands."""
    return next(row[0].row for row in sheet.iter_rows() if any(cell.value == task for cell in row))


def write(sheet: Worksheet, task: str, column: str, text: str) -> None:
    sheet.cell(row_of(sheet, task), AT[column], text)


def staged(plan: Plan, edit: Edit) -> StagedFile:
    return compared_and_staged(an_actor(), plan, edited(plan, edit))


def compared_and_staged(by: Actor, plan: Plan, data: bytes) -> StagedFile:
    """The workbook compared here, for we wrote it, and staged by this person."""
    plan.refresh_from_db()
    compared = compared_sheet(plan, compare_sheet(data, FILE, sheet_sections(plan)))
    file = Brought(by, FILE, data, str(plan.pk))
    return stage(by=by, kind=PLAN_SHEETS, brought=file, compared=compared)


def everything(sheet: Worksheet) -> None:
    """Change a deadline, move a measure to the other section, delete one, add one and a section for it."""
    write(sheet, "Rà soát", DEADLINE, "Quý III/2026")
    moved = [cell.value for cell in sheet[row_of(sheet, "Mở chuyên mục")]]
    sheet.delete_rows(row_of(sheet, "Mở chuyên mục"))
    sheet.delete_rows(row_of(sheet, "Công khai thủ tục"))
    for at, value in enumerate(moved, start=1):
        sheet.cell(sheet.max_row + (at == 1), at, value)
    last = sheet.max_row
    sheet.cell(last + 1, 1, "III")
    sheet.cell(last + 1, AT[TASK], "TUYÊN TRUYỀN")
    sheet.cell(last + 2, 1, "1")
    sheet.cell(last + 2, AT[TASK], "Viết bài")
    sheet.cell(last + 2, AT[LEAD], "Đài địa phương")
    sheet.cell(last + 2, AT[DEADLINE], "Tháng 9/2026")


def changed_meanwhile(plan: Plan, edit: Edit, **texts: str) -> StagedFile:
    """A file that was downloaded and edited before others changed the first measure of the plan."""
    data = edited(plan, edit)
    measure = Measure.objects.get(task="Rà soát")
    measure_actions.change_measure(by=an_actor(), measure=measure, version=1, texts=texts)
    return compared_and_staged(an_actor(), plan, data)


def new_deadline(sheet: Worksheet) -> None:
    write(sheet, "Rà soát", DEADLINE, "Quý IV/2026")
