"""Acts on plans."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from openpyxl import load_workbook

from cchc.access.permissions import Role
from cchc.intake.models import StagedFile
from cchc.plans.actions import enforcing
from cchc.plans.actions import measures as measure_actions
from cchc.plans.actions.plans import head_of
from cchc.plans.exchange.sheet_out import plan_workbook
from cchc.plans.forms.review import HeadForm
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.findings import findings_of
from cchc.plans.queries.sheets import sheet_sections
from tests import builders
from tests.acts.table import (
    DAY,
    Data,
    Upload,
    act,
    agreed,
    named,
    sent,
    the_province,
)

PLAN_FILE = """KẾ HOẠCH
Cải cách hành chính nhà nước tỉnh Bình Sơn năm 2026
STT\tNhiệm vụ\tSản phẩm\tCơ quan chủ trì\tThời gian
1\tRà soát văn bản\tBáo cáo\tSở Tư pháp\tQuý II/2026
2\tCông khai thủ tục\tDanh mục\tSở Số Không\tTháng 9/2026
"""


def a_draft(measures: int = 2) -> Plan:
    """A draft of the province with some measures."""
    plan = builders.a_plan(the_province(), title=named("Kế hoạch"))
    for _place in range(measures):
        builders.a_measure(plan, named("Rà soát"), lead="Sở Tư pháp", deadline="Quý II/2026")
    return plan


def a_measure() -> Measure:
    """The first measure of a draft."""
    return a_draft().sections.get().measures.first()


# plans


@act("plans:new", "plans.created", repeats=True)
def _() -> tuple[list[Any], Data]:
    return [], {"kind": "reform", "title": named("Kế hoạch"), "year": "2026", "unit": the_province().pk}


@act("plans:copy", "plans.copied", repeats=True)
def _() -> tuple[list[Any], Data]:
    return [a_draft().pk], {"title": named("Kế hoạch"), "year": "2027", "unit": the_province().pk}


@act("plans:delete", "plans.deleted")
def _() -> tuple[list[Any], Data]:
    return [a_draft().pk], {}


@act("plans:hand_in")
def _() -> tuple[list[Any], Data]:
    return [], {"file": Upload("ke-hoach.txt", PLAN_FILE.encode()), "unit": the_province().pk, "year": "2026"}


def a_reading() -> StagedFile:
    """A file of a plan that waits to be read."""
    file = Upload(named("tep") + ".txt", PLAN_FILE.encode())
    sent("plans:hand_in", [], {"file": file, "unit": the_province().pk, "year": "2026"})
    return StagedFile.objects.filter(kind="plan_file").latest("pk")


@act("plans:reading_again")
def _() -> tuple[list[Any], Data]:
    return [a_reading().pk], {"year": "2026"}


@act("plans:reading_give_up", "plans.reading_given_up")
def _() -> tuple[list[Any], Data]:
    return [a_reading().pk], {}


def an_annex() -> tuple[Plan, StagedFile]:
    """A draft and the file of its annex, which waits to be read."""
    plan = a_draft()
    sent("plans:annexes", [plan.pk], {"file": Upload(named("phu-luc") + ".txt", PLAN_FILE.encode())})
    return plan, StagedFile.objects.filter(kind="plan_annex").latest("pk")


@act("plans:annexes")
def _() -> tuple[list[Any], Data]:
    return [a_draft().pk], {"file": Upload("phu-luc.txt", PLAN_FILE.encode())}


@act("plans:annex_again")
def _() -> tuple[list[Any], Data]:
    plan, annex = an_annex()
    return [plan.pk, annex.pk], {}


@act("plans:annex_give_up", "plans.annex_given_up")
def _() -> tuple[list[Any], Data]:
    plan, annex = an_annex()
    return [plan.pk, annex.pk], {}


def a_checked_draft() -> Plan:
    """A draft that nothing keeps from being put in force."""
    plan = a_draft(1)
    Measure.objects.filter(section__plan=plan).update(checked=True)
    plan.agencies.update(confirmed=True)
    return plan


@act("plans:submit", "plans.plan_submitted")
def _() -> tuple[list[Any], Data]:
    return [a_checked_draft().pk], {}


def a_submitted_plan() -> Plan:
    """A plan that waits for its head."""
    return enforcing.submit_plan(by=builders.an_actor(), plan=a_checked_draft())


@act("plans:withdraw", "plans.plan_withdrawn")
def _() -> tuple[list[Any], Data]:
    return [a_submitted_plan().pk], {}


@act("plans:give_back", "plans.plan_given_back", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    return [a_submitted_plan().pk], {"reason": "Thiếu sản phẩm"}


@act("plans:make", "plans.plan_made", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    plan = a_checked_draft()
    return agreed("plans:make", [plan.pk], {}, Role.COORDINATOR)


@act("plans:take_back", "plans.plan_taken_back", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    plan = a_checked_draft()
    enforcing.make_plan(by=builders.an_actor(Role.COORDINATOR), plan=plan)
    return [plan.pk], {"reason": "Sửa thời hạn"}


@act("plans:head", "plans.changed")
def _() -> tuple[list[Any], Data]:
    plan = a_draft()
    shown = HeadForm.showing(head_of(plan), actor=builders.an_actor(), plan=plan)
    typed = {"title": named("Tên khác"), "kind": "reform", "year": "2027", "unit_id": plan.unit_id}
    typed |= {"document_kind": "Kế hoạch", "number": "1/KH", "date": DAY, "issuer": ""}
    return [plan.pk], {**typed, "seen": shown.initial["seen"]}


@act("plans:findings", "plans.finding_accepted", repeats=True)
def _() -> tuple[list[Any], Data]:
    return _decision()


@act("plans:finding", "plans.finding_accepted", repeats=True)
def _() -> tuple[list[Any], Data]:
    return _decision()


def _decision() -> tuple[list[Any], Data]:
    plan = builders.a_plan(the_province(), title=named("Kế hoạch"))
    for number in ("1", "3"):
        builders.a_measure(plan, "Rà soát", number=number, lead="Sở", deadline="Quý I/2020")
    found = findings_of(plan)
    fingerprint = found[0].fingerprint if found else hashlib.sha256(b"").hexdigest()
    return [plan.pk], {"fingerprint": fingerprint, "reason": "Theo Luật"}


@act("plans:agencies_agree")
def _() -> tuple[list[Any], Data]:
    return [a_draft().pk], {}


@act("plans:agencies_answer", "plans.agencies_kept")
def _() -> tuple[list[Any], Data]:
    plan = a_draft()
    return [plan.pk], {"agency": [str(one.pk) for one in plan.agencies.all()], "choice": "text"}


@act("plans:agency", "plans.agency_confirmed", repeats=True)
def _() -> tuple[list[Any], Data]:
    agency = a_draft().agencies.first()
    return [agency.plan_id, agency.pk], {"units": the_province().name, "more": "", "remember": "on"}


@act("plans:row", "plans.measure_changed")
def _() -> tuple[list[Any], Data]:
    measure = a_measure()
    typed = {"task": named("Việc khác"), "deadline": "31/12/2026", "lead": "Sở Y tế", "check": "1"}
    return [measure.section.plan_id, measure.pk], {**typed, "version": measure.version}


@act("plans:measure_add", "plans.measure_added", repeats=True)
def _() -> tuple[list[Any], Data]:
    section = a_draft().sections.get()
    return [section.plan_id], {"?": f"?phan={section.pk}", "task": "Việc mới", "deadline": "Quý IV/2026"}


@act("plans:measure_move", "plans.measure_moved", repeats=True)
def _() -> tuple[list[Any], Data]:
    measure = a_measure()
    return [measure.section.plan_id, measure.pk], {"to": "down"}


@act("plans:measure_move", "plans.measure_moved", also="section")
def _() -> tuple[list[Any], Data]:
    measure = a_measure()
    other = measure_actions.add_section(by=builders.an_actor(), plan=measure.section.plan, heading="Phần hai")
    return [measure.section.plan_id, measure.pk], {"section": other.pk}


@act("plans:measure_delete", "plans.measure_deleted")
def _() -> tuple[list[Any], Data]:
    measure = a_measure()
    return [measure.section.plan_id, measure.pk], {}


@act("plans:section_add", "plans.section_added", repeats=True)
def _() -> tuple[list[Any], Data]:
    return [a_draft().pk], {"number": "II", "heading": "Tài chính công"}


@act("plans:section_change", "plans.section_changed")
def _() -> tuple[list[Any], Data]:
    section = a_draft().sections.get()
    return [section.plan_id, section.pk], {"number": "I", "heading": "Thể chế mới"}


@act("plans:section_move", "plans.section_moved")
def _() -> tuple[list[Any], Data]:
    section = a_draft().sections.get()
    measure_actions.add_section(by=builders.an_actor(), plan=section.plan, heading="Phần hai")
    return [section.plan_id, section.pk], {"to": "down"}


@act("plans:section_delete", "plans.section_deleted")
def _() -> tuple[list[Any], Data]:
    section = a_draft().sections.get()
    return [section.plan_id, section.pk], {}


def a_workbook(plan: Plan) -> Upload:
    """The table of a plan as an Excel file in which somebody has changed a deadline."""
    book = load_workbook(io.BytesIO(plan_workbook(plan.title, sheet_sections(plan), str)))
    cells = (cell for row in book.worksheets[0].iter_rows() for cell in row)
    next(cell for cell in cells if cell.value == "Quý II/2026").value = "Quý III/2026"
    written = io.BytesIO()
    book.save(written)
    return Upload("ke-hoach.xlsx", written.getvalue())


def a_sheet() -> list[int]:
    """The ids of a plan and of an Excel file that waits to change it."""
    plan = a_draft()
    sent("plans:sheet_import", [plan.pk], {"file": a_workbook(plan)})
    return [plan.pk, StagedFile.objects.filter(kind="plan_sheet").latest("pk").pk]


@act("plans:sheet_import")
def _() -> tuple[list[Any], Data]:
    plan = a_draft()
    return [plan.pk], {"file": a_workbook(plan)}


@act("plans:sheet_apply", "plans.sheet_applied")
def _() -> tuple[list[Any], Data]:
    return a_sheet(), {"over": "on"}


@act("plans:sheet_again", "plans.sheet_given_up")
def _() -> tuple[list[Any], Data]:
    return a_sheet(), {}


@act("plans:sheet_give_up", "plans.sheet_given_up")
def _() -> tuple[list[Any], Data]:
    return a_sheet(), {}
