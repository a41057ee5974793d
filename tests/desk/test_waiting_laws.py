"""What waits for a person, whatever its kind: when it is done on the page to which it leads, it waits no longer, and it
never waits for others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.test import Client

from cchc.access.actor import Actor
from cchc.access.permissions import Capacity, Role, Scope
from cchc.access.waiting import Duty
from cchc.accounts.models import Membership
from cchc.cycles.models import Cycle
from cchc.desk.queries.waiting import waiting_for
from cchc.units.models import Unit
from tests import builders
from tests.pressing import press

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 20)


def a_department() -> Unit:
    """The department whose people write a plan."""
    return Unit.objects.filter(name="Sở Nội vụ").first() or builders.a_unit("Sở Nội vụ")


class Somebody:
    """A person of a role with a browser in English."""

    def __init__(self, role: Role, unit: Unit | None = None, scope: Scope | None = None) -> None:
        reaches = f"{scope}-{unit.pk if unit else 0}"
        name = f"viec-{role}-{reaches}"
        member = Membership.objects.filter(person__username=name).first()
        member = member or builders.a_member(role, unit=unit, scope=scope, username=name)
        self.actor: Actor = builders.actor_for(member)
        self.browser = Client()
        self.browser.cookies["django_language"] = "en"
        self.browser.force_login(member.person)

    def duties(self, day: date = DAY) -> list[Duty]:
        """What waits for this person."""
        return waiting_for(self.actor, day)


def a_prepared_cycle() -> Cycle:
    """A cycle that lacks only to be opened."""
    cycle = builders.a_running_cycle()
    Cycle.objects.filter(pk=cycle.pk).update(state="preparing")
    return cycle


def a_draft_plan(submitted: bool = False) -> None:
    """A plan of the department, perhaps submitted to its head."""
    plan = builders.a_plan(a_department())
    builders.a_measure(plan, "Rà soát văn bản", lead="Sở Nội vụ", deadline="Quý IV/2026")
    if submitted:
        clerk = Somebody(Role.UNIT_CLERK, a_department())
        [duty] = clerk.duties()
        assert press(clerk.browser, duty.href, "Submit to the head").status_code == 200


def a_mended_plan() -> None:
    """A plan that the head has given back."""
    a_draft_plan(submitted=True)
    head = Somebody(Role.UNIT_HEAD, a_department())
    [duty] = head.duties()
    assert press(head.browser, duty.href, "Give it back", reason="Thiếu thời hạn").status_code == 200


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of duty: how it comes to be, for whom it waits, its first words, and what is pressed on its page."""

    begin: Callable[[], object]
    role: Role
    words: str
    pressed: str
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def of_department(self) -> bool:
        """Whether it is the business of people of the department."""
        return self.role in (Role.UNIT_CLERK, Role.UNIT_HEAD)

    def somebody(self) -> Somebody:
        """Somebody for whom it waits."""
        return Somebody(self.role, a_department() if self.of_department else None)


def a_points_file() -> None:
    """A file that was read and waits to be applied."""
    builders.staged(builders.a_scored_cycle())


def a_draft_set() -> None:
    """A criteria set that nobody has published, while a cycle runs."""
    builders.a_scored_cycle()
    builders.a_draft()


def a_submitted_plan() -> None:
    """A plan that waits for the head."""
    a_draft_plan(submitted=True)


YEAR = {"year": "2026", "name": "Kỳ đánh giá năm 2026"}
REASON, BASIS = {"reason": "Thiếu thời hạn"}, {"basis_number": "1/QĐ-UBND"}
CLERK, HEAD, COORDINATOR = Role.UNIT_CLERK, Role.UNIT_HEAD, Role.COORDINATOR
KINDS = {
    "no cycle": Kind(builders.a_province, COORDINATOR, "Create the cycle", "Prepare the cycle", YEAR),
    "a prepared cycle": Kind(a_prepared_cycle, COORDINATOR, "Finish preparing", "Open the cycle"),
    "a points file": Kind(a_points_file, COORDINATOR, "Apply the points file", "Write "),
    "a points file given up": Kind(a_points_file, COORDINATOR, "Apply the points file", "Give up"),
    "a draft set": Kind(a_draft_set, COORDINATOR, "Check and publish", "Publish", BASIS),
    "a draft plan": Kind(a_draft_plan, CLERK, "Finish the draft plan", "Submit to the head"),
    "a plan given back": Kind(a_mended_plan, CLERK, "Mend the plan", "Submit to the head"),
    "a submitted plan": Kind(a_submitted_plan, HEAD, "Put the plan", "Put the plan in force"),
    "a submitted plan given back": Kind(a_submitted_plan, HEAD, "Put the plan", "Give it back", REASON),
}


@pytest.mark.parametrize("name", KINDS)
def test_what_waits_is_done_on_the_page_it_leads_to_and_waits_no_longer(name: str) -> None:
    kind = KINDS[name]
    kind.begin()
    somebody = kind.somebody()
    [duty] = [duty for duty in somebody.duties() if duty.text.startswith(kind.words)]
    assert press(somebody.browser, duty.href, kind.pressed, **kind.typed).status_code == 200
    assert duty not in somebody.duties()
    assert [
        left.text for left in somebody.duties() if left.href == duty.href and left.text == duty.text
    ] == []


@pytest.mark.parametrize("name", KINDS)
def test_it_waits_for_nobody_who_only_reads(name: str) -> None:
    KINDS[name].begin()
    for capacity in (Capacity(Role.LEADER, Scope.PROVINCE), Capacity(Role.LEADER, Scope.OWN_TREE)):
        assert Somebody(capacity.role, scope=capacity.scope).duties() == []


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.of_department])
def test_a_plan_of_one_unit_waits_for_nobody_of_another(name: str) -> None:
    KINDS[name].begin()
    other = builders.a_unit("Sở Tài chính")
    for role in (Role.UNIT_CLERK, Role.UNIT_HEAD):
        assert Somebody(role, other).duties() == []


def test_a_measure_waits_from_thirty_days_before_its_day_and_is_called_late_once_it_is_over() -> None:
    cycle = builders.a_scored_cycle()
    plan = builders.a_plan(cycle.province)
    builders.a_measure(plan, "Rà soát văn bản", lead="Sở Nội vụ", deadline="Quý IV/2026")
    force(plan.pk)
    clerk, last = Somebody(Role.UNIT_CLERK, a_department()), date(2026, 12, 31)
    words = {"due within 30 days": "soon", "overdue, to be reported": "overdue"}
    waits = {
        day: [
            f"{kind}, late" if duty.late else kind
            for duty in clerk.duties(last + timedelta(days=day))
            for said, kind in words.items()
            if said in duty.text
        ]
        for day in (-45, -31, -30, -1, 0, 1, 365, 366)
    }
    soon, late = ["soon"], ["overdue, late"]
    assert waits == {-45: [], -31: [], -30: soon, -1: soon, 0: soon, 1: late, 365: late, 366: late}


def test_scores_that_are_missing_are_late_once_the_phase_is_over() -> None:
    builders.a_scored_cycle()
    coordinator = Somebody(Role.COORDINATOR)
    end = date(2027, 1, 10)
    late = {day: [duty.late for duty in coordinator.duties(day)] for day in (end, end + timedelta(days=1))}
    assert late == {end: [False], end + timedelta(days=1): [True]}


def force(plan_pk: int) -> None:
    """Put a plan of the province in force as its coordinator does."""
    coordinator = Somebody(Role.COORDINATOR).browser
    assert press(coordinator, f"/ke-hoach/{plan_pk}/soan/", "Put the plan in force").status_code == 200
