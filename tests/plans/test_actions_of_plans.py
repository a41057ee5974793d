"""Acts on whole plans: deleting, putting in force, readings, findings, and who may."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Role
from cchc.core.words.messages import Faults, message_of, say
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
    change_head,
    copy_plan,
    create_plan,
    delete_draft,
    head_of,
)
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.findings import findings_of
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
from tests.plans.acted_plans import PAPER, by_hand, last_facts, order, told

pytestmark = pytest.mark.django_db


def words(refused: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    return refused.value.messages


def a_clerk_of(unit: Unit) -> Actor:
    return actor_for(a_member(Role.UNIT_CLERK, unit=unit))


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
