"""A leaf of a unit is appraised by two people who know nothing of each other: nothing counts before both have given
something, what they agree on is the appraisal, and where they differ a third decides with a reason."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import ValidationError

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.appraisal.actions.appraising import accept_many, save_appraisal
from cchc.appraisal.actions.doubling import decide_double, save_given
from cchc.appraisal.actions.drawing import DrawWish, draw_doubles, undo_draw
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.actions.replacing import replace_second
from cchc.appraisal.models import Appraisal, DoubleCell, DoubleOpinion, SecondReplacement, UnitAppraisal
from cchc.appraisal.queries.cells import CellState, cells_in
from cchc.appraisal.queries.content import TakenReason
from cchc.appraisal.queries.coverage import plan_of
from cchc.appraisal.queries.drawing import lots_of
from cchc.appraisal.queries.loads import shared_work
from cchc.appraisal.queries.own_work import own_work
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.queries.unit import units_to_appraise
from cchc.appraisal.waiting import waiting_for
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.core.scoring.agreement import lot
from cchc.notices.models import PersonalNotice
from cchc.scores.models import Score, Stage
from cchc.self_scoring.actions.returning import return_sheet
from cchc.self_scoring.actions.saving import save_answer
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.models import UnitSheet
from tests.builders import (
    a_double,
    a_filled_sheet,
    a_member,
    a_whole_round,
    a_work_plan,
    actor_for,
    an_actor,
    an_appraiser,
    of_unit,
    sent_result,
    submitted,
    to_appraise,
)

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)
LATE = (TakenReason("late", "Báo cáo quý III nộp chậm"),)
FIRST = Stage.FIRST_APPRAISAL


class Double:
    """A unit whose leaf 1.1 two people appraise, with the lead, who appraises nothing."""

    def __init__(self) -> None:
        self.cycle = a_whole_round()
        self.first, self.second = an_appraiser(), an_appraiser("Sở Tài chính")
        self.lead = an_actor(Role.APPRAISAL_LEAD)
        self.plan = a_work_plan(self.cycle, self.first)
        self.cells = a_double(self.plan, self.second)
        self.sheet = a_filled_sheet(self.cycle)
        self.unit = to_appraise(self.sheet)

    def give(self, person, leaf="1.1", version=0, **typed):
        saved = save_given(
            by=actor_for(person),
            appraised=self.unit,
            leaf=leaf,
            typed=TypedAppraisal(**typed),
            version=version,
            now=DECEMBER,
        )
        return saved.row

    def decide(self, by, reason="Theo báo cáo của Sở", version=0, **typed):
        return decide_double(
            by=by,
            appraised=self.unit,
            leaf="1.1",
            typed=TypedAppraisal(**typed),
            reason=reason,
            version=version,
            now=DECEMBER,
        )

    def state(self, actor) -> CellState:
        sight = sight_in(actor, self.cycle)
        participant = self.cycle.participants.select_related("cycle_set__version", "cycle").get(
            pk=self.unit.participant_id
        )
        cells = cells_in(actor, sight, cycle=self.cycle, stage=FIRST, participants=[participant], leaf="1.1")
        return cells[0].state


@pytest.fixture
def double() -> Double:
    return Double()


def counted() -> tuple[int, int, str]:
    unit = UnitAppraisal.objects.get()
    return unit.given, Score.objects.filter(stage=FIRST).count(), unit.points


def test_nothing_counts_before_both_have_given_something_and_what_they_agree_on_is_the_appraisal(double):
    opinion = double.give(double.first, figures={"done": "5"}, reasons=LATE)
    assert isinstance(opinion, DoubleOpinion)
    assert counted() == (0, 0, "0")
    assert not Appraisal.objects.exists()
    double.give(double.second, figures={"done": "5"}, reasons=(TakenReason("late", "Nộp ngày 20/10"),))
    row = Appraisal.objects.get()
    assert (row.leaf, row.points, row.verdict) == ("1.1", "1", Appraisal.Verdict.CORRECTED)
    assert row.reasons == [{"code": "late", "text": "Báo cáo quý III nộp chậm; Nộp ngày 20/10"}]
    assert counted() == (1, 1, "1")
    assert list(play().differences) == []


def test_where_they_differ_a_third_decides_with_a_reason(double):
    double.give(double.first, figures={"done": "5"}, reasons=LATE)
    double.give(double.second)
    assert counted() == (0, 0, "0")
    for refused in (double.first, double.second):
        with pytest.raises(NotPermitted):
            double.decide(actor_for(refused))
    with pytest.raises(ValidationError):
        double.decide(double.lead, reason=" ")
    row = double.decide(double.lead, figures={"done": "7"}, reasons=LATE)
    assert (row.points, counted()) == ("1.4", (1, 1, "1.4"))
    assert double.cells[0].decisions.get().reason == "Theo báo cáo của Sở"
    with pytest.raises(Changed):
        double.decide(double.lead, version=0)
    assert list(play().differences) == []


def test_nobody_decides_before_both_have_given_something(double):
    double.give(double.first)
    with pytest.raises(ValidationError):
        double.decide(double.lead)


def test_a_named_third_and_the_lead_decide_and_nobody_near_to_the_unit():
    double = Double()
    undo_draw(by=double.lead, draw=double.cells[0].draw)
    third, other = an_appraiser("Sở Công Thương"), an_appraiser("Sở Xây dựng")
    near = a_member(Role.APPRAISAL_LEAD, unit=double.unit.participant.unit)
    a_double(double.plan, double.second, third=third)
    double.give(double.first, figures={"done": "5"}, reasons=LATE)
    double.give(double.second)
    with pytest.raises(NotPermitted):
        double.decide(actor_for(other))
    with pytest.raises(ValidationError):
        double.decide(actor_for(near))
    assert double.decide(actor_for(third)).points == "1.8"


def test_each_sees_the_own_part_and_the_counters_know_nothing_of_the_other(double):
    def left(person) -> list[int]:
        own = own_work(actor_for(person), double.cycle, FIRST)
        return [one.left for one in own if one.node.number == "1.1"]

    def given_by_all(reader) -> dict[str, int]:
        work = shared_work(double.cycle, FIRST, double.plan, sight_in(reader, double.cycle))
        return {one.person.name: one.given for one in work.loads}

    def given_in_units(person) -> int:
        actor = actor_for(person)
        works = units_to_appraise(actor, sight_in(actor, double.cycle), double.cycle, FIRST)
        return sum(one.given for one in works)

    second, lead = actor_for(double.second), double.lead
    before = (left(double.second), given_by_all(second), given_in_units(double.second), double.state(lead))
    double.give(double.first, figures={"done": "5"}, reasons=LATE)
    after = (left(double.second), given_by_all(second), given_in_units(double.second), double.state(lead))
    assert before == after == ([1], before[1], 0, CellState.UNDECIDED)
    assert (left(double.first), given_in_units(double.first)) == ([0], 1)
    assert double.state(actor_for(double.first)) is CellState.WAITS_OTHER
    assert double.state(second) is CellState.UNDECIDED
    assert (
        given_by_all(lead)[double.first.person.name] == 1
    )  # whoever is none of the two follows who is how far
    double.give(double.second)
    assert {double.state(one) for one in (lead, second, actor_for(double.first))} == {CellState.WAITS_THIRD}
    double.decide(lead)
    assert {double.state(one) for one in (lead, second, actor_for(double.first))} == {CellState.GIVEN}


def test_an_opinion_is_changed_and_taken_back_until_both_stand(double):
    double.give(double.first)
    with pytest.raises(Changed):
        double.give(double.first, figures={"done": "5"}, reasons=LATE)
    double.give(double.first, version=1, takes_back=True)
    double.give(double.second, figures={"done": "5"}, reasons=LATE)
    assert not Appraisal.objects.exists()
    double.give(double.first, version=2)
    for person, version in ((double.first, 3), (double.second, 1)):
        with pytest.raises(ValidationError):
            double.give(person, version=version, takes_back=True)


def test_every_fault_of_an_opinion_is_told_at_once(double):
    with pytest.raises(ValidationError) as refused:
        double.give(double.second, figures={"done": "nhiều"}, note="\x07")
    assert sorted(refused.value.message_dict) == ["figure-done", "note"]
    with pytest.raises(NotPermitted):
        double.give(an_appraiser("Sở Công Thương"))


def test_no_other_way_writes_an_appraisal_of_it(double):
    by = actor_for(double.first)
    with pytest.raises(ValidationError):
        save_appraisal(
            by=by, appraised=double.unit, leaf="1.1", typed=TypedAppraisal(), version=0, now=DECEMBER
        )
    accepted = accept_many(by=by, appraised=double.unit, leaves=["1.1", "1.3"], now=DECEMBER)
    assert [one.leaf for one in accepted] == ["1.3"]


def test_a_result_is_not_sent_while_it_waits_and_the_fault_names_it(double):
    accept_many(by=actor_for(double.first), appraised=double.unit, leaves=["1.3", "2.1"], now=DECEMBER)
    double.give(double.first, "1.2")
    double.give(double.first, "2.3")
    for give in (
        lambda: None,
        lambda: double.give(double.first),
        lambda: double.give(double.second, provisional="Chờ"),
    ):
        give()
        with pytest.raises(ValidationError) as refused:
            sent_result(UnitAppraisal.objects.get())
        assert [one for one in refused.value.messages if "1.1" in one] == refused.value.messages
    double.decide(double.lead)
    assert sent_result(UnitAppraisal.objects.get()).number == 1


def test_opinions_on_another_answer_are_put_away_and_those_on_the_same_stand(double):
    double.give(double.first)
    double.give(double.second)
    for done, standing in (("10", 0), ("10", 2)):
        sheet = UnitSheet.objects.get(pk=double.sheet.pk)
        return_sheet(by=an_actor(Role.COORDINATOR), sheet=sheet, reason="Thiếu tài liệu", now=DECEMBER)
        answer = sheet.answers.get(leaf="1.1")
        save_answer(
            by=of_unit(sheet),
            sheet=UnitSheet.objects.get(pk=sheet.pk),
            leaf="1.1",
            typed=TypedAnswer(figures={"done": done}),
            version=answer.version,
            now=DECEMBER,
        )
        submitted(sheet, now=DECEMBER)
        assert DoubleOpinion.objects.filter(stands=True).count() == standing
        assert Appraisal.objects.exclude(verdict="").count() == standing // 2
        if not standing:
            double.give(double.first, version=2)
            double.give(double.second, version=2)
    assert list(play().differences) == []


def test_the_log_and_the_notices_tell_nothing_of_what_one_of_two_gives(double):
    double.give(double.first, figures={"done": "7"}, reasons=LATE, note="Xem lại")
    entry = Entry.objects.order_by("-pk")[0]
    told = f"{entry.facts} {entry.wrote}"
    assert not any(word in told for word in ("1.4", "Xem lại", "late", '"7"', "'7'"))
    assert not PersonalNotice.objects.filter(kind="appraisal.double_differs").exists()
    double.give(double.second)
    told_to = PersonalNotice.objects.filter(kind="appraisal.double_differs").values_list(
        "person_id", flat=True
    )
    assert {double.first.person_id, double.second.person_id}.isdisjoint(told_to)


def test_a_share_is_drawn_by_a_seed_from_what_a_person_judges_and_can_be_drawn_again():
    cycle = a_whole_round(["Sở Nội vụ", "Sở Y tế", "Sở Xây dựng"])
    first, second = an_appraiser(), an_appraiser("Sở Tài chính")
    plan = a_work_plan(cycle, first)
    lead = an_actor(Role.APPRAISAL_LEAD)
    wish = DrawWish(percent=50, seed="Kỳ họp 12/2026", seconds=(second.person,))
    draw = draw_doubles(by=lead, plan=plan, wish=wish)
    lots = lots_of(draw, sight_in(lead, cycle))
    assert [one.lot for one in lots] == sorted(lot(name, draw.seed) for name in draw.population)
    chosen = {(one.unit, one.leaf) for one in lots if one.is_drawn}
    assert chosen == {(cell.participant.name, cell.leaf) for cell in draw.cells.all()}
    assert len(chosen) == -(-len(draw.population) // 2)
    again = draw_doubles(by=lead, plan=plan, wish=DrawWish(50, "Lần hai", (second.person,)))
    assert set(again.population) == set(draw.population) - {one.name for one in lots if one.is_drawn}


def test_a_second_is_neither_the_first_nor_near_to_the_unit():
    cycle = a_whole_round()
    near = a_member(Role.APPRAISER, unit=cycle.participants.order_by("place")[0].unit)
    first, other = an_appraiser(), an_appraiser("Sở Tài chính")
    plan = a_work_plan(cycle, first)
    for seconds in ((first,), (near,), ()):
        with pytest.raises(ValidationError) as refused:
            a_double(plan, *seconds)
        assert list(refused.value.message_dict) == ["seconds"]
    assert not DoubleCell.objects.exists()
    cells = a_double(plan, near, other)
    apart = [cell.second_id for cell in cells if cell.participant.unit_id == near.unit_id]
    assert apart == [other.person_id]


def test_what_is_drawn_is_told_to_nobody_before_the_plan_is_announced_and_then_to_the_seconds():
    cycle = a_whole_round()
    first, second = an_appraiser(), an_appraiser("Sở Tài chính")
    a_work_plan(cycle, first, announced=False)
    plan = plan_of(cycle, FIRST)
    assert plan is not None
    a_double(plan, second)
    assert own_work(actor_for(second), cycle, FIRST) == []
    a_work_plan(cycle, first)
    assert PersonalNotice.objects.filter(kind="appraisal.announced", person=second.person).count() == 1
    assert [one.node.number for one in own_work(actor_for(second), cycle, FIRST)] == ["1.1"]


def test_a_draw_is_taken_back_until_somebody_has_given_something(double):
    double.give(double.second)
    with pytest.raises(ValidationError):
        undo_draw(by=double.lead, draw=double.cells[0].draw)
    with pytest.raises(NotPermitted):
        undo_draw(by=actor_for(double.first), draw=double.cells[0].draw)
    double.give(double.second, version=1, takes_back=True)
    assert DoubleOpinion.objects.count() == 1


def test_all_faults_of_a_draw_are_told_at_once(double):
    with pytest.raises(ValidationError) as refused:
        draw_doubles(by=double.lead, plan=double.plan, wish=DrawWish(0, "", (), third=double.second.person))
    assert sorted(refused.value.message_dict) == ["percent", "seconds", "seed"]


def test_what_two_differ_on_waits_for_whoever_decides_and_for_none_of_the_two(double):
    def waiting(actor) -> list[str]:
        duties = [one.href for one in waiting_for(actor, DECEMBER.date())]
        return [href for href in duties if "hai-luot" in href or "quyet-dinh" in href]

    everybody = (double.lead, actor_for(double.first), actor_for(double.second))
    double.give(double.first)
    assert [waiting(one) for one in everybody] == [[], [], []]
    double.give(double.second, figures={"done": "5"}, reasons=LATE)
    assert [waiting(one) for one in everybody] == [[f"/tham-dinh/{double.cycle.year}/hai-luot/"], [], []]
    double.decide(double.lead)
    assert waiting(double.lead) == []


def test_another_takes_over_what_a_second_has_not_given_and_sees_nothing_of_it(double):
    other, cell = (
        an_appraiser("Sở Công Thương"),
        DoubleCell.objects.filter(participant=double.unit.participant_id),
    )
    double.give(double.second, note="Xem lại bảng 2")
    assert replaced(double, other).cells == 1  # of the other unit: what was given stays
    assert cell.get().second_id == double.second.person_id
    double.give(double.second, version=1, takes_back=True)
    assert replaced(double, other).cells == 1
    assert (cell.get().second_id, DoubleOpinion.objects.count()) == (other.person_id, 0)
    with pytest.raises(ValidationError) as refused:
        replaced(double, an_appraiser("Sở Xây dựng"))
    assert set(refused.value.message_dict) == {"leaving"}  # nothing is left to hand over
    double.give(other)  # at version 0: nothing of the other's is there
    with pytest.raises(NotPermitted):
        double.give(double.second)
    double.give(double.first)
    assert counted()[0] == 1
    assert play().differences == []


def test_a_replacement_is_neither_first_nor_third_nor_near_and_has_a_reason(double):
    with pytest.raises(ValidationError) as refused:
        replaced(double, double.first, reason=" ")
    assert set(refused.value.message_dict) == {"coming", "reason"}
    near = a_member(Role.APPRAISER, unit=double.sheet.participant.unit)
    clerk = a_member(Role.UNIT_CLERK, unit=near.unit)
    for one, faults in ((near, 1), (clerk, 2), (double.second, 1)):
        with pytest.raises(ValidationError) as refused:
            replaced(double, one)
        assert len(refused.value.message_dict["coming"]) == faults
    with pytest.raises(NotPermitted):
        replaced(double, an_appraiser("Sở Công Thương"), by=actor_for(double.first))
    assert not SecondReplacement.objects.exists()


def replaced(double, coming, reason="Nghỉ ốm dài ngày", by=None):
    return replace_second(
        by=by or double.lead,
        draw=double.cells[0].draw,
        leaving=double.second.person,
        coming=coming.person,
        reason=reason,
    )
