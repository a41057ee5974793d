"""A unit asks that a criterion shall not apply to it: who may ask, decide and withdraw, and what each act does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Role, Scope
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.papers.basis import LegalBasis
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles import actions
from cchc.cycles.models import ApplicabilityRequest, Cycle, NotApplicable, Participant, PhaseKind
from cchc.cycles.queries.requests import moved_at
from cchc.cycles.waiting import waiting_for
from cchc.notices.models import PersonalNotice
from tests.builders import (
    a_member,
    a_request,
    a_running_cycle,
    a_scored_cycle,
    actor_for,
    an_actor,
    imported,
)

pytestmark = pytest.mark.django_db

COORDINATOR = an_actor(Role.COORDINATOR)
State = ApplicabilityRequest.State


def clerk_of(unit: Participant, role: Role = Role.UNIT_CLERK) -> Actor:
    return replace(an_actor(role, Scope.OWN_UNIT), unit_id=unit.unit_id, unit=unit.name)


def units_of(cycle: Cycle) -> list[Participant]:
    return list(cycle.participants.select_related("cycle_set__version", "cycle").order_by("place"))


def decided(asked: ApplicabilityRequest, granted: bool, by: Actor = COORDINATOR) -> ApplicabilityRequest:
    return actions.decide_not_applicable(by=by, asked=asked, granted=granted, answer="Đúng quy định")


def test_a_granted_request_takes_the_leaf_from_the_unit_and_from_nobody_else() -> None:
    first, _second = units_of(a_running_cycle(2))
    asked = a_request(first)
    assert NotApplicable.objects.count() == 0
    basis = LegalBasis("12/QĐ-UBND", None)
    made = actions.decide_not_applicable(
        by=COORDINATOR, asked=asked, granted=True, answer="Đúng quy định", basis=basis
    )
    assert list(NotApplicable.objects.values_list("participant", "leaf", "reason")) == [
        (first.pk, "1.2", "Không có nhiệm vụ này")
    ]
    assert (made.state, made.decided_by, made.answer) == ("granted", COORDINATOR.person, "Đúng quy định")
    told = Entry.objects.filter(verb__startswith="cycles.applicability").order_by("pk")
    assert [(one.verb, one.subject) for one in told] == [
        ("cycles.applicability_asked", "Sở số 1"),
        ("cycles.applicability_granted", "Sở số 1"),
    ]
    assert play().differences == []


@pytest.mark.parametrize("end", [State.REFUSED, State.WITHDRAWN])
def test_a_request_that_was_refused_or_withdrawn_changes_nothing_and_may_be_asked_anew(end: str) -> None:
    (unit,) = units_of(a_running_cycle(1))
    asked = a_request(unit)
    if end == State.REFUSED:
        decided(asked, granted=False)
    else:
        actions.withdraw_not_applicable(by=clerk_of(unit), asked=asked)
    assert NotApplicable.objects.count() == 0
    for again in (
        lambda: decided(asked, granted=True),
        lambda: actions.withdraw_not_applicable(by=clerk_of(unit), asked=asked),
    ):
        with pytest.raises(ValidationError, match="does not wait any more"):
            again()
    a_request(unit)
    assert list(ApplicabilityRequest.objects.values_list("state", flat=True)) == ["asked", end]
    assert play().differences == []


def test_all_that_is_wrong_with_a_request_is_said_at_once() -> None:
    cycle = a_running_cycle(2)
    first, second = units_of(cycle)
    actions.change_applicability(by=COORDINATOR, cycle=cycle, off=[(second.pk, "1.1")], reason="Không có")
    a_request(first)
    for unit, leaf, reason, faults in (
        (first, "9.9", " ", ["leaf", "reason"]),
        (first, "1.2", "Lần nữa", ["leaf"]),
        (second, "1.1", "Thừa", ["leaf"]),
        (second, "1.2", "x" * 600, ["reason"]),
    ):
        with pytest.raises(ValidationError) as refused:
            actions.ask_not_applicable(by=clerk_of(unit), participant=unit, leaf=leaf, reason=reason)
        assert sorted(refused.value.message_dict) == faults
    with pytest.raises(IntegrityError), transaction.atomic():  # nor does the database take a second one
        ApplicabilityRequest.objects.create(
            participant=first, leaf="1.2", reason="x", person_id=1, person="x", unit="x"
        )
    actions.close_cycle(by=COORDINATOR, cycle=cycle)
    with pytest.raises(ValidationError):
        a_request(second)


def test_nobody_asks_for_another_unit_and_only_the_coordinator_decides() -> None:
    first, second = units_of(a_running_cycle(2))
    asked = a_request(first)
    strangers = [clerk_of(second), an_actor(Role.ADMINISTRATOR), COORDINATOR, an_actor(Role.AUDITOR)]
    for by in strangers:
        with pytest.raises(NotPermitted):
            actions.ask_not_applicable(by=by, participant=first, leaf="1.1", reason="x")
        with pytest.raises(NotPermitted):
            actions.withdraw_not_applicable(by=by, asked=asked)
    for by in (clerk_of(first), clerk_of(first, Role.UNIT_HEAD), an_actor(Role.ADMINISTRATOR)):
        with pytest.raises(NotPermitted):
            decided(asked, granted=True, by=by)


def test_of_the_own_unit_somebody_of_another_unit_decides() -> None:
    first, second = units_of(a_running_cycle(2))
    own = actor_for(a_member(Role.COORDINATOR, unit=first.unit))
    other = actor_for(a_member(Role.COORDINATOR, unit=second.unit))
    asked = a_request(first)
    for granted in (True, False):
        with pytest.raises(ValidationError, match=other.person):
            decided(asked, granted, by=own)
    names = {one: [duty.text for duty in waiting_for(one, date(2026, 12, 1))] for one in (own, other)}
    assert names == {
        own: [],
        other: ["Decide on the request of Sở số 1 that 1.2 shall not apply to it"],
    }
    decided(asked, granted=True, by=other)
    assert list(waiting_for(other, date(2026, 12, 1))) == []


def test_who_decides_is_told_of_the_request_and_the_unit_of_the_decision() -> None:
    first, _second = units_of(a_running_cycle(2))
    coordinator = a_member(Role.COORDINATOR)
    clerk = a_member(Role.UNIT_CLERK, unit=first.unit)
    decided(a_request(first), granted=False, by=actor_for(coordinator))
    told = PersonalNotice.objects.order_by("pk").values_list("kind", "person")
    assert list(told) == [
        ("cycles.applicability_asked", coordinator.person_id),
        ("cycles.applicability_refused", clerk.person_id),
    ]


def test_once_the_cycle_runs_nothing_applies_again_without_a_reason() -> None:
    cycle = a_running_cycle(1)
    (unit,) = units_of(cycle)
    cell = (unit.pk, "1.1")
    actions.change_applicability(by=COORDINATOR, cycle=cycle, off=[cell], reason="Không có")
    with pytest.raises(ValidationError, match="fixed since the cycle was opened"):
        actions.change_applicability(by=COORDINATOR, cycle=cycle, on=[cell])
    assert actions.change_applicability(by=COORDINATOR, cycle=cycle, on=[cell], reason="Có nhiệm vụ") == 1


# --- pages ---------------------------------------------------------------------------------------------------


def test_a_clerk_asks_the_coordinator_sees_what_it_changes_and_grants(
    client_of: Callable[..., Client],
) -> None:
    cycle = a_scored_cycle()
    imported(cycle)
    first, second = units_of(cycle)[:2]
    clerk, stranger = (_browser(a_member(Role.UNIT_CLERK, unit=one.unit).person) for one in (first, second))
    room = f"/ky-danh-gia/{cycle.pk}/khong-ap-dung/"
    refused = clerk.post(f"{room}de-nghi/", {"leaf": "1.2", "reason": ""})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    clerk.post(f"{room}de-nghi/", {"leaf": "1.2", "reason": "Không có nhiệm vụ này"})
    asked = ApplicabilityRequest.objects.get()
    page = f"{room}{asked.pk}/"
    assert [one.get(page).status_code for one in (clerk, stranger)] == [200, 404]
    assert len(stranger.get(room).context["asked"]) == 0
    office = client_of(Role.COORDINATOR)
    scores, moves = office.get(f"{page}dong-y/").context["grave"].affected
    assert scores.names == (f"{first.name} – 1.2 Báo cáo định kỳ: 2.00 points",)
    assert (moves.names[0].startswith(f"{first.name}: index "), "→" in moves.names[0]) == (True, True)
    granted = _agreed(office, f"{page}dong-y/", {"answer": "Đúng quy định"})
    assert granted.status_code == 302
    assert NotApplicable.objects.filter(participant=first, leaf="1.2").count() == 1
    assert office.get(page).context["decides"] is False


def test_a_refusal_says_why_and_a_withdrawn_request_stays_to_be_seen(
    client_of: Callable[..., Client],
) -> None:
    cycle = a_running_cycle(1)
    (unit,) = units_of(cycle)
    office, clerk = client_of(Role.COORDINATOR), _browser(a_member(Role.UNIT_CLERK, unit=unit.unit).person)
    first = a_request(unit)
    page = f"/ky-danh-gia/{cycle.pk}/khong-ap-dung/{first.pk}/"
    assert office.post(f"{page}tu-choi/", {"answer": " "}).status_code == 422
    office.post(f"{page}tu-choi/", {"answer": "Đơn vị có nhiệm vụ này"})
    assert "Đơn vị có nhiệm vụ này" in clerk.get(page).content.decode()
    second = a_request(unit)
    clerk.post(f"/ky-danh-gia/{cycle.pk}/khong-ap-dung/{second.pk}/rut/")
    states = [
        one.state for one, *_more in clerk.get(f"/ky-danh-gia/{cycle.pk}/khong-ap-dung/").context["asked"]
    ]
    assert sorted(states) == ["refused", "withdrawn"]


def _browser(person: Any) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(person)
    return client


def _agreed(client: Client, address: str, typed: dict[str, str]) -> Any:
    seen = client.post(address, typed)
    return client.post(address, typed | {"agreed": seen.context["grave"].seal})


def test_a_request_that_nobody_decided_on_ends_with_the_cycle_and_its_unit_is_told() -> None:
    cycle = a_running_cycle(2)
    first, second = units_of(cycle)
    clerk = a_member(Role.UNIT_CLERK, unit=first.unit)
    asked = a_request(first)
    decided(a_request(second), granted=True)
    actions.close_cycle(by=COORDINATOR, cycle=cycle)
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("refused", "The cycle was closed before anybody decided.")
    assert (
        PersonalNotice.objects.filter(person=clerk.person_id, kind="cycles.applicability_refused").count()
        == 1
    )
    assert NotApplicable.objects.filter(participant=first).count() == 0
    assert play().differences == []


# --- the lock ---------------------------------------------------------------------------------------------------


def locked(cycle: Cycle, day: int = 11) -> None:
    """The minute task at nine in the morning of a day of January."""
    actions.lock_due_phases(datetime(2027, 1, day, 9, tzinfo=VIETNAM))


def told_to(member: Any) -> list[str]:
    return list(
        PersonalNotice.objects.filter(person=member.person, kind__startswith="cycles.applicability")
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_requests_that_the_lock_overtakes_go_on_to_the_appraisal_and_unit_and_decider_are_told_once() -> None:
    cycle = a_running_cycle(2)
    first, second = units_of(cycle)
    office = a_member(Role.COORDINATOR, unit=cycle.province, username="dau-moi")
    clerk, other = (a_member(Role.UNIT_CLERK, unit=one.unit, username=one.name) for one in (first, second))
    waiting, settled = a_request(first), decided(a_request(second), granted=False)
    before = told_to(office), told_to(clerk), told_to(other)
    for _minute in range(2):
        locked(cycle)
    after = told_to(office), told_to(clerk), told_to(other)
    assert [new[len(old) :] for old, new in zip(before, after, strict=True)] == [
        ["cycles.applicability_taken_over"],
        ["cycles.applicability_moved"],
        [],
    ]
    entry = Entry.objects.get(verb="cycles.phase_locked")
    assert entry.facts["requests"] == 1
    assert moved_at([waiting, settled]) == {waiting.pk: datetime(2027, 1, 11, tzinfo=VIETNAM)}
    (duty,) = (
        one for one in waiting_for(actor_for(office), date(2027, 1, 12)) if "/khong-ap-dung/" in one.href
    )
    assert duty.text.startswith("Decide in the appraisal on the request of Sở số 1 that 1.2")
    assert decided(waiting, granted=True).state == State.GRANTED
    assert play().differences == []


def test_more_time_takes_a_request_back_from_the_appraisal_and_the_next_lock_moves_it_again() -> None:
    cycle = a_running_cycle(1)
    (unit,) = units_of(cycle)
    clerk = a_member(Role.UNIT_CLERK, unit=unit.unit)
    asked = a_request(unit)
    locked(cycle)
    actions.extend_phase(
        by=COORDINATOR,
        participants=[unit],
        kind=PhaseKind.SELF_SCORING,
        until=date(2027, 1, 20),
        reason="Bão",
        now=datetime(2027, 1, 12, 9, tzinfo=VIETNAM),
    )
    assert moved_at([asked]) == {}
    locked(cycle, day=21)
    assert moved_at([asked]) == {asked.pk: datetime(2027, 1, 21, tzinfo=VIETNAM)}
    assert told_to(clerk) == ["cycles.applicability_moved"] * 2


def test_requests_of_a_closed_cycle_are_as_unchangeable_as_the_cycle() -> None:
    cycle = a_running_cycle(1)
    (unit,) = units_of(cycle)
    asked = a_request(unit)
    actions.close_cycle(by=COORDINATOR, cycle=cycle)
    rows = ApplicabilityRequest.objects.filter(pk=asked.pk)
    for change in (lambda: rows.update(state="granted"), rows.delete):
        with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
            change()
    actions.reopen_cycle(by=COORDINATOR, cycle=cycle, reason="Theo kết luận")
    assert rows.update(answer="Đã xem lại") == 1
