"""Everything that can be done on the platform by sending a form: where it is sent, what stands in it when it is right,
and what it leaves behind. Races and fuzzed forms both read this table; a test compares it with the addresses.

Each maker prepares something of its own to be acted on, so that acts do not stand in each other's way.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cchc.access.permissions import Role
from cchc.accounts.models import Membership, Person
from cchc.audit.models import Entry
from cchc.criteria.models import CriteriaVersion
from cchc.cycles import actions as cycle_actions
from cchc.cycles.exchange import HolidayRow
from cchc.cycles.models import Cycle, CycleSet, Holiday
from cchc.plans.actions import measures as measure_actions
from cchc.plans.actions import readings as reading_actions
from cchc.plans.actions.plans import head_of
from cchc.plans.exchange.sheet import plan_workbook
from cchc.plans.forms.review import HeadForm
from cchc.plans.models import Measure, Plan, Reading, SheetImport
from cchc.plans.queries.findings import findings_of
from cchc.plans.queries.sheets import sheet_sections
from cchc.results.models import ScoreImport
from cchc.results.queries.scores import held
from cchc.units.actions import remember_wording
from cchc.units.models import Kind, Unit
from tests import builders

Data = dict[str, Any]
NUMBERS, YEARS, HOLIDAY_YEARS = count(1), count(2027), count(2027)
DAY = "15/06/2026"
CARRIED = re.compile(r'<input type="hidden" name="(name|carried|fingerprint)" value="([^"]*)">')
PLAN_FILE = """KẾ HOẠCH
Cải cách hành chính nhà nước tỉnh Bình Sơn năm 2026
STT\tNhiệm vụ\tSản phẩm\tCơ quan chủ trì\tThời gian
1\tRà soát văn bản\tBáo cáo\tSở Tư pháp\tQuý II/2026
2\tCông khai thủ tục\tDanh mục\tSở Số Không\tTháng 9/2026
"""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file chosen in a form."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Act:
    """A form that is filled in rightly. `once` is what stands in the log when it was done; empty: nothing does."""

    name: str
    address: str
    data: Data = field(default_factory=dict)
    once: str = ""


Maker = Callable[[], Act]
MAKERS: dict[str, Maker] = {}
REPEATED: list[
    str
] = []  # acts of which two equal ones may be wanted: sent anew without their key they are done anew
REPEATABLE: list[str] = []  # what leaves nothing in the log


def act(
    name: str, once: str = "", *, repeats: bool = False, also: str = ""
) -> Callable[[Callable[[], tuple[list[Any], Data]]], Callable[[], tuple[list[Any], Data]]]:
    """Enter what a function prepares (the arguments of the address, and the form) into the table; `also` tells several
    acts of one address apart. `once` and `repeats` as in `Act` and `REPEATED`."""

    def entered(prepare: Callable[[], tuple[list[Any], Data]]) -> Callable[[], tuple[list[Any], Data]]:
        def make() -> Act:
            args, data = prepare()
            query = data.pop("?", "")
            return Act(name, reverse(name, args=args) + query, data, once)

        entry = f"{name} {also}".strip()
        MAKERS[entry] = make
        REPEATED.extend([entry] if once and repeats else [])
        REPEATABLE.extend([] if once else [entry])
        return prepare

    return entered


def named(words: str) -> str:
    """A name that nothing else has."""
    return f"{words} {next(NUMBERS)}"


def the_province() -> Unit:
    """The province in which everything happens."""
    return Unit.objects.filter(kind=Kind.PROVINCE, name="Phú Thọ").first() or builders.a_province()


def a_department() -> Unit:
    """A department of the province that nothing else uses."""
    return builders.a_unit(named("Sở số"), parent=the_province(), since=date(2020, 1, 1))


def a_person() -> Person:
    """Somebody with an account in the province."""
    member = builders.a_member(Role.UNIT_CLERK, unit=the_province(), username=f"can-bo-{next(NUMBERS)}")
    return member.person


def a_year() -> int:
    """A year in which nothing else has a cycle."""
    return next(YEARS)


def a_waiting_cycle(year: int | None = None) -> CycleSet:
    """A cycle in preparation with phases, a set and two units."""
    cycle = builders.a_cycle(the_province(), year or a_year())
    phase = cycle_actions.PhaseDates("plan", "Kế hoạch", date(cycle.year, 1, 1), date(cycle.year, 2, 1))
    cycle_actions.change_phases(by=builders.an_actor(), cycle=cycle, phases=[phase])
    version = CriteriaVersion.objects.filter(set_id="scored").first()
    attached = cycle_actions.attach_set(
        by=builders.an_actor(),
        cycle=cycle,
        version=version or builders.a_published_set(builders.SCORED),
        kinds=[Kind.DEPARTMENT],
        peer_group="Các sở",
    )
    units = [builders.a_unit(named("Sở Nội vụ"), parent=the_province()) for _place in range(2)]
    cycle_actions.add_participants(by=builders.an_actor(), cycle_set=attached, units=units)
    return attached


def an_open_cycle() -> Cycle:
    """A cycle that runs."""
    return cycle_actions.open_cycle(by=builders.an_actor(), cycle=a_waiting_cycle().cycle)


def points_of(cycle: Cycle) -> str:
    """A points file for the two units of a cycle."""
    first, second = cycle.participants.values_list("name", flat=True)
    head = "đơn vị;1.1:done;1.1:total;1.2;2.1:rate;2.2"
    return f"{head}\n{first};9;10;2;80%;2,4\n{second};10;10;1,5;40%;3\n"


def at(cycle: Cycle) -> list[Any]:
    """The arguments with which the addresses of the results of a cycle begin."""
    return [cycle.province.code or str(cycle.province_id), cycle.year]


def a_draft(measures: int = 2) -> Plan:
    """A draft of the province with some measures."""
    plan = builders.a_plan(the_province(), title=named("Kế hoạch"))
    for _place in range(measures):
        builders.a_measure(plan, named("Rà soát"), lead="Sở Tư pháp", deadline="Quý II/2026")
    return plan


def a_measure() -> Measure:
    """The first measure of a draft."""
    return a_draft().sections.get().measures.first()


def sent(name: str, args: list[Any], data: Data) -> Any:
    """What is answered when an administrator of the province sends a form."""
    client = Client()
    client.force_login(builders.a_member(unit=the_province(), username=f"quan-tri-{next(NUMBERS)}").person)
    return client.post(reverse(name, args=args), posted(data))


# people


@act("accounts:person_new", "accounts.person_added")
def _() -> tuple[list[Any], Data]:
    name = f"moi-{next(NUMBERS)}"
    unit = the_province().pk
    return [], {
        "name": "Nguyễn Văn A",
        "username": name,
        "unit": unit,
        "capacity": "unit_clerk-own_unit",
        "valid_from": DAY,
    }


@act("accounts:person_change", "accounts.person_changed")
def _() -> tuple[list[Any], Data]:
    person = a_person()
    return [person.pk], {"name": "Tên khác", "username": person.username}


@act("accounts:person_password", "accounts.password_given", repeats=True)
def _() -> tuple[list[Any], Data]:
    return [a_person().pk], {}


@act("accounts:person_close", "accounts.person_closed")
def _() -> tuple[list[Any], Data]:
    return [a_person().pk], {"active": "0"}


@act("accounts:person_close", "accounts.person_reopened", also="reopen")
def _() -> tuple[list[Any], Data]:
    person = a_person()
    Person.objects.filter(pk=person.pk).update(is_active=False)
    return [person.pk], {"active": "1"}


@act("accounts:membership_new", "accounts.membership_given")
def _() -> tuple[list[Any], Data]:
    return [a_person().pk], {"unit": the_province().pk, "capacity": "leader-own_tree", "valid_from": DAY}


@act("accounts:membership_end", "accounts.membership_ended")
def _() -> tuple[list[Any], Data]:
    membership: Membership = a_person().memberships.get()
    return [membership.person_id, membership.pk], {}


@act("accounts:own_password")
def _() -> tuple[list[Any], Data]:
    new = "another-password-2026"
    return [], {"old": builders.PASSWORD, "new": new, "again": new}


@act("accounts:choose_membership")
def _() -> tuple[list[Any], Data]:
    return [], {"membership": "1"}


@act("set_language")
def _() -> tuple[list[Any], Data]:
    return [], {"language": "vi", "next": "/nhat-ky/"}


# units


@act("units:new", "units.added")
def _() -> tuple[list[Any], Data]:
    typed = {"name": named("Sở mới"), "kind": "department", "code": f"C{next(NUMBERS)}"}
    return [], {**typed, "parent": the_province().pk, "valid_from": DAY, "aliases": "Sở M"}


@act("units:change", "units.changed")
def _() -> tuple[list[Any], Data]:
    unit = a_department()
    typed = {"name": named("Sở đúng"), "kind": "department", "parent": the_province().pk}
    return [unit.pk], {**typed, "valid_from": "01/01/2020", "code": "", "aliases": ""}


@act("units:rename", "units.renamed")
def _() -> tuple[list[Any], Data]:
    return [a_department().pk], {"name": named("Sở đổi tên"), "on": DAY, "code": ""}


@act("units:move", "units.moved")
def _() -> tuple[list[Any], Data]:
    return [a_department().pk], {"parent": a_department().pk, "on": DAY}


@act("units:merge", "units.merged")
def _() -> tuple[list[Any], Data]:
    typed = {"units": [a_department().pk], "into": "new", "name": named("Sở hợp nhất")}
    return [a_department().pk], {**typed, "kind": "department", "on": DAY, "code": ""}


@act("units:split", "units.split")
def _() -> tuple[list[Any], Data]:
    unit = a_department()
    child = builders.a_unit(named("Chi cục"), Kind.DIVISION, parent=unit, since=date(2021, 1, 1))
    return [unit.pk], {"into": f"{named('Sở')}\n{named('Sở')}", "on": DAY, f"child_{child.pk}": "2"}


@act("units:close", "units.closed")
def _() -> tuple[list[Any], Data]:
    return [a_department().pk], {"on": DAY}


UNITS_HEAD = "Tên đơn vị;Loại;Mã;Trực thuộc;Có hiệu lực từ;Hết hiệu lực từ;Tên khác\n"


@act("units:import")
def _() -> tuple[list[Any], Data]:
    row = f"{named('Sở nhập')};Sở;;Phú Thọ;01/01/2020;;\n"
    the_province()
    return [], {"file": Upload("don-vi.csv", (UNITS_HEAD + row).encode())}


@act("units:import_apply", "units.imported")
def _() -> tuple[list[Any], Data]:
    the_province()
    row = f"{named('Sở nhập')};Sở;;Phú Thọ;01/01/2020;;\n"
    tried = sent("units:import", [], {"file": Upload("don-vi.csv", (UNITS_HEAD + row).encode())})
    return [], dict(CARRIED.findall(tried.content.decode()))


@act("units:group_new", "units.group_made")
def _() -> tuple[list[Any], Data]:
    return [], {"name": named("Các sở"), "ticked": [a_department().pk], "typed": ""}


@act("units:group_change", "units.group_changed")
def _() -> tuple[list[Any], Data]:
    group = builders.a_group(named("Nhóm"), [a_department()])
    return [group.pk], {"name": named("Nhóm khác"), "ticked": [a_department().pk], "typed": ""}


@act("units:group_delete", "units.group_deleted")
def _() -> tuple[list[Any], Data]:
    return [builders.a_group(named("Nhóm"), [a_department()]).pk], {}


@act("units:wording_forget", "units.wording_forgotten")
def _() -> tuple[list[Any], Data]:
    wording = remember_wording(by=builders.an_actor(), text=named("Các ngành"), units=[a_department()])
    return [wording.pk], {}


# criteria


def a_set() -> str:
    """The text of a set that nobody has uploaded yet."""
    return builders.CRITERIA.replace('"so"', f'"so-{next(NUMBERS)}"')


@act("criteria:upload", "criteria.uploaded", repeats=True)
def _() -> tuple[list[Any], Data]:
    return [], {"file": Upload("bo-tieu-chi.toml", a_set().encode())}


@act("criteria:publish", "criteria.published")
def _() -> tuple[list[Any], Data]:
    return [builders.a_draft(a_set()).pk], {"basis": "Quyết định số 1"}


@act("criteria:delete", "criteria.deleted")
def _() -> tuple[list[Any], Data]:
    return [builders.a_draft(a_set()).pk], {}


# cycles


@act("cycles:new", "cycles.created")
def _() -> tuple[list[Any], Data]:
    return [], {
        "province": the_province().pk,
        "year": a_year(),
        "name": named("Kỳ đánh giá"),
        "copy_from": "",
    }


@act("cycles:new", "cycles.created", also="copied")
def _() -> tuple[list[Any], Data]:
    source = a_waiting_cycle().cycle_id
    return [], {"province": the_province().pk, "year": a_year(), "name": named("Kỳ"), "copy_from": source}


@act("cycles:phases", "cycles.phases_changed")
def _() -> tuple[list[Any], Data]:
    cycle = builders.a_cycle(the_province(), a_year())
    return [cycle.pk], {"plan_name": "Kế hoạch", "plan_starts": DAY, "plan_ends": "30/06/2026"}


@act("cycles:open", "cycles.opened")
def _() -> tuple[list[Any], Data]:
    return [a_waiting_cycle().cycle_id], {}


@act("cycles:close", "cycles.closed")
def _() -> tuple[list[Any], Data]:
    return [an_open_cycle().pk], {}


@act("cycles:set", "cycles.set_attached")
def _() -> tuple[list[Any], Data]:
    cycle, version = builders.a_cycle(the_province(), a_year()), builders.a_published_set(a_set())
    return [cycle.pk], {"version": version.pk, "kinds": ["department"], "peer_group": "Các sở"}


@act("cycles:set_detach", "cycles.set_detached")
def _() -> tuple[list[Any], Data]:
    cycle = builders.a_cycle(the_province(), a_year())
    one = cycle_actions.attach_set(
        by=builders.an_actor(),
        cycle=cycle,
        version=builders.a_published_set(a_set()),
        kinds=["department"],
        peer_group="Các sở",
    )
    return [cycle.pk, one.pk], {}


@act("cycles:participants_add", "cycles.participants_added")
def _() -> tuple[list[Any], Data]:
    one, unit = a_waiting_cycle(), a_department()
    return [one.cycle_id, one.pk], {"units": [unit.pk], "peer_group": "Các sở", "?": f"?on={DAY}"}


@act("cycles:participants_group", "cycles.peer_group_set")
def _() -> tuple[list[Any], Data]:
    one = a_waiting_cycle()
    return [one.cycle_id], {"participants": [one.participants.first().pk], "peer_group": "Nhóm khác"}


@act("cycles:participants_remove", "cycles.participants_removed")
def _() -> tuple[list[Any], Data]:
    one = a_waiting_cycle()
    return [one.cycle_id], {"participants": [one.participants.first().pk], "peer_group": ""}


@act("cycles:applicability_change", "cycles.applicability_changed")
def _() -> tuple[list[Any], Data]:
    one = a_waiting_cycle()
    row = one.participants.first().pk
    return [one.cycle_id, one.pk], {"seen": [row], "cell": [f"{row}:1.2"], "reason": "Không có nhiệm vụ"}


@act("cycles:applicability_many", "cycles.applicability_changed")
def _() -> tuple[list[Any], Data]:
    one = a_waiting_cycle()
    typed = {"who": "kind:department", "leaves": ["1.2"], "applies": "no", "reason": "Không có nhiệm vụ"}
    return [one.cycle_id, one.pk], {**typed, "agreed": "2"}


def a_free_day() -> date:
    """A day that nothing else puts in the table, of a year in which none of the fixed days is."""
    return date(next(HOLIDAY_YEARS), 4, 29)


def a_holiday() -> Holiday:
    """A day of the table."""
    row = HolidayRow(a_free_day(), "Nghỉ", False)
    (added,) = cycle_actions.add_holidays(by=builders.an_actor(), rows=[row])
    return added


@act("cycles:holidays_add", "cycles.holidays_added")
def _() -> tuple[list[Any], Data]:
    day = a_free_day()
    return [day.year], {"lines": f"{day:%d/%m/%Y} Ngày nghỉ"}


@act("cycles:holidays_fixed", "cycles.holidays_added")
def _() -> tuple[list[Any], Data]:
    return [a_free_day().year], {}


@act("cycles:holiday_change", "cycles.holiday_changed")
def _() -> tuple[list[Any], Data]:
    holiday = a_holiday()
    return [holiday.on.year, holiday.pk], {"on": f"28/04/{holiday.on.year}", "name": "Nghỉ bù", "worked": ""}


@act("cycles:holidays_remove", "cycles.holidays_removed")
def _() -> tuple[list[Any], Data]:
    holiday = a_holiday()
    return [holiday.on.year], {"days": [holiday.pk]}


# results


def a_staged_import() -> ScoreImport:
    """A points file that waits in a cycle that runs."""
    cycle = an_open_cycle()
    return builders.staged(cycle, points_of(cycle))


@act("results:imports")
def _() -> tuple[list[Any], Data]:
    cycle = an_open_cycle()
    file = Upload("diem.csv", points_of(cycle).encode())
    return at(cycle), {"file": file, "cycle_set": cycle.sets.get().pk, "sheet": "", "decimal": ""}


@act("results:import_apply", "results.import_applied")
def _() -> tuple[list[Any], Data]:
    waiting = a_staged_import()
    return [*at(waiting.cycle), waiting.pk], {}


@act("results:import_again", "results.import_given_up")
def _() -> tuple[list[Any], Data]:
    waiting = a_staged_import()
    return [*at(waiting.cycle), waiting.pk], {}


@act("results:import_give_up", "results.import_given_up")
def _() -> tuple[list[Any], Data]:
    waiting = a_staged_import()
    return [*at(waiting.cycle), waiting.pk], {}


@act("results:import_undo", "results.import_undone")
def _() -> tuple[list[Any], Data]:
    cycle = an_open_cycle()
    builders.imported(cycle, points_of(cycle))
    return at(cycle), {}


@act("results:correct", "results.score_corrected")
def _() -> tuple[list[Any], Data]:
    cycle = an_open_cycle()
    row = cycle.participants.first()
    typed = {"points": "1,5", "reason": "Theo biên bản", "version": held(None).version}
    return [*at(cycle), row.unit_id, "1.2"], typed


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


def a_reading() -> Reading:
    """A file of a plan that waits to be read."""
    file = Upload(named("tep") + ".txt", PLAN_FILE.encode())
    sent("plans:hand_in", [], {"file": file, "unit": the_province().pk, "year": "2026"})
    return Reading.objects.latest("pk")


@act("plans:reading_again")
def _() -> tuple[list[Any], Data]:
    return [a_reading().pk], {"year": "2026"}


@act("plans:reading_give_up", "plans.reading_given_up")
def _() -> tuple[list[Any], Data]:
    return [a_reading().pk], {}


def a_checked_draft() -> Plan:
    """A draft that nothing keeps from being put in force."""
    plan = a_draft(1)
    Measure.objects.filter(section__plan=plan).update(checked=True)
    plan.agencies.update(confirmed=True)
    return plan


@act("plans:make", "plans.plan_made")
def _() -> tuple[list[Any], Data]:
    return [a_checked_draft().pk], {}


@act("plans:take_back", "plans.plan_taken_back")
def _() -> tuple[list[Any], Data]:
    plan = a_checked_draft()
    reading_actions.make_plan(by=builders.an_actor(), plan=plan)
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
    return [plan.pk, SheetImport.objects.latest("pk").pk]


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


def recorded(since: int) -> list[str]:
    """What stands in the log after the entry `since`, except that files were stored."""
    later = Entry.objects.filter(pk__gt=since).exclude(verb="documents.stored")
    return list(later.order_by("pk").values_list("verb", flat=True))


def now_in_the_log() -> int:
    """The id of the last entry."""
    last = Entry.objects.order_by("-pk").first()
    return last.pk if last else 0


def posted(data: Data) -> Data:
    """The form as the test client sends it; each file can be read once."""
    return {
        name: SimpleUploadedFile(value.name, value.content) if isinstance(value, Upload) else value
        for name, value in data.items()
    }
