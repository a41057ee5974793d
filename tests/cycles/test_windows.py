"""When a phase is open for a unit, and the look at it by whoever saves something."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cchc.access.permissions import Role
from cchc.audit.models import by_line
from cchc.core.papers.deadlines.windows import VIETNAM, Arrival, Standing, Window
from cchc.cycles import actions
from cchc.cycles.actions import PhaseDates
from cchc.cycles.actions.locking import look_at_phase
from cchc.cycles.models import Extension, Participant, PhaseKind
from cchc.cycles.queries.windows import window_of, windows_of
from tests.builders import a_cycle, a_member, a_running_cycle, an_actor, first_participant

pytestmark = pytest.mark.django_db

KIND = PhaseKind.SELF_SCORING
LAST = datetime(2027, 1, 10, 23, 59, 59, tzinfo=VIETNAM)  # of the phase in `a_running_cycle`
SECOND = timedelta(seconds=1)


def extended(participant: Participant, until: date) -> Extension:
    return Extension.objects.create(
        participant=participant, kind=KIND, until=until, reason="Bão số 4", **by_line(an_actor())
    )


def test_a_unit_has_the_days_of_the_phase_and_of_its_last_extension() -> None:
    cycle = a_running_cycle(3)
    first, second, third = cycle.participants.order_by("place")
    extended(first, date(2027, 1, 30))
    kept = extended(first, date(2027, 1, 20))
    extended(second, date(2027, 1, 30))
    extended(second, date(2027, 1, 5))  # gives nothing: the phase is longer
    days = {
        first: (date(2027, 1, 20), kept),
        second: (date(2027, 1, 10), None),
        third: (date(2027, 1, 10), None),
    }
    windows = windows_of(cycle, KIND)
    assert {one: (windows[one.pk].window.ends, windows[one.pk].extended) for one in days} == days
    assert {one: window_of(one, KIND) for one in days} == {one: windows[one.pk] for one in days}
    assert list(windows_of(cycle, KIND, among=[second.pk])) == [second.pk]
    assert (window_of(first, PhaseKind.COUNCIL), windows_of(cycle, PhaseKind.COUNCIL)) == (None, {})


@pytest.mark.parametrize("units", [1, 9])
def test_windows_are_read_in_three_queries_however_many_units_there_are(units: int) -> None:
    cycle = a_running_cycle(units)
    with CaptureQueriesContext(connection) as asked:
        assert len(windows_of(cycle, KIND)) == units
    assert len(asked) == 3


def test_what_is_saved_in_the_days_is_taken_and_in_the_minutes_behind_them_only_what_was_typed_before() -> (
    None
):
    participant = first_participant(a_running_cycle(1))
    behind = LAST + 90 * SECOND
    assert look_at_phase(participant=participant, kind=KIND, now=LAST) is Arrival.IN_TIME
    assert look_at_phase(participant=participant, kind=KIND, now=behind, typed_at=LAST) is Arrival.IN_GRACE
    for typed in (None, behind, behind + SECOND):
        with pytest.raises(ValidationError):
            look_at_phase(participant=participant, kind=KIND, now=behind, typed_at=typed)


def test_the_lock_line_says_which_lock_since_when_and_who_lifts_it() -> None:
    cycle = a_running_cycle(2)
    first, second = cycle.participants.order_by("place")
    by = a_member(Role.COORDINATOR).person
    extended(first, date(2027, 1, 20))
    who = f"{by.name} (Phú Thọ)"
    assert [window_of(one, KIND).lock_line(LAST) for one in (first, second)] == ["", ""]
    assert refusal(second, LAST + SECOND) == [
        f"“Tự chấm điểm” is locked since the end of 10/01/2027, its last day. More time is given by: {who}."
    ]
    assert refusal(first, LAST + timedelta(days=11)) == [
        "“Tự chấm điểm” is locked since the end of 20/01/2027, the last day of the unit's extension. "
        f"More time is given by: {who}."
    ]
    assert refusal(first, LAST - timedelta(days=90)) == ["“Tự chấm điểm” opens at 00:00 on 01/12/2026."]
    assert refusal(first, LAST, PhaseKind.COUNCIL) == ["This cycle has no phase “Council”."]


def refusal(participant: Participant, now: datetime, kind: str = KIND) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        look_at_phase(participant=participant, kind=kind, now=now)
    return refused.value.messages


def test_nothing_is_saved_in_a_cycle_that_does_not_run_whatever_the_days() -> None:
    cycle = a_running_cycle(1)
    participant = first_participant(cycle)
    actions.close_cycle(by=an_actor(), cycle=cycle)
    assert window_of(participant, KIND).standing(LAST) is Standing.LOCKED
    assert refusal(participant, LAST)[0].startswith(
        "“Tự chấm điểm” is locked: Kỳ đánh giá năm 2026 was closed at"
    )
    late = LAST + SECOND
    with pytest.raises(ValidationError):  # grace is given behind the deadline, not behind the closing
        look_at_phase(participant=participant, kind=KIND, now=late, typed_at=LAST)
    actions.reopen_cycle(by=an_actor(Role.COORDINATOR), cycle=cycle, reason="Còn thiếu điểm")
    assert look_at_phase(participant=participant, kind=KIND, now=LAST) is Arrival.IN_TIME


def test_a_cycle_in_preparation_is_not_open_yet() -> None:
    cycle = a_running_cycle(1)
    participant = first_participant(cycle)
    type(cycle).objects.filter(pk=cycle.pk).update(state="preparing")
    assert window_of(participant, KIND).standing(LAST) is Standing.NOT_YET
    assert "is still being prepared" in refusal(participant, LAST)[0]


def test_phases_keep_their_rows_when_their_days_change() -> None:
    cycle = a_cycle()
    plan = PhaseDates("plan", "Kế hoạch", date(2026, 1, 1), date(2026, 2, 1))
    scoring = PhaseDates(KIND, "Tự chấm", date(2026, 12, 1), date(2027, 1, 1))
    before = actions.change_phases(by=an_actor(), cycle=cycle, phases=[plan, scoring])
    longer = PhaseDates(KIND, "Tự chấm", date(2026, 12, 1), date(2027, 1, 5))
    after = actions.change_phases(by=an_actor(), cycle=cycle, phases=[longer])
    assert [(one.pk, one.ends) for one in after] == [(before[1].pk, date(2027, 1, 5))]


@pytest.mark.parametrize("ends", [date(2027, 1, 1), date(2027, 1, 20)])
def test_the_look_sees_the_phase_as_it_was_last_changed(ends: date) -> None:
    cycle = a_running_cycle(1)
    participant = first_participant(cycle)
    changed = PhaseDates(KIND, "Tự chấm điểm", date(2026, 12, 1), ends)
    actions.change_phases(by=an_actor(), cycle=cycle, phases=[changed])
    window = Window(date(2026, 12, 1), ends)
    with transaction.atomic():
        for now in (LAST, LAST + SECOND, window.locks_at - SECOND):
            if window.standing(now) is Standing.OPEN:
                assert look_at_phase(participant=participant, kind=KIND, now=now) is Arrival.IN_TIME
            else:
                assert "is locked since" in refusal(participant, now)[0]
