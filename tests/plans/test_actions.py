"""Working on plans: every act keeps the order, the texts and what they mean together, and leaves one record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.core.words.messages import Faults, message_of, say
from cchc.cycles.actions import add_holidays
from cchc.cycles.exchange import HolidayRow
from cchc.documents.models import OfficialDocument, StoredFile
from cchc.documents.queries import content
from cchc.intake.actions import give_up, read_again
from cchc.intake.models import StagedFile
from cchc.intake.tasks import read_file
from cchc.plans.actions import measures as measure_actions
from cchc.plans.actions.agencies import confirm_agency
from cchc.plans.actions.enforcing import make_plan
from cchc.plans.actions.findings import accept_finding, reopen_finding
from cchc.plans.actions.plans import (
    PlanHead,
    change_head,
    copy_plan,
    create_plan,
    delete_draft,
    head_of,
)
from cchc.plans.models import Measure, Plan, Section
from cchc.plans.queries.findings import findings_of
from cchc.units.actions import close_unit
from cchc.units.models import Kind, Unit
from tests.builders import (
    a_measure,
    a_member,
    a_plan,
    a_province,
    a_read_plan,
    a_unit,
    actor_for,
    an_actor,
    handed_in,
)

pytestmark = pytest.mark.django_db

PAPER = """\
KẾ HOẠCH
Cải cách hành chính nhà nước{year}

STT\tNhiệm vụ\tSản phẩm\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian thực hiện
I\tCẢI CÁCH THỂ CHẾ
1\tRà soát các văn bản đã ban hành\tBáo cáo kết quả rà soát\tSở Tư pháp\tCác sở liên quan\tQuý II/2026
2\tMở chuyên mục pháp luật\tChuyên mục phát sóng\tSở Tư pháp\tĐài tỉnh\tThường xuyên
"""


def told() -> list[str]:
    """What the log says of plans, act by act."""
    entries = Entry.objects.filter(verb__startswith="plans.").order_by("pk")
    return [verb.removeprefix("plans.") for verb in entries.values_list("verb", flat=True)]


def last_facts() -> dict[str, object]:
    facts: dict[str, object] = Entry.objects.order_by("-pk")[0].facts
    return facts


def order(section: Section) -> list[tuple[int, str]]:
    return list(section.measures.values_list("place", "task"))


def words(refused: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    return refused.value.messages


def due(measure: Measure) -> list[date]:
    return [one.on for one in measure.dues.all()]


def by_hand(*tasks: str) -> tuple[Plan, Section, list[Measure]]:
    plan = a_plan()
    measures = [a_measure(plan, task) for task in tasks]
    return plan, plan.sections.get(), measures


def a_clerk_of(unit: Unit) -> Actor:
    return actor_for(a_member(Role.UNIT_CLERK, unit=unit))


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


def test_a_draft_by_hand_is_deleted_with_its_document_and_the_log_counts_its_measures() -> None:
    plan, _section, _measures = by_hand("Một", "Hai")
    change_head(by=an_actor(), plan=plan, head=replace(head_of(plan), number="12/KH-UBND"))
    delete_draft(by=an_actor(), plan=plan)
    assert (Plan.objects.count(), OfficialDocument.objects.count(), last_facts()) == (0, 0, {"count": 2})


def test_neither_a_plan_in_force_nor_one_read_from_a_file_is_deleted_as_a_draft() -> None:
    plan, _section, _measures = by_hand("Một")
    make_plan(by=an_actor(Role.COORDINATOR), plan=plan)
    for one, why in (
        (plan, "A plan in force is not deleted."),
        (
            a_read_plan(PAPER.format(year=" năm 2026")),
            "This draft was read from a file: give up the reading.",
        ),
    ):
        with pytest.raises(ValidationError) as refused:
            delete_draft(by=an_actor(Role.COORDINATOR), plan=one)
        assert words(refused) == [why]


# From a file to a plan in force


def test_a_plan_is_not_put_in_force_while_anything_is_missing_or_unconfirmed() -> None:
    original = a_plan(year=2025)
    plan = a_plan(year=2026, title="Chưa có gì")
    with pytest.raises(ValidationError) as refused:
        make_plan(by=an_actor(Role.COORDINATOR), plan=plan)
    assert words(refused) == ["The plan has no measures yet."]

    a_measure(original, deadline="Quý I/2025", lead="Sở Tư pháp")
    copy = copy_plan(by=an_actor(), original=original, unit=original.unit, title="Năm 2026", year=2026)
    with pytest.raises(ValidationError) as refused:
        make_plan(by=an_actor(Role.COORDINATOR), plan=copy)
    assert words(refused) == ["1 row is still to be checked."]

    (copied,) = Measure.objects.filter(section__plan=copy)
    measure_actions.check_measure(by=an_actor(), measure=copied, version=copied.version)
    with pytest.raises(ValidationError) as refused:
        make_plan(by=an_actor(Role.COORDINATOR), plan=copy)
    assert words(refused) == ["1 agency is still to be confirmed."]

    confirm_agency(by=an_actor(), agency=copy.agencies.get(), units=[a_unit("Sở Tư pháp")])
    assert make_plan(by=an_actor(Role.COORDINATOR), plan=copy).state == Plan.State.CURRENT
    with pytest.raises(ValidationError) as refused:
        make_plan(by=an_actor(Role.COORDINATOR), plan=copy)
    assert words(refused) == ["The plan is in force already."]
    assert told().count("plan_made") == 1


def test_a_confirmed_agency_is_remembered_for_the_next_plan() -> None:
    television = a_unit("Đài Phát thanh và Truyền hình tỉnh", Kind.OUTSIDE)
    first = a_plan(title="Kế hoạch thứ nhất")
    a_measure(first, lead="Đài địa phương")
    confirm_agency(by=an_actor(), agency=first.agencies.get(), units=[television])
    second = a_plan(title="Kế hoạch thứ hai")
    a_measure(second, lead="ĐÀI ĐỊA PHƯƠNG")
    agency = second.agencies.get()
    assert (agency.confidence, agency.reason, list(agency.units.all())) == (
        "sure",
        "remembered",
        [television],
    )


def test_a_choice_that_is_not_to_be_remembered_is_for_this_plan_alone() -> None:
    first, second = a_plan(title="Một"), a_plan(title="Hai")
    a_measure(first, lead="Đài địa phương")
    confirm_agency(by=an_actor(), agency=first.agencies.get(), units=[], remember=False)
    a_measure(second, lead="Đài địa phương")
    assert [(plan.agencies.get().confirmed) for plan in (first, second)] == [True, False]


def test_a_file_without_a_year_is_refused_with_the_reason_and_read_again_with_one() -> None:
    reading = handed_in(
        by=an_actor(), name="ke-hoach.txt", data=PAPER.format(year="").encode(), unit=a_province()
    )
    read_file(reading)
    reading.refresh_from_db()
    whys = [
        "The document does not say which year the plan is for: give the year and read it again.",
        "Seen in the document: “Quý II/2026”",
    ]
    assert (reading.state, [say(message_of(one)) for one in reading.faults], Plan.objects.count()) == (
        StagedFile.State.REFUSED,
        whys,
        0,
    )
    read_again(by=an_actor(), staged=reading, year=2026)
    read_file(reading)
    reading.refresh_from_db()
    assert (reading.state, reading.plan.year, reading.faults) == (StagedFile.State.APPLIED, 2026, [])
    assert told() == ["file_refused", "file_read"]


def test_what_was_read_already_is_not_read_again() -> None:
    plan = a_read_plan(PAPER.format(year=" năm 2026"))
    with pytest.raises(ValidationError) as refused:
        read_again(by=an_actor(), staged=plan.reading)
    assert words(refused) == ["This file has been read already."]


def test_a_draft_read_from_a_file_is_given_up_but_the_stored_file_stays() -> None:
    plan = a_read_plan(PAPER.format(year=" năm 2026"))
    give_up(by=an_actor(), staged=plan.reading)
    left = (Plan.objects.count(), StagedFile.objects.count(), OfficialDocument.objects.count())
    assert left == (0, 0, 0)
    assert content(StoredFile.objects.get()) == PAPER.format(year=" năm 2026").encode()
    assert told() == ["file_read", "reading_given_up"]


def test_the_reading_of_a_plan_in_force_is_not_given_up() -> None:
    plan = a_read_plan(PAPER.format(year=" năm 2026"))
    for agency in plan.agencies.all():
        confirm_agency(by=an_actor(), agency=agency, units=[])
    make_plan(by=an_actor(Role.COORDINATOR), plan=plan)
    with pytest.raises(ValidationError) as refused:
        give_up(by=an_actor(Role.COORDINATOR), staged=plan.reading)
    assert words(refused) == ["The plan read from this file is in force."]


def test_a_file_of_another_kind_is_refused_when_it_is_handed_in() -> None:
    with pytest.raises((ValidationError, Faults)):
        handed_in(by=an_actor(), name="ke-hoach.docx", data=b"no zip", unit=a_province())
    assert (StagedFile.objects.count(), StoredFile.objects.count()) == (0, 0)


# Findings


def test_a_finding_is_accepted_with_a_reason_kept_while_it_is_found_and_reopened() -> None:
    plan = a_plan()
    measure = a_measure(plan, "Rà soát", lead="", deadline="Quý II/2026")
    found = next(one for one in findings_of(plan) if one.finding.code == "lead_missing")
    with pytest.raises(ValidationError) as refused:
        accept_finding(by=an_actor(), plan=plan, fingerprint=found.fingerprint, reason=" ")
    assert refused.value.message_dict == {"reason": ["Say why it may stay as it is."]}

    acceptance = accept_finding(by=an_actor(), plan=plan, fingerprint=found.fingerprint, reason="Cả tỉnh làm")
    again = next(one for one in findings_of(plan) if one.fingerprint == found.fingerprint)
    assert (again.acceptance, again.measure_id) == (acceptance, measure.pk)

    reopen_finding(by=an_actor(), acceptance=acceptance)
    assert [one.acceptance for one in findings_of(plan)] == [None] * len(findings_of(plan))

    measure_actions.change_measure(by=an_actor(), measure=measure, version=1, texts={"lead": "Sở Y tế"})
    with pytest.raises(ValidationError) as refused:
        accept_finding(by=an_actor(), plan=plan, fingerprint=found.fingerprint, reason="Nữa")
    assert words(refused) == ["This is no longer found in the plan."]


# Who may


def test_the_people_of_a_unit_work_on_the_plans_of_their_own_unit_alone() -> None:
    home, other = a_unit("Sở Nội vụ"), a_unit("Sở Y tế")
    clerk = a_clerk_of(home)
    plan = create_plan(by=clerk, unit=home, title="Của tôi", kind="reform", year=2026)
    section = measure_actions.add_section(by=clerk, plan=plan, heading="Thể chế")
    measure = measure_actions.add_measure(by=clerk, section=section, texts={"task": "Một"})

    theirs = a_clerk_of(other)
    refusals = [
        lambda: create_plan(by=theirs, unit=home, title="Không", kind="reform", year=2026),
        lambda: copy_plan(by=theirs, original=plan, unit=home, title="Không", year=2027),
        lambda: change_head(by=theirs, plan=plan, head=head_of(plan)),
        lambda: delete_draft(by=theirs, plan=plan),
        lambda: make_plan(by=theirs, plan=plan),
        lambda: measure_actions.add_section(by=theirs, plan=plan, heading="Không"),
        lambda: measure_actions.change_section(by=theirs, section=section, heading="Không"),
        lambda: measure_actions.move_section(by=theirs, section=section, place=1),
        lambda: measure_actions.delete_section(by=theirs, section=section),
        lambda: measure_actions.add_measure(by=theirs, section=section, texts={"task": "Không"}),
        lambda: measure_actions.change_measure(
            by=theirs, measure=measure, version=1, texts={"task": "Không"}
        ),
        lambda: measure_actions.check_measure(by=theirs, measure=measure, version=measure.version),
        lambda: measure_actions.move_measure(by=theirs, measure=measure, section=section, place=1),
        lambda: measure_actions.delete_measure(by=theirs, measure=measure),
        lambda: accept_finding(by=theirs, plan=plan, fingerprint="", reason="Không"),
        lambda: handed_in(by=theirs, name="ke-hoach.txt", data=b"x", unit=home),
    ]
    for refused in refusals:
        with pytest.raises(NotPermitted):
            refused()
    plan.refresh_from_db()
    assert (plan.title, plan.version, order(section)) == ("Của tôi", 3, [(1, "Một")])
    assert told() == ["created", "section_added", "measure_added"]


def test_a_leader_reads_plans_and_changes_none() -> None:
    plan = a_plan()
    with pytest.raises(NotPermitted):
        measure_actions.add_section(by=an_actor(Role.LEADER), plan=plan, heading="Thể chế")
    with pytest.raises(NotPermitted):
        create_plan(by=an_actor(Role.LEADER), unit=plan.unit, title="Không", kind="reform", year=2026)


def test_what_stands_there_already_is_not_moved() -> None:
    plan = a_plan()
    measure = a_measure(plan)
    section, before = measure.section, told()
    measure_actions.move_measure(by=an_actor(), measure=measure, section=section, place=1)
    measure_actions.move_section(by=an_actor(), section=section, place=1)
    assert told() == before


def test_every_act_leaves_one_record_and_those_that_change_texts_raise_the_version_of_the_plan_once() -> None:
    plan = a_plan()
    acts = [
        (
            "section_added",
            1,
            lambda: measure_actions.add_section(by=an_actor(), plan=plan, heading="Thể chế"),
        ),
        (
            "measure_added",
            1,
            lambda: measure_actions.add_measure(
                by=an_actor(), section=plan.sections.get(), texts={"task": "Một", "lead": "Đài"}
            ),
        ),
        (
            "measure_added",
            1,
            lambda: measure_actions.add_measure(
                by=an_actor(), section=plan.sections.get(), texts={"task": "Hai"}
            ),
        ),
        (
            "measure_moved",
            1,
            lambda: measure_actions.move_measure(
                by=an_actor(),
                measure=Measure.objects.get(section__plan=plan, task="Hai"),
                section=plan.sections.get(),
                place=1,
            ),
        ),
        ("agency_confirmed", 0, lambda: confirm_agency(by=an_actor(), agency=plan.agencies.get(), units=[])),
        ("plan_made", 0, lambda: make_plan(by=an_actor(Role.COORDINATOR), plan=plan)),
    ]
    for act, more, do in acts:
        before = Plan.objects.get(pk=plan.pk).version
        do()
        assert (told()[-1], Plan.objects.get(pk=plan.pk).version) == (act, before + more)
    assert told() == ["created", *(act for act, _more, _do in acts)]
