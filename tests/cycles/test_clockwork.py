"""The clock, the coordinator, the worker and a unit, in any order: windows and sheets are as a plain model says, and
what was handed in never changes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import GRACE, VIETNAM
from cchc.cycles import actions
from cchc.cycles.actions import PhaseDates
from cchc.cycles.models import PhaseKind
from cchc.cycles.queries.windows import window_of, windows_of
from cchc.self_scoring.models import SheetReturn, SheetSubmission, UnitSheet
from cchc.self_scoring.queries.submissions import is_intact
from tests.builders import a_filled_sheet, a_round, an_actor, submitted

pytestmark = pytest.mark.django_db

KIND = PhaseKind.SELF_SCORING
STARTS, ENDS = date(2026, 12, 1), date(2027, 1, 10)
COORDINATOR = an_actor(Role.COORDINATOR)
DAYS = st.sampled_from([2, 0, 1, 5, 12, -1])  # from today
ONE = st.sampled_from([0, 1])
UNITS = st.sampled_from([(0,), (1,), (0, 1)])


class Clockwork(RuleBasedStateMachine):
    """Two units; the first has filled in its sheet and may hand it in, the second never does."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()

    @initialize()
    def begin(self) -> None:
        self.undone.__enter__()
        self.cycle = a_round()
        self.units = list(self.cycle.participants.order_by("place"))
        a_filled_sheet(self.cycle)
        self.now = datetime(2027, 1, 9, 12, tzinfo=VIETNAM)
        self.ends = ENDS
        self.until: list[date | None] = [None, None]
        self.frozen = [False, False]  # told by the worker
        self.state = ["filling", "filling"]
        self.handed_in: dict[int, str] = {}

    def teardown(self) -> None:
        assert play().differences == []
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # the model

    @property
    def today(self) -> date:
        return self.now.date()

    def last_day(self, unit: int) -> date:
        own = self.until[unit]
        return self.ends if own is None else max(self.ends, own)

    def is_locked(self, unit: int) -> bool:
        return self.today > self.last_day(unit)

    def is_settled(self, unit: int) -> bool:
        return (self.now - GRACE).date() > self.last_day(unit)

    def thaw(self) -> None:
        """What is not locked any more is given back, where only the lock froze it."""
        for unit in (0, 1):
            if self.frozen[unit] and not self.is_locked(unit):
                self.frozen[unit] = False
                self.state[unit] = "filling" if self.state[unit] == "unsubmitted" else self.state[unit]

    def tried(self, act: Callable[[], Any]) -> bool:
        try:
            with transaction.atomic():
                act()
        except ValidationError:
            return False
        event(f"done: {inspect.stack()[1].function}")
        return True

    # the acts

    @rule(unit=ONE, minutes=st.sampled_from([5, 0, 3, 90]), worker=st.sampled_from([True, True, False]))
    def a_last_day_ends(self, unit: int, minutes: int, worker: bool) -> None:
        """The midnight after the last day of a unit comes, or some minutes later; the worker may be there."""
        midnight = datetime.combine(self.last_day(unit) + timedelta(days=1), datetime.min.time(), VIETNAM)
        self.now = max(self.now, midnight + timedelta(minutes=minutes))
        if worker:
            self.the_worker_looks()

    def the_worker_looks(self) -> None:
        due = [unit for unit in (0, 1) if self.is_settled(unit) and not self.frozen[unit]]
        for unit in due:
            self.frozen[unit] = True
            self.state[unit] = "unsubmitted" if self.state[unit] == "filling" else self.state[unit]
        assert actions.lock_due_phases(self.now) == len(due)

    @rule(units=UNITS, days=DAYS)
    def more_time_for(self, units: tuple[int, ...], days: int) -> None:
        self.more_time(units, days)

    def more_time(self, units: tuple[int, ...], days: int) -> None:
        until = self.today + timedelta(days=days)
        before = [(self.last_day(unit), self.last_day(unit) > self.ends) for unit in units]
        changes = all(until != last and (longer or until > self.ends) for last, longer in before)
        done = self.tried(
            lambda: actions.extend_phase(
                by=COORDINATOR,
                participants=[self.units[unit] for unit in units],
                kind=KIND,
                until=until,
                reason="Bão số 4",
                now=self.now,
            )
        )
        assert done == (days >= 0 and changes)
        if done:
            for unit in units:
                self.until[unit] = until
            self.thaw()

    @rule(unit=ONE, days=DAYS)
    def opened_again(self, unit: int, days: int) -> None:
        until = self.today + timedelta(days=days)
        done = self.tried(
            lambda: actions.reopen_phase(
                by=COORDINATOR,
                participant=self.units[unit],
                kind=KIND,
                until=until,
                reason="Chấm nhầm",
                now=self.now,
            )
        )
        assert done == (days >= 0 and self.is_locked(unit) and self.state[unit] == "submitted")
        if done:
            self.until[unit], self.frozen[unit], self.state[unit] = until, False, "filling"

    @rule(days=st.sampled_from([1, 0, 3]))
    def more_time_for_all_that_are_locked(self, days: int) -> None:
        locked = tuple(unit for unit in (0, 1) if self.is_locked(unit))
        if locked:
            self.more_time(locked, days)

    @rule(days=DAYS)
    def other_days(self, days: int) -> None:
        self.ends = self.today + timedelta(days=days)
        phase = PhaseDates(KIND, "Tự chấm điểm", STARTS, self.ends)
        actions.change_phases(by=COORDINATOR, cycle=self.cycle, phases=[phase], now=self.now)
        self.thaw()

    @rule()
    def handed_in_now(self) -> None:
        sheet = UnitSheet.objects.get(participant=self.units[0])
        done = self.tried(lambda: submitted(sheet, now=self.now))
        assert done == (self.state[0] == "filling" and not self.is_locked(0))
        if done:
            self.state[0] = "submitted"
            last = SheetSubmission.objects.latest("pk")
            self.handed_in[last.pk] = last.sha256

    @rule(unit=ONE, typed_before=st.sampled_from([None, 0, 2, 30]))
    def somebody_saves(self, unit: int, typed_before: int | None) -> None:
        typed = None if typed_before is None else self.now - timedelta(minutes=typed_before)
        taken = self.tried(
            lambda: actions.look_at_phase(
                participant=self.units[unit], kind=KIND, now=self.now, typed_at=typed
            )
        )
        in_grace = typed is not None and typed.date() <= self.last_day(unit) and not self.is_settled(unit)
        assert taken == (not self.is_locked(unit) or in_grace)

    # what holds

    @invariant()
    def windows_are_as_the_model_says(self) -> None:
        if not hasattr(self, "cycle"):
            return
        windows = windows_of(self.cycle, KIND)
        for unit in (0, 1):
            one = windows[self.units[unit].pk]
            assert one == window_of(self.units[unit], KIND)
            assert (one.window.starts, one.window.ends) == (STARTS, self.last_day(unit))
            assert (one.standing(self.now) == "locked") == self.is_locked(unit)

    @invariant()
    def sheets_are_as_the_model_says_and_what_was_handed_in_is_as_it_was(self) -> None:
        if not hasattr(self, "cycle"):
            return
        rows = UnitSheet.objects.filter(participant__in=self.units).order_by("participant__place")
        assert list(rows.values_list("state", flat=True)) == self.state
        kept = {one.pk: one for one in SheetSubmission.objects.all()}
        assert {pk: one.sha256 for pk, one in kept.items()} == self.handed_in
        assert all(is_intact(one) for one in kept.values())
        reopened = Entry.objects.filter(verb="cycles.phase_reopened").count()
        assert SheetReturn.objects.count() == reopened


@pytest.mark.usefixtures("db")
def test_whatever_happens_in_whatever_order_windows_and_sheets_are_as_a_plain_model_says() -> None:
    checked = settings(
        max_examples=8,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Clockwork, settings=checked)
