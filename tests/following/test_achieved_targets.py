"""What was achieved of targets: by whom, all faults at once, nobody's figure lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.following.actions.targets import AchievedTarget, report_targets
from cchc.following.models import TargetReport
from cchc.following.queries.targets import reported_targets
from cchc.plans.models import Plan, PlanTarget
from tests.builders import a_followed_plan, a_member, a_province, a_unit, an_actor, clerk_of, enforcer_of

pytestmark = pytest.mark.django_db

PERIOD = "2026-Q1"


@pytest.fixture
def plan() -> Plan:
    province = a_province()
    for name in ("Sở Nội vụ", "Sở Y tế"):
        a_unit(name, parent=province)
    plan = a_followed_plan(province)
    section = plan.sections.get()
    PlanTarget.objects.create(
        section=section, place=1, name="Hồ sơ đúng hạn", value="≥ 98", measured_in="%", agencies="Sở Y tế"
    )
    PlanTarget.objects.create(section=section, place=2, name="Số sáng kiến", value="Ít nhất 03")
    return plan


def targets() -> list[int]:
    return list(PlanTarget.objects.order_by("place").values_list("pk", flat=True))


def said(plan: Plan, *texts: str, version: int = 0, by=None) -> list[TargetReport]:
    asked = {pk: AchievedTarget(text, version) for pk, text in zip(targets(), texts, strict=False)}
    return report_targets(by=by or enforcer_of(plan.unit), plan=plan, period=PERIOD, said=asked)


def kept() -> list[tuple[str, str]]:
    return [(one.achieved, one.number) for one in TargetReport.objects.order_by("target__place")]


def test_a_figure_is_kept_as_it_was_typed_and_as_an_exact_number(plan):
    said(plan, "98,75 %", "04 sáng kiến")
    assert kept() == [("98,75 %", "98.75"), ("04 sáng kiến", "")]


def test_all_faults_are_told_at_once_and_nothing_is_kept(plan):
    with pytest.raises(ValidationError) as refused:
        said(plan, "1.234", "9,9,9")
    assert set(refused.value.message_dict) == {str(pk) for pk in targets()}
    assert kept() == []


def test_the_owner_reports_every_target_and_a_unit_those_that_it_watches(plan):
    rows = list(PlanTarget.objects.order_by("place"))
    health = clerk_of(plan.unit.children.get(name="Sở Y tế"))
    assert reported_targets(enforcer_of(plan.unit), plan, rows) == set(targets())
    assert reported_targets(health, plan, rows) == {targets()[0]}
    assert reported_targets(replace(an_actor(Role.LEADER)), plan, rows) == frozenset()
    said(plan, "97", by=health)
    with pytest.raises(NotPermitted):
        said(plan, "97", "3", by=health)
    assert TargetReport.objects.get().of_unit.name == "Sở Y tế"


def test_who_was_slower_is_told_and_the_same_again_writes_nothing(plan):
    (first, _second) = said(plan, "98", "3")
    with pytest.raises(Changed):
        said(plan, "97", "3")
    assert said(plan, "98", "3", version=first.version) == []
    (changed,) = said(plan, "97", "3", version=first.version)
    assert (changed.achieved, changed.version) == ("97", 2)


def test_a_figure_is_taken_away_by_emptying_it(plan):
    said(plan, "98", "3")
    said(plan, "", "3", version=1)
    assert kept() == [("3", "3")]


def test_the_page_keeps_what_was_typed_beside_its_faults(client_of, plan):
    client = client_of(Role.COORDINATOR)
    address = f"{reverse('following:targets', args=[plan.pk])}?ky={PERIOD}"
    first, second = targets()
    typed = {f"dat_{first}": "1.234", f"ban_{first}": "0", f"dat_{second}": "3", f"ban_{second}": "0"}
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert 'value="1.234"' in answer.content.decode()
    assert client.post(address, {**typed, f"dat_{first}": "98,5"}).status_code == 302
    assert kept() == [("98,5", "98.5"), ("3", "3")]
    again = client.post(address, {**typed, f"dat_{first}": "90"})
    assert again.status_code == 409
    assert 'value="90"' in again.content.decode()
    assert "98,5" in again.content.decode()
    assert (
        client.post(
            address, {f"dat_{first}": "90", f"dat_{second}": "3", **{f"ban_{pk}": "1" for pk in targets()}}
        ).status_code
        == 302
    )


def test_a_unit_sees_the_targets_that_it_reports_and_no_others(client, plan):
    client.force_login(a_member(Role.UNIT_CLERK, unit=plan.unit.children.get(name="Sở Y tế")).person)
    page = client.get(reverse("following:targets", args=[plan.pk]))
    assert [line.target.name for line, _field, _seen in page.context["lines"]] == ["Hồ sơ đúng hạn"]
    client.force_login(a_member(Role.UNIT_CLERK, unit=plan.unit.children.get(name="Sở Nội vụ")).person)
    assert client.get(reverse("following:targets", args=[plan.pk])).status_code == 404


def test_a_unit_sees_its_own_figure_of_a_shared_target_and_the_owner_that_of_everyone(client, plan):
    PlanTarget.objects.update(agencies="Sở Y tế, Sở Nội vụ")
    health, home = (plan.unit.children.get(name=name) for name in ("Sở Y tế", "Sở Nội vụ"))
    said(plan, "97", by=clerk_of(health))
    said(plan, "61", by=clerk_of(home))
    for unit, seen in ((health, ["97"]), (home, ["61"]), (None, ["61", "97"])):
        role = Role.UNIT_CLERK if unit else Role.COORDINATOR
        client.force_login(a_member(role, unit=unit or plan.unit).person)
        page = client.get(reverse("following:targets", args=[plan.pk]), {"ky": PERIOD})
        (line, _field, _version), *_others = page.context["lines"]
        assert [one.achieved for one in line.reports] == seen
