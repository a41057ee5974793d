"""The library of remedies: what is nearest comes first, and what was only read is a suggestion."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.analysis.actions.library import RemedyTexts, delete_remedy, gather_remedies, write_remedy
from cchc.analysis.actions.remediation import draft_remediation
from cchc.analysis.models import Remedy
from cchc.analysis.queries.library import visible_remedies, whole_library
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
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
