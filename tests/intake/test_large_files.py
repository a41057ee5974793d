"""Large files of a kind that somebody applies: the worker compares and applies them, and says what a page would say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.accounts.models import Membership, Person
from cchc.audit.changed import Changed
from cchc.core.words.messages import fault_of
from cchc.intake import actions
from cchc.intake.kinds import Brought, Compared
from cchc.intake.models import ApplyOrder, StagedFile
from cchc.intake.tasks import apply_staged_file, read_staged_file
from cchc.units.models import AgencyGroup
from tests.builders import a_group, a_member, a_unit, actor_for, an_actor
from tests.intake.tiny import LARGE_NAMES

pytestmark = pytest.mark.django_db
State = StagedFile.State


@pytest.fixture(autouse=True)
def _tiny(settings: Any) -> None:
    settings.STAGED = "tests.intake.tiny"


@pytest.fixture
def group() -> AgencyGroup:
    return a_group("Các sở", [a_unit("Sở A")])


def left(group: AgencyGroup, name: str = "Các sở, ban, ngành của tỉnh") -> StagedFile:
    """A file that waits for the worker."""
    file = Brought(an_actor(), "ten.txt", name.encode(), str(group.pk))
    assert LARGE_NAMES.is_large(len(file.data))
    return actions.leave_to_read(by=file.by, kind=LARGE_NAMES, brought=file)


def done(staged: StagedFile) -> StagedFile:
    """The same file after the worker was at it."""
    read_staged_file.func(staged.pk)
    staged.refresh_from_db()
    return staged


def test_the_worker_compares_a_large_file_which_then_waits_to_be_applied(group: AgencyGroup) -> None:
    staged = left(group)
    assert (staged.state, staged.difference) == (State.WAITING, [])
    assert done(staged).state == State.READ
    assert staged.difference == ["Các sở", "Các sở, ban, ngành của tỉnh"]
    assert actions.apply(by=an_actor(), staged=staged) == "Các sở, ban, ngành của tỉnh"


def test_every_fault_of_a_large_file_is_kept_with_its_place(group: AgencyGroup) -> None:
    staged = done(left(group, "Các sở, ban, ngành\ncủa tỉnh"))
    (fault,) = map(fault_of, staged.faults)
    assert (staged.state, staged.counts) == (State.REFUSED, {"faults": 1})
    assert (fault.place.line, str(fault.expected), str(fault.why)) == (1, "one line", "not one line")


def test_a_file_whose_target_changed_while_it_was_compared_is_not_kept_as_compared(
    group: AgencyGroup,
) -> None:
    staged = left(group)
    actions.begin_reading(staged=staged)
    with pytest.raises(Changed):
        actions.end_comparing(staged=staged, compared=Compared(["Tên cũ", "Tên mới"], seen="Tên cũ"))
    staged.refresh_from_db()
    assert (staged.state, staged.difference) == (State.RUNNING, [])


def test_a_file_that_waits_for_the_worker_is_given_up_and_an_applied_one_is_not(group: AgencyGroup) -> None:
    waiting = left(group)
    actions.give_up(by=an_actor(), staged=waiting)
    read_staged_file.func(waiting.pk)
    assert StagedFile.objects.count() == 0
    applied = done(left(group))
    actions.apply(by=an_actor(), staged=applied)
    for act in (actions.give_up, actions.read_again):
        with pytest.raises(ValidationError):
            act(by=an_actor(), staged=applied)


def test_a_large_file_is_compared_again_from_the_beginning(group: AgencyGroup) -> None:
    staged = done(left(group))
    AgencyGroup.objects.update(name="Các cơ quan")
    actions.read_again(by=an_actor(), staged=staged)
    assert done(staged).difference == ["Các cơ quan", "Các sở, ban, ngành của tỉnh"]


def ordered(staged: StagedFile) -> ApplyOrder | None:
    """What stands of the order after the worker was at it."""
    actions.order_applying(by=actor_for(a_member()), staged=staged)
    apply_staged_file.func(staged.pk)
    staged.refresh_from_db()
    return ApplyOrder.objects.first()


def test_the_worker_applies_a_large_file_in_the_name_of_whoever_asked(group: AgencyGroup) -> None:
    staged = done(left(group))
    assert ordered(staged) is None
    group.refresh_from_db()
    assert (staged.state, group.name) == (State.APPLIED, "Các sở, ban, ngành của tỉnh")


def ended_yesterday(membership: Membership) -> None:
    Membership.objects.filter(pk=membership.pk).update(valid_until=timezone.localdate())


def shut(membership: Membership) -> None:
    Person.objects.filter(pk=membership.person_id).update(is_active=False)


def turned_into_another_role(membership: Membership) -> None:
    Membership.objects.filter(pk=membership.pk).update(role=Role.LEADER.value)


@pytest.mark.parametrize("left_by", [ended_yesterday, shut, turned_into_another_role])
def test_nothing_is_applied_in_the_name_of_one_who_left_the_role_meanwhile(
    group: AgencyGroup, left_by: Callable[[Membership], None]
) -> None:
    staged, member = done(left(group)), a_member()
    actions.order_applying(by=actor_for(member), staged=staged)
    left_by(member)
    apply_staged_file.func(staged.pk)
    staged.refresh_from_db()
    assert ApplyOrder.objects.get().whys == ["Whoever asked for it may not do this any more."]
    assert (staged.state, AgencyGroup.objects.get().name) == (State.READ, "Các sở")


def test_what_changed_before_the_worker_came_is_told_and_nothing_is_written(group: AgencyGroup) -> None:
    staged = done(left(group))
    actions.order_applying(by=actor_for(a_member()), staged=staged)
    AgencyGroup.objects.update(name="Các cơ quan")
    apply_staged_file.func(staged.pk)
    order = ApplyOrder.objects.get()
    assert (order.is_changed, order.is_refused, order.whys) == (True, True, [])
    group.refresh_from_db()
    staged.refresh_from_db()
    assert (staged.state, group.name) == (State.READ, "Các cơ quan")
    actions.read_again(by=an_actor(), staged=staged)
    assert not ApplyOrder.objects.exists()


def test_a_fault_of_ours_is_told_on_the_page_and_raised_for_the_log(group: AgencyGroup) -> None:
    staged = done(left(group))
    StagedFile.objects.filter(pk=staged.pk).update(difference=[])  # what the kind writes is not there
    with pytest.raises(IndexError):
        ordered(staged)
    assert ApplyOrder.objects.get().whys
    apply_staged_file.func(staged.pk)  # refused: let be
    staged.refresh_from_db()
    assert staged.state == State.READ


def test_a_file_given_up_before_the_worker_came_is_let_be(group: AgencyGroup) -> None:
    staged = done(left(group))
    actions.order_applying(by=an_actor(), staged=staged)
    actions.give_up(by=an_actor(), staged=staged)
    apply_staged_file.func(staged.pk)
    assert not ApplyOrder.objects.exists()
