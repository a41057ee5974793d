"""A plan ends: what remains is carried over or dropped, by name, and nobody reports any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.following.actions.amending import PlannedAmendment, amend_plan
from cchc.following.actions.ending import WhatRemains, end_plan, take_back_end
from cchc.following.models import PlanEnding, RemainingMeasure
from cchc.following.queries.endings import remaining_measures
from cchc.plans.actions.enforcing import make_plan
from cchc.plans.models import Measure, Plan
from tests.builders import (
    a_followed_plan,
    a_measure,
    a_plan,
    a_province,
    a_unit,
    clerk_of,
    enforcer_of,
    reported,
)
from tests.markup import source

pytestmark = pytest.mark.django_db

Browser = Callable[[Role], Client]
DAY = date(2026, 11, 1)


@pytest.fixture
def plan() -> Plan:
    province = a_province()
    a_unit("Sở Nội vụ", parent=province)
    rows = [
        {"number": str(at), "task": f"Việc {at}", "lead": "Sở Nội vụ", "deadline": f"30/{at + 5}/2026"}
        for at in range(1, 4)
    ]
    plan = a_followed_plan(province, rows)
    first = Measure.objects.get(section__plan=plan, number="1")
    reported(first.records.get(), on=date(2026, 6, 1))
    return plan


def rest(plan: Plan) -> dict[str, Measure]:
    """What is not finished, by its number."""
    return {one.number: one for one in remaining_measures(plan)}


def ended(plan: Plan, **said: WhatRemains) -> PlanEnding:
    """The end of `plan`, with what is said of its measures by their numbers (m2, m3)."""
    remaining = {rest(plan)[name[1:]].pk: one for name, one in said.items()}
    return end_plan(
        by=enforcer_of(plan.unit), plan=plan, on=DAY, reason="Hết năm kế hoạch", remaining=remaining
    )


def test_what_remains_goes_into_the_draft_of_a_later_year_or_is_dropped_each_by_name(plan: Plan) -> None:
    draft = a_plan(plan.unit, year=2027, title="Kế hoạch 2027")
    assert sorted(rest(plan)) == ["2", "3"]
    ending = ended(plan, m2=WhatRemains(draft.pk, "Làm tiếp quý I"), m3=WhatRemains(None, "Không còn cần"))
    told = {one.measure.number: (one.kind, one.reason) for one in ending.remaining.all()}
    assert told == {"2": ("carried", "Làm tiếp quý I"), "3": ("dropped", "Không còn cần")}
    new = RemainingMeasure.objects.get(kind="carried").carried_to
    assert (new.section.plan, new.task, new.section.heading) == (draft, "Việc 2", "Thể chế")


def test_every_measure_is_named_and_what_is_dropped_has_its_word(plan: Plan) -> None:
    draft = a_plan(plan.unit, year=2027)
    for said in (
        {"m2": WhatRemains(draft.pk)},
        {"m2": WhatRemains(draft.pk), "m3": WhatRemains(None, " ")},
        {"m2": WhatRemains(a_plan(plan.unit, year=2026).pk), "m3": WhatRemains(None, "Thôi")},
    ):
        with pytest.raises(ValidationError):
            ended(plan, **said)
    assert not PlanEnding.objects.exists()
    assert not Measure.objects.filter(section__plan=draft).exists()


def test_a_plan_that_has_ended_takes_no_report_no_amendment_and_ends_once(plan: Plan) -> None:
    ended(plan, m2=WhatRemains(None, "Thôi"), m3=WhatRemains(None, "Thôi"))
    with pytest.raises(ValidationError, match="ended"):
        reported(Measure.objects.get(section__plan=plan, number="2").records.get())
    one = Measure.objects.get(section__plan=plan, number="2")
    plan.refresh_from_db()
    with pytest.raises(ValidationError, match="ended"):
        amend_plan(
            by=enforcer_of(plan.unit),
            plan=plan,
            seen_version=plan.version,
            planned=PlannedAmendment(DAY, "Gia hạn", changed={one.pk: {"task": "Khác"}}),
        )
    with pytest.raises(ValidationError):
        end_plan(by=enforcer_of(plan.unit), plan=plan, on=DAY, reason="Nữa", remaining={})


def test_only_who_amends_a_plan_ends_it(plan: Plan) -> None:
    unit = Measure.objects.filter(section__plan=plan)[0].records.get().unit
    with pytest.raises(NotPermitted):
        end_plan(by=clerk_of(unit), plan=plan, on=DAY, reason="Hết năm", remaining={})


def test_the_end_is_shown_before_it_is_done_and_stays_to_be_read(plan: Plan, client_of: Browser) -> None:
    draft = a_plan(plan.unit, year=2027, title="Kế hoạch 2027")
    client, address = client_of(Role.COORDINATOR), f"/theo-doi/ke-hoach/{plan.pk}/ket-thuc/"
    two, three = rest(plan)["2"].pk, rest(plan)["3"].pk
    typed = {"on": "01/11/2026", "reason": "Hết năm kế hoạch", f"m{two}": draft.pk, f"m{three}": "bo"}
    assert client.post(address, typed).status_code == 422  # without a word for what is dropped
    typed |= {f"m{three}_word": "Không còn cần"}
    shown = client.post(address, typed)
    page = source(shown)
    assert "1 measure goes into the draft “Kế hoạch 2027”" in page
    assert "1 measure is dropped" in page
    assert not PlanEnding.objects.exists()
    done = client.post(address, {**typed, "agreed": shown.context["grave"].seal})
    assert done.status_code == 302
    assert "Không còn cần" in source(client.get(address))


def test_an_end_is_taken_back_with_a_reason_and_what_was_carried_over_leaves_its_draft(plan: Plan) -> None:
    draft = a_plan(plan.unit, year=2027, title="Kế hoạch 2027")
    own = a_measure(draft, task="Việc riêng")
    ended(plan, m2=WhatRemains(draft.pk), m3=WhatRemains(None, "Thôi"))
    by = enforcer_of(plan.unit)
    with pytest.raises(ValidationError):
        take_back_end(by=by, plan=plan, reason=" ")
    take_back_end(by=by, plan=plan, reason="Kết thúc nhầm kế hoạch")
    assert not PlanEnding.objects.exists()
    assert list(Measure.objects.filter(section__plan=draft)) == [own]
    assert sorted(rest(plan)) == ["2", "3"]
    reported(Measure.objects.get(section__plan=plan, number="2").records.get())
    with pytest.raises(ValidationError, match="not ended"):
        take_back_end(by=by, plan=plan, reason="Nhầm")


def test_an_end_stays_where_something_was_built_on_it(plan: Plan) -> None:
    draft = a_plan(plan.unit, year=2027, title="Kế hoạch 2027")
    ended(plan, m2=WhatRemains(draft.pk), m3=WhatRemains(draft.pk))
    by = enforcer_of(plan.unit)
    with pytest.raises(NotPermitted):
        take_back_end(by=clerk_of(plan.unit), plan=plan, reason="Nhầm")
    changed = Measure.objects.filter(section__plan=draft)[0]
    Measure.objects.filter(pk=changed.pk).update(task="Việc khác")
    with pytest.raises(ValidationError, match="Việc khác"):
        take_back_end(by=by, plan=plan, reason="Nhầm")
    Measure.objects.filter(pk=changed.pk).update(task=changed.task)
    draft.agencies.update(confirmed=True)
    make_plan(by=by, plan=draft)
    with pytest.raises(ValidationError, match="in force"):
        take_back_end(by=by, plan=plan, reason="Nhầm")
    assert PlanEnding.objects.exists()


def test_the_page_of_an_end_leads_to_taking_it_back_and_says_what_that_gives_back(
    plan: Plan, client_of: Browser
) -> None:
    draft = a_plan(plan.unit, year=2027, title="Kế hoạch 2027")
    ended(plan, m2=WhatRemains(draft.pk), m3=WhatRemains(None, "Thôi"))
    client, address = client_of(Role.COORDINATOR), f"/theo-doi/ke-hoach/{plan.pk}/ket-thuc/"
    assert f"{address}bo/" in source(client.get(address))
    shown = client.post(f"{address}bo/", {"reason": "Nhầm"})
    assert "1 measure leaves the draft" in source(shown)
    assert PlanEnding.objects.exists()
    done = client.post(f"{address}bo/", {"reason": "Nhầm", "agreed": shown.context["grave"].seal})
    assert done.status_code == 302
    assert not PlanEnding.objects.exists()
    assert client.get(f"{address}bo/").status_code == 404
