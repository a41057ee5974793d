"""The nearest day of the bar, asked by words that are put together once for each person and day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cchc.access.actor import Actor
from cchc.access.permissions import GRANTS, Role
from cchc.access.practising import practising
from cchc.appraisal import waiting as of_appraisal
from cchc.desk.queries.nearest import nearest_day
from cchc.following import waiting as of_measures
from cchc.self_scoring import waiting as of_sheets
from tests.builders import (
    a_filled_sheet,
    a_member,
    a_whole_round,
    a_work_plan,
    actor_for,
    an_appraiser,
    to_appraise,
)

pytestmark = pytest.mark.django_db
DAYS = [date(2026, 12, 1) + timedelta(days=9 * number) for number in range(8)]


def one_by_one(actor: Actor, today: date) -> date | None:
    """The nearest day by each room alone."""
    rooms = (of_sheets, of_measures, of_appraisal)
    return min((day for room in rooms for (day,) in room.days_ahead(actor, today)), default=None)


def test_it_is_the_nearest_by_every_room_for_everybody_on_every_day_also_once_something_is_done() -> None:
    cycle, appraiser = a_whole_round(), an_appraiser()
    a_work_plan(cycle, appraiser)
    own = cycle.participants.get(name="Sở Y tế").unit
    units = {Role.UNIT_HEAD: own, Role.UNIT_CLERK: own}
    people = [
        a_member(one.role, scope=one.scope, unit=units.get(one.role, cycle.province), username=f"{number}")
        for number, one in enumerate(GRANTS)
    ]
    actors = [actor_for(one) for one in (appraiser, *people)]

    def told() -> dict[tuple[Actor, date], date | None]:
        return {(actor, day): nearest_day(actor, day) for actor in actors for day in DAYS}

    before = told()
    assert date(2027, 1, 10) in before.values()
    assert before == {(actor, day): one_by_one(actor, day) for actor, day in before}
    to_appraise(a_filled_sheet(cycle, unit="Sở Y tế"))
    after = told()
    assert len(set(after.values())) > 2
    assert after == {(actor, day): one_by_one(actor, day) for actor, day in after}
    with practising():  # of which there is none
        assert set(told().values()) == {None}


def test_it_is_one_query() -> None:
    actor = actor_for(a_member(Role.COORDINATOR))
    with CaptureQueriesContext(connection) as asked:
        for _page in range(3):
            nearest_day(actor, DAYS[0])
    assert len(asked) == 3
