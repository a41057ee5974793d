"""Typed builders of test data. They call the actions, so that what they make is what the platform makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from cchc.access.actor import Actor
from cchc.access.permissions import Role, Scope, scopes_of
from cchc.accounts import actions as account_actions
from cchc.accounts.models import Membership, Person
from cchc.accounts.queries import actor_of
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.criteria import actions as criteria_actions
from cchc.criteria.exchange.reading import read_set_file
from cchc.criteria.models import CriteriaVersion
from cchc.cycles import actions as cycle_actions
from cchc.cycles.actions import PhaseDates
from cchc.cycles.models import (
    ApplicabilityRequest,
    Cycle,
    CycleSet,
    Extension,
    Participant,
    ScoredBy,
    about_set,
)
from cchc.cycles.queries import candidates
from cchc.documents.models import OfficialDocument
from cchc.intake.actions import apply, leave_to_read, stage
from cchc.intake.kinds import Brought
from cchc.intake.models import StagedFile
from cchc.intake.tasks import read_file
from cchc.plans.actions import measures as measure_actions
from cchc.plans.actions import plans as plan_actions
from cchc.plans.actions.understanding import understand
from cchc.plans.actions.writing import rows_of, write_sections
from cchc.plans.models import Measure, Plan
from cchc.plans.staged import PLAN_FILES
from cchc.reading.plans.texts import SectionText
from cchc.scores.exchange.points import read_points_file
from cchc.scores.queries.comparison import preview_of
from cchc.scores.staged import POINTS_FILES, compared_points
from cchc.self_scoring.actions.evidence import link_document
from cchc.self_scoring.actions.saving import TypedBlock, save_block
from cchc.self_scoring.actions.submitting import submit_sheet
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.models import SheetSubmission, UnitSheet
from cchc.self_scoring.queries.gaps import deadline_of, gaps_in
from cchc.self_scoring.queries.sheet import sheet_view, whole_sheets
from cchc.self_scoring.queries.submissions import seal_of
from cchc.units import actions as unit_actions
from cchc.units.models import AgencyGroup, Kind, Unit

PASSWORD = "long-enough-2026"


def an_actor(role: Role = Role.ADMINISTRATOR, scope: Scope | None = None) -> Actor:
    """Somebody who acts in a role, in the widest scope it has unless another is given, without an account behind it."""
    return Actor(
        person_id=0,  # nobody who signs in
        person="Chuyên viên Sở Nội vụ",
        unit_id=None,
        unit="Sở Nội vụ",
        role=role,
        scope=scope or scopes_of(role)[0],
    )


# units


def a_unit(
    name: str = "Sở Nội vụ",
    kind: str = Kind.DEPARTMENT,
    *,
    parent: Unit | None = None,
    code: str = "",
    since: date = date(2020, 1, 1),
    until: date | None = None,
    aliases: Sequence[str] = (),
) -> Unit:
    """A unit opened by the action."""
    return unit_actions.add_unit(
        by=an_actor(),
        name=name,
        kind=kind,
        valid_from=since,
        valid_until=until,
        parent=parent,
        code=code,
        aliases=aliases,
    )


def a_province(name: str = "Phú Thọ", *, since: date = date(1997, 1, 1), code: str = "") -> Unit:
    """A province, at the top of the tree."""
    return a_unit(name, Kind.PROVINCE, since=since, code=code)


def a_group(name: str, units: Iterable[Unit]) -> AgencyGroup:
    """An agency group, formed by the action."""
    return unit_actions.make_group(by=an_actor(), name=name, units=units)


# people


def a_member(
    role: Role = Role.ADMINISTRATOR,
    *,
    unit: Unit | None = None,
    username: str = "",
    scope: Scope | None = None,
) -> Membership:
    """Somebody with an account and their own password (`PASSWORD`), acting in `role` for `unit` (a province), in the
    widest scope of the role unless another is given."""
    unit = unit or Unit.objects.filter(kind=Kind.PROVINCE).first() or a_province()
    person, _given = account_actions.add_person(
        by=an_actor(),
        username=username or f"{role.value}-{Person.objects.count()}",
        name=f"Chuyên viên {unit.name}",
        unit=unit,
        role=role,
        scope=scope or scopes_of(role)[0],
        valid_from=date(2026, 1, 1),
    )
    membership = person.memberships.get()
    account_actions.change_own_password(by=actor_of(membership), person=person, password=PASSWORD)
    return membership


def actor_for(membership: Membership) -> Actor:
    """The Actor of a membership."""
    return actor_of(membership)


# cycles

CRITERIA = """\
[set]
id = "so"
title = "Bộ tiêu chí mẫu"
version = "1"
unit_kind = "department"
total = "5"

[[node]]
number = "1"
name = "Chỉ đạo, điều hành"
maximum = "3"

[[node]]
number = "1.1"
parent = "1"
name = "Kế hoạch cải cách hành chính"
maximum = "1"

[[node]]
number = "1.2"
parent = "1"
name = "Báo cáo định kỳ"
maximum = "2"

[[node]]
number = "2"
name = "Thể chế"
maximum = "2"

[[node]]
number = "2.1"
parent = "2"
name = "Rà soát văn bản"
maximum = "2"
"""


def a_version(
    set_id: str = "so", *, state: str = "published", unit_kind: str = "department"
) -> CriteriaVersion:
    """A criteria version of two domains and three leaves."""
    text = CRITERIA.replace('"so"', f'"{set_id}"').replace('"department"', f'"{unit_kind}"')
    return a_published_set(text) if state == "published" else a_draft(text)


def a_cycle(province: Unit | None = None, year: int = 2026) -> Cycle:
    """A cycle in preparation, with nothing in it yet."""
    chosen = province or Unit.objects.filter(kind=Kind.PROVINCE, name="Phú Thọ").first() or a_province()
    return cycle_actions.create_cycle(
        by=an_actor(), province=chosen, year=year, name=f"Kỳ đánh giá năm {year}"
    )


def a_running_cycle(units: int = 3, *, year: int = 2026) -> Cycle:
    """A cycle that runs: one phase, one set for departments, and `units` departments that take part."""
    cycle = a_cycle(year=year)
    for number in range(1, units + 1):
        a_unit(f"Sở số {number}", parent=cycle.province, code=f"S{number}")
    phase = PhaseDates("self_scoring", "Tự chấm điểm", date(year, 12, 1), date(year + 1, 1, 10))
    cycle_actions.change_phases(by=an_actor(), cycle=cycle, phases=[phase])
    attached = cycle_actions.attach_set(
        by=an_actor(),
        cycle=cycle,
        version=a_version(),
        kinds=[Kind.DEPARTMENT],
        peer_group="Các sở, ban, ngành",
    )
    joining = candidates(attached, date(year, 12, 31))
    cycle_actions.add_participants(by=an_actor(), cycle_set=attached, units=joining)
    return cycle_actions.open_cycle(by=an_actor(), cycle=cycle)


def extended_once(cycle: Cycle) -> Extension:
    """More time in the phase of a running cycle for its first unit, given by the coordinator."""
    phase = cycle.phases.order_by("place")[0]
    (given,) = cycle_actions.extend_phase(
        by=an_actor(Role.COORDINATOR),
        participants=[first_participant(cycle)],
        kind=phase.kind,
        until=phase.ends + timedelta(days=5),
        reason="Mưa lũ",
        now=datetime.combine(phase.ends, time(9), VIETNAM),
    )
    return given


def a_request(participant: Participant, leaf: str = "1.2") -> ApplicabilityRequest:
    """A request of a unit that a leaf shall not apply to it; it waits for a decision."""
    by = replace(an_actor(Role.UNIT_CLERK), unit_id=participant.unit_id, unit=participant.name)
    return cycle_actions.ask_not_applicable(
        by=by, participant=participant, leaf=leaf, reason="Không có nhiệm vụ này"
    )


# criteria


def a_draft(text: str = CRITERIA) -> CriteriaVersion:
    """A criteria set, uploaded as a TOML file and not published yet."""
    file = "bo-tieu-chi.toml"
    read = read_set_file(text.encode(), file)
    return criteria_actions.upload_version(by=an_actor(), read=read, data=text.encode(), file=file)


def a_published_set(text: str = CRITERIA) -> CriteriaVersion:
    """A criteria set, uploaded and published."""
    return criteria_actions.publish_version(by=an_actor(), version=a_draft(text))


# results

SCORED = """\
[set]
id = "scored"
title = "Bộ tiêu chí chấm thử"
version = "1"
unit_kind = "department"
total = "10"
survey_optional = "yes"

[[grade]]
name = "Tốt"
band = ">= 80"

[[grade]]
name = "Khá"
band = "< 80"

[[node]]
number = "1"
name = "Chỉ đạo, điều hành"
maximum = "5"

[[node]]
number = "1.1"
parent = "1"
name = "Mức độ hoàn thành kế hoạch"
maximum = "3"
inputs = ["done: count | Số nhiệm vụ hoàn thành", "total: count, from 1 | Số nhiệm vụ trong kế hoạch"]
rule = "ratio done / total"
loss = "ratio"

[[node]]
number = "1.2"
parent = "1"
name = "Báo cáo định kỳ"
maximum = "2"

[[node]]
number = "2"
name = "Hiện đại hóa hành chính"
maximum = "5"

[[node]]
number = "2.1"
parent = "2"
name = "Tỷ lệ hồ sơ trực tuyến so với đơn vị tốt nhất"
maximum = "2"
inputs = ["rate: percent | Tỷ lệ hồ sơ trực tuyến"]
rule = "relative rate to best; when rate = 0: zero"

[[node]]
number = "2.2"
parent = "2"
name = "Mức độ hài lòng"
maximum = "3"
part = "survey"
"""


def a_scored_cycle(
    units: Sequence[str] = ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế"),
    *,
    year: int = 2026,
    province: Unit | None = None,
    text: str = SCORED,
    version: CriteriaVersion | None = None,
) -> Cycle:
    """A running cycle of departments; its set has two domains and four leaves, one by figures, one relative."""
    cycle = a_cycle(province, year)
    known = {unit.name for unit in candidates_of_kind(cycle)}
    for name in units:
        if name not in known:
            a_unit(name, parent=cycle.province)
    phase = PhaseDates("self_scoring", "Tự chấm điểm", date(year, 12, 1), date(year + 1, 1, 10))
    cycle_actions.change_phases(by=an_actor(), cycle=cycle, phases=[phase])
    version = version or CriteriaVersion.objects.filter(set_id="scored").first() or a_published_set(text)
    attached = cycle_actions.attach_set(
        by=an_actor(), cycle=cycle, version=version, kinds=[Kind.DEPARTMENT], peer_group="Các sở"
    )
    joining = [unit for unit in candidates(attached, date(year, 12, 31)) if unit.name in units]
    cycle_actions.add_participants(by=an_actor(), cycle_set=attached, units=joining)
    return cycle_actions.open_cycle(by=an_actor(), cycle=cycle)


def first_participant(cycle: Cycle) -> Participant:
    """The first unit that takes part in a cycle, with its set."""
    return cycle.participants.select_related("unit", "cycle", "cycle_set__version").order_by("place")[0]


def candidates_of_kind(cycle: Cycle) -> Sequence[Unit]:
    """The departments of the province of `cycle`."""
    return list(Unit.objects.filter(parent=cycle.province, kind=Kind.DEPARTMENT))


POINTS = """\
đơn vị;1.1:done;1.1:total;1.2;2.1:rate;2.2
Sở Nội vụ;9;10;2;80%;2,4
Sở Tài chính;10;10;1,5;40%;3
Sở Y tế;1;3;;60%;2,25
"""


def staged(cycle: Cycle, text: str = POINTS, *, name: str = "diem.csv") -> StagedFile:
    """A points file, previewed and waiting to be applied."""
    cycle_set = cycle.sets.get()
    return staged_as(an_actor(), cycle_set, text.encode(), name)


def staged_as(by: Actor, cycle_set: CycleSet, data: bytes, name: str) -> StagedFile:
    """A points file read here, for we wrote it, and staged by this person."""
    preview = preview_of(cycle_set, read_points_file(data, name, cycle_set.version.text))
    file = Brought(by, name, data, about_set(cycle_set.pk), {"sheet": "", "decimal": ""})
    return stage(by=by, kind=POINTS_FILES, brought=file, compared=compared_points(preview))


def imported(cycle: Cycle, text: str = POINTS, *, name: str = "diem.csv") -> StagedFile:
    """A points file, previewed and applied."""
    brought = staged(cycle, text, name=name)
    apply(by=an_actor(), staged=brought)
    brought.refresh_from_db()
    return brought


RULES = """\
[set]
id = "quy-tac"
title = "Bộ tiêu chí của các quy tắc"
version = "1"
unit_kind = "commune"
first_year = "2026"
total = "10"

[[grade]]
name = "Tốt"
band = ">= 80"

[[grade]]
name = "Chưa tốt"
band = "< 80"

[[node]]
number = "1"
name = "Chỉ đạo, điều hành"
maximum = "4"

[[node]]
number = "1.1"
name = "Mức độ hoàn thành kế hoạch"
maximum = "1.5"
inputs = [
  'done: count of "nhiệm vụ" | Số nhiệm vụ hoàn thành',
  'planned: count of "nhiệm vụ", source "Kế hoạch năm" | Số nhiệm vụ trong kế hoạch',
]
rule = "ratio done / planned; zero below 80%; when planned = 0: not applicable"
examples = ["done = 9; planned = 10 -> 1.35", "done = 7; planned = 10 -> 0", "planned = 0 -> not applicable"]
evidence = "Báo cáo kết quả thực hiện kế hoạch"
appraiser = "Sở Nội vụ"

[[node]]
number = "1.2"
name = "Ban hành kế hoạch"
maximum = "1"
inputs = ["issued: date | Ngày ban hành kế hoạch"]
rule = '''tiers late(issued, 31/12 last year) { <= 0 = full, > 0 = 0.5 as late };
  when none(issued): 0 as not_done'''

[[node]]
number = "1.3"
name = "Sáng kiến"
maximum = "1.5"

[[node]]
number = "2"
name = "Chuyển đổi số"
maximum = "6"

[[node]]
number = "2.1"
name = "Hồ sơ trực tuyến"
maximum = "3"
inputs = ["online: percent | Tỷ lệ hồ sơ trực tuyến"]
rule = "tiers online { >= 80% = full, 50%..<80% = 50%, < 50% = zero }"

[[node]]
number = "2.2"
name = "So với đơn vị tốt nhất"
maximum = "2"
inputs = ["rate: percent | Tỷ lệ đúng hạn"]
rule = "relative rate to best; when rate = 0: zero"

[[node]]
number = "2.3"
name = "Mức độ hài lòng của người dân"
maximum = "1"
part = "survey"
inputs = ['level: one of "Cao", "Thấp" | Mức độ hài lòng']
rule = 'choose level { "Cao" = full, "Thấp" = zero }'
"""


# plans


def a_plan(
    unit: Unit | None = None,
    *,
    year: int = 2026,
    title: str = "Kế hoạch cải cách hành chính",
    by: Actor | None = None,
) -> Plan:
    """An empty draft made by hand."""
    unit = unit or Unit.objects.filter(kind=Kind.PROVINCE).first() or a_province()
    kind = Plan.Kind.REFORM
    return plan_actions.create_plan(by=by or an_actor(), unit=unit, title=title, kind=kind, year=year)


def enforcer_of(unit: Unit) -> Actor:
    """Who puts plans of `unit` in force: the coordinator for the province, else the unit's head."""
    if unit.kind == Kind.PROVINCE:
        return an_actor(Role.COORDINATOR)
    return replace(an_actor(Role.UNIT_HEAD), unit_id=unit.pk, unit=unit.name)


def a_measure(
    plan: Plan, task: str = "Ban hành kế hoạch", *, heading: str = "Thể chế", **texts: str
) -> Measure:
    """A measure in the section `heading` of `plan`, which is opened when it is not there."""
    section = plan.sections.filter(heading=heading).first()
    current = plan.state == Plan.State.CURRENT
    by = enforcer_of(plan.unit) if current else an_actor()
    section = section or measure_actions.add_section(by=by, plan=plan, heading=heading)
    return measure_actions.add_measure(by=by, section=section, texts={"task": task, **texts})


def written(plan: Plan, sections: Sequence[SectionText]) -> list[Measure]:
    """The measures of `chapters`, written into `plan` at once as a reading writes them."""
    return write_sections(plan, sections, understand(plan, rows_of(sections)))


def handed_in(*, by: Actor, name: str, data: bytes, unit: Unit, year: int | None = None) -> StagedFile:
    """A file that is to become a plan of `unit` and waits to be read."""
    return leave_to_read(
        by=by, kind=PLAN_FILES, brought=Brought(by, name, data, str(unit.pk), {"year": year})
    )


def a_read_plan(
    text: str, unit: Unit | None = None, *, name: str = "ke-hoach.txt", year: int | None = None
) -> Plan:
    """A draft read from a file with this text."""
    unit = unit or Unit.objects.filter(kind=Kind.PROVINCE).first() or a_province()
    staged = handed_in(by=an_actor(), name=name, data=text.encode(), unit=unit, year=year)
    read_file(staged)
    staged.refresh_from_db()
    assert staged.state == StagedFile.State.APPLIED, staged.faults
    return staged.plan


# sheets

SELF_SCORED = """\
[set]
id = "tu-cham"
title = "Bộ tiêu chí tự chấm"
version = "1"
unit_kind = "department"
total = "12"

[[node]]
number = "1"
name = "Chỉ đạo, điều hành"
maximum = "6"

[[node]]
number = "1.1"
parent = "1"
name = "Mức độ hoàn thành kế hoạch"
maximum = "2"
inputs = ["done: count | Số nhiệm vụ hoàn thành", "planned: count | Số nhiệm vụ trong kế hoạch"]
rule = "ratio done / planned; when planned = 0: not applicable"
checks = ["done <= planned | Số nhiệm vụ hoàn thành không quá số nhiệm vụ trong kế hoạch"]
evidence = "Báo cáo kết quả thực hiện kế hoạch"

[[node]]
number = "1.2"
parent = "1"
name = "Báo cáo định kỳ"
maximum = "2"

[[node]]
number = "1.3"
parent = "1"
name = "Ban hành kế hoạch"
maximum = "2"
inputs = ["issued: date | Ngày ban hành kế hoạch"]
rule = "tiers late(issued, 31/12 last year) { <= 0 = full, > 0 = 50% as late }"

[[node]]
number = "2"
name = "Hiện đại hóa hành chính"
maximum = "6"

[[node]]
number = "2.1"
parent = "2"
name = "Tỷ lệ hồ sơ trực tuyến so với đơn vị tốt nhất"
maximum = "2"
inputs = ["rate: percent | Tỷ lệ hồ sơ trực tuyến"]
rule = "relative rate to best; when rate = 0: zero"

[[node]]
number = "2.2"
parent = "2"
name = "Mức độ hài lòng"
maximum = "3"
part = "survey"

[[node]]
number = "2.3"
parent = "2"
name = "Sáng kiến"
maximum = "1"
"""


def a_round(
    units: Sequence[str] = ("Sở Nội vụ", "Sở Y tế"),
    *,
    year: int = 2026,
    text: str = SELF_SCORED,
    version: CriteriaVersion | None = None,
) -> Cycle:
    """A running cycle of departments that score themselves, from 1 December to 10 January."""
    cycle = a_scored_cycle(units, year=year, version=version or a_published_set(text))
    attached = cycle.sets.get()
    cycle_actions.attach_set(
        by=an_actor(),
        cycle=cycle,
        version=attached.version,
        kinds=attached.kinds,
        peer_group=attached.peer_group,
        scored_by=ScoredBy.ROUND,
    )
    return cycle


def a_sheet(cycle: Cycle | None = None) -> UnitSheet:
    """The sheet of the first unit of a cycle that scores itself."""
    return whole_sheets().filter(participant__cycle=cycle or a_round()).order_by("participant__place")[0]


def of_unit(sheet: UnitSheet, role: Role = Role.UNIT_CLERK) -> Actor:
    """Somebody who acts for the unit of a sheet."""
    participant = sheet.participant
    return replace(an_actor(role, Scope.OWN_UNIT), unit_id=participant.unit_id, unit=participant.name)


def a_document(unit: Unit, number: str = "12/BC-SNV", *, on: date | None = None) -> OfficialDocument:
    """A document in the library of a unit, dated within the year 2026 unless another day is given."""
    return OfficialDocument.objects.create(
        kind="BÁO CÁO",
        number=number,
        date=on or date(2026, 6, 30),
        title="Kết quả cải cách hành chính",
        unit_id=unit.pk,
        unit_name=unit.name,
        not_secret=True,
    )


ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "1.1": {"figures": {"done": "9", "planned": "10"}},
    "1.2": {"points": "1,5", "reason": "Nộp chậm một báo cáo"},
    "1.3": {"figures": {"issued": "30/12/2025"}},
    "2.1": {"figures": {"rate": "80"}},
    "2.3": {"points": "1", "reason": "Có một sáng kiến được công nhận"},
}


def a_filled_sheet(
    cycle: Cycle | None = None,
    answers: Mapping[str, Mapping[str, Any]] = ANSWERS,
    *,
    now: datetime = datetime(2026, 12, 20, 9, 0, tzinfo=VIETNAM),
) -> UnitSheet:
    """A sheet on which every leaf is answered, with a document behind the one that requires it."""
    sheet = a_sheet(cycle)
    by = of_unit(sheet)
    block = {leaf: TypedBlock(TypedAnswer(**typed), 0) for leaf, typed in answers.items()}
    save_block(by=by, sheet=sheet, block=block, now=now)
    document = a_document(sheet.participant.unit)
    link_document(by=by, sheet=sheet, leaf="1.1", document=document, page=2, now=now)
    return whole_sheets().get(pk=sheet.pk)


def submitted(
    sheet: UnitSheet, *, now: datetime = datetime(2026, 12, 21, 9, 0, tzinfo=VIETNAM)
) -> SheetSubmission:
    """A sheet handed in by the head of its unit as it stands."""
    whole = whole_sheets().get(pk=sheet.pk)
    view = sheet_view(whole)
    seen = seal_of(view, gaps_in(view, deadline_of(whole)))
    return submit_sheet(by=of_unit(whole, Role.UNIT_HEAD), sheet=whole, seen=seen, now=now)
