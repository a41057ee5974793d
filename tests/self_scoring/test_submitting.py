"""Chốt: what is wanting is listed, what was seen is handed in and never changes; returns open the next one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.audit.models import Entry, by_line
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles.actions import close_cycle, lock_due_phases
from cchc.cycles.models import Extension, PhaseKind
from cchc.notices.models import PersonalNotice
from cchc.scores.models import Score, Stage
from cchc.self_scoring.actions.evidence import link_document, unlink_document
from cchc.self_scoring.actions.returning import (
    freeze_unsubmitted,
    reopen_sheet,
    return_sheet,
    thaw_unsubmitted,
)
from cchc.self_scoring.actions.saving import save_answer
from cchc.self_scoring.actions.sharing import share_out
from cchc.self_scoring.actions.submitting import submit_sheet, take_in_sheet
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.models import EvidenceLink, SheetSubmission, UnitSheet, WorkShare
from cchc.self_scoring.queries.gaps import GapKind, gaps_of
from cchc.self_scoring.queries.sharing import work_by_person
from cchc.self_scoring.queries.sheet import sheet_view, whole_sheets
from cchc.self_scoring.queries.submissions import differences, is_intact
from tests.builders import (
    ANSWERS,
    a_document,
    a_filled_sheet,
    a_member,
    a_round,
    a_sheet,
    a_unit,
    an_actor,
    of_unit,
    submitted,
)

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)
MIDNIGHT = datetime(2027, 1, 11, tzinfo=VIETNAM)
LOCKED = datetime(2027, 1, 11, 0, 10, tzinfo=VIETNAM)
COORDINATOR = an_actor(Role.COORDINATOR)


def gaps(sheet: UnitSheet) -> list[tuple[str, str]]:
    return [(gap.leaf, gap.kind.value) for gap in gaps_of(whole_sheets().get(pk=sheet.pk))]


def typed(sheet: UnitSheet, leaf: str, **what: Any) -> None:
    answer = sheet.answers.filter(leaf=leaf).first()
    save_answer(
        by=of_unit(sheet),
        sheet=sheet,
        leaf=leaf,
        typed=TypedAnswer(**what),
        version=answer.version if answer else 0,
        now=DECEMBER,
    )


# --- evidence -------------------------------------------------------------------------------------------------


def test_a_document_of_the_own_library_stands_behind_leaves_with_page_and_passage():
    sheet = a_sheet()
    by, document = of_unit(sheet), a_document(sheet.participant.unit)
    for leaf in ("1.1", "1.2"):
        link_document(by=by, sheet=sheet, leaf=leaf, document=document, now=DECEMBER)
    again = link_document(
        by=by,
        sheet=sheet,
        leaf="1.1",
        document=document,
        page=3,
        passage="Mục II",
        now=DECEMBER + timedelta(days=1),
    )
    assert (again.page, again.passage, again.linked_at) == (3, "Mục II", DECEMBER)
    assert EvidenceLink.objects.count() == 2
    unlink_document(by=by, sheet=sheet, link=again, now=DECEMBER)
    unlink_document(by=by, sheet=sheet, link=again, now=DECEMBER)
    assert [one.leaf for one in EvidenceLink.objects.all()] == ["1.2"]
    assert play().differences == []
    said = str([entry.facts for entry in Entry.objects.filter(verb__startswith="self_scoring.")])
    assert document.number not in said


def test_documents_of_others_are_not_linked_and_all_faults_are_told():
    sheet = a_sheet()
    foreign = a_document(a_unit("Sở Khác"))
    for leaf, document in (("1.1", foreign), ("2.2", a_document(sheet.participant.unit))):
        with pytest.raises(ValidationError):
            link_document(by=of_unit(sheet), sheet=sheet, leaf=leaf, document=document, now=DECEMBER)
    with pytest.raises(ValidationError) as refused:
        link_document(
            by=of_unit(sheet),
            sheet=sheet,
            leaf="1.1",
            document=a_document(sheet.participant.unit),
            page=0,
            passage="x" * 501,
            now=DECEMBER,
        )
    assert sorted(refused.value.message_dict) == ["page", "passage"]
    assert EvidenceLink.objects.count() == 0


# --- shared work ----------------------------------------------------------------------------------------------


def test_work_is_shared_by_domain_or_leaf_and_the_nearest_share_counts():
    sheet = a_sheet()
    unit = sheet.participant.unit
    one, other = (a_member(Role.UNIT_CLERK, unit=unit, username=name).person for name in ("mot", "hai"))
    share_out(by=of_unit(sheet), sheet=sheet, shares={"1": one.pk, "1.2": other.pk})
    typed(sheet, "1.2", points="1", done=True)
    work = work_by_person(sheet_view(whole_sheets().get(pk=sheet.pk)))
    assert [(each.person_id, each.leaves, each.given, each.done) for each in work] == [
        (one.pk, 2, 0, 0),
        (other.pk, 1, 1, 1),
        (None, 2, 0, 0),
    ]
    share_out(by=of_unit(sheet), sheet=sheet, shares={"1.2": None})
    assert [share.node for share in WorkShare.objects.all()] == ["1"]
    stranger = a_member(Role.UNIT_CLERK, unit=a_unit("Sở Khác")).person
    with pytest.raises(ValidationError) as refused:
        share_out(by=of_unit(sheet), sheet=sheet, shares={"9": one.pk, "2": stranger.pk})
    assert len(refused.value.messages) == 2
    assert play().differences == []


def test_shared_work_that_is_not_done_ends_with_the_lock_and_its_people_are_told_once():
    sheet = a_sheet()
    unit = sheet.participant.unit
    ready, late = (a_member(Role.UNIT_CLERK, unit=unit, username=name).person for name in ("mot", "hai"))
    share_out(by=of_unit(sheet), sheet=sheet, shares={"1.2": ready.pk, "2": late.pk})
    typed(sheet, "1.2", points="1", reason="Đủ", done=True)
    for minutes in (4, 5, 9):  # nothing is frozen before the minutes of grace are over, nor told twice
        lock_due_phases(MIDNIGHT + timedelta(minutes=minutes))
        told = PersonalNotice.objects.filter(kind="self_scoring.share_ended")
        assert [one.person_id for one in told] == ([] if minutes < 5 else [late.pk])
    assert told[0].facts["count"] == 2
    assert WorkShare.objects.count() == 2  # whose work it was stays to be read


def test_work_is_shared_out_before_the_phase_opens_and_not_behind_its_lock():
    sheet = a_sheet()
    one = a_member(Role.UNIT_CLERK, unit=sheet.participant.unit).person

    def shared(now: datetime, node: str) -> None:
        share_out(by=of_unit(sheet), sheet=sheet, shares={node: one.pk}, now=now)

    shared(MIDNIGHT - timedelta(days=90), "1")
    shared(MIDNIGHT - timedelta(seconds=1), "2")
    for now in (MIDNIGHT, MIDNIGHT + timedelta(days=1)):
        with pytest.raises(ValidationError, match="is locked since"):
            shared(now, "1.1")
    assert [share.node for share in WorkShare.objects.all()] == ["1", "2"]


def test_who_looked_after_what_is_as_frozen_as_the_answers():
    sheet = a_filled_sheet()
    one = a_member(Role.UNIT_CLERK, unit=sheet.participant.unit).person
    share_out(by=of_unit(sheet), sheet=sheet, shares={"1": one.pk})
    cycle = sheet.participant.cycle
    for close in (
        lambda: submitted(sheet),
        lambda: close_cycle(by=COORDINATOR, cycle=cycle, reason="Dừng vòng chấm"),
    ):
        close()
        for change in (
            lambda: WorkShare.objects.update(node="2"),
            lambda: WorkShare.objects.create(sheet=sheet, node="2", person=one),
            WorkShare.objects.all().delete,
        ):
            with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
                change()


# --- gaps -----------------------------------------------------------------------------------------------------


def test_every_gap_is_listed_with_its_leaf():
    sheet = a_sheet()
    typed(sheet, "1.1", figures={"done": "5", "planned": "4"})
    typed(sheet, "1.2", points="1", provisional="Chờ báo cáo quý IV")
    old = a_document(sheet.participant.unit, on=date(2025, 3, 1))
    link_document(by=of_unit(sheet), sheet=sheet, leaf="2.3", document=old, now=DECEMBER)
    assert gaps(sheet) == [
        ("1.1", "broken_check"),
        ("1.2", "no_reason"),
        ("1.2", "provisional"),
        ("1.3", "unanswered"),
        ("2.1", "unanswered"),
        ("2.3", "unanswered"),
        ("2.3", "before_period"),
    ]
    typed(sheet, "1.1", figures={"done": "4", "planned": ""})
    assert gaps(sheet)[0] == ("1.1", "missing_figures")
    typed(sheet, "1.1", figures={"planned": "4"})
    assert gaps(sheet)[0] == ("1.1", "no_evidence")
    typed(sheet, "1.1", figures={"done": "0"})
    assert gaps(sheet)[0] == ("1.2", "no_reason")  # nothing is won, so nothing is to be shown


def test_a_figure_ten_times_last_years_is_shown_with_both():
    before = a_round(year=2025)
    earlier = a_filled_sheet(before, now=datetime(2025, 12, 20, 9, 0, tzinfo=VIETNAM))
    submitted(earlier, now=datetime(2025, 12, 21, 9, 0, tzinfo=VIETNAM))
    sheet = a_sheet(a_round(version=before.sets.get().version))
    assert sheet.participant.unit_id == earlier.participant.unit_id
    typed(sheet, "1.1", figures={"done": "90", "planned": "99"})
    (gap,) = (one for one in gaps_of(sheet) if one.kind is GapKind.FAR_FROM_LAST_YEAR)
    assert (gap.leaf, gap.figure) == ("1.1", "done")
    assert "90" in str(gap.words)
    assert "9" in str(dict(gap.words.gaps)["then"])
    typed(sheet, "1.1", figures={"done": "80"})
    assert [one for one in gaps_of(sheet) if one.kind is GapKind.FAR_FROM_LAST_YEAR] == []


def test_what_contradicts_itself_or_lacks_a_reason_forbids_handing_in_and_the_rest_is_confirmed():
    assert {kind.value for kind in GapKind if kind.forbids} == {
        "broken_check",
        "rule_fault",
        "no_reason",
        "no_override_reason",
    }
    sheet = a_filled_sheet(
        answers={**ANSWERS, "1.1": {"figures": {"done": "5", "planned": "4"}}, "1.2": {"points": "1"}}
    )
    with pytest.raises(ValidationError) as refused:
        submitted(sheet)
    assert [message[:4] for message in refused.value.messages] == ["1.1:", "1.2:"]
    typed(sheet, "1.1", figures={"done": "4"})
    typed(sheet, "1.2", reason="Đủ báo cáo", provisional="Chờ báo cáo năm")
    submission = submitted(sheet)
    assert [(gap["leaf"], gap["kind"]) for gap in submission.content["gaps"]] == [("1.2", "provisional")]


# --- handing in -----------------------------------------------------------------------------------------------


def test_a_submission_holds_the_whole_sheet_under_its_hash_and_becomes_the_self_score():
    sheet = a_filled_sheet()
    submission = submitted(sheet)
    assert (submission.number, is_intact(submission)) == (1, True)
    leaf = submission.content["leaves"]["1.1"]
    assert (leaf["figures"], leaf["points"]) == ({"done": "9", "planned": "10"}, "1.8")
    assert [(one["number"], one["page"]) for one in leaf["evidence"]] == [("12/BC-SNV", 2)]
    scores = Score.objects.filter(participant=sheet.participant, stage=Stage.SELF_SCORE)
    assert {one.leaf: one.figures or one.points for one in scores} == {
        "1.1": {"done": "9", "planned": "10"},
        "1.2": "1.5",
        "1.3": {"issued": "2025-12-30"},
        "2.1": {"rate": "80"},
        "2.3": "1",
    }
    assert Entry.objects.filter(verb="self_scoring.submitted").count() == 1
    assert play().differences == []
    with pytest.raises(ValidationError):
        typed(sheet, "1.2", points="2")


def test_only_the_head_hands_in_and_only_what_was_seen():
    sheet = a_filled_sheet()
    for actor in (of_unit(sheet), COORDINATOR, an_actor()):
        with pytest.raises(NotPermitted):
            submit_sheet(by=actor, sheet=sheet, seen="", now=DECEMBER)
    with pytest.raises(Changed):
        submit_sheet(by=of_unit(sheet, Role.UNIT_HEAD), sheet=sheet, seen="something else", now=DECEMBER)
    assert SheetSubmission.objects.count() == 0


def test_a_returned_sheet_is_filled_in_again_and_two_submissions_are_compared():
    sheet = a_filled_sheet()
    first = submitted(sheet)
    with pytest.raises(ValidationError):
        return_sheet(by=COORDINATOR, sheet=sheet, reason=" ", now=DECEMBER)
    return_sheet(by=COORDINATOR, sheet=sheet, reason="Thiếu số liệu quý IV", now=DECEMBER)
    assert not Score.objects.filter(stage=Stage.SELF_SCORE, figures__isnull=False).exists()
    with pytest.raises(ValidationError):
        return_sheet(by=COORDINATOR, sheet=sheet, reason="Lần nữa", now=DECEMBER)
    typed(sheet, "1.1", figures={"done": "10"})
    second = submitted(sheet)
    assert (second.number, is_intact(first), is_intact(second)) == (2, True, True)
    assert [(one.leaf, one.parts) for one in differences(first, second)] == [("1.1", ("figures", "points"))]
    assert play().differences == []


def test_nobody_returns_the_sheet_of_the_own_unit():
    sheet = a_filled_sheet()
    submitted(sheet)
    unit = sheet.participant.unit
    near = replace(COORDINATOR, unit_id=unit.pk, unit=unit.name)
    with pytest.raises(ValidationError):
        return_sheet(by=near, sheet=sheet, reason="Sửa giúp", now=DECEMBER)
    sheet.refresh_from_db()
    assert sheet.state == "submitted"


# --- the lock -------------------------------------------------------------------------------------------------


def test_in_a_closed_cycle_no_sheet_is_taken_in():
    sheet = a_filled_sheet()
    cycle = sheet.participant.cycle
    lock = {"cycle": cycle, "kind": PhaseKind.SELF_SCORING, "participants": [sheet.participant]}
    freeze_unsubmitted(**lock)
    close_cycle(by=COORDINATOR, cycle=cycle, reason="Dừng vòng chấm")
    with pytest.raises(ValidationError, match="does not run"):
        take_in_sheet(by=COORDINATOR, sheet=sheet, reason="Quá hạn", now=LOCKED)


def test_a_sheet_not_handed_in_freezes_at_the_lock_and_is_taken_in_as_it_stands():
    sheet = a_filled_sheet(
        answers={"1.2": {"points": "1"}, "1.1": {"figures": {"done": "5", "planned": "4"}}}
    )
    participant = sheet.participant
    with pytest.raises(ValidationError):
        take_in_sheet(by=COORDINATOR, sheet=sheet, reason="Quá hạn", now=DECEMBER)
    lock = {"cycle": participant.cycle, "kind": PhaseKind.SELF_SCORING, "participants": [participant]}
    freeze_unsubmitted(**lock)
    sheet.refresh_from_db()
    assert sheet.state == "unsubmitted"
    taken = take_in_sheet(by=COORDINATOR, sheet=sheet, reason="Quá hạn, không xin gia hạn", now=LOCKED)
    assert (taken.taken_in, taken.number, is_intact(taken)) == (True, 1, True)
    held = Score.objects.filter(participant=participant, stage=Stage.SELF_SCORE)
    assert [(one.leaf, one.points) for one in held] == [("1.2", "1")]  # what contradicts itself stays pending
    assert play().differences == []


def test_an_extension_after_the_lock_opens_only_what_the_lock_froze():
    cycle = a_round()
    sheet = a_filled_sheet(cycle)
    other = whole_sheets().filter(participant__cycle=cycle).exclude(pk=sheet.pk).get()
    submitted(sheet)
    both = [sheet.participant, other.participant]
    freeze_unsubmitted(cycle=cycle, kind=PhaseKind.SELF_SCORING, participants=both)
    thaw_unsubmitted(by=COORDINATOR, cycle=cycle, kind=PhaseKind.SELF_SCORING, participants=both)
    assert list(whole_sheets().order_by("pk").values_list("state", flat=True)) == ["submitted", "filling"]


def test_after_the_lock_a_sheet_is_returned_only_with_an_extension():
    sheet = a_filled_sheet()
    submitted(sheet)
    with pytest.raises(ValidationError):
        return_sheet(by=COORDINATOR, sheet=sheet, reason="Thiếu số liệu", now=LOCKED)
    Extension.objects.create(
        participant=sheet.participant,
        kind=PhaseKind.SELF_SCORING,
        until=date(2027, 1, 15),
        reason="Trả lại phiếu",
        **by_line(COORDINATOR),
    )
    return_sheet(by=COORDINATOR, sheet=sheet, reason="Thiếu số liệu", now=LOCKED)
    sheet.refresh_from_db()
    assert sheet.state == "filling"


def test_a_phase_that_is_reopened_opens_the_sheet_and_takes_the_self_score_back():
    sheet = a_filled_sheet()
    submission = submitted(sheet)
    reopen_sheet(
        by=COORDINATOR, participant=sheet.participant, kind=PhaseKind.SELF_SCORING, reason="Sai biểu mẫu"
    )
    sheet.refresh_from_db()
    submission.refresh_from_db()
    assert (sheet.state, submission.returned.reason) == ("filling", "Sai biểu mẫu")
    assert not Score.objects.filter(stage=Stage.SELF_SCORE, figures__isnull=False).exists()
