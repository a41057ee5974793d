"""Acts on measures, sections and the head of a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cchc.audit.changed import Changed
from cchc.core.words.messages import message_of, say
from cchc.cycles.actions import add_holidays
from cchc.cycles.exchange import HolidayRow
from cchc.documents.models import OfficialDocument
from cchc.plans.actions import measures as measure_actions
from cchc.plans.actions.plans import (
    PlanHead,
    change_head,
    copy_plan,
    create_plan,
    head_of,
)
from cchc.plans.models import Measure, Plan
from cchc.units.actions import close_unit
from tests.builders import (
    a_measure,
    a_plan,
    a_province,
    a_read_plan,
    a_unit,
    an_actor,
)
from tests.plans.acted_plans import PAPER, by_hand, last_facts, order, told

pytestmark = pytest.mark.django_db


def due(measure: Measure) -> list[date]:
    return [one.on for one in measure.dues.all()]


# Sections and measures


def test_a_measure_added_behind_another_stands_between_it_and_the_next() -> None:
    _plan, section, (first, _second) = by_hand("Một", "Hai")
    measure_actions.add_measure(by=an_actor(), section=section, texts={"task": "Giữa"}, after=first)
    assert order(section) == [(1, "Một"), (2, "Giữa"), (3, "Hai")]


def test_a_measure_is_added_behind_where_the_other_stands_now() -> None:
    _plan, section, (first, second) = by_hand("Một", "Hai")
    measure_actions.move_measure(by=an_actor(), measure=first, section=section, place=2)
    measure_actions.add_measure(by=an_actor(), section=section, texts={"task": "Ba"}, after=second)
    assert order(section) == [(1, "Hai"), (2, "Ba"), (3, "Một")]


def test_a_measure_moved_to_another_section_leaves_both_in_order_from_one() -> None:
    plan, section, (_first, second, _third) = by_hand("Một", "Hai", "Ba")
    other = a_measure(plan, "Bốn", heading="Thủ tục").section
    measure_actions.move_measure(by=an_actor(), measure=second, section=other, place=1)
    assert order(section) == [(1, "Một"), (2, "Ba")]
    assert order(other) == [(1, "Hai"), (2, "Bốn")]


@pytest.mark.parametrize(("place", "expected"), [(0, ["Ba", "Một", "Hai"]), (99, ["Một", "Hai", "Ba"])])
def test_a_place_beyond_the_ends_is_the_end(place: int, expected: list[str]) -> None:
    _plan, section, (_first, _second, third) = by_hand("Một", "Hai", "Ba")
    measure_actions.move_measure(by=an_actor(), measure=third, section=section, place=place)
    assert [task for _place, task in order(section)] == expected


def test_a_measure_is_not_moved_into_another_plan() -> None:
    _plan, _section, (measure,) = by_hand("Một")
    elsewhere = a_measure(a_plan(), "Hai").section
    with pytest.raises(ValidationError):
        measure_actions.move_measure(by=an_actor(), measure=measure, section=elsewhere, place=1)


def test_a_deleted_measure_closes_the_gap_and_its_texts_stay_in_the_log() -> None:
    plan, section, (first, _second) = by_hand("Một", "Hai")
    measure_actions.delete_measure(by=an_actor(), measure=first)
    assert order(section) == [(1, "Hai")]
    assert last_facts()["texts"]["task"] == "Một"
    assert plan.agencies.count() == 0


def test_agencies_that_no_measure_names_any_more_go() -> None:
    plan = a_plan()
    kept = a_measure(plan, "Một", lead="Sở Tư pháp")
    gone = a_measure(plan, "Hai", lead="Sở Y tế", cooperating="Sở Tư pháp")
    measure_actions.delete_measure(by=an_actor(), measure=gone)
    assert [agency.text for agency in plan.agencies.all()] == ["Sở Tư pháp"]
    measure_actions.change_measure(
        by=an_actor(), measure=kept, version=kept.version, texts={"lead": "Sở Nội vụ"}
    )
    assert [agency.text for agency in plan.agencies.all()] == ["Sở Nội vụ"]


def test_a_section_goes_with_its_measures_and_says_how_many() -> None:
    plan, section, _measures = by_hand("Một", "Hai")
    other = a_measure(plan, "Ba", heading="Thủ tục").section
    assert measure_actions.delete_section(by=an_actor(), section=section) == 2
    assert list(plan.sections.values_list("place", "heading")) == [(1, "Thủ tục")]
    assert other.measures.count() == 1
    facts = last_facts()
    assert (facts["count"], [one["task"] for one in facts["measures"]]) == (2, ["Một", "Hai"])


def test_sections_are_moved_renamed_and_kept_in_order() -> None:
    plan = a_plan()
    for heading in ("Một", "Hai", "Ba"):
        measure_actions.add_section(by=an_actor(), plan=plan, heading=heading)
    measure_actions.move_section(by=an_actor(), section=plan.sections.get(heading="Ba"), place=1)
    measure_actions.change_section(
        by=an_actor(), section=plan.sections.get(heading="Hai"), heading="Bốn", number="II"
    )
    assert [(one.place, str(one)) for one in plan.sections.all()] == [(1, "Ba"), (2, "Một"), (3, "II Bốn")]


def test_a_section_without_a_heading_and_a_measure_without_a_task_are_refused_with_words() -> None:
    plan, section, (measure,) = by_hand("Một")
    with pytest.raises(ValidationError) as refused:
        measure_actions.add_section(by=an_actor(), plan=plan, heading="  ")
    assert refused.value.message_dict == {"heading": ["A section needs a heading."]}
    with pytest.raises(ValidationError) as refused:
        measure_actions.add_measure(by=an_actor(), section=section, texts={"lead": "Sở Y tế"})
    assert refused.value.message_dict == {"task": ["Say what is to be done."]}
    with pytest.raises(ValidationError) as refused:
        measure_actions.change_measure(by=an_actor(), measure=measure, version=1, texts={"task": " "})
    assert refused.value.message_dict == {"task": ["Say what is to be done."]}


def test_who_changes_what_somebody_changed_meanwhile_is_shown_it_and_nothing_is_lost() -> None:
    _plan, _section, (measure,) = by_hand("Một")
    seen = measure.version
    measure_actions.change_measure(by=an_actor(), measure=measure, version=seen, texts={"task": "Của tôi"})
    with pytest.raises(Changed) as changed:
        measure_actions.change_measure(
            by=an_actor(), measure=measure, version=seen, texts={"task": "Của người khác"}
        )
    measure.refresh_from_db()
    assert (changed.value.now.task, measure.task) == ("Của tôi", "Của tôi")
    assert told().count("measure_changed") == 1


def test_saving_what_stands_there_already_is_no_conflict_and_no_record() -> None:
    _plan, _section, (measure,) = by_hand("Một")
    measure_actions.change_measure(by=an_actor(), measure=measure, version=1, texts={"task": "Hai"})
    same = measure_actions.change_measure(by=an_actor(), measure=measure, version=1, texts={"task": " Hai "})
    assert (same.version, told().count("measure_changed")) == (2, 1)


def test_a_changed_deadline_and_lead_are_understood_anew() -> None:
    a_unit("Sở Y tế")
    measure = a_measure(a_plan(), deadline="Quý I/2026", lead="Sở Tư pháp")
    texts = {"deadline": "Quý III, IV/2026", "lead": "Sở Y tế"}
    measure_actions.change_measure(by=an_actor(), measure=measure, version=1, texts=texts)
    measure.refresh_from_db()
    assert due(measure) == [date(2026, 12, 31)]
    assert [unit.name for unit in measure.parts.get().agency.units.all()] == ["Sở Y tế"]
    assert (measure.version, "so y te" in measure.search) == (2, True)


def test_a_doubt_goes_when_its_cell_is_changed_and_the_row_is_sure_when_the_last_one_went() -> None:
    original = a_plan(year=2025)
    a_measure(original, "Báo cáo năm 2025", deadline="Quý I/2025")
    copy = copy_plan(by=an_actor(), original=original, unit=original.unit, title="Năm 2026", year=2026)
    measure = Measure.objects.get(section__plan=copy)
    assert set(measure.doubts) == {"task", "deadline"}
    measure = measure_actions.change_measure(
        by=an_actor(), measure=measure, version=1, texts={"deadline": "Quý II/2026"}
    )
    assert (set(measure.doubts), measure.confidence) == ({"task"}, "likely")
    measure = measure_actions.change_measure(
        by=an_actor(), measure=measure, version=2, texts={"task": "Báo cáo năm 2026"}
    )
    assert (measure.doubts, measure.confidence) == ({}, "sure")


def test_checking_a_row_is_recorded_once_and_can_be_taken_back() -> None:
    _plan, _section, (measure,) = by_hand("Một")
    for checked in (True, True, False):
        measure = measure_actions.check_measure(
            by=an_actor(), measure=measure, version=measure.version, checked=checked
        )
    assert (measure.checked, told().count("measure_checked")) == (False, 2)


# Plans by hand


def test_a_plan_needs_a_title() -> None:
    with pytest.raises(ValidationError) as refused:
        create_plan(by=an_actor(), unit=a_province(), title=" ", kind="reform", year=2026)
    assert refused.value.message_dict == {"title": ["A plan needs a title."]}


def test_copying_moves_the_years_of_deadlines_on_and_marks_what_is_to_be_looked_at() -> None:
    original = a_plan(year=2025)
    a_measure(original, "Rà soát", deadline="Tháng 12/2025 đến quý I/2026", lead="Sở Tư pháp")
    a_measure(original, "Khắc phục tồn tại năm 2025", deadline="Thường xuyên")
    copy = copy_plan(by=an_actor(), original=original, unit=original.unit, title="Năm 2026", year=2026)
    first, second = Measure.objects.filter(section__plan=copy)
    assert (first.deadline, due(first)) == ("Tháng 12/2026 đến quý I/2027", [date(2027, 3, 31)])
    assert {column: say(message_of(why)) for column, why in first.doubts.items()} == {
        "deadline": "Copied from 2025: the years were moved on to 2026."
    }
    assert {column: say(message_of(why)) for column, why in second.doubts.items()} == {
        "task": "Copied from 2025: the text still names that year."
    }
    assert [(one.confidence, one.checked) for one in (first, second)] == [("likely", False)] * 2
    assert last_facts() == {"original": original.title, "original_id": original.pk, "count": 2}


def test_a_copy_is_a_draft_of_its_own_and_was_read_nowhere() -> None:
    original = a_read_plan(PAPER.format(year=" năm 2026"))
    copy = copy_plan(by=an_actor(), original=original, unit=original.unit, title="Năm 2027", year=2027)
    assert (copy.state, copy.document, copy.sections.count()) == ("draft", None, 1)
    assert [any(one.source.values()) for one in Measure.objects.filter(section__plan=copy)] == [False] * 2


def test_an_agency_of_a_copy_that_has_ended_meanwhile_is_to_be_confirmed() -> None:
    planning = a_unit("Sở Kế hoạch")
    original = a_plan(year=2025)
    a_measure(original, lead="Sở Kế hoạch")
    assert original.agencies.get().confidence == "sure"
    close_unit(by=an_actor(), unit=planning, on=date(2025, 7, 1))
    copy = copy_plan(by=an_actor(), original=original, unit=original.unit, title="Năm 2026", year=2026)
    assert [(one.text, one.confidence, one.reason) for one in copy.agencies.all()] == [
        ("Sở Kế hoạch", "unsure", "ended")
    ]


def test_the_head_of_a_plan_by_hand_makes_its_document_and_a_change_is_recorded_once() -> None:
    plan = a_plan()
    said = PlanHead(
        "Kế hoạch mới", "remediation", 2026, "KẾ HOẠCH", "12/KH-UBND", date(2026, 1, 5), "UBND tỉnh"
    )
    change_head(by=an_actor(), plan=plan, head=said)
    plan = change_head(by=an_actor(), plan=plan, head=said)
    assert head_of(Plan.objects.get(pk=plan.pk)) == replace(said, unit_id=plan.unit_id)
    assert str(OfficialDocument.objects.get()) == "KẾ HOẠCH 12/KH-UBND"
    assert told() == ["created", "changed"]
    assert last_facts()["changes"]["number"] == ["", "12/KH-UBND"]


def test_due_days_move_with_the_switch_over_a_holiday_and_back_without_it() -> None:
    plan = a_plan()
    measure = a_measure(plan, deadline="30/4/2026")
    add_holidays(
        by=an_actor(),
        rows=[HolidayRow(date(2026, 4, 30), "Giải phóng miền Nam"), HolidayRow(date(2026, 5, 1), "Lao động")],
    )
    change_head(by=an_actor(), plan=plan, head=replace(head_of(plan), working_days=True))
    assert due(measure) == [date(2026, 5, 4)]
    plan.refresh_from_db()
    change_head(by=an_actor(), plan=plan, head=replace(head_of(plan), working_days=False))
    assert due(measure) == [date(2026, 4, 30)]


def test_another_year_gives_deadlines_that_name_none_other_days() -> None:
    plan = a_plan(year=2026)
    measure = a_measure(plan, deadline="Quý II")
    change_head(by=an_actor(), plan=plan, head=replace(head_of(plan), year=2027))
    assert due(measure) == [date(2027, 6, 30)]
