"""A draft made of rows that another room worked out: it holds them as they are, and what is not sure of them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.core.papers.answers import Confidence
from cchc.core.plans.plan import Source
from cchc.core.words.messages import Message
from cchc.plans.actions.plans import draft_plan
from cchc.plans.models import Plan
from cchc.plans.queries.obstacles import unchecked_measures
from cchc.plans.queries.texts import measures_of
from cchc.reading.plans.texts import MeasureText, SectionText
from tests.builders import a_member, a_province, a_unit, actor_for, an_actor

pytestmark = pytest.mark.django_db


def rows(task: str = "Ban hành kế hoạch kiểm tra") -> list[SectionText]:
    sure = MeasureText("1", {"task": [task], "lead": ["Sở Nội vụ"], "deadline": ["Quý III/2026"]}, Source())
    unsure = MeasureText("2", {"task": ["Tập huấn"], "shortcomings": ["Kiểm tra (trừ 0,3 điểm)"]}, Source())
    unsure.doubt(
        Confidence.LIKELY, Message("Proposed by the library of remedies; look whether it fits."), ["task"]
    )
    return [SectionText("Chỉ đạo điều hành", "I", [sure, unsure])]


def drafted(**changed) -> Plan:
    told = {
        "by": an_actor(),
        "unit": a_province(),
        "title": "Kế hoạch khắc phục",
        "kind": Plan.Kind.REMEDIATION,
        "year": 2026,
        "sections": rows(),
        "basis": "Chỉ số năm 2025",
    }
    return draft_plan(**{**told, **changed})


def test_a_draft_holds_the_rows_in_their_order_and_what_they_mean() -> None:
    plan = drafted()
    first, second = measures_of(plan)
    assert (plan.state, plan.kind, str(plan.sections.get())) == (
        "draft",
        "remediation",
        "I Chỉ đạo điều hành",
    )
    assert [first.task, second.shortcomings] == ["Ban hành kế hoạch kiểm tra", "Kiểm tra (trừ 0,3 điểm)"]
    assert [str(due) for due in first.dues.all()] == ["30/09/2026"]
    entry = Entry.objects.get(verb="plans.drafted")
    assert (entry.subject, entry.facts) == (plan.title, {"basis": "Chỉ số năm 2025", "count": 2})


def test_what_is_not_sure_waits_until_somebody_has_looked_at_it() -> None:
    second = measures_of(drafted())[1]
    assert second.confidence == Confidence.LIKELY
    assert list(second.doubts) == ["task"]
    assert list(unchecked_measures(measures_of(second.section.plan))) == [second]


def test_who_makes_no_plans_of_a_unit_drafts_none_of_it() -> None:
    clerk = actor_for(a_member(Role.UNIT_CLERK, unit=a_unit()))
    with pytest.raises(NotPermitted):
        drafted(by=clerk)
    assert not Plan.objects.exists()


def test_a_text_that_no_cell_holds_is_refused_before_anything_is_written() -> None:
    with pytest.raises(ValidationError) as refused:
        drafted(sections=rows("a" * 20_001))
    assert list(refused.value.message_dict) == ["task"]
    assert not Plan.objects.exists()
