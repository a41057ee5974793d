"""The library of remedies: what is nearest comes first, and what was only read is a suggestion."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.analysis.actions.library import (
    RemedyTexts,
    adopt_model_remedies,
    delete_remedy,
    gather_remedies,
    write_remedy,
)
from cchc.analysis.actions.remediation import draft_remediation
from cchc.analysis.exchange.remedy_models import remedies_in
from cchc.analysis.models import Remedy
from cchc.analysis.queries.library import models_of_remedies_left, visible_remedies, whole_library
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.core.scoring.criteria.tree import CriteriaSet, Part
from cchc.core.scoring.rules.values import LOSS_CODES
from cchc.plans.models import Plan
from tests.builders import (
    a_measure,
    a_member,
    a_plan,
    a_remediation,
    a_remedy,
    a_scored_cycle,
    a_unit,
    actor_for,
    an_actor,
    imported,
    remedied,
)
from tests.releases.contents import a_sample_set

pytestmark = pytest.mark.django_db


def in_force(plan: Plan, kind: str = Plan.Kind.REMEDIATION) -> Plan:
    Plan.objects.filter(pk=plan.pk).update(kind=kind, state=Plan.State.CURRENT)
    return plan


def tasks(criterion: str, code: str = "late") -> list[tuple[str, bool]]:
    return [(one.remedy.task, one.sure) for one in whole_library().suggestions(criterion, code)]


def test_the_very_criterion_comes_before_one_that_is_nearly_it_and_that_before_the_code_alone() -> None:
    a_remedy("", code="late", task="Lập lịch báo cáo")
    a_remedy("Thực hiện chế độ báo cáo định kỳ", task="Phân công đầu mối")
    a_remedy("Báo cáo định kỳ", task="Gửi trước hạn 03 ngày")
    a_remedy("Báo cáo định kỳ", code="missing_evidence", task="Đính kèm tài liệu")
    a_remedy("Kiểm tra cải cách hành chính", task="Kiểm tra 30 % đơn vị")
    assert tasks("Báo cáo  ĐỊNH KỲ") == [
        ("Gửi trước hạn 03 ngày", True),
        ("Phân công đầu mối", False),
        ("Lập lịch báo cáo", False),
    ]
    assert tasks("Sáng kiến") == [("Lập lịch báo cáo", False)]


def test_plans_in_force_fill_the_library_with_suggestions_each_once() -> None:
    plan = a_plan()
    a_measure(
        plan,
        "Kiểm tra 09/28 cơ quan",
        output="Báo cáo kiểm tra",
        shortcomings="1.2 Công tác kiểm tra (trừ 0,3 điểm); Sáng kiến (trừ 02 điểm)",
    )
    a_measure(plan, "Cải cách Tài chính công (năm 2022 đạt 10,615/12 điểm, còn lại 1,385 điểm chưa đạt được)")
    a_measure(plan, "Mở 05 lớp bồi dưỡng")
    assert gather_remedies(by=an_actor()) == []  # a draft is nobody's example
    in_force(plan)
    found = gather_remedies(by=an_actor())
    assert [(one.criterion, one.output, one.confirmed) for one in found] == [
        ("Công tác kiểm tra", "Báo cáo kiểm tra", False),
        ("Sáng kiến", "Báo cáo kiểm tra", False),
        ("Cải cách Tài chính công", "", False),
    ]
    assert gather_remedies(by=an_actor()) == []
    assert Entry.objects.filter(verb="analysis.remedies_gathered").count() == 1
    assert tasks("Công tác kiểm tra", "ratio") == [("Kiểm tra 09/28 cơ quan", False)]
    suggested = Remedy.objects.get(criterion="Sáng kiến")
    agreed = RemedyTexts(suggested.criterion, "not_done", suggested.task, suggested.output)
    write_remedy(by=an_actor(), texts=agreed, remedy=suggested, version=suggested.version)
    assert tasks("Sáng kiến", "not_done") == [("Kiểm tra 09/28 cơ quan", True)]
    assert tasks("Sáng kiến", "late") == []


def test_a_reform_plan_fills_nothing() -> None:
    plan = a_plan()
    a_measure(plan, "Kiểm tra", shortcomings="Công tác kiểm tra (trừ 0,3 điểm)")
    in_force(plan, Plan.Kind.REFORM)
    assert gather_remedies(by=an_actor()) == []


def test_what_was_planned_from_losses_is_known_with_criterion_and_code() -> None:
    cycle = a_scored_cycle()
    imported(cycle)
    made = a_remediation(cycle, "Sở Nội vụ")
    remedied(made)
    in_force(draft_remediation(by=an_actor(), remediation=made).plan)
    found = gather_remedies(by=an_actor())
    assert [(one.criterion, one.code, one.confirmed) for one in found] == [
        ("Mức độ hoàn thành kế hoạch", "ratio", True),
        ("Mức độ hài lòng", "stated", True),
    ]
    assert tasks("Mức độ hoàn thành kế hoạch", "ratio") == [("Khắc phục Mức độ hoàn thành kế hoạch", True)]


def model_sets() -> list[CriteriaSet]:
    """The two sets that come with the platform."""
    return [a_sample_set(name) for name in ("mau-so-2026", "mau-xa-2026")]


def test_the_models_have_a_remedy_for_every_criterion_where_points_are_lost_and_for_no_other() -> None:
    lost_at, bonus = set(), set()
    for criteria in model_sets():
        for number, leaf in criteria.leaves.items():
            (bonus if leaf.part is Part.BONUS else lost_at).add(criteria.names[number])
    models = remedies_in(Path(settings.REMEDIES))
    assert {one.criterion for one in models} == {"", *lost_at}
    assert {one.code for one in models if not one.criterion} == set(LOSS_CODES)
    assert not {one.criterion for one in models} & (bonus - lost_at)
    assert len({(one.criterion, one.code) for one in models}) == len(models)
    assert {one.code for one in models} <= {"", *LOSS_CODES}
    for one in models:  # in the words of an office: no sign of a loss, a task, something to show for it
        assert one.task[0].isupper()
        assert one.output
        assert not one.task.endswith(".")


def test_a_survey_is_answered_by_what_respondents_see_and_a_deadline_by_a_day() -> None:
    adopt_model_remedies(by=an_actor())
    library = whole_library()
    for criteria in model_sets():
        for number, leaf in criteria.leaves.items():
            if leaf.part is Part.SURVEY:
                found = library.suggestions(criteria.names[number], "survey", most=1)
                assert [one.remedy.criterion for one in found] == [criteria.names[number]]


def test_models_are_taken_over_once_as_suggestions_and_stay_as_an_editor_wrote_them() -> None:
    count = len(models_of_remedies_left())
    made = adopt_model_remedies(by=an_actor())
    assert (len(made), models_of_remedies_left()) == (count, [])
    assert not any(one.confirmed for one in Remedy.objects.all())
    assert adopt_model_remedies(by=an_actor()) == []
    assert Entry.objects.filter(verb="analysis.model_remedies_adopted").count() == 1
    name = "Thực hiện chế độ báo cáo CCHC định kỳ"
    assert [code for code in ("late", "not_done") if tasks(name, code)[0][1]] == []
    late = Remedy.objects.get(criterion=name, code="late")
    texts = RemedyTexts(name, "late", "Gửi báo cáo trước hạn 03 ngày")
    write_remedy(by=an_actor(), texts=texts, remedy=late, version=late.version)
    assert tasks(name)[0] == ("Gửi báo cáo trước hạn 03 ngày", True)
    assert models_of_remedies_left() == []
    delete_remedy(by=an_actor(), remedy=late)
    assert [(one.criterion, one.code) for one in models_of_remedies_left()] == [(name, "late")]
    with pytest.raises(NotPermitted):
        adopt_model_remedies(by=actor_for(a_member(Role.UNIT_CLERK)))


def test_a_past_plan_in_force_gives_its_remedies_to_the_proposals_of_the_next_year() -> None:
    cycle = a_scored_cycle()
    imported(cycle)
    past = a_plan()
    a_measure(
        past,
        "Giao ban tiến độ kế hoạch hằng tháng",
        output="Biên bản giao ban",
        shortcomings="1.1 Mức độ hoàn thành kế hoạch (trừ 0,3 điểm)",
    )
    in_force(past)
    gather_remedies(by=an_actor())
    row = a_remediation(cycle, "Sở Nội vụ").proposals.get(number="1.1")
    assert (row.task, row.output) == ("Giao ban tiến độ kế hoạch hằng tháng", "Biên bản giao ban")
    assert row.remedy is not None
    assert (row.remedy.origin_words, "task" in row.suggested) == (past.title, True)


def test_a_remedy_names_a_criterion_or_a_code_and_what_is_to_be_done() -> None:
    for texts, field in (
        (RemedyTexts("", "", "Làm"), "criterion"),
        (RemedyTexts("Kế hoạch", "", " "), "task"),
        (RemedyTexts("a" * 501, "", "Làm"), "criterion"),
    ):
        with pytest.raises(ValidationError) as refused:
            write_remedy(by=an_actor(), texts=texts)
        assert list(refused.value.message_dict) == [field]


def test_two_who_write_one_remedy_do_not_lose_each_others_words() -> None:
    seen = a_remedy()
    texts = RemedyTexts(seen.criterion, "", "Khác")
    write_remedy(by=an_actor(), texts=texts, remedy=seen, version=seen.version)
    with pytest.raises(Changed):
        write_remedy(by=an_actor(), texts=texts, remedy=seen, version=seen.version)


def test_a_unit_draws_on_the_library_and_only_who_acts_for_the_province_writes_in_it() -> None:
    kept = a_remedy()
    clerk = actor_for(a_member(Role.UNIT_CLERK, unit=a_unit("Sở Y tế")))
    assert list(visible_remedies(clerk)) == [kept]
    assert list(visible_remedies(clerk, "GUI BAO CAO")) == [kept]
    assert list(visible_remedies(clerk, "đối thoại")) == []
    assert list(visible_remedies(an_actor(Role.LEADER))) == []
    for attempt in (
        lambda: write_remedy(by=clerk, texts=RemedyTexts("Kế hoạch", "", "Làm")),
        lambda: delete_remedy(by=clerk, remedy=kept),
        lambda: gather_remedies(by=clerk),
    ):
        with pytest.raises(NotPermitted):
            attempt()
    delete_remedy(by=an_actor(), remedy=kept)
    assert not Remedy.objects.exists()
