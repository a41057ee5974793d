"""The plans of the demonstration, brought as an office would: as Word files, one in force, one to be checked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from cchc.access.actor import Actor
from cchc.accounts.models import Membership
from cchc.accounts.queries import actor_of
from cchc.demo.places import PROVINCE, Row, table
from cchc.documents.exchange.paper import Align, Header, NewSection, WordColumn, WordLine, WordPart, WordTable
from cchc.documents.exchange.word import annex_bytes
from cchc.intake.actions import leave_to_read
from cchc.intake.kinds import Brought
from cchc.intake.tasks import read_file
from cchc.plans.actions.agencies import agree_to_proposals
from cchc.plans.actions.enforcing import make_plan, submit_plan
from cchc.plans.actions.measures import add_measure, add_section, check_measure
from cchc.plans.actions.plans import create_plan
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.obstacles import unchecked_measures
from cchc.plans.staged import PLAN_FILES
from cchc.units.models import Unit

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
REFORM = "Cải cách hành chính nhà nước tỉnh An Lạc năm 2026"
OF_DEPARTMENT = "Kế hoạch cải cách hành chính của Sở Xây dựng năm 2026"
MEASURES_OF_DEPARTMENT = (
    ("Rà soát, cắt giảm thời gian giải quyết thủ tục cấp giấy phép xây dựng", "Quý II/2026"),
    ("Số hóa hồ sơ, kết quả giải quyết thủ tục hành chính còn hiệu lực", "Quý III/2026"),
    ("Công khai tiến độ xử lý hồ sơ quá hạn", "Hằng tháng"),
)
REMEDIES = "Khắc phục tồn tại, hạn chế của các chỉ số năm 2025 trên địa bàn tỉnh An Lạc trong năm 2026"


def load_plans(province: Unit, *, by: Actor) -> Plan:
    """Load the reform plan of 2026 in force, the remediation plan after its reading, and a department's plan that
    waits for its head; returns the first."""
    reform = _read(province, "ke-hoach-cchc-2026.docx", _reform(), by=by)
    agree_to_proposals(by=by, plan=reform)
    for measure in unchecked_measures(Measure.objects.filter(section__plan=reform)):
        check_measure(by=by, measure=measure, version=measure.version)
    make_plan(by=by, plan=reform)
    _read(province, "ke-hoach-khac-phuc-2026.docx", _remedies(), by=by)
    _waiting_for_its_head()
    return reform


def _waiting_for_its_head() -> None:
    """Load the plan that a clerk of the department of construction wrote by hand and submitted."""
    clerk = Membership.objects.select_related("person", "unit").get(person__username="can-bo-so")
    by = actor_of(clerk)
    plan = create_plan(by=by, unit=clerk.unit, title=OF_DEPARTMENT, kind=Plan.Kind.REFORM, year=2026)
    section = add_section(by=by, plan=plan, heading="Cải cách thủ tục hành chính")
    for task, deadline in MEASURES_OF_DEPARTMENT:
        add_measure(
            by=by, section=section, texts={"task": task, "lead": clerk.unit.name, "deadline": deadline}
        )
    submit_plan(by=by, plan=plan)


def _read(province: Unit, name: str, data: bytes, *, by: Actor) -> Plan:
    brought = Brought(by, name, data, str(province.pk), {"year": None})
    staged = leave_to_read(by=by, kind=PLAN_FILES, brought=brought)
    read_file(staged)
    return Plan.objects.get(reading=staged)


def _reform() -> bytes:
    rows = _rows(table("plan-2026.csv"))
    day = "An Lạc, ngày 30 tháng 01 năm 2026"
    return _plan("Số: 18/KH-UBND", day, REFORM, "Nhiệm vụ", "Sản phẩm", rows, _targets())


def _targets() -> list[WordPart]:
    """Return the annex with the table of targets."""
    columns = (
        WordColumn("TT", 0.5, Align.CENTRE),
        WordColumn("Chỉ tiêu", 5),
        WordColumn("Đơn vị tính", 1, Align.CENTRE),
        WordColumn("Mục tiêu năm 2026", 1.4, Align.CENTRE),
        WordColumn("Cơ quan theo dõi", 2.2),
    )
    rows = [
        [str(number), *one.values()] for number, one in enumerate(table("plan-2026-targets.csv"), start=1)
    ]
    title = WordLine("PHỤ LỤC. CHỈ TIÊU CẢI CÁCH HÀNH CHÍNH NĂM 2026", bold=True, align=Align.CENTRE, first=0)
    return [NewSection(landscape=True), title, WordTable(columns, rows)]


def _remedies() -> bytes:
    """Return a Word file with typical faults: a repeated number, a wrong sum, a scanning error, an impossible day."""
    rows = _rows(table("plan-2025-remedies.csv"))
    rows[7][0] = rows[6][0]
    title = ("Nhiệm vụ, giải pháp", "Kết quả khắc phục")
    return _plan("Số: 41/KH-UBND", "An Lạc, ngày 20 tháng 3 năm 2026", REMEDIES, *title, rows)


def _rows(measures: list[Row]) -> list[list[str]]:
    """Return the rows of the Word table: a heading for each section, the measures numbered through."""
    rows, number = [], 0
    sections = groupby(measures, lambda row: row["section"])
    for position, (section, those) in enumerate(sections):
        under = list(those)
        rows.append([ROMAN[position], section, *[""] * (len(under[0]) - 2)])
        for row in under:
            number += 1
            told = (row["task"], row["output"], row["lead"], row["cooperating"], row["deadline"])
            money = [row[key] for key in ("budget", "budget_source") if key in row]
            rows.append([str(number), *told, *money])
    return rows


def _plan(
    number: str,
    day: str,
    title: str,
    task: str,
    output: str,
    rows: list[list[str]],
    after: Sequence[WordPart] = (),
) -> bytes:
    columns = [
        WordColumn("STT", 0.5, Align.CENTRE),
        WordColumn(task, 4),
        WordColumn(output, 2.2),
        WordColumn("Cơ quan chủ trì", 1.6),
        WordColumn("Cơ quan phối hợp", 1.8),
        WordColumn("Thời gian thực hiện", 1.4),
    ]
    if len(rows[0]) > len(columns):
        columns += [WordColumn("Kinh phí (triệu đồng)", 1.2), WordColumn("Nguồn kinh phí", 1.4)]
    strong = frozenset(place for place, row in enumerate(rows) if not any(row[2:]))
    return annex_bytes(
        titles=("Kế hoạch", title),
        table=WordTable(columns, rows, strong),
        header=Header("", f"Ủy ban nhân dân {PROVINCE.lower().replace('an lạc', 'An Lạc')}", number, day),
        landscape=True,
        after=after,
    )
