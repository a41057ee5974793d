"""Acts on plans that are followed: reports, products, decisions, what cooperating units say."""

from __future__ import annotations

import io
from typing import Any

from django.utils import timezone
from openpyxl import load_workbook

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.following.actions.products import link_product
from cchc.following.forms.several import mark_of, values_of
from cchc.following.models import ProgressRecord
from cchc.following.queries.files import progress_content
from cchc.intake.models import StagedFile
from cchc.plans.actions.enforcing import make_plan
from tests import builders
from tests.acts.documents import a_paper
from tests.acts.table import Data, Upload, act, named, sent, the_province


def a_clerk() -> Actor:
    """A clerk of the province, who sends the forms of units."""
    return builders.clerk_of(the_province())


def a_record(lead: str = "UBND tỉnh", cooperating: str = "") -> ProgressRecord:
    """The record of a measure that the province leads, or in which it cooperates where another agency leads."""
    plan = builders.a_plan(the_province(), title=named("Kế hoạch"), year=timezone.localdate().year)
    builders.a_measure(
        plan, named("Kiểm tra"), lead=lead, cooperating=cooperating, deadline="Quý II/2026", output="Báo cáo"
    )
    for agency in plan.agencies.filter(text="UBND tỉnh"):
        agency.units.set([the_province()])
    plan.agencies.update(confirmed=True)
    make_plan(by=builders.an_actor(Role.COORDINATOR), plan=plan)
    return ProgressRecord.objects.get(measure__section__plan=plan)


def a_done_record() -> ProgressRecord:
    """A record whose work was reported as done."""
    record = a_record()
    builders.reported(record, on=timezone.localdate(), by=a_clerk())
    record.refresh_from_db()
    return record


@act("following:report", "following.reported", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    record = a_record()
    return [record.pk], {
        "version": record.version,
        "state": "under_way",
        "percent": "40",
        "text": "Đã ban hành kế hoạch",
        "reason": "",
        "document_number": "",
    }


@act("following:done_with_file", "following.reported", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    record = a_record()
    file = Upload("anh.rtf", a_paper())
    return [record.pk], {"version": record.version, "not_secret": "1", "file": file}


@act("following:several", "following.several_reported", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    record = a_record()
    at, values = f"r{record.pk}", values_of(record, {})
    return [], {
        f"{at}-version": record.version,
        f"{at}-seen": mark_of(values),
        f"{at}-state": "under_way",
        f"{at}-percent": "30",
        f"{at}-text": "Đang tổng hợp",
        f"{at}-why": "",
    }


@act("following:product", "following.product_linked", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    return [a_record().pk], {"document": builders.a_document(the_province(), named("BC")).pk}


@act("following:product_away", "following.product_unlinked", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    record = a_record()
    document = builders.a_document(the_province(), named("BC"))
    product = link_product(by=a_clerk(), record=record, document=document)
    return [record.pk, product.pk], {}


@act("following:close", "following.closed", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    record = a_done_record()
    return [record.pk], {"version": record.version, "reason": "", "close": "1"}


@act("following:close", "following.returned", also="return", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    record = a_done_record()
    return [record.pk], {"version": record.version, "reason": "Thiếu số liệu", "return": "1"}


@act("following:close_chosen", "following.several_closed", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    record = a_done_record()
    return [record.measure.section.plan_id], {"chon": f"{record.pk}:{record.version}"}


@act("following:note", "following.cooperation_noted", repeats=True, role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    record = a_record(lead=named("Hội"), cooperating="UBND tỉnh")
    builders.reported(record, on=timezone.localdate())
    return [record.pk], {"confirms": "on", "text": "Đã cung cấp số liệu"}


def a_progress_file() -> tuple[bytes, ProgressRecord]:
    """The Excel file of the province's records with one of them under way, and that record."""
    record = a_record()
    book = load_workbook(io.BytesIO(progress_content(a_clerk())))
    table = book.worksheets[0]
    head = next(row for row in table.iter_rows() if row[-1].value == "Mã")
    columns = {cell.value: cell.column for cell in head}
    row = next(row for row in table.iter_rows() if row[columns["Mã"] - 1].value == record.pk)
    row[columns["Trạng thái"] - 1].value = "Đang thực hiện"
    row[columns["Tỷ lệ (%)"] - 1].value = 35
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue(), record


def a_progress_sheet() -> StagedFile:
    """A filled-in file that waits to be applied."""
    data, _record = a_progress_file()
    sent("following:sheet", [], {"file": Upload(named("tien-do") + ".xlsx", data)}, Role.UNIT_CLERK)
    return StagedFile.objects.filter(kind="progress_sheet").latest("pk")


@act("following:sheet", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    return [], {"file": Upload(named("tien-do") + ".xlsx", a_progress_file()[0])}


@act("following:sheet_apply", "following.sheet_applied", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    return [a_progress_sheet().pk], {}


@act("following:sheet_again", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    return [a_progress_sheet().pk], {}


@act("following:sheet_give_up", "following.sheet_given_up", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    return [a_progress_sheet().pk], {}
