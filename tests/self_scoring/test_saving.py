"""Filling a sheet in: what is typed gives points at once, nothing unseen is overwritten, and the sums are exact."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles import actions as cycle_actions
from cchc.self_scoring.actions.saving import TypedBlock, save_answer, save_block
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.models import Answer, UnitSheet
from cchc.self_scoring.queries.content import AnswerContent, content_of
from cchc.self_scoring.queries.sheet import (
    LeafKind,
    SheetView,
    derivation_in,
    sheet_view,
    whole_sheets,
)
from tests.builders import a_round, a_sheet, an_actor, of_unit

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 20, 9, 0, tzinfo=VIETNAM)
LOCKED = datetime(2027, 1, 11, 0, 0, tzinfo=VIETNAM)


def saved(sheet: UnitSheet, leaf: str, version: int = 0, **typed: Any) -> Answer:
    """What the clerk types in December."""
    return save_answer(
        by=of_unit(sheet), sheet=sheet, leaf=leaf, typed=TypedAnswer(**typed), version=version, now=DECEMBER
    ).answer


def looked_at(sheet: UnitSheet) -> SheetView:
    return sheet_view(whole_sheets().get(pk=sheet.pk))


def sums(sheet: UnitSheet) -> tuple[str, str, str, int, int]:
    sheet.refresh_from_db()
    return sheet.points, sheet.maximum, sheet.pending, sheet.given, sheet.leaves


# --- the sheet ------------------------------------------------------------------------------------------------


def test_a_sheet_stands_in_the_order_of_the_set_and_shows_what_the_survey_scores():
    view = looked_at(a_sheet())
    assert [(row.node.number, row.depth, row.leaf and row.leaf.kind.value) for row in view.rows] == [
        ("1", 0, None),
        ("1.1", 1, "figures"),
        ("1.2", 1, "points"),
        ("1.3", 1, "figures"),
        ("2", 0, None),
        ("2.1", 1, "figures"),
        ("2.2", 1, "survey"),
        ("2.3", 1, "points"),
    ]
    assert (view.whole.maximum, view.whole.pending, view.sums.leaves) == (9, 9, 5)


def test_a_leaf_that_does_not_apply_is_shown_as_such_and_leaves_the_sums():
    sheet = a_sheet()
    participant, cycle = sheet.participant, sheet.participant.cycle
    cycle_actions.change_applicability(
        by=an_actor(), cycle=cycle, off=[(participant.pk, "1.2")], reason="Không có nhiệm vụ này"
    )
    assert sums(sheet) == ("0", "7", "7", 0, 4)
    leaf = looked_at(sheet).leaf("1.2")
    assert leaf is not None
    assert (leaf.kind, leaf.why_not) == (
        LeafKind.NOT_APPLICABLE,
        "Không có nhiệm vụ này",
    )
    with pytest.raises(ValidationError):
        saved(sheet, "1.2", points="1")


def test_what_was_typed_is_there_again_once_a_leaf_applies_again():
    sheet = a_sheet()
    saved(sheet, "1.2", points="1,5", reason="Nộp đủ báo cáo")
    cell, cycle = [(sheet.participant.pk, "1.2")], sheet.participant.cycle
    cycle_actions.change_applicability(by=an_actor(), cycle=cycle, off=cell, reason="Không có")
    assert sums(sheet) == ("0", "7", "7", 0, 4)
    cycle_actions.change_applicability(by=an_actor(), cycle=cycle, on=cell, reason="Có lại")
    assert sums(sheet) == ("1.5", "9", "7", 1, 5)
    assert play().differences == []


def test_units_scored_by_files_have_no_sheet_and_a_unit_without_answers_may_leave():
    cycle = a_round()
    assert UnitSheet.objects.count() == 2
    left = cycle.participants.order_by("-place")[:1]
    cycle_actions.remove_participants(by=an_actor(), cycle=cycle, participants=left)
    assert UnitSheet.objects.count() == 1
    attached = cycle.sets.get()
    cycle_actions.attach_set(
        by=an_actor(),
        cycle=cycle,
        version=attached.version,
        kinds=attached.kinds,
        peer_group=attached.peer_group,
        scored_by="file",
    )
    assert UnitSheet.objects.count() == 0


def test_a_sheet_is_looked_at_with_as_many_questions_however_much_is_answered(django_assert_num_queries):
    sheet = a_sheet()
    whole = whole_sheets().get(pk=sheet.pk)
    with django_assert_num_queries(4):
        sheet_view(whole)
    saved(sheet, "1.1", figures={"done": "3", "planned": "4"})
    saved(sheet, "1.2", points="1,5", reason="Nộp đủ báo cáo")
    with django_assert_num_queries(4):
        view = sheet_view(whole)
    with django_assert_num_queries(2):  # the year before, once it is looked at, for all leaves at once
        assert not any(leaf.last for leaf in view.leaves())


# --- typing ---------------------------------------------------------------------------------------------------


def test_declared_figures_give_points_at_once_with_their_derivation():
    sheet = a_sheet()
    assert saved(sheet, "1.1", figures={"done": "3"}).points == ""
    answer = saved(sheet, "1.1", 1, figures={"planned": "4"})
    assert (answer.figures, answer.points, answer.version) == ({"done": "3", "planned": "4"}, "1.5", 2)
    assert sums(sheet) == ("1.5", "9", "7", 1, 5)
    leaf = looked_at(sheet).leaf("1.1")
    assert leaf is not None
    derivation = derivation_in(leaf, 2026)
    assert derivation is not None
    assert derivation.outcome.points == leaf.points
    assert leaf.still_worth * 2 == 1


def test_figures_are_read_as_a_person_types_them():
    sheet = a_sheet()
    assert saved(sheet, "2.1", figures={"rate": "91,17 %"}).figures == {"rate": "91.17"}
    answer = saved(sheet, "1.3", figures={"issued": "15/01/2026"})
    assert (answer.figures, answer.points) == ({"issued": "2026-01-15"}, "1")


def test_a_leaf_compared_with_others_is_answered_and_waits_for_them():
    sheet = a_sheet()
    assert saved(sheet, "2.1", figures={"rate": "80"}).points == ""
    leaf = looked_at(sheet).leaf("2.1")
    assert leaf is not None
    assert leaf.standing.waits_for_peers
    assert sums(sheet) == ("0", "9", "9", 1, 5)


def test_all_faults_of_what_was_typed_are_told_at_once_and_nothing_is_stored():
    sheet = a_sheet()
    with pytest.raises(ValidationError) as refused:
        saved(
            sheet,
            "1.1",
            figures={"done": "ba", "planned": "-1", "other": "1"},
            points="1",
            reason="x" * 501,
        )
    assert sorted(refused.value.message_dict) == [
        "figure-done",
        "figure-other",
        "figure-planned",
        "points",
        "reason",
    ]
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("points", ["2,5", "-1", "1.23456", "hai"])
def test_points_are_taken_within_what_the_leaf_gives_with_four_decimals_at_most(points):
    sheet = a_sheet()
    with pytest.raises(ValidationError) as refused:
        saved(sheet, "1.2", points=points)
    assert list(refused.value.message_dict) == ["points"]
    assert saved(sheet, "1.2", points="1,2345").points == "1.2345"


def test_figures_that_contradict_each_other_are_kept_told_and_give_no_points():
    sheet = a_sheet()
    answer = saved(sheet, "1.1", figures={"done": "5", "planned": "4"})
    assert (answer.points, answer.figures) == ("", {"done": "5", "planned": "4"})
    leaf = looked_at(sheet).leaf("1.1")
    assert leaf is not None
    assert len(leaf.standing.broken) == 1


def test_what_is_typed_for_one_part_leaves_the_others_as_they_are():
    sheet = a_sheet()
    saved(sheet, "1.2", points="1", reason="Chậm một báo cáo")
    saved(sheet, "1.2", 1, provisional="Chờ báo cáo tháng 12")
    answer = saved(sheet, "1.2", 2, note="Xem phụ lục")
    assert (answer.points, answer.reason, answer.provisional, answer.note) == (
        "1",
        "Chậm một báo cáo",
        "Chờ báo cáo tháng 12",
        "Xem phụ lục",
    )
    assert saved(sheet, "1.2", 3, points="").points == ""
    assert sums(sheet) == ("0", "9", "9", 0, 5)


# --- versions -------------------------------------------------------------------------------------------------


def test_whoever_did_not_see_the_latest_answer_is_told_both_and_nothing_is_written():
    sheet = a_sheet()
    colleague = replace(of_unit(sheet), person_id=7, person="Chuyên viên thứ hai")
    save_answer(by=colleague, sheet=sheet, leaf="1.2", typed=TypedAnswer(points="2"), version=0, now=DECEMBER)
    with pytest.raises(Changed) as conflict:
        saved(sheet, "1.2", 0, points="1")
    assert (conflict.value.seen.points, conflict.value.now.points) == ("1", "2")
    assert conflict.value.who == "Chuyên viên thứ hai"
    assert Answer.objects.get().points == "2"


def test_sending_the_same_twice_is_sending_it_once():
    sheet = a_sheet()
    saved(sheet, "1.2", points="2")
    again = saved(sheet, "1.2", 0, points="2,0")
    assert (again.version, Entry.objects.filter(verb="self_scoring.answer_saved").count()) == (1, 1)


def test_a_saved_answer_is_one_record_that_says_nothing_of_what_the_sheet_holds():
    sheet = a_sheet()
    saved(sheet, "1.2", points="1,75", reason="Nộp thiếu một báo cáo quý")
    entry = Entry.objects.get(verb__startswith="self_scoring.")
    assert entry.facts == {"leaf": "1.2", "answers": {"1.2": 1}}
    assert entry.wrote["self_scoring.answer"][f"{sheet.pk}/1.2"]["points"] == "1.75"
    assert play().differences == []


# --- many at once ---------------------------------------------------------------------------------------------


def test_a_block_is_taken_whole_with_one_record():
    sheet = a_sheet()
    saved(sheet, "1.2", points="1")
    block = {
        "1.1": TypedBlock(TypedAnswer(figures={"done": "4", "planned": "4"}), 0),
        "1.2": TypedBlock(TypedAnswer(points="2"), 1),
        "2.3": TypedBlock(TypedAnswer(points="0,5"), 0),
    }
    changed = save_block(by=of_unit(sheet), sheet=sheet, block=block, now=DECEMBER)
    assert {leaf: (one.points, one.version) for leaf, one in changed.items()} == {
        "1.1": ("2", 1),
        "1.2": ("2", 2),
        "2.3": ("0.5", 1),
    }
    assert sums(sheet) == ("4.5", "9", "4", 3, 5)
    assert Entry.objects.filter(verb="self_scoring.block_saved").count() == 1
    assert play().differences == []


def test_a_block_with_a_fault_or_a_conflict_writes_nothing_and_tells_all_of_it():
    sheet = a_sheet()
    saved(sheet, "1.2", points="1")
    block = {
        "1.1": TypedBlock(TypedAnswer(figures={"done": "x"}), 0),
        "2.2": TypedBlock(TypedAnswer(points="1"), 0),
        "2.3": TypedBlock(TypedAnswer(points="9"), 0),
    }
    with pytest.raises(ValidationError) as refused:
        save_block(by=of_unit(sheet), sheet=sheet, block=block, now=DECEMBER)
    assert sorted(refused.value.message_dict) == ["1.1 figure-done", "2.2", "2.3 points"]
    conflicting = {
        "1.2": TypedBlock(TypedAnswer(points="2"), 0),
        "2.3": TypedBlock(TypedAnswer(points="1"), 0),
    }
    with pytest.raises(Changed) as conflict:
        save_block(by=of_unit(sheet), sheet=sheet, block=conflicting, now=DECEMBER)
    assert {leaf: one.points for leaf, one in conflict.value.now.items()} == {"1.2": "1"}
    assert Answer.objects.count() == 1


# --- who and when ---------------------------------------------------------------------------------------------


def test_only_people_of_the_unit_fill_its_sheet_in():
    a_round()
    sheet, other = whole_sheets().order_by("pk")
    typed = TypedAnswer(points="1")
    for actor in (of_unit(other), an_actor(), an_actor(Role.COORDINATOR), of_unit(sheet, Role.LEADER)):
        with pytest.raises(NotPermitted):
            save_answer(by=actor, sheet=sheet, leaf="1.2", typed=typed, version=0, now=DECEMBER)
    assert Answer.objects.count() == 0


def test_what_was_typed_before_the_lock_and_arrives_within_five_minutes_is_taken_and_marked():
    sheet = a_sheet()
    typed_at = LOCKED - timedelta(seconds=10)

    def arrives(after: timedelta, points: str) -> Answer:
        return save_answer(
            by=of_unit(sheet),
            sheet=sheet,
            leaf="1.2",
            typed=TypedAnswer(points=points),
            version=0,
            typed_at=typed_at,
            now=LOCKED + after,
        ).answer

    with pytest.raises(ValidationError):
        arrives(timedelta(minutes=5), "1")
    assert arrives(timedelta(minutes=4), "1").late
    assert content_of(Answer.objects.get()).late


def test_a_sheet_that_is_submitted_takes_no_answer_from_anybody_not_even_from_the_database():
    sheet = a_sheet()
    answer = saved(sheet, "1.2", points="1")
    UnitSheet.objects.filter(pk=sheet.pk).update(state="submitted")
    with pytest.raises(ValidationError):
        saved(sheet, "1.2", 1, points="2")
    for write in (
        lambda: Answer.objects.filter(pk=answer.pk).update(points="2"),
        lambda: Answer.objects.create(sheet=sheet, leaf="2.3", points="1", at=DECEMBER, **BY),
        answer.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    assert content_of(Answer.objects.get()).points == "1"


BY = {"person_id": 1, "person": "Ai đó", "unit": "Sở Nội vụ"}


def test_done_marks_are_answers_too():
    sheet = a_sheet()
    assert saved(sheet, "1.2", done=True).done
    assert AnswerContent(done=True).is_empty
    assert sums(sheet) == ("0", "9", "9", 0, 5)


def test_a_saving_asks_the_database_a_handful_of_questions(django_assert_max_num_queries):
    sheet = a_sheet()
    saved(sheet, "1.1", figures={"done": "3", "planned": "4"})
    with django_assert_max_num_queries(13):  # on PostgreSQL the shared look is one
        saved(sheet, "1.2", points="1")
