"""What the tables hold is what the log tells; `cchc verify` names every difference."""

from __future__ import annotations

import tracemalloc
from datetime import date, datetime
from fractions import Fraction

import pytest
from django.db import connection, transaction

from cchc.access.actor import Actor
from cchc.access.permissions import Role, Scope
from cchc.accounts import actions as accounts
from cchc.accounts.models import Membership, Person
from cchc.appraisal.actions.advising import give_opinion
from cchc.appraisal.actions.asking import ask_question
from cchc.appraisal.actions.doubling import decide_double
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.actions.justifying import explain_leaf, link_to_justification
from cchc.appraisal.actions.replacing import replace_second
from cchc.appraisal.actions.sending import reopen_result
from cchc.appraisal.models import DoubleCell, UnitAppraisal
from cchc.audit.actions import record
from cchc.audit.frozen import thaw
from cchc.audit.models import Entry, by_line
from cchc.audit.played import play, played_kinds
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.council.actions.agenda import compute_agenda, drop_item
from cchc.council.models import FinalPoints, FinalUndoing
from cchc.criteria.actions import delete_draft
from cchc.criteria.models import CriteriaVersion
from cchc.cycles import actions as cycles
from cchc.cycles.consequences import phase_reopened
from cchc.cycles.models import Cycle, Participant, PhaseKind
from cchc.documents.actions import store
from cchc.documents.actions.signatures import remove_anchor
from cchc.documents.models import StoredFile
from cchc.documents.queries import missing_or_altered, path_of
from cchc.plans.actions import plans
from cchc.plans.models import Plan
from cchc.results.models import IndexRun
from cchc.scores.actions import correct_score, undo_last_import
from cchc.scores.models import Score
from cchc.self_scoring.actions.evidence import unlink_document
from cchc.self_scoring.actions.returning import return_sheet
from cchc.self_scoring.actions.sharing import share_out
from cchc.units import actions as units
from cchc.units.actions.figures import set_figures
from cchc.units.models import Unit
from tests.audit.year_end_rows import followed, sentence_written_over
from tests.builders import (
    POINTS,
    SCORED,
    a_document,
    a_draft,
    a_filled_sheet,
    a_member,
    a_plan,
    a_published_set,
    a_read_plan,
    a_request,
    a_round,
    a_scored_cycle,
    a_sheet,
    a_sitting_session,
    a_unit,
    actor_for,
    an_actor,
    an_appraised_unit,
    an_appraiser,
    an_item,
    closed,
    decided,
    extended_once,
    imported,
    justification_handed_in,
    of_unit,
    secretary_of,
    sent_result,
    submitted,
    two_who_differ,
)
from tests.builders.portal import feedback_and_boundaries
from tests.builders.releases import all_that_releases_do
from tests.builders.surveyed import taken_and_taken_back
from tests.libraries import a_loaded_anchor

pytestmark = pytest.mark.django_db


def a_year() -> Cycle:
    """People, units, sets, plans and scores, each changed in every way that there is."""
    cycle = a_scored_cycle()
    administrator = actor_for(a_member(Role.ADMINISTRATOR, unit=cycle.province))
    clerk = a_member(Role.UNIT_CLERK, unit=Unit.objects.get(name="Sở Y tế")).person
    accounts.change_person(by=administrator, person=clerk, username="can-bo-y-te", name="Cán bộ Sở Y tế")
    given = accounts.give_membership(
        by=administrator,
        person=clerk,
        unit=cycle.province,
        role=Role.LEADER,
        scope=Scope.PROVINCE,
        valid_from=date(2026, 2, 1),
    )
    accounts.end_membership(by=administrator, membership=given, day=date(2026, 3, 1))
    accounts.close_person(by=administrator, person=clerk)
    accounts.reopen_person(by=administrator, person=clerk)
    _units_change(cycle.province)
    delete_draft(by=an_actor(), version=a_draft())
    _cycle_changes(cycle)
    extended_once(cycle)
    a_request(cycle.participants.get(name="Sở Y tế"))
    imported(cycle)
    imported(cycle, POINTS.replace("1,5", "1"), name="diem-2.csv")
    undo_last_import(by=an_actor(), cycle=cycle)
    row = Score.objects.filter(leaf="1.2", points="2").get()
    given_points = {"leaf": "1.2", "given": Fraction(3, 2), "reason": "Biên bản", "version": row.version}
    correct_score(by=an_actor(), participant=row.participant, **given_points)
    plan = a_plan(cycle.province)
    head = plans.head_of(plan)
    plans.change_head(by=an_actor(), plan=plan, head=plans.replace(head, title="Kế hoạch khác"))
    copied = plans.copy_plan(by=an_actor(), original=plan, unit=cycle.province, title="Bản sao", year=2027)
    plans.delete_draft(by=an_actor(), plan=copied)
    a_read_plan(
        "KẾ HOẠCH\ncải cách hành chính năm 2026\n1. Rà soát thủ tục hành chính trong quý I", year=2026
    )
    followed(cycle.province)
    sentence_written_over(cycle)
    _a_unit_scores_itself()
    _a_unit_is_appraised()
    _two_people_appraise()
    remove_anchor(by=an_actor(), anchor=a_loaded_anchor(), reason="Hết hạn")
    _the_council_decides()
    all_that_releases_do(2037)
    taken_and_taken_back()
    feedback_and_boundaries()
    return cycle


def _a_unit_scores_itself() -> None:
    now = datetime(2028, 12, 20, 9, 0, tzinfo=VIETNAM)
    sheet = a_filled_sheet(a_round(year=2028), now=now)
    clerk = a_member(Role.UNIT_CLERK, unit=sheet.participant.unit, username="tu-cham").person
    share_out(by=of_unit(sheet), sheet=sheet, shares={"1": clerk.pk})
    submitted(sheet, now=now)
    return_sheet(by=an_actor(Role.COORDINATOR), sheet=sheet, reason="Thiếu số liệu", now=now)
    unlink_document(by=of_unit(sheet), sheet=sheet, link=sheet.evidence.get(), now=now)
    submitted(sheet, now=now)


def _set_of(year: int) -> CriteriaVersion:
    return Cycle.objects.get(year=year).sets.select_related("version").get().version


def _a_unit_explains(row: UnitAppraisal, now: datetime) -> None:
    clerk = of_unit(row.participant.sheet)
    said = {"by": clerk, "appraised": row, "leaf": "1.1", "now": now}
    explain_leaf(text="Hoàn thành ngày 28/12", version=0, **said)
    link_to_justification(document=a_document(row.participant.unit, "90/BC"), **said)
    justification_handed_in(row, now=now)
    coordinator, kind = an_actor(Role.COORDINATOR), PhaseKind.JUSTIFICATION
    opened = phase_reopened(by=coordinator, participant=row.participant, kind=kind, reason="Thiếu tài liệu")
    record(by=coordinator, verb="cycles.phase_reopened", subject=row.participant.name, wrote=opened)


def _a_unit_is_appraised() -> None:
    now = datetime(2031, 12, 20, 9, 0, tzinfo=VIETNAM)
    row = an_appraised_unit(a_sheet(a_round(year=2031, version=_set_of(2028))), now=now)
    sent_result(row, now=now)
    _a_unit_explains(row, now)
    lead = an_actor(Role.APPRAISAL_LEAD)
    reopen_result(by=lead, appraised=row, reason="Nhầm số liệu", now=now)
    appraiser = row.rows.get(leaf="1.1").person_id
    by = actor_for(Membership.objects.get(person=appraiser))
    ask_question(by=by, appraised=row, leaf="1.1", text="Báo cáo quý III ở đâu?", now=now)
    _a_refusal_goes_to_the_council(row.participant, now, by)


def _the_council_decides() -> None:
    cycle = a_round(year=2035, version=_set_of(2028))
    row = cycle.participants.order_by("place")[0]
    session = a_sitting_session(cycle)
    compute_agenda(by=secretary_of(session), session=session)
    item = an_item(session, row)
    decided(item, "not_applicable")
    dropped = an_item(session, row, "1.2")
    drop_item(by=secretary_of(session), item=dropped, reason="Đơn vị rút ý kiến")
    closed(session)
    act = {"number": 1, "units": 1, "leaves": 1, "content": {}, "sha256": "0" * 64, "at": session.opened_at}
    by = an_actor(Role.COUNCIL_SECRETARY)
    final = FinalPoints.objects.create(cycle=cycle, **act, **by_line(by))
    undone = FinalUndoing.objects.create(final=final, reason="Nhầm", at=session.opened_at, **by_line(by))
    record(
        by=by,
        verb="council.final_undone",
        subject=cycle.name,
        facts={"reason": "Nhầm"},
        wrote=[final, undone],
    )


def _two_people_appraise() -> None:
    now = datetime(2033, 12, 20, 9, 0, tzinfo=VIETNAM)
    row = two_who_differ(a_round(year=2033, version=_set_of(2028)), now=now)
    waits = DoubleCell.objects.exclude(participant=row.participant_id).filter(plan__cycle__year=2033).get()
    coming = an_appraiser("Sở thẩm định ba").person
    people = {"leaving": waits.second, "coming": coming}
    replace_second(by=an_actor(Role.APPRAISAL_LEAD), draw=waits.draw, reason="Nghỉ ốm", **people)
    decide_double(
        by=an_actor(Role.APPRAISAL_LEAD),
        appraised=row,
        leaf="1.2",
        typed=TypedAppraisal(),
        reason="Theo hồ sơ gốc",
        version=0,
        now=now,
    )


def _a_refusal_goes_to_the_council(participant: Participant, now: datetime, appraiser: Actor) -> None:
    lead = an_actor(Role.APPRAISAL_LEAD)
    asked = a_request(participant)
    for grants in (True, False):
        give_opinion(by=appraiser, asked=asked, grants=grants, text="Theo chức năng", now=now)
    for granted in (True, False):
        cycles.decide_not_applicable(by=lead, asked=asked, granted=granted, answer="Theo hồ sơ")
        if granted:
            cycles.reopen_request(by=lead, asked=asked, reason="Xem lại hồ sơ")
    unit = of_unit(participant.sheet)
    appeal = cycles.appeal_refusal(by=unit, asked=asked, reason="Không được giao", now=now)
    cycles.decide_appeal(
        by=an_actor(Role.COUNCIL_SECRETARY), appeal=appeal, granted=True, answer="Hội đồng thống nhất"
    )


def _units_change(province: Unit) -> None:
    by = an_actor()
    office = a_unit("Văn phòng", parent=province)
    a_unit("Phòng Tổng hợp", "division", parent=office)
    on = date(2026, 3, 1)
    child = Unit.objects.get(name="Phòng Tổng hợp")
    parts = [units.NewUnit("Văn phòng 1", "department"), units.NewUnit("Văn phòng 2", "department")]
    first, second = units.split_unit(by=by, unit=office, into=parts, on=on, children={child.pk: 0})
    renamed = units.rename_unit(by=by, unit=second, name="Trung tâm", on=date(2026, 4, 1))
    units.merge_units(by=by, units=[first, renamed], into=first, on=date(2026, 5, 1))
    units.close_unit(by=by, unit=a_unit("Ban cũ", parent=province), on=date(2026, 5, 1))
    units.move_unit(by=by, unit=a_unit("Ban mới", parent=province), to=first, on=date(2026, 6, 1))
    change = units.UnitChange(None, "Sở Công Thương", "department", date(2020, 1, 1), parent=province)
    set_figures(by=by, unit=first, year=2025, values={"population": "12", "posts": "3"})
    set_figures(by=by, unit=first, year=2025, values={"posts": ""})
    units.import_units(by=by, changes=[change], file="don-vi.csv", sha256="0" * 64)


def _cycle_changes(cycle: Cycle) -> None:
    by = an_actor()
    unit = cycle.participants.get(name="Sở Y tế")
    cycles.set_peer_group(by=by, cycle=cycle, participants=[unit], peer_group="Nhóm hai")
    cycles.set_peer_group(by=by, cycle=cycle, participants=[unit], peer_group="Các sở")
    cycles.change_applicability(by=by, cycle=cycle, off=[(unit.pk, "2.1")], reason="Không có")
    cycles.change_applicability(by=by, cycle=cycle, on=[(unit.pk, "2.1")], reason="Có")
    joined = cycles.add_participants(
        by=by, cycle_set=cycle.sets.get(), units=[a_unit("Sở Tạm", parent=cycle.province)]
    )
    cycles.change_applicability(by=by, cycle=cycle, off=[(joined[0].pk, "2.1")], reason="Không có")
    cycles.remove_participants(by=by, cycle=cycle, participants=joined)
    there = [cycles.PhaseDates(one.kind, one.name, one.starts, one.ends) for one in cycle.phases.all()]
    council = cycles.PhaseDates("council", "Hội đồng", date(2027, 1, 1), date(2027, 1, 2))
    cycles.change_phases(by=by, cycle=cycle, phases=[*there, council])
    copy = cycles.create_cycle(by=by, province=cycle.province, year=2027, name="Kỳ 2027", copy_from=cycle)
    cycles.remove_participants(by=by, cycle=copy, participants=copy.participants.all())
    cycles.detach_set(by=by, cycle_set=copy.sets.get())
    fed = a_published_set(
        SCORED.replace('id = "scored"', 'id = "fed"').replace("from 1 |", "from 1, fed by last_year |")
    )
    cycles.close_cycle(by=by, cycle=a_scored_cycle(["Sở Y tế"], year=2029, version=fed))


def differences() -> list[str]:
    return [str(one) for one in play().differences]


def tampered(statement: str) -> None:
    """Somebody who owns the tables writes to them."""
    thaw()
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_every_act_wrote_is_what_the_log_tells():
    a_year()
    assert differences() == []


def test_every_kind_of_row_that_is_played_is_told_by_some_act():
    a_year()
    told = {code for entry in Entry.objects.all() for code in entry.wrote}
    assert told | {"results.score"} == {kind.code for kind in played_kinds()}


CHANGED = [
    (
        "UPDATE accounts_membership SET role = 'administrator', scope = 'province' WHERE role = 'unit_clerk'",
        "by the log “unit_clerk”",
    ),
    (
        "UPDATE accounts_person SET is_active = FALSE WHERE username = 'can-bo-y-te'",
        "is_active is “False”",
    ),
    ("UPDATE scores_score SET points = '2' WHERE points = '1.5'", "by the log “1.5”"),
    ("UPDATE scores_score SET points = '1' WHERE points = '2.4'", "by the log “2.4”"),
    ("UPDATE units_unit SET valid_until = '2026-01-05' WHERE name = 'Sở Công Thương'", "valid_until"),
    ("UPDATE cycles_cycle SET state = 'closed' WHERE year = 2026", "by the log “open”"),
    ("UPDATE criteria_criteriaversion SET sha256 = 'x'", "sha256 is “x”"),
    ("UPDATE plans_plan SET state = 'current' WHERE title = 'Kế hoạch khác'", "by the log “draft”"),
    (
        "UPDATE cycles_participant SET peer_group = 'x' WHERE name = 'Sở Y tế' AND peer_group = 'Các sở'",
        "Các sở",
    ),
    ("UPDATE surveys_questionnaireversion SET content = replace(content, 'hài lòng', 'vui')", "wording is"),
    ("UPDATE following_frameversion SET content = replace(content, 'Số', 'Tổng')", "asked is"),
    ("UPDATE surveys_surveyestimate SET counts = '[1]'", "standing is"),
    ("UPDATE surveys_estimatefigure SET value = '99' WHERE value = '90'", "figures is"),
    ("UPDATE results_unitindex SET rank = 9 WHERE rank = 1", "computed is"),
    ("DELETE FROM scores_score WHERE points = '1.5'", "the tables do not hold it"),
    (
        "UPDATE intake_stagedfile SET difference = '[]' WHERE undone_at IS NULL",
        "its cells are not those",
    ),
]


def test_a_row_that_somebody_changed_is_named_with_both_values():
    a_year()
    for statement, said in CHANGED:
        with transaction.atomic():
            tampered(statement)
            assert any(said in one for one in differences()), (statement, differences())
            transaction.set_rollback(True)
    assert differences() == []


def test_rows_that_no_act_made_are_named():
    year = a_year()
    unit = a_unit("Sở thật")
    before = Entry.objects.count()
    person = Person.objects.create(username="ke-la", name="Kẻ lạ")
    Membership.objects.create(
        person=person, unit=unit, role="administrator", scope="province", valid_from=date(2026, 1, 1)
    )
    Unit.objects.create(name="Sở giả", spelling="x", kind="department", valid_from=date(2020, 1, 1))
    Cycle.objects.create(province=year.province, year=2030, name="Kỳ giả")
    Plan.objects.create(kind="reform", title="Kế hoạch giả", year=2026, unit=unit, state="current")
    CriteriaVersion.objects.create(set_id="gia", version="1", title="Bộ giả", unit_kind="commune", text="")
    participant = Participant.objects.filter(cycle=year).first()
    Score.objects.create(cycle=year, participant=participant, leaf="9.9", points="1", origin="decided")
    IndexRun.objects.create(cycle=year, cause="correction")
    assert Entry.objects.count() == before
    found = differences()
    assert len(found) == 8
    assert all("no entry of the log made it" in one for one in found)


def test_a_table_that_was_emptied_is_named():
    a_year()
    read = "SELECT reading_id FROM plans_plan WHERE reading_id IS NOT NULL"
    unread = f"intake_stagedfile WHERE id NOT IN ({read})"
    for table in ("accounts_membership", "scores_score", unread, "cycles_phase"):
        tampered(f"DELETE FROM {table}")
        assert [one for one in differences() if "the tables do not hold it" in one], table


def test_a_file_that_is_missing_or_altered_is_named():
    a_year()
    missing, altered = StoredFile.objects.order_by("pk")[:2]
    path_of(missing.sha256).unlink()
    path_of(altered.sha256).write_bytes(b"another")
    try:
        said = [str(one) for one in missing_or_altered()]
    finally:
        path_of(altered.sha256).unlink()
    assert sorted(said) == sorted(
        [
            f"The stored file {missing.name} is missing ({missing.sha256}).",
            f"The stored file {altered.name} was altered ({altered.sha256}).",
        ]
    )


def test_a_large_file_is_looked_at_in_little_memory():
    stored = store(by=an_actor(), name="lon.txt", data=b"x" * 20_000_000)
    tracemalloc.start()
    try:
        assert list(missing_or_altered()) == []
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        path_of(stored.sha256).unlink()
    assert peak < 2_000_000
