"""Ten months in which the plan of the province was followed: what units reported and the owner decided, an amendment,
an event that happened, what was achieved of the targets, and two plans of units that carry their part of it out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.core.papers.basis import LegalBasis
from cchc.core.plans.following.states import ProgressState
from cchc.demo.appraisals import acting
from cchc.demo.people import somebody_of
from cchc.demo.places import Row, table
from cchc.documents.actions import store
from cchc.documents.actions.library import DocumentDraft, register_documents
from cchc.documents.exchange.paper import WordColumn, WordTable
from cchc.documents.exchange.word import annex_bytes
from cchc.documents.models import OfficialDocument
from cchc.documents.queries.downloads import slug_of
from cchc.documents.queries.library import DocumentFacts
from cchc.following.actions.amending import PlannedAmendment, amend_plan
from cchc.following.actions.closing import close_record, return_record
from cchc.following.actions.cooperating import note_cooperation
from cchc.following.actions.events import date_event, join_measures
from cchc.following.actions.linking import NewPlanBelow, take_over
from cchc.following.actions.reporting import ReportedWork, followed_records, report_progress
from cchc.following.actions.several import SeenReport, report_several
from cchc.following.actions.targets import AchievedTarget, report_targets
from cchc.following.models import ProgressRecord, Through
from cchc.following.queries.files import figure_rows, figures_wanted
from cchc.plans.actions.agencies import agree_to_proposals
from cchc.plans.actions.enforcing import make_plan, submit_plan
from cchc.plans.actions.measures import check_measure
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.obstacles import unchecked_measures
from cchc.plans.queries.texts import targets_of
from cchc.units.models import Kind, Unit

PERIODIC, CONTINUOUS, STAFFED = "Thực hiện chế độ báo cáo", "Xin lỗi bằng văn bản", "Hoàn thành việc bố trí"
TITLE_BELOW = "Kế hoạch cải cách hành chính năm 2026 của {unit}"
BELOW = {
    "STC": (("Giải ngân vốn", ""), ("Ban hành quy chế", ""), ("Kiểm tra việc thực hiện tự chủ", "")),
    "90241": ((STAFFED, ""), (PERIODIC, "2026")),
}
"""By the code of a unit: the measures that it takes over into a plan of its own, each with its period."""

# The amendment
AMENDED, BASIS = date(2026, 7, 15), LegalBasis("1136/QĐ-UBND", date(2026, 7, 15))
WHY_AMENDED = "Điều chỉnh theo kết quả sơ kết 6 tháng và ý kiến của Thanh tra tỉnh"
EXTENDED, NEW_DEADLINE = "Rà soát việc phân cấp", "Quý IV/2026"
WITHDRAWN, ADDED_BELOW = "Kiểm tra đột xuất", "Đo lường mức độ"
ADDED = {
    "number": "27",
    "task": "Cập nhật kiến trúc số của tỉnh theo hướng dẫn của Bộ Khoa học và Công nghệ",
    "output": "Quyết định ban hành kiến trúc số",
    "lead": "Sở Khoa học và Công nghệ",
    "cooperating": "Các sở",
    "deadline": "Trong 60 ngày kể từ khi có văn bản hướng dẫn của Bộ Khoa học và Công nghệ",
    "budget": "900 triệu đồng",
    "budget_source": "Ngân sách tỉnh",
}
EVENT = "Khi có văn bản hướng dẫn của Bộ Khoa học và Công nghệ"
HAPPENED, HAPPENED_BY = date(2026, 8, 3), "2418/BKHCN-CĐSQG"

# What units of a group reported: the day on which most did it, the day of those that were late, and the words.
ROUNDS = (
    ("2026-Q1", date(2026, 3, 20), date(2026, 4, 6), "Đã gửi báo cáo quý I"),
    ("2026-H1", date(2026, 6, 19), date(2026, 7, 3), "Đã gửi báo cáo 6 tháng"),
    ("2026-Q3", date(2026, 9, 18), date(2026, 10, 7), "Đã gửi báo cáo quý III"),
)
LATE_ONE_IN, SILENT_ONE_IN = 11, 17
OWING = ("STC", "2026-Q3")  # a department whose clerk still has this to report
APOLOGIES = "Không để hồ sơ trễ hạn không có thư xin lỗi; đã gửi {count} thư"

# What cooperating units said: whose account, of which measure, whether it confirms, what it adds, and when.
NOTES = (
    ("can-bo-so", "Tổ chức hội nghị", True, "", date(2026, 6, 16)),
    ("can-bo-xa", "Tiếp nhận hồ sơ không", True, "", date(2026, 9, 28)),
    (
        "can-bo-xa",
        "Cắt giảm 30% thời gian",
        False,
        "Xã còn 02 hồ sơ theo quy trình cũ, đề nghị hướng dẫn chuyển tiếp",
        date(2026, 6, 4),
    ),
)
ACHIEVED = {
    "2026-Q1": ("96,2", "58,4", "61", "22", "0", ""),
    "2026-H1": ("97,5", "66,1", "72,5", "71", "18", "88,6"),
    "2026-Q3": ("98,3", "74,8", "83", "123", "42", "90,4"),
}
"""By the period: what was achieved of each target, in the order of the plan."""


def follow(plan: Plan, today: date, *, by: Actor) -> None:
    """Follow `plan`, the one of the province in force, until `today`."""
    amend(plan, by=by)
    happen(plan, today, by=by)
    below = {code: take_part(plan, code, those) for code, those in BELOW.items()}
    rows = [(below.get(row["plan"], plan), row) for row in table("plan-2026-progress.csv")]
    for of, row in rows:
        report(of, row, today)
    report_of_groups(plan, today)
    for username, task, confirms, text, day in NOTES:
        one = record_of(plan, task)
        note_cooperation(
            by=acting(username), record=one, confirms=confirms, text=text, now=moment(day, today)
        )
    for of, row in rows:
        decide(of, row, today, owner=by)
    targets = [one.pk for one in targets_of(plan)]
    for period, achieved in ACHIEVED.items():
        said = {pk: AchievedTarget(text) for pk, text in zip(targets, achieved, strict=True) if text}
        report_targets(by=by, plan=plan, period=period, said=said)


def moment(day: date, today: date) -> datetime:
    """Return nine o'clock of a day, of `today` where that is earlier: nothing is told of days to come."""
    return timezone.make_aware(datetime.combine(min(day, today), time(9)))


def measure_of(plan: Plan, task: str) -> Measure:
    """Return the measure of a plan whose task begins so."""
    return Measure.objects.get(section__plan=plan, task__startswith=task)


def records_of(plan: Plan, task: str, period: str = "") -> QuerySet[ProgressRecord]:
    """Return the records of the measure whose task begins so, in all periods or in one."""
    found = followed_records().filter(measure__section__plan=plan, measure__task__startswith=task)
    return found.filter(period=period) if period else found


def record_of(plan: Plan, task: str) -> ProgressRecord:
    """Return the one record of the measure whose task begins so."""
    return records_of(plan, task).get()


# --- the plan lives ----------------------------------------------------------------------------------------------


def amend(plan: Plan, *, by: Actor) -> None:
    """Extend a measure, withdraw one and add one that waits for an event."""
    planned = PlannedAmendment(
        AMENDED,
        WHY_AMENDED,
        BASIS,
        changed={measure_of(plan, EXTENDED).pk: {"deadline": NEW_DEADLINE}},
        added=[(measure_of(plan, ADDED_BELOW).section_id, ADDED)],
        withdrawn=frozenset({measure_of(plan, WITHDRAWN).pk}),
    )
    plan.refresh_from_db()
    amend_plan(by=by, plan=plan, seen_version=plan.version, planned=planned)


def happen(plan: Plan, today: date, *, by: Actor) -> None:
    """Let the event happen for which the added measure waits; what the others wait for is only proposed."""
    event = join_measures(by=by, measures=[measure_of(plan, ADDED["task"])], wording=EVENT)
    date_event(
        by=by, event=event, seen_version=event.version, on=min(HAPPENED, today), document_number=HAPPENED_BY
    )


def take_part(plan: Plan, code: str, those: Iterable[tuple[str, str]]) -> Plan:
    """Let a unit take its part of `plan` over into a plan of its own, which its head puts in force."""
    unit = Unit.objects.get(code=code, valid_until=None)
    clerk, head = (somebody_of(unit.pk, unit.name, role) for role in (Role.UNIT_CLERK, Role.UNIT_HEAD))
    records = [records_of(plan, task, period).get(unit=unit) for task, period in those]
    below = NewPlanBelow(unit, TITLE_BELOW.format(unit=unit.name), plan.year)
    draft = take_over(by=clerk, records=records, into=below)
    agree_to_proposals(by=clerk, plan=draft)
    for measure in unchecked_measures(Measure.objects.filter(section__plan=draft)):
        check_measure(by=clerk, measure=measure, version=measure.version)
    submit_plan(by=clerk, plan=draft)
    return make_plan(by=head, plan=draft)


# --- what was reported and decided -------------------------------------------------------------------------------


def report(plan: Plan, row: Row, today: date) -> None:
    """Let the unit that leads a measure report what a row says, its product with it."""
    one = records_of(plan, row["task"], row["period"]).get()
    clerk = somebody_of(one.unit_id, one.unit.name)
    wanted = figures_wanted(one.measure)
    work = ReportedWork(
        ProgressState(row["state"]),
        percent=int(row["percent"] or 0),
        text=row["text"],
        figures=figure_rows(wanted, dict.fromkeys(wanted, row["achieved"])),
        reason=row["reason"],
        document_number=row["document"],
        products=[product(clerk, row)] if row["number"] else [],
    )
    now = moment(date.fromisoformat(row["day"]), today)
    report_progress(by=clerk, record=one, seen_version=one.version, report=work, now=now)


def product(clerk: Actor, row: Row) -> OfficialDocument:
    """Return the document that a row names, put into the library of whoever reports."""
    day = date.fromisoformat(row["dated"])
    facts = DocumentFacts(row["kind"], row["number"], day, clerk.unit, row["title"])
    titles = (f"{row['kind'].upper()} {row['number']}", f"Ngày {day:%d/%m/%Y}", row["title"])
    data = annex_bytes(
        titles=titles, table=WordTable((WordColumn("Kết quả", 14),), [[row["text"]]]), attached_to=clerk.unit
    )
    file = store(by=clerk, name=f"{slug_of(row['number'])}.docx", data=data)
    (made,) = register_documents(by=clerk, drafts=[DocumentDraft((file,), facts)], not_secret=True)
    return made


def report_of_groups(plan: Plan, today: date) -> None:
    """Let the members of groups report each round together: most in time, some late, a few not at all; the communes
    report without a product what they have in common."""
    for period, day, late, words in ROUNDS:
        of_round = {one.unit_id: one for one in records_of(plan, PERIODIC, period).order_by("unit")}
        apologies = {one.unit_id: one for one in records_of(plan, CONTINUOUS, period)}
        staffed = {one.unit_id: one for one in records_of(plan, STAFFED)} if period == "2026-H1" else {}
        for place, (unit, one) in enumerate(of_round.items()):
            visited = one.unit.code in BELOW or one.unit.kind == Kind.DEPARTMENT
            silent = not visited and (place + day.month) % SILENT_ONE_IN == 0
            if silent or (one.unit.code, period) == OWING:
                continue
            said = [seen(one, ProgressState.DONE, words)]
            if visited:
                count = place % 5 + day.month
                said.append(
                    seen(apologies[unit], ProgressState.UNDER_WAY, APOLOGIES.format(count=count), 100)
                )
            if unit in staffed and not visited:
                said.append(seen(staffed[unit], ProgressState.DONE, "Đã bố trí xong theo đề án"))
            now = moment(late if (place + day.month) % LATE_ONE_IN == 0 else day, today)
            report_several(by=somebody_of(unit, one.unit.name), reports=said, now=now)


def seen(record: ProgressRecord, state: ProgressState, words: str, percent: int = 0) -> SeenReport:
    """Return one of several reports."""
    work = ReportedWork(state, percent=percent, text=words, through=Through.BULK)
    return SeenReport(record, record.version, work)


def decide(plan: Plan, row: Row, today: date, *, owner: Actor) -> None:
    """Let the owner of a plan close or return what a row says it did: the coordinator, or the head of the unit."""
    if not row["decision"]:
        return
    one = records_of(plan, row["task"], row["period"]).get()
    by = somebody_of(plan.unit_id, plan.unit.name, Role.UNIT_HEAD) if row["plan"] else owner
    now = moment(date.fromisoformat(row["decided"]), today)
    if row["decision"] == "closed":
        close_record(by=by, record=one, seen_version=one.version, now=now)
    else:
        return_record(by=by, record=one, seen_version=one.version, reason=row["why"], now=now)
