"""The overdue measures on the page of who looks after many units are those that their records give one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.core.plans.following.states import ENDED, ProgressState
from cchc.desk.queries.overdue import past_measures
from cchc.desk.queries.weeks import ends_of_weeks
from cchc.following.models import ProgressRecord
from tests.builders import a_followed_plan, a_province, a_unit, an_actor

pytestmark = pytest.mark.django_db

TODAY = date(2026, 12, 20)
DEADLINES = ("Hằng quý", "15/11/2026", "29/11/2026", "19/12/2026", "Khi có văn bản mới")


@pytest.fixture
def records(turn_clock) -> list[ProgressRecord]:
    """Measures that three units lead together, some of them several times a year."""
    turn_clock(datetime(2026, 12, 20, 9, tzinfo=VIETNAM))
    province = a_province()
    for name in ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế"):
        a_unit(name, parent=province)
    rows = [
        {"number": str(at), "task": f"Việc {at}", "lead": "Các sở", "deadline": deadline}
        for at, deadline in enumerate(DEADLINES * 2)
    ]
    a_followed_plan(province, rows)
    return list(ProgressRecord.objects.order_by("pk"))


def drawn(records: list[ProgressRecord], chance: Random) -> None:
    """Give each record a state and the days that go with it, many of them within the last weeks, near midnight too."""
    for one in records:
        state = chance.choice(list(ProgressState))
        day = TODAY - timedelta(days=chance.randrange(80))
        has_day = state is ProgressState.DONE or (state in ENDED and chance.random() < 0.3)
        one.state, one.done_on = state.value, day if has_day else None
        hour, minute = chance.choice([(0, 5), (6, 59), (7, 1), (23, 55)])
        one.reported_at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)
        if chance.random() < 0.1:
            one.reported_at = None
        one.due_below = chance.choice([None, None, TODAY - timedelta(days=3), TODAY + timedelta(days=3)])
        one.document_number, one.reason = "12/QĐ", "Không còn phù hợp"
    fields = ["state", "done_on", "reported_at", "due_below", "document_number", "reason"]
    ProgressRecord.objects.bulk_update(records, fields)


def was_late(one: ProgressRecord, end: date) -> bool:
    """Its day was before, and it had not ended."""
    assert one.due is not None
    said = timezone.localdate(one.reported_at) if one.reported_at else None
    ended = one.done_on or said if ProgressState(one.state) in ENDED else None
    return one.due < end and (ended is None or ended > end)


def is_late(one: ProgressRecord) -> bool:
    """Its day has passed, or one below it, and there is work to come."""
    days = [day for day in (one.due, one.due_below) if day is not None]
    return min(days) < TODAY and ProgressState(one.state) not in ENDED


@pytest.mark.parametrize("seed", range(12))
def test_overdue_measures_and_their_weeks_are_those_of_the_records_one_by_one(records, seed):
    drawn(records, Random(seed))
    dated = [one for one in records if one.due is not None and one.starts is not None]

    def measures(holds: Callable[[ProgressRecord], bool]) -> int:
        return len({one.measure_id for one in dated if holds(one)})

    found = past_measures(an_actor(Role.LEADER), TODAY)
    assert found is not None
    assert (found.dated, found.past) == (measures(lambda one: True), measures(is_late))
    weeks = [count for _day, count in found.weeks]
    assert weeks == [measures(lambda one, end=end: was_late(one, end)) for end in ends_of_weeks(TODAY)]
    assert len(set(weeks)) > 1
    units = {one.unit.name: one.unit_id for one in dated if is_late(one)}
    told = {one.name: (one.led, one.past) for one in found.units}
    assert told == {
        name: (
            measures(lambda one, unit=unit: one.unit_id == unit),
            measures(lambda one, unit=unit: one.unit_id == unit and is_late(one)),
        )
        for name, unit in units.items()
    }


def test_the_figures_are_four_queries_however_many_records_there_are(records, django_assert_num_queries):
    leader = an_actor(Role.LEADER)
    with django_assert_num_queries(4):
        past_measures(leader, TODAY)
