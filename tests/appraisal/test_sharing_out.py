"""Sharing out the appraisal: a draft that the set itself proposes, confirmed, announced, changed, copied; nobody
appraises or is counted for a unit that stands near."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.accounts.actions.people import close_person
from cchc.appraisal.actions.assigning import (
    PartGiven,
    WorkPart,
    announce_plan,
    begin_plan,
    copy_plan,
    share_out_appraisal,
)
from cchc.appraisal.models import Assignment
from cchc.appraisal.queries.coverage import coverage_of, plan_of
from cchc.appraisal.queries.loads import shared_work
from cchc.appraisal.queries.shares import shared_parts
from cchc.appraisal.queries.sight import sight_in
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.cycles.models import Cycle
from cchc.notices.models import PersonalNotice
from cchc.scores.models import Stage
from tests.builders import (
    SELF_SCORED,
    a_member,
    a_round,
    a_unit,
    a_whole_round,
    a_work_plan,
    actor_for,
    an_actor,
    an_appraiser,
)

pytestmark = pytest.mark.django_db

FIRST = Stage.FIRST_APPRAISAL
LEAD = an_actor(Role.APPRAISAL_LEAD)
NAMED = SELF_SCORED.replace(
    'name = "Ban hành kế hoạch"', 'name = "Ban hành kế hoạch"\nappraiser = "Sở Tư pháp"'
)


def parts(cycle: Cycle, *divided: str) -> list[tuple[str, str, int]]:
    plan, sight = plan_of(cycle, FIRST), sight_in(LEAD, cycle)
    return [(one.node.number, one.wording, one.leaves) for one in shared_parts(cycle, plan, sight, divided)]


def draft(cycle: Cycle, **given: object):
    plan = begin_plan(by=LEAD, cycle=cycle, stage=FIRST)
    part = WorkPart(cycle.sets.get(), "1")
    return share_out_appraisal(by=LEAD, plan=plan, parts=[PartGiven(part, **given)], version=plan.version)


def test_a_part_is_the_largest_node_whose_criteria_name_one_agency_and_may_be_divided():
    cycle = a_whole_round(text=NAMED)
    assert parts(cycle) == [
        ("1.1", "", 1),
        ("1.2", "", 1),
        ("1.3", "Sở Tư pháp", 1),
        ("2", "", 2),  # the survey leaf is nobody's
    ]
    divided = [number for number, *_ in parts(cycle, f"{cycle.sets.get().pk}:2:")]
    assert divided == ["1.1", "1.2", "1.3", "2.1", "2.3"]


def test_the_set_proposes_the_only_appraiser_of_the_agency_that_it_names():
    cycle = a_whole_round(text=NAMED)
    agency = a_unit("Sở Tư pháp")
    one = a_member(Role.APPRAISER, unit=agency)
    found = {part.node.number: part for part in shared_parts(cycle, None, sight_in(LEAD, cycle))}
    assert found["1.3"].agency == agency
    assert found["1.3"].proposed.person == one.person_id
    a_member(Role.APPRAISER, unit=agency)  # of two somebody has to choose
    found = {part.node.number: part for part in shared_parts(cycle, None, sight_in(LEAD, cycle))}
    assert (found["1.3"].agency, found["1.3"].proposed) == (agency, None)


def test_a_draft_is_told_to_nobody_and_its_announcing_and_changes_to_whom_it_concerns():
    cycle = a_whole_round()
    one, other = an_appraiser(), an_appraiser("Sở Tài chính")
    plan = draft(cycle, person=one.person)
    assert not PersonalNotice.objects.exists()
    announce_plan(by=LEAD, plan=plan)
    told = PersonalNotice.objects.filter(kind="appraisal.announced")
    assert list(told.values_list("person_id", flat=True)) == [one.person_id]
    draft(cycle, person=other.person)
    told = PersonalNotice.objects.filter(kind="appraisal.assigned")
    assert set(told.values_list("person_id", flat=True)) == {one.person_id, other.person_id}
    with pytest.raises(ValidationError):
        announce_plan(by=LEAD, plan=plan)


def test_a_plan_that_another_changed_meanwhile_is_not_overwritten():
    cycle = a_whole_round()
    one = an_appraiser()
    plan = draft(cycle, person=one.person)
    part = PartGiven(WorkPart(cycle.sets.get(), "2"), one.person)
    with pytest.raises(Changed):
        share_out_appraisal(by=LEAD, plan=plan, parts=[part], version=plan.version - 1)
    entries = Entry.objects.count()
    same = PartGiven(WorkPart(cycle.sets.get(), "1"), one.person)
    share_out_appraisal(by=LEAD, plan=plan, parts=[same], version=plan.version)
    assert Entry.objects.count() == entries  # what stands there is not written again


def test_all_faults_of_all_parts_are_told_at_once_and_nothing_is_stored():
    cycle = a_whole_round()
    one, nobody = an_appraiser(), a_member(Role.UNIT_CLERK, unit=a_unit("Sở Công Thương"))
    plan = begin_plan(by=LEAD, cycle=cycle, stage=FIRST)
    attached = cycle.sets.get()
    wanted = [
        PartGiven(WorkPart(attached, "9"), one.person),
        PartGiven(WorkPart(attached, "1"), nobody.person),
        PartGiven(WorkPart(attached, "2"), one.person, (one.person,)),
        PartGiven(WorkPart(attached, "2.1", "Khối khác"), None, (one.person,)),
    ]
    with pytest.raises(ValidationError) as refused:
        share_out_appraisal(by=LEAD, plan=plan, parts=wanted, version=0)
    told = {key: len(whys) for key, whys in refused.value.message_dict.items()}
    pk = attached.pk
    assert told == {f"{pk}:9:": 1, f"{pk}:1:": 1, f"{pk}:2:": 1, f"{pk}:2.1:Khối khác": 2}
    assert not Assignment.objects.exists()
    with pytest.raises(NotPermitted):
        share_out_appraisal(by=actor_for(one), plan=plan, parts=[], version=0)


def test_whoever_stands_near_is_passed_over_for_who_stands_in_and_a_cell_without_anybody_is_told():
    cycle = a_whole_round()
    participant, far = cycle.participants.order_by("place")
    own, other = a_member(Role.APPRAISER, unit=participant.unit), an_appraiser()
    plan = draft(cycle, person=own.person)
    assert coverage_of(plan).appraiser_of(participant, "1.1") is None
    work = shared_work(cycle, FIRST, plan, sight_in(LEAD, cycle))
    near = {one.node.number: one.units for one in work.uncovered if one.given}
    assert near == dict.fromkeys(("1.1", "1.2", "1.3"), (participant.name,))
    plan = draft(cycle, person=own.person, substitutes=(other.person,))
    assigned = coverage_of(plan).appraiser_of(participant, "1.1")
    assert (assigned.person, assigned.instead) == (other.person_id, own.person_id)
    assert coverage_of(plan).appraiser_of(far, "1.1").person == own.person_id
    loads = shared_work(cycle, FIRST, plan, sight_in(LEAD, cycle)).loads
    counted = {one.person.pk: (one.cells, one.stands_in) for one in loads}
    assert counted == {own.person_id: (3, 0), other.person_id: (3, 3)}


def test_the_deepest_part_counts_and_of_these_the_one_for_the_peer_group():
    cycle = a_whole_round()
    one, other, third = an_appraiser(), an_appraiser("Sở Tài chính"), an_appraiser("Sở Xây dựng")
    draft(cycle, person=one.person)
    plan = plan_of(cycle, FIRST)
    attached = cycle.sets.get()
    group = cycle.participants.first().peer_group
    deeper = [
        PartGiven(WorkPart(attached, "1.1"), other.person),
        PartGiven(WorkPart(attached, "1.1", group), third.person),
    ]
    plan = share_out_appraisal(by=LEAD, plan=plan, parts=deeper, version=plan.version)
    participant = cycle.participants.first()
    found = {leaf: coverage_of(plan).appraiser_of(participant, leaf).person for leaf in ("1.1", "1.2")}
    assert found == {"1.1": third.person_id, "1.2": one.person_id}


def test_somebody_near_to_a_unit_sees_it_in_no_figure_of_the_plan():
    cycle = a_whole_round()
    participant = cycle.participants.order_by("place")[0]
    plan = a_work_plan(cycle, an_appraiser())
    near = actor_for(a_member(Role.APPRAISAL_LEAD, unit=participant.unit))
    assert [one.cells for one in shared_work(cycle, FIRST, plan, sight_in(near, cycle)).loads] == [5]
    assert [one.cells for one in shared_work(cycle, FIRST, plan, sight_in(LEAD, cycle)).loads] == [10]


def test_last_years_plan_is_copied_for_what_both_years_have_and_stays_a_draft():
    before = a_round(year=2025)
    one, gone = an_appraiser(), an_appraiser("Sở Tài chính")
    old = a_work_plan(before, one, gone)
    close_person(by=an_actor(), person=gone.person)
    now = a_round(year=2026, version=before.sets.get().version)
    plan = copy_plan(by=LEAD, plan=begin_plan(by=LEAD, cycle=now, stage=FIRST), source=old)
    assert list(plan.assignments.values_list("node", "person")) == [("1", one.person_id)]
    assert plan.announced_at is None
    with pytest.raises(ValidationError):
        copy_plan(by=LEAD, plan=plan, source=old)
    assert list(play().differences) == []
