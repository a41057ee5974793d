"""A score of one's own unit changes when somebody of another unit has approved it, by whatever way one tries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Role, Scope
from cchc.accounts import actions as account_actions
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.cycles import actions as cycle_actions
from cchc.cycles.models import Cycle, Participant
from cchc.intake.actions import apply
from cchc.intake.models import StagedFile
from cchc.results.models import IndexRun, UnitIndex
from cchc.scores import actions
from cchc.scores.models import Correction, Score
from cchc.scores.policies import may_decide
from cchc.scores.queries.history import history_of
from cchc.scores.queries.interests import second_people, units_of_interest
from cchc.scores.queries.requests import asked_corrections, corrections_to_decide
from cchc.scores.waiting import waiting_for
from cchc.units import actions as unit_actions
from cchc.units.models import Unit
from tests.builders import a_member, a_scored_cycle, actor_for, an_actor, imported, staged
from tests.scores.asking import ask, member_of, points, unit_of

pytestmark = pytest.mark.django_db
State = Correction.State


@pytest.fixture
def cycle() -> Cycle:
    """A cycle whose scores are in."""
    found = a_scored_cycle()
    imported(found)
    return found


def test_the_score_of_another_unit_is_corrected_at_once(cycle: Cycle):
    made = ask(member_of("Sở Nội vụ"), cycle, name="Sở Tài chính")
    assert (made.state, points(cycle, "Sở Tài chính"), made.effect["before"]["rank"]) == (State.MADE, "1", 2)


def test_the_score_of_the_own_unit_waits_and_nothing_of_it_counts(cycle: Cycle):
    runs = IndexRun.objects.count()
    asked = ask(member_of("Sở Nội vụ"), cycle)
    assert (asked.state, points(cycle), IndexRun.objects.count()) == (State.WAITING, "2", runs)
    assert Entry.objects.filter(verb="results.correction_asked").count() == 1


def test_somebody_of_another_unit_approves_it_and_then_it_counts(cycle: Cycle):
    asked = ask(member_of("Sở Nội vụ"), cycle)
    second = member_of("Sở Y tế")
    made = actions.approve(by=second, correction=asked)
    assert (made.state, made.decided_by, points(cycle)) == (State.MADE, second.person, "1")
    rank = UnitIndex.objects.get(run=IndexRun.objects.first(), name="Sở Nội vụ").rank
    assert (made.effect["before"]["rank"], made.effect["after"]["rank"]) == (1, rank)


def test_neither_whoever_asked_nor_anybody_of_that_unit_approves_it(cycle: Cycle):
    first, colleague = member_of("Sở Nội vụ"), member_of("Sở Nội vụ", Role.ADMINISTRATOR)
    asked = ask(first, cycle)
    clerk = member_of("Sở Y tế", Role.UNIT_CLERK)
    elsewhere = replace(first, unit_id=Unit.objects.get(name="Sở Y tế").pk, unit="Sở Y tế")
    for somebody in (first, colleague, clerk, elsewhere):
        with pytest.raises(NotPermitted):
            actions.approve(by=somebody, correction=asked)
        with pytest.raises(NotPermitted):
            actions.refuse(by=somebody, correction=asked, reason="Không")
    assert points(cycle) == "2"


def test_a_refusal_has_a_reason_and_leaves_the_score(cycle: Cycle):
    asked, second = ask(member_of("Sở Nội vụ"), cycle), member_of("Sở Y tế")
    with pytest.raises(ValidationError):
        actions.refuse(by=second, correction=asked, reason=" ")
    refused = actions.refuse(by=second, correction=asked, reason="Chưa đủ căn cứ")
    assert (refused.state, refused.answer, points(cycle)) == (State.REFUSED, "Chưa đủ căn cứ", "2")
    with pytest.raises(ValidationError):
        actions.approve(by=second, correction=asked)


def test_whoever_asked_or_a_colleague_withdraws_it_and_nobody_else(cycle: Cycle):
    first = member_of("Sở Nội vụ")
    asked = ask(first, cycle)
    with pytest.raises(NotPermitted):
        actions.withdraw(by=member_of("Sở Y tế"), correction=asked)
    assert actions.withdraw(by=first, correction=asked).state == State.WITHDRAWN
    again = ask(first, cycle)
    assert actions.withdraw(by=member_of("Sở Nội vụ"), correction=again).state == State.WITHDRAWN


def test_a_second_change_of_the_same_score_does_not_wait_beside_the_first(cycle: Cycle):
    ask(member_of("Sở Nội vụ"), cycle)
    with pytest.raises(ValidationError, match="asked for a change of this score already"):
        ask(member_of("Sở Nội vụ"), cycle, Fraction(1, 2))


def test_what_was_asked_for_before_the_score_changed_is_stale_and_shows_both_values(cycle: Cycle):
    asked = ask(member_of("Sở Nội vụ"), cycle)
    second = member_of("Sở Y tế")
    ask(second, cycle, Fraction(3, 2))
    with pytest.raises(Changed) as stale:
        actions.approve(by=second, correction=asked)
    assert [(one.change.old.points, one.now.points, one.change.new.points) for one in stale.value.now] == [
        ("2", "1.5", "1")
    ]
    assert points(cycle) == "1.5"


def test_a_score_that_no_longer_applies_is_not_approved(cycle: Cycle):
    asked = ask(member_of("Sở Nội vụ"), cycle)
    off = [(unit_of(cycle).pk, "1.2")]
    cycle_actions.change_applicability(by=an_actor(), cycle=cycle, off=off, reason="Không khảo sát")
    with pytest.raises(ValidationError):
        actions.approve(by=member_of("Sở Y tế"), correction=asked)


def test_a_membership_that_ended_in_the_year_of_the_cycle_still_counts(cycle: Cycle):
    membership = a_member(Role.COORDINATOR, unit=Unit.objects.get(name="Sở Nội vụ"))
    account_actions.give_membership(
        by=an_actor(),
        person=membership.person,
        unit=Unit.objects.get(name="Sở Y tế"),
        role=Role.COORDINATOR,
        scope=Scope.PROVINCE,
        valid_from=date(2026, 3, 1),
    )
    account_actions.end_membership(by=an_actor(), membership=membership, day=date(2026, 3, 1))
    now = actor_for(membership.person.memberships.get(valid_until=None))
    near = units_of_interest(now, cycle)
    assert {unit_of(cycle).unit_id, unit_of(cycle, "Sở Y tế").unit_id} <= near
    assert ask(now, cycle).state == State.WAITING
    assert units_of_interest(now, replace_year(cycle, 2027)) & {unit_of(cycle).unit_id} == set()


def replace_year(cycle: Cycle, year: int) -> Cycle:
    """The same cycle in another year, not stored."""
    return Cycle(pk=cycle.pk, province_id=cycle.province_id, year=year, state=cycle.state)


def test_who_worked_for_a_predecessor_stands_near_to_the_unit(cycle: Cycle):
    old = member_of("Sở Tài chính")
    merged = unit_actions.rename_unit(
        by=an_actor(),
        unit=Unit.objects.get(name="Sở Tài chính"),
        name="Sở Tài chính mới",
        on=date(2026, 6, 1),
    )
    assert {merged.pk, unit_of(cycle, "Sở Tài chính").unit_id} <= units_of_interest(old, cycle)


# Who decides


def test_those_who_may_decide_find_it_on_their_desk_and_in_the_list_and_nobody_else_counts_it(cycle: Cycle):
    first = member_of("Sở Nội vụ")
    second, colleague = member_of("Sở Y tế"), member_of("Sở Nội vụ", Role.ADMINISTRATOR)
    asked = ask(first, cycle)
    counted = {
        one.unit + one.role: len(corrections_to_decide(one, cycle)) for one in (first, second, colleague)
    }
    assert list(counted.values()) == [0, 1, 0]
    duties = {one.person_id: list(waiting_for(one, date(2026, 12, 20))) for one in (first, second, colleague)}
    assert [len(found) for found in duties.values()] == [0, 1, 0]
    assert [one.pk for one in asked_corrections(second, cycle)] == [asked.pk]
    reader = member_of("Sở Y tế", Role.UNIT_HEAD)
    assert asked_corrections(reader, cycle) == []


def test_second_people_are_exactly_those_whom_the_act_lets_decide(cycle: Cycle):
    first = member_of("Sở Nội vụ")
    others = [member_of("Sở Y tế"), member_of("Sở Nội vụ"), member_of("Sở Tài chính", Role.UNIT_HEAD)]
    asked = ask(first, cycle)
    allowed = [one for one in [first, *others] if may_decide(one, asked, units_of_interest(one, cycle))]
    assert [(one.person, one.unit) for one in second_people(asked)] == [
        (one.person, one.unit) for one in allowed
    ]
    assert len(allowed) == 1


def test_where_nobody_else_may_decide_there_is_no_second_person(cycle: Cycle):
    assert second_people(ask(member_of("Sở Nội vụ"), cycle)) == []


# Taking back


def test_a_correction_is_taken_back_exactly_and_what_is_newer_is_left(cycle: Cycle):
    by = member_of("Sở Y tế")
    first = ask(by, cycle)
    newer = ask(by, cycle, Fraction(3, 2), version=2)
    with pytest.raises(Changed) as refused:
        actions.take_back(by=by, correction=first, reason="Nhầm")
    assert refused.value.now.points == "1.5"
    actions.take_back(by=by, correction=newer, reason="Nhầm")
    row = Score.objects.get(participant=unit_of(cycle), leaf="1.2")
    assert (row.points, row.reason, row.version) == ("1", "Rà soát lại", 4)
    with pytest.raises(Changed):
        actions.take_back(by=by, correction=newer, reason="Nhầm")


def test_taking_back_a_correction_of_the_own_unit_waits_as_well(cycle: Cycle):
    made = ask(member_of("Sở Y tế"), cycle)
    undone = actions.take_back(by=member_of("Sở Nội vụ"), correction=made, reason="Không đồng ý")
    assert (undone.state, points(cycle)) == (State.WAITING, "1")
    actions.approve(by=member_of("Sở Tài chính"), correction=undone)
    row = Score.objects.get(participant=unit_of(cycle), leaf="1.2")
    assert (row.points, row.origin, row.source_id is not None) == ("2", "imported", True)


def test_what_only_waits_or_was_refused_cannot_be_taken_back(cycle: Cycle):
    asked = ask(member_of("Sở Nội vụ"), cycle)
    with pytest.raises(ValidationError):
        actions.take_back(by=member_of("Sở Y tế"), correction=asked, reason="Nhầm")


def test_the_history_tells_every_change_with_who_old_new_reason_and_document(cycle: Cycle):
    asked = ask(member_of("Sở Nội vụ"), cycle)
    second = member_of("Sở Y tế")
    actions.approve(by=second, correction=asked)
    undone = actions.take_back(by=second, correction=asked, reason="Nhầm biên bản")
    lines = history_of(unit_of(cycle), "1.2", second)
    assert [(line.old.points, line.new.points, line.reason) for line in lines] == [
        ("1", "2", "Nhầm biên bản"),
        ("2", "1", "Rà soát lại"),
        ("", "2", "diem.csv"),
    ]
    assert [line.correction for line in lines] == [undone, asked, None]
    assert (str(lines[1].correction.document), lines[1].correction.decided_by) == (
        "12/BB-HĐTĐ",
        second.person,
    )


def test_a_change_that_waits_is_not_in_the_history_of_others(cycle: Cycle):
    ask(member_of("Sở Nội vụ"), cycle)
    reader = member_of("Sở Y tế", Role.UNIT_HEAD)
    assert [line.reason for line in history_of(unit_of(cycle), "1.2", reader)] == ["diem.csv"]


# Points files

OWN_AND_OTHER = "unit,1.2,2.2\nSở Nội vụ,1,2\nSở Y tế,2,1\n"


def test_rows_of_the_own_unit_wait_and_all_others_are_applied(cycle: Cycle):
    file = staged(cycle, OWN_AND_OTHER)
    apply(by=member_of("Sở Nội vụ"), staged=file)
    assert (points(cycle), points(cycle, "Sở Y tế")) == ("2", "2")
    (asked,) = Correction.objects.all()
    assert (asked.kind, asked.source_id, len(asked.cells)) == ("import", file.pk, 2)
    actions.approve(by=member_of("Sở Y tế"), correction=asked)
    row = Score.objects.get(participant=unit_of(cycle), leaf="1.2")
    assert (row.points, row.origin, row.source_id) == ("1", "imported", file.pk)


def test_taking_the_file_back_withdraws_what_waits_and_gives_the_others_back(cycle: Cycle):
    by = member_of("Sở Nội vụ")
    apply(by=by, staged=staged(cycle, OWN_AND_OTHER))
    actions.undo_last_import(by=by, cycle=cycle)
    assert (points(cycle), points(cycle, "Sở Y tế")) == ("2", "")
    assert Correction.objects.get().state == State.WITHDRAWN


def test_taking_back_rows_of_the_own_unit_needs_the_second_person_again(cycle: Cycle):
    by, second = member_of("Sở Nội vụ"), member_of("Sở Y tế")
    apply(by=by, staged=staged(cycle, OWN_AND_OTHER))
    actions.approve(by=second, correction=Correction.objects.get())
    actions.undo_last_import(by=by, cycle=cycle)
    assert (points(cycle), points(cycle, "Sở Y tế")) == ("1", "")
    undoing = Correction.objects.get(state=State.WAITING)
    assert undoing.kind == "undo"
    actions.approve(by=second, correction=undoing)
    row = Score.objects.get(participant=unit_of(cycle), leaf="1.2")
    assert (row.points, row.source.state) == ("2", StagedFile.State.APPLIED)


def test_rows_that_a_second_person_refused_are_not_in_the_way_of_taking_the_file_back(cycle: Cycle):
    by = member_of("Sở Nội vụ")
    apply(by=by, staged=staged(cycle, OWN_AND_OTHER))
    actions.refuse(by=member_of("Sở Y tế"), correction=Correction.objects.get(), reason="Sai số liệu")
    ask(member_of("Sở Y tế"), cycle, Fraction(3, 2))
    actions.undo_last_import(by=by, cycle=cycle)
    assert (points(cycle), points(cycle, "Sở Y tế")) == ("1.5", "")


# What holds whatever is done


def test_the_database_keeps_what_was_made_or_decided(cycle: Cycle):
    made = ask(member_of("Sở Y tế"), cycle)
    asked = ask(member_of("Sở Nội vụ"), cycle, version=2)
    refused = actions.refuse(by=member_of("Sở Tài chính"), correction=asked, reason="Chưa rõ")
    for one in (made, refused):
        with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
            Correction.objects.filter(pk=one.pk).update(reason="Khác")
        with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
            one.delete()


def test_what_applies_to_the_own_unit_and_its_group_are_changed_by_somebody_else(cycle: Cycle):
    own, other = unit_of(cycle), unit_of(cycle, "Sở Tài chính")
    first, second = member_of("Sở Nội vụ"), member_of("Sở Y tế")

    def exempted(by: Actor, *whose: Participant) -> int:
        off = [(one.pk, "1.2") for one in whose]
        return cycle_actions.change_applicability(by=by, cycle=cycle, off=off, reason="Không có")

    def moved(by: Actor, *whose: Participant) -> int:
        return cycle_actions.set_peer_group(by=by, cycle=cycle, participants=whose, peer_group="Nhóm khác")

    for act in (exempted, moved):
        with pytest.raises(ValidationError) as refused:
            act(first, own, other)
        (told,) = refused.value.messages
        assert (own.name in told, other.name in told) == (True, False)
        assert f"{second.person} (Sở Y tế)" in told
        assert (act(first, other), act(second, own)) == (1, 1)
    with pytest.raises(ValidationError, match="your own unit"):
        cycle_actions.change_applicability(by=first, cycle=cycle, on=[(own.pk, "1.2")])


def test_before_a_cycle_runs_whoever_prepares_it_says_what_applies_to_all():
    prepared = a_scored_cycle()
    Cycle.objects.update(state="preparing")
    prepared.refresh_from_db()
    off = [(unit_of(prepared).pk, "1.2")]
    by = member_of("Sở Nội vụ")
    assert cycle_actions.change_applicability(by=by, cycle=prepared, off=off, reason="Không có") == 1


def test_each_reason_alone_keeps_somebody_from_deciding(cycle: Cycle):
    """Another person, of another unit, without an interest: whatever the two other conditions say."""
    first, second = member_of("Sở Nội vụ"), member_of("Sở Y tế")
    asked, nothing = ask(first, cycle), frozenset[int]()
    whose = asked.participant.unit_id
    assert may_decide(second, asked, nothing)
    assert not may_decide(replace(second, person_id=first.person_id), asked, nothing)
    assert not may_decide(replace(second, unit_id=first.unit_id), asked, nothing)
    assert not may_decide(second, asked, frozenset({whose}))


def test_who_acts_for_a_merged_unit_is_near_to_all_that_it_came_from(cycle: Cycle):
    first = member_of("Sở Nội vụ")
    ending = [Unit.objects.get(name=name) for name in ("Sở Nội vụ", "Sở Y tế")]
    into = unit_actions.NewUnit("Sở Nội vụ và Y tế", ending[0].kind)
    merged = unit_actions.merge_units(by=an_actor(), units=ending, into=into, on=date(2026, 6, 1))
    near = units_of_interest(replace(first, unit_id=merged.pk), cycle)
    assert {one.pk for one in ending} < near


def test_a_file_of_which_rows_never_counted_is_taken_back_as_the_log_tells(cycle: Cycle):
    first = member_of("Sở Nội vụ")
    brought = staged(cycle, "đơn vị;1.2\nSở Nội vụ;1\nSở Tài chính;1\n", name="sua.csv")
    apply(by=first, staged=brought)
    assert (points(cycle), points(cycle, "Sở Tài chính")) == ("2", "1")
    actions.undo_last_import(by=first, cycle=cycle)
    assert (points(cycle), points(cycle, "Sở Tài chính")) == ("2", "1.5")
    assert list(play().differences) == []
