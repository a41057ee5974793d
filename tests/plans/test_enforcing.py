"""A plan in force needs the head of its unit, or the coordinator for the province."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.desk.queries.waiting import waiting_for
from cchc.plans.actions.enforcing import give_back, make_plan, submit_plan, take_back, withdraw_plan
from cchc.plans.actions.measures import add_measure
from cchc.plans.actions.plans import change_head, delete_draft, head_of
from cchc.plans.models import Plan, Submission
from cchc.plans.queries.plans import submitted_to
from cchc.units.models import Unit
from tests.builders import a_measure, a_member, a_plan, a_province, a_unit, actor_for
from tests.markup import source

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Office:
    """A department with its clerk and its head, and a plan that is ready."""

    unit: Unit
    clerk: Actor
    head: Actor
    coordinator: Actor
    plan: Plan
    clerks: Client
    heads: Client


def signed_in(member: object) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(member.person)  # type: ignore[attr-defined]
    return client


@pytest.fixture
def office() -> Office:
    province = a_province()
    unit = a_unit("Sở Xây dựng", parent=province)
    clerk, head = a_member(Role.UNIT_CLERK, unit=unit), a_member(Role.UNIT_HEAD, unit=unit)
    coordinator = a_member(Role.COORDINATOR, unit=a_unit("Sở Nội vụ", parent=province))
    plan = a_plan(unit, by=actor_for(clerk), title="Kế hoạch của Sở")
    a_measure(plan)
    actors = [actor_for(one) for one in (clerk, head, coordinator)]
    return Office(unit, *actors, plan, signed_in(clerk), signed_in(head))


def state_of(plan: Plan) -> str:
    return Plan.objects.get(pk=plan.pk).state


def tasks(actor: Actor) -> list[str]:
    return [task.text for task in waiting_for(actor, timezone.localdate())]


def test_a_clerk_does_not_put_a_plan_in_force_nor_make_one_in_force_a_draft(office: Office) -> None:
    with pytest.raises(NotPermitted):
        make_plan(by=office.clerk, plan=office.plan)
    assert office.clerks.post(reverse("plans:make", args=[office.plan.pk])).status_code == 404
    make_plan(by=office.head, plan=office.plan)
    with pytest.raises(NotPermitted):
        take_back(by=office.clerk, plan=office.plan, reason="Sửa")
    assert office.clerks.get(reverse("plans:take_back", args=[office.plan.pk])).status_code == 404
    assert state_of(office.plan) == "current"


def test_the_coordinator_decides_on_plans_of_the_province_and_heads_on_those_of_their_units(
    office: Office,
) -> None:
    of_province = a_plan(Unit.objects.get(kind="province"))
    a_measure(of_province)
    elsewhere = actor_for(a_member(Role.UNIT_HEAD, unit=a_unit("Sở Y tế")))
    administrator = actor_for(a_member(Role.ADMINISTRATOR))
    for by, plan in [
        (office.coordinator, office.plan),
        (elsewhere, office.plan),
        (administrator, office.plan),
        (administrator, of_province),
        (office.head, of_province),
    ]:
        with pytest.raises(NotPermitted):
            make_plan(by=by, plan=plan)
    assert make_plan(by=office.coordinator, plan=of_province).state == Plan.State.CURRENT
    assert make_plan(by=office.head, plan=office.plan).state == Plan.State.CURRENT


def test_who_may_not_put_a_plan_in_force_does_not_rewrite_one_that_is(office: Office) -> None:
    make_plan(by=office.head, plan=office.plan)
    section = office.plan.sections.get()
    for by in (office.clerk, office.coordinator):
        with pytest.raises(NotPermitted):
            add_measure(by=by, section=section, texts={"task": "Thêm"})
    assert office.clerks.get(reverse("plans:review", args=[office.plan.pk])).status_code == 404
    add_measure(by=office.head, section=section, texts={"task": "Thêm"})


def test_a_plan_in_force_is_not_handed_to_a_unit_whose_head_did_not_agree(office: Office) -> None:
    of_province = a_plan(Unit.objects.get(kind="province"))
    a_measure(of_province)
    made = make_plan(by=office.coordinator, plan=of_province)
    head = head_of(made)
    moved = type(head)(head.title, head.kind, head.year, unit_id=office.unit.pk)
    with pytest.raises(NotPermitted):
        change_head(by=office.coordinator, plan=made, head=moved)


def test_a_submitted_plan_waits_on_the_desk_of_its_head_and_of_nobody_else(office: Office) -> None:
    submit_plan(by=office.clerk, plan=office.plan)
    others = [office.clerk, office.coordinator, actor_for(a_member(Role.UNIT_HEAD, unit=a_unit("Sở Y tế")))]
    assert [plan.pk for plan in submitted_to(office.head)] == [office.plan.pk]
    assert [list(submitted_to(one)) for one in others] == [[], [], []]
    [task] = [text for text in tasks(office.head) if "Kế hoạch của Sở" in text]
    assert (office.clerk.person in task, f"{timezone.localdate():%d/%m/%Y}" in task) == (True, True)
    assert not any("Kế hoạch của Sở" in text for one in others for text in tasks(one))


def test_the_buttons_are_those_of_the_person(office: Office) -> None:
    review, make = (reverse(f"plans:{name}", args=[office.plan.pk]) for name in ("review", "make"))
    mine, theirs = source(office.clerks.get(review)), source(office.heads.get(review))
    assert ("Submit to the head" in mine, make in mine) == (True, False)
    assert ("Submit to the head" in theirs, make in theirs) == (False, True)
    answer = office.clerks.post(reverse("plans:submit", args=[office.plan.pk]), follow=True)
    detail = reverse("plans:detail", args=[office.plan.pk])
    assert answer.redirect_chain == [(detail, 302)]
    mine, theirs = source(office.clerks.get(detail)), source(office.heads.get(detail))
    assert ("Take it back to change it" in mine, "Give it back" in mine) == (True, False)
    assert ("Give it back" in theirs, "Put the plan in force" in theirs) == (True, True)
    assert office.clerks.get(review, follow=True).redirect_chain == [(detail, 302)]


def test_while_a_plan_waits_nobody_changes_it(office: Office) -> None:
    submit_plan(by=office.clerk, plan=office.plan)
    section = office.plan.sections.get()
    for by in (office.clerk, office.head):
        with pytest.raises(ValidationError, match="waits for its head"):
            add_measure(by=by, section=section, texts={"task": "Thêm"})
        with pytest.raises(ValidationError, match="waits for its head"):
            delete_draft(by=by, plan=office.plan)
        with pytest.raises(ValidationError, match="waits for its head"):
            submit_plan(by=by, plan=office.plan)


def test_the_head_puts_it_in_force_and_everybody_sees_it(office: Office) -> None:
    submit_plan(by=office.clerk, plan=office.plan)
    address = reverse("plans:make", args=[office.plan.pk])
    grave = office.heads.get(address).context["grave"]
    assert grave.happens[0].startswith("1 measure of “Kế hoạch của Sở")
    assert (office.heads.post(address).status_code, state_of(office.plan)) == (200, "submitted")
    basis = {"basis_number": "12/KH-SNV", "basis_date": "05/01/2026"}
    office.heads.post(address, basis | {"agreed": grave.seal})
    assert state_of(office.plan) == "current"
    assert Entry.objects.get(verb="plans.plan_made").facts["basis"]["number"] == "12/KH-SNV"
    assert Submission.objects.get().ended_by == office.head.person
    assert office.heads.post(address, follow=True).status_code == 200
    assert Entry.objects.filter(verb="plans.plan_made").count() == 1


def test_the_head_gives_it_back_with_a_reason_that_its_makers_read(office: Office) -> None:
    submit_plan(by=office.clerk, plan=office.plan)
    with pytest.raises(NotPermitted):
        give_back(by=office.clerk, plan=office.plan, reason="Thiếu")
    address = reverse("plans:give_back", args=[office.plan.pk])
    assert office.heads.post(address, {"reason": " "}).status_code == 422
    assert office.heads.post(address, {"reason": "Thiếu sản phẩm"}).status_code == 302
    assert state_of(office.plan) == "draft"
    assert "Thiếu sản phẩm" in source(office.clerks.get(reverse("plans:review", args=[office.plan.pk])))
    assert any("Thiếu sản phẩm" in text for text in tasks(office.clerk))
    submit_plan(by=office.clerk, plan=office.plan)
    assert Submission.objects.filter(ended_at=None).count() == 1


def test_its_makers_take_it_back_until_it_is_decided(office: Office) -> None:
    submit_plan(by=office.clerk, plan=office.plan)
    stranger = actor_for(a_member(Role.UNIT_CLERK, unit=a_unit("Sở Y tế")))
    with pytest.raises(NotPermitted):
        withdraw_plan(by=stranger, plan=office.plan)
    address = reverse("plans:withdraw", args=[office.plan.pk])
    assert office.clerks.post(address).url == reverse("plans:review", args=[office.plan.pk])
    assert (state_of(office.plan), list(submitted_to(office.head))) == ("draft", [])
    for act in (withdraw_plan, lambda **given: give_back(**given, reason="Thiếu")):
        with pytest.raises(ValidationError, match="does not wait"):
            act(by=office.head, plan=office.plan)


def test_what_is_unfinished_is_not_submitted(office: Office) -> None:
    empty = a_plan(office.unit, by=office.clerk)
    with pytest.raises(ValidationError, match="no measures"):
        submit_plan(by=office.clerk, plan=empty)
    assert office.clerks.post(reverse("plans:submit", args=[empty.pk])).status_code == 422
    assert Submission.objects.count() == 0
