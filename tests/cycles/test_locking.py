"""More time, opening again, and the clock's part: what each does to windows, what it tells, what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cchc.access.actor import NotPermitted
from cchc.access.events import table
from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import GRACE, VIETNAM, Standing
from cchc.cycles import actions
from cchc.cycles.actions import PhaseDates
from cchc.cycles.consequences import Built, built_on, phase_locked, phase_reopened, phase_unlocked
from cchc.cycles.models import Cycle, Extension, Participant, PhaseKind, PhaseLock
from cchc.cycles.queries.windows import window_of
from cchc.notices.models import PersonalNotice
from cchc.self_scoring.models import UnitSheet
from tests.builders import a_filled_sheet, a_member, a_round, a_running_cycle, an_actor, submitted

pytestmark = pytest.mark.django_db

KIND = PhaseKind.SELF_SCORING
OPEN = datetime(2027, 1, 10, 9, tzinfo=VIETNAM)  # the last day of the phase in `a_running_cycle`
BEFORE = datetime(2026, 11, 30, 9, tzinfo=VIETNAM)
LOCKED = datetime(2027, 1, 11, 9, tzinfo=VIETNAM)
COORDINATOR = an_actor(Role.COORDINATOR)


@pytest.fixture
def rooms_above(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[..., list[tuple[str, Any]]]:
    """Rooms that hear of locks, and in which these things were finished; returns what they are told."""

    def heard_by(built: dict[str, list[str]] | None = None) -> list[tuple[str, Any]]:
        heard: list[tuple[str, Any]] = []

        def names(participants: Any) -> list[str]:
            return [one.name for one in participants]

        def locks(*, cycle: Cycle, kind: str, participants: Any) -> list[Any]:
            heard.append(("locked", names(participants)))
            return []

        def unlocks(*, by: Any, cycle: Cycle, kind: str, participants: Any) -> list[Any]:
            heard.append(("unlocked", names(participants)))
            return []

        def reopens(*, by: Any, participant: Participant, kind: str, reason: str) -> list[Any]:
            heard.append(("reopened", [participant.name, reason]))
            return []

        def finished(*, participant: Participant, kind: str) -> list[Built]:
            return [Built(what) for what in (built or {}).get(participant.name, [])]

        ours = {
            phase_locked: (locks,),
            phase_unlocked: (unlocks,),
            phase_reopened: (reopens,),
            built_on: (finished,),
        }
        lines = [event.answered_by(*answers) for event, answers in {**table(), **ours}.items()]
        monkeypatch.setitem(__import__("sys").modules, "tests_rooms_above", SimpleNamespace(ANSWERS=lines))
        settings.CONSEQUENCES = "tests_rooms_above"
        return heard

    return heard_by


def units_of(cycle: Cycle) -> list[Participant]:
    return list(cycle.participants.order_by("place"))


def extended(
    *units: Participant, until: date, now: datetime = OPEN, by: Any = COORDINATOR
) -> list[Extension]:
    return actions.extend_phase(
        by=by, participants=units, kind=KIND, until=until, reason="Bão số 4", document="9/SNV", now=now
    )


def ends(participant: Participant) -> date:
    return window_of(participant, KIND).window.ends


def test_several_units_get_more_time_as_one_act() -> None:
    first, second, third = units_of(a_running_cycle(3))
    extended(first, second, until=date(2027, 1, 20))
    assert [ends(one) for one in (first, second, third)] == [
        date(2027, 1, 20),
        date(2027, 1, 20),
        date(2027, 1, 10),
    ]
    entry = Entry.objects.get(verb="cycles.phase_extended")
    assert entry.facts == {
        "phase": "Tự chấm điểm",
        "until": "20/01/2027",
        "reason": "Bão số 4",
        "document": "9/SNV",
        "count": 2,
        "units": ["Sở số 1", "Sở số 2"],
    }
    assert play().differences == []


def test_the_last_time_given_counts_and_a_mistaken_one_is_mended() -> None:
    (unit,) = units_of(a_running_cycle(1))
    for until, after in ((30, 30), (15, 15), (9, None), (12, 12)):
        if after is None:  # the day before: nobody is locked out by an extension
            with pytest.raises(ValidationError):
                extended(unit, until=date(2027, 1, until))
        else:
            extended(unit, until=date(2027, 1, until))
            assert ends(unit) == date(2027, 1, after)
    extended(unit, until=date(2027, 1, 10))  # taken back: the days of the phase hold again
    assert (ends(unit), window_of(unit, KIND).extended) == (date(2027, 1, 10), None)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"until": date(2027, 1, 9)}, "until"),
        ({"until": date(2027, 1, 10)}, "until"),
        ({"kind": PhaseKind.COUNCIL}, "__all__"),
        ({"participants": []}, "__all__"),
        ({"document": "x" * 60}, "document"),
    ],
)
def test_time_that_says_not_enough_or_changes_nothing_is_refused(changed: dict[str, Any], field: str) -> None:
    cycle = a_running_cycle(2)
    given = {
        "participants": units_of(cycle),
        "kind": KIND,
        "until": date(2027, 1, 20),
        "reason": "Bão",
        "now": OPEN,
    }
    with pytest.raises(ValidationError) as refused:
        actions.extend_phase(by=COORDINATOR, **(given | changed))
    assert list(getattr(refused.value, "error_dict", {"__all__": 0})) == [field]
    assert Extension.objects.count() == 0


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.COORDINATOR])
def test_only_the_coordinator_gives_time_and_opens_again(role: Role) -> None:
    (unit,) = units_of(a_running_cycle(1))
    with pytest.raises(NotPermitted):
        extended(unit, until=date(2027, 1, 20), by=an_actor(role))
    with pytest.raises(NotPermitted):
        reopened(unit, by=an_actor(role))


def test_no_time_is_given_in_a_cycle_that_does_not_run() -> None:
    cycle = a_running_cycle(1)
    (unit,) = units_of(cycle)
    actions.close_cycle(by=COORDINATOR, cycle=cycle)
    with pytest.raises(ValidationError):
        extended(unit, until=date(2027, 1, 20))
    with pytest.raises(ValidationError):
        reopened(unit)


def test_an_extension_is_never_changed_and_keeps_its_unit_in_the_cycle() -> None:
    cycle = a_running_cycle(1)
    (unit,) = units_of(cycle)
    (made,) = extended(unit, until=date(2027, 1, 20))
    for change in (lambda: made.delete(), lambda: Extension.objects.update(reason="khác")):
        with pytest.raises(Exception, match="immutable"), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.remove_participants(by=COORDINATOR, cycle=cycle, participants=[unit])


def test_the_people_of_the_unit_are_told_and_nobody_else() -> None:
    cycle = a_running_cycle(2)
    first, second = units_of(cycle)
    head = a_member(Role.UNIT_HEAD, unit=first.unit)
    clerk = a_member(Role.UNIT_CLERK, unit=first.unit)
    a_member(Role.UNIT_CLERK, unit=second.unit)
    a_member(Role.LEADER)
    extended(first, until=date(2027, 1, 20))
    told = PersonalNotice.objects.filter(kind="cycles.phase_extended")
    assert {one.person_id for one in told} == {head.person_id, clerk.person_id}
    assert {one.href for one in told} == {f"/ky-danh-gia/{cycle.pk}/giai-doan/tu-cham/"}


# --- the clock -----------------------------------------------------------------------------------------------


def test_the_clock_locks_each_unit_once_when_the_minutes_of_grace_are_over(rooms_above: Any) -> None:
    heard = rooms_above()
    cycle = a_running_cycle(2)
    first, second = units_of(cycle)
    extended(second, until=date(2027, 1, 12))
    lock, later = window_of(first, KIND).since, window_of(second, KIND).since
    second_ = timedelta(seconds=1)
    for now, count in (
        (OPEN, 0),
        (lock, 0),
        (lock + GRACE - second_, 0),
        (lock + GRACE, 1),
        (lock + GRACE, 0),
        (later + GRACE - second_, 0),
        (later + timedelta(days=40), 1),  # a worker that was down for weeks
        (later + timedelta(days=41), 0),
    ):
        assert actions.lock_due_phases(now) == count, now
    assert heard == [("locked", ["Sở số 1"]), ("locked", ["Sở số 2"])]
    entries = Entry.objects.filter(verb="cycles.phase_locked").order_by("pk")
    assert [(one.person, one.facts["units"]) for one in entries] == [
        ("The calendar of the cycle", ["Sở số 1"]),
        ("The calendar of the cycle", ["Sở số 2"]),
    ]


def test_the_lock_holds_by_the_clock_although_no_worker_has_told_it() -> None:
    (unit,) = units_of(a_running_cycle(1))
    assert window_of(unit, KIND).standing(LOCKED) is Standing.LOCKED
    assert PhaseLock.objects.count() == 0
    with pytest.raises(ValidationError):
        actions.look_at_phase(participant=unit, kind=KIND, now=LOCKED)


def test_a_cycle_that_does_not_run_is_not_locked_by_the_clock(rooms_above: Any, turn_clock: Any) -> None:
    heard = rooms_above()
    turn_clock(BEFORE)
    cycle = a_running_cycle(1)
    actions.close_cycle(by=COORDINATOR, cycle=cycle)
    assert (actions.lock_due_phases(LOCKED), heard) == (0, [])


def test_time_after_the_lock_gives_back_what_was_only_frozen_and_the_next_lock_is_told_anew(
    rooms_above: Any,
) -> None:
    heard = rooms_above()
    first, _second = units_of(a_running_cycle(2))
    actions.lock_due_phases(LOCKED)
    extended(first, until=date(2027, 1, 15), now=LOCKED)
    assert actions.lock_due_phases(LOCKED) == 0
    assert actions.lock_due_phases(datetime(2027, 1, 16, 9, tzinfo=VIETNAM)) == 1
    assert heard == [
        ("locked", ["Sở số 1", "Sở số 2"]),
        ("unlocked", ["Sở số 1"]),
        ("locked", ["Sở số 1"]),
    ]


def with_phase(cycle: Cycle, last: date, by: Any = COORDINATOR, now: datetime = LOCKED) -> None:
    days = PhaseDates(KIND, "Tự chấm điểm", date(2026, 12, 1), last)
    actions.change_phases(by=by, cycle=cycle, phases=[days], now=now)


def test_a_phase_that_has_begun_is_not_removed_but_locked_by_an_earlier_last_day():
    cycle = a_round()
    phases = {one.kind: PhaseDates(one.kind, one.name, one.starts, one.ends) for one in cycle.phases.all()}
    begun = phases[KIND]

    def without(kind: str, now: datetime) -> list[str]:
        wanted = [one for one in phases.values() if one.kind != kind]
        return [
            one.kind for one in actions.change_phases(by=COORDINATOR, cycle=cycle, phases=wanted, now=now)
        ]

    with pytest.raises(ValidationError, match="has begun: give it an earlier last day"):
        without(KIND, datetime.combine(begun.starts, OPEN.timetz()))
    assert cycle.phases.filter(kind=KIND).exists()
    assert KIND not in without(KIND, datetime.combine(begun.starts, OPEN.timetz()) - timedelta(days=1))


def test_a_phase_made_longer_after_its_lock_is_open_again_and_made_shorter_locks(rooms_above: Any) -> None:
    heard = rooms_above()
    cycle = a_running_cycle(2)
    actions.lock_due_phases(LOCKED)
    with_phase(cycle, date(2027, 1, 31))
    with_phase(cycle, date(2027, 1, 8))
    actions.lock_due_phases(LOCKED)
    names = ["Sở số 1", "Sở số 2"]
    assert heard == [("locked", names), ("unlocked", names), ("locked", names)]


def test_whoever_may_not_give_time_does_not_open_a_locked_phase_by_moving_its_days() -> None:
    cycle = a_running_cycle(2)
    actions.lock_due_phases(LOCKED)
    with pytest.raises(ValidationError, match="locked for 2 units"):
        with_phase(cycle, date(2027, 1, 31), by=an_actor(Role.ADMINISTRATOR))
    assert [ends(one) for one in units_of(cycle)] == [date(2027, 1, 10)] * 2


def test_phases_may_overlap_and_each_has_its_own_window() -> None:
    cycle = a_running_cycle(1)
    (unit,) = units_of(cycle)
    both = [
        PhaseDates(KIND, "Tự chấm", date(2026, 12, 15), date(2027, 1, 10)),
        PhaseDates(PhaseKind.APPRAISAL, "Thẩm định", date(2026, 12, 20), date(2027, 1, 25)),
    ]
    actions.change_phases(by=COORDINATOR, cycle=cycle, phases=both)
    assert {window_of(unit, kind).standing(OPEN) for kind in (KIND, PhaseKind.APPRAISAL)} == {Standing.OPEN}


def test_the_lock_is_told_to_units_that_have_not_finished_and_their_number_to_the_coordinator() -> None:
    cycle = a_round()
    first, second = units_of(cycle)
    submitted(a_filled_sheet(cycle))
    people = {one: a_member(Role.UNIT_CLERK, unit=one.unit).person_id for one in (first, second)}
    office = a_member(Role.COORDINATOR).person_id
    actions.lock_due_phases(LOCKED)
    told = PersonalNotice.objects.filter(kind__startswith="cycles.").order_by("pk")
    assert [(one.person_id, one.kind, one.facts.get("what"), one.facts.get("count")) for one in told] == [
        (people[second], "cycles.phase_locked", "sheet: 0 of 5 criteria answered", None),
        (office, "cycles.phase_unfinished", None, 1),
    ]
    states = dict(UnitSheet.objects.values_list("participant", "state"))
    assert states == {first.pk: "submitted", second.pk: "unsubmitted"}


# --- opening again -------------------------------------------------------------------------------------------


def reopened(
    unit: Participant, now: datetime = LOCKED, by: Any = COORDINATOR, reason: str = "Chấm nhầm"
) -> Extension:
    return actions.reopen_phase(
        by=by, participant=unit, kind=KIND, until=date(2027, 1, 20), reason=reason, now=now
    )


def test_opening_again_tells_what_was_built_and_is_kept_with_it(rooms_above: Any) -> None:
    heard = rooms_above({"Sở số 1": ["Lần chốt số 1", "Thẩm định lần 1"]})
    first, second = units_of(a_running_cycle(2))
    actions.lock_due_phases(LOCKED)
    made = reopened(first)
    assert (made.reopens, ends(first), ends(second)) == (True, date(2027, 1, 20), date(2027, 1, 10))
    assert heard[1:] == [("reopened", ["Sở số 1", "Chấm nhầm"])]
    facts = Entry.objects.get(verb="cycles.phase_reopened").facts
    assert (facts["built"], facts["unit"]) == (["Lần chốt số 1", "Thẩm định lần 1"], "Sở số 1")
    assert actions.lock_due_phases(datetime(2027, 1, 21, 9, tzinfo=VIETNAM)) == 1
    assert play().differences == []


def test_opening_again_needs_a_lock_a_reason_and_something_that_was_finished(rooms_above: Any) -> None:
    rooms_above({"Sở số 1": ["Lần chốt số 1"]})
    first, second = units_of(a_running_cycle(2))
    for refused in (
        lambda: reopened(first, now=OPEN),
        lambda: reopened(second),
        lambda: reopened(first, reason=" "),
    ):
        with pytest.raises(ValidationError):
            refused()
    assert Extension.objects.count() == 0
