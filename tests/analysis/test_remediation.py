"""From lost points to a plan: what is proposed, how far it covers, what is won at most, what draft comes of it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.analysis.actions.remediation import (
    choose_measures,
    delete_remediation,
    draft_remediation,
    propose_from_cycle,
    write_proposal,
)
from cchc.analysis.models import ProposedMeasure, RemediationPlan
from cchc.analysis.queries.remediation import remediation_page, visible_remediations
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.cycles import actions as cycle_actions
from cchc.plans.actions.plans import delete_draft
from cchc.plans.models import Plan
from cchc.plans.queries.texts import measures_of
from cchc.units.actions.lineage import rename_unit
from cchc.units.models import Kind, Unit
from tests.builders import (
    SCORED,
    a_member,
    a_published_remediation,
    a_published_result,
    a_remediation,
    a_remedy,
    a_scored_cycle,
    a_unit,
    actor_for,
    an_actor,
    imported,
    remedied,
)

pytestmark = pytest.mark.django_db


def a_cycle_with_losses():
    cycle = a_scored_cycle()
    imported(cycle)
    return cycle


def clerk_of(name: str, role: Role = Role.UNIT_CLERK):
    return actor_for(a_member(role, unit=Unit.objects.get(name=name)))


def test_each_loss_of_a_unit_becomes_a_measure_and_together_they_are_what_it_lost() -> None:
    made = a_remediation(a_cycle_with_losses(), "Sở Nội vụ")
    rows = list(made.proposals.all())
    assert [(one.number, one.code, one.points) for one in rows] == [
        ("1.1", "ratio", "0.3"),
        ("2.2", "stated", "0.6"),
    ]
    assert rows[0].shortcomings == (
        "Mức độ hoàn thành kế hoạch: 9/10 nhiệm vụ hoàn thành, 90 % (trừ 0,3 điểm)"
    )
    assert [(one.domain_name, one.deadline, one.chosen) for one in rows] == [
        ("Chỉ đạo, điều hành", "Quý II/2027", True),
        ("Hiện đại hóa hành chính", "Quý II/2027", True),
    ]
    shown = remediation_page(made)
    assert (shown.covered.covered, shown.covered.lost) == (Fraction("0.9"), Fraction("0.9"))
    (gain,) = shown.gains.units
    assert (gain.won.points, gain.won.after.percent(), gain.changed) == (Fraction("0.9"), 100, False)
    assert (gain.before, gain.after) == ("Tốt", "Tốt")


def test_losses_of_several_units_at_one_criterion_are_one_measure() -> None:
    made = a_remediation(a_cycle_with_losses())
    rows = {one.number: one for one in made.proposals.all()}
    assert {loss.name: loss.points for loss in rows["1.1"].losses.all()} == {
        "Sở Nội vụ": "0.3",
        "Sở Y tế": "2",
    }
    assert rows["1.1"].shortcomings == "Mức độ hoàn thành kế hoạch ở 2 đơn vị (trừ 2,3 điểm)"
    assert rows["1.2"].shortcomings == "Báo cáo định kỳ (Sở Tài chính) (trừ 0,5 điểm)"
    shown = remediation_page(made)
    assert shown.gains.won == shown.covered.covered == shown.covered.lost
    assert [one.name for one in shown.gains.units] == ["Sở Nội vụ", "Sở Tài chính", "Sở Y tế"]


def test_what_is_not_chosen_is_not_covered_and_not_won() -> None:
    made = a_remediation(a_cycle_with_losses(), "Sở Nội vụ")
    survey = made.proposals.get(number="2.2")
    choose_measures(by=an_actor(), remediation=made, chosen=[survey.pk])
    shown = remediation_page(made)
    assert (shown.covered.covered, shown.covered.left) == (Fraction("0.6"), Fraction("0.3"))
    assert [domain.covered.covered for domain in shown.domains] == [0, Fraction("0.6")]
    assert shown.gains.won == Fraction("0.6")
    assert Entry.objects.get(verb="analysis.measures_chosen").facts == {"count": 1, "of": 2}
    choose_measures(by=an_actor(), remediation=made, chosen=[survey.pk])
    assert Entry.objects.filter(verb="analysis.measures_chosen").count() == 1


def test_the_library_proposes_a_remedy_and_only_what_an_editor_agreed_to_is_sure() -> None:
    cycle = a_cycle_with_losses()
    a_remedy(
        "Mức độ hoàn thành kế hoạch", code="ratio", task="Giao ban tiến độ hằng tháng", output="Biên bản"
    )
    a_remedy("", code="stated", task="Tập huấn kỹ năng giao tiếp")
    first, second = a_remediation(cycle, "Sở Nội vụ").proposals.all()
    assert (first.task, first.output, first.suggested) == (
        "Giao ban tiến độ hằng tháng",
        "Biên bản",
        ["lead"],  # the set names no agency
    )
    assert (second.task, second.suggested) == ("Tập huấn kỹ năng giao tiếp", ["task", "lead"])
    agreed = write_proposal(by=an_actor(), proposal=second, version=second.version, texts={})
    assert (agreed.task, agreed.suggested) == (second.task, [])


def test_the_draft_holds_the_chosen_measures_by_domain_and_doubts_what_nobody_agreed_to() -> None:
    cycle = a_cycle_with_losses()
    a_remedy("Mức độ hoàn thành kế hoạch", code="ratio", task="Giao ban tiến độ hằng tháng")
    a_remedy("", code="stated", task="Tập huấn kỹ năng giao tiếp", output="Lớp tập huấn")
    drafted = draft_remediation(by=an_actor(), remediation=a_remediation(cycle, "Sở Nội vụ"))
    plan = drafted.plan
    assert (plan.kind, plan.state, plan.year, plan.unit) == ("remediation", "draft", 2027, cycle.province)
    assert [str(section) for section in plan.sections.all()] == [
        "I Chỉ đạo, điều hành",
        "II Hiện đại hóa hành chính",
    ]
    first, second = measures_of(plan)
    assert [one.number for one in (first, second)] == ["1", "2"]
    assert (first.task, list(first.doubts)) == ("Giao ban tiến độ hằng tháng", ["lead"])
    assert sorted(second.doubts) == ["lead", "output", "task"]
    assert second.shortcomings.endswith("(trừ 0,6 điểm)")
    assert [one.measure for one in drafted.proposals.all()] == [first, second]
    assert [entry.verb for entry in Entry.objects.order_by("-pk")[:2]] == [
        "analysis.remediation_drafted",
        "plans.drafted",
    ]


def test_a_chosen_measure_that_says_nothing_keeps_the_plan_from_being_drafted() -> None:
    made = a_remediation(a_cycle_with_losses(), "Sở Nội vụ")
    with pytest.raises(ValidationError) as refused:
        draft_remediation(by=an_actor(), remediation=made)
    assert refused.value.messages == [
        "2 chosen measures do not say what is to be done: 1.1 Mức độ hoàn thành kế hoạch; 2.2 Mức độ hài lòng."
    ]
    choose_measures(by=an_actor(), remediation=made, chosen=[])
    with pytest.raises(ValidationError, match="at least one measure"):
        draft_remediation(by=an_actor(), remediation=made)
    assert not Plan.objects.exists()


def test_once_drafted_the_plan_is_edited_and_the_proposals_come_back_when_the_draft_is_deleted() -> None:
    made = a_remediation(a_cycle_with_losses(), "Sở Nội vụ")
    remedied(made)
    drafted = draft_remediation(by=an_actor(), remediation=made)
    for attempt in (
        lambda: choose_measures(by=an_actor(), remediation=made, chosen=[]),
        lambda: draft_remediation(by=an_actor(), remediation=made),
        lambda: delete_remediation(by=an_actor(), remediation=made),
    ):
        with pytest.raises(ValidationError, match="drafted already"):
            attempt()
    delete_draft(by=an_actor(), plan=drafted.plan)
    made.refresh_from_db()
    assert (made.plan, list(made.proposals.filter(measure__isnull=False))) == (None, [])
    delete_remediation(by=an_actor(), remediation=made)
    assert not ProposedMeasure.objects.exists()


def test_two_who_write_one_measure_do_not_lose_each_others_words() -> None:
    made = a_remediation(a_cycle_with_losses(), "Sở Nội vụ")
    seen = made.proposals.first()
    write_proposal(by=an_actor(), proposal=seen, version=seen.version, texts={"task": "Giao ban hằng tháng"})
    with pytest.raises(Changed):
        write_proposal(by=an_actor(), proposal=seen, version=seen.version, texts={"task": "Khác"})
    with pytest.raises(ValidationError) as refused:
        write_proposal(by=an_actor(), proposal=seen, version=seen.version + 1, texts={"task": " "})
    assert list(refused.value.message_dict) == ["task"]


def with_agencies(**named: str) -> str:
    """The set of the tests with the agencies of its domains, by their numbers."""
    text = SCORED
    for number, agency in named.items():
        at = f'number = "{number[1:]}"\n'
        text = text.replace(at, f'{at}appraiser = "{agency}"\n')
    return text


def test_in_a_plan_of_the_province_the_agency_of_the_criterion_leads_with_those_who_lost() -> None:
    cycle = a_scored_cycle(text=with_agencies(n1="Sở Nội vụ", n2="Hội đồng thẩm định"))
    imported(cycle)
    a_remedy("", code="ratio", task="Giao chỉ tiêu theo tháng", cooperating="Các phòng chuyên môn")
    said = {
        one.number: (one.lead, one.cooperating, "lead" in one.suggested)
        for one in a_remediation(cycle).proposals.all()
    }
    assert said == {
        "1.1": ("Sở Nội vụ", "Sở Y tế", False),
        "1.2": ("Sở Nội vụ", "Sở Tài chính", False),
        "2.1": ("Các sở", "", True),
        "2.2": ("Các sở", "", True),
    }


def test_an_agency_that_ended_is_called_as_it_is_now() -> None:
    cycle = a_scored_cycle(text=with_agencies(n1="Sở Thông tin và Truyền thông"))
    imported(cycle)
    old = a_unit("Sở Thông tin và Truyền thông", parent=cycle.province)
    rename_unit(by=an_actor(), unit=old, name="Sở Khoa học và Công nghệ", on=date(2025, 3, 1))
    assert a_remediation(cycle, "Sở Y tế").proposals.get(number="1.1").lead == "Sở Khoa học và Công nghệ"


def test_in_a_plan_of_its_own_a_unit_gives_the_work_to_its_offices() -> None:
    cycle = a_scored_cycle(text=with_agencies(n1="Sở Tài chính"))
    imported(cycle)
    own = cycle.participants.get(name="Sở Nội vụ").unit
    a_unit("Phòng Kế hoạch - Tài chính", Kind.DIVISION, parent=own)
    made = a_remediation(cycle, "Sở Nội vụ", unit=own, by=clerk_of("Sở Nội vụ"))
    assert [(one.lead, "lead" in one.suggested) for one in made.proposals.all()] == [
        ("Phòng Kế hoạch - Tài chính", True),
        ("Sở Nội vụ", False),
    ]


def test_a_published_loss_is_led_by_the_agency_that_sets_of_today_name_for_what_is_called_so() -> None:
    a_scored_cycle(text=with_agencies(n2="Sở Khoa học và Công nghệ"))
    lines = "1\tCải cách thể chế\t10\t9\n2\tHiện đại hóa hành chính\t10\t8"
    made = a_published_remediation(a_published_result(lines=lines))
    assert [(one.lead, one.suggested) for one in made.proposals.all()] == [
        ("", []),
        ("Sở Khoa học và Công nghệ", ["lead"]),
    ]


def test_a_unit_makes_a_plan_of_its_own_losses_alone_before_the_release_and_after_it() -> None:
    cycle = a_cycle_with_losses()
    by = clerk_of("Sở Nội vụ")
    own = cycle.participants.get(name="Sở Nội vụ")
    made = a_remediation(cycle, "Sở Nội vụ", unit=own.unit, by=by)
    assert [one.lead for one in made.proposals.all()] == ["Sở Nội vụ", "Sở Nội vụ"]
    with pytest.raises(NotPermitted):
        a_remediation(cycle, "Sở Y tế", unit=own.unit, by=by)
    with pytest.raises(NotPermitted):
        a_remediation(cycle, "Sở Nội vụ", by=by)  # a plan of the province
    cycle_actions.close_cycle(by=an_actor(), cycle=cycle)
    with pytest.raises(NotPermitted):
        a_remediation(cycle, "Sở Y tế", unit=own.unit, by=by)
    assert list(visible_remediations(by)) == [made]
    assert list(visible_remediations(clerk_of("Sở Y tế"))) == []
    assert list(visible_remediations(an_actor())) == [made]


def test_a_plan_in_force_is_read_by_those_who_read_plans_there_and_a_proposal_is_not() -> None:
    made = a_remediation(a_cycle_with_losses(), "Sở Nội vụ")
    leader = an_actor(Role.LEADER)
    assert list(visible_remediations(leader)) == []
    remedied(made)
    drafted = draft_remediation(by=an_actor(), remediation=made)
    Plan.objects.filter(pk=drafted.plan_id).update(state=Plan.State.CURRENT)
    assert list(visible_remediations(leader)) == [made]


def test_units_of_two_peer_groups_or_none_are_refused() -> None:
    cycle = a_cycle_with_losses()
    told = {"by": an_actor(), "unit": cycle.province, "year": 2027, "title": "Kế hoạch", "deadline": "Quý I"}
    with pytest.raises(ValidationError):
        propose_from_cycle(**told, cycle=cycle, participants=[])
    with pytest.raises(ValidationError) as refused:
        propose_from_cycle(**{**told, "title": " "}, cycle=cycle, participants=list(cycle.participants.all()))
    assert list(refused.value.message_dict) == ["title"]
    assert not RemediationPlan.objects.exists()


def test_a_published_result_is_covered_whole_by_its_losses_and_its_rest() -> None:
    made = a_published_remediation()
    rows = [(one.number, one.points, one.rest) for one in made.proposals.all()]
    assert rows == [("1", "0.537", False), ("2", "0.505", True), ("2.1", "0.8", False)]
    shown = remediation_page(made)
    assert (shown.covered.covered, shown.covered.lost) == (Fraction("1.842"), Fraction("1.842"))
    gain = shown.gains.published
    assert gain is not None
    assert (gain.points, gain.index_after) == (Fraction("1.842"), 100)
    assert made.proposals.get(rest=True).shortcomings == ("Thể chế: không công bố lý do (trừ 0,505 điểm)")
