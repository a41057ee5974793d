"""Due days stay as written; with the switch of a plan they move to working days, by the holidays as they are now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cchc.cycles.actions import add_holidays, remove_holidays
from cchc.cycles.exchange import HolidayRow
from cchc.plans.actions.plans import change_head, head_of
from cchc.plans.models import Measure, Plan
from tests.builders import a_measure, a_plan, an_actor

pytestmark = pytest.mark.django_db
REUNIFICATION = HolidayRow(date(2026, 4, 30), "Ngày Giải phóng miền Nam")
LABOUR = HolidayRow(date(2026, 5, 1), "Ngày Quốc tế lao động")


def days(measure: Measure) -> list[date]:
    return [due.on for due in measure.dues.all()]


def moving(plan: Plan) -> Plan:
    return change_head(by=an_actor(), plan=plan, head=replace(head_of(plan), working_days=True))


def test_due_days_stay_as_written_whatever_the_holidays():
    measure = a_measure(a_plan(), deadline="30/4/2026")
    add_holidays(by=an_actor(), rows=[REUNIFICATION, LABOUR])
    assert days(measure) == [date(2026, 4, 30)]


def test_the_switch_moves_them_past_weekends_and_holidays_and_the_wording_stays():
    plan = a_plan()
    measure = a_measure(plan, deadline="30/4/2026")
    add_holidays(by=an_actor(), rows=[REUNIFICATION, LABOUR])
    moving(plan)
    measure.refresh_from_db()
    assert (days(measure), measure.deadline) == ([date(2026, 5, 4)], "30/4/2026")


def test_a_holiday_added_or_removed_later_moves_them_again():
    plan = moving(a_plan())
    measure = a_measure(plan, deadline="30/4/2026")
    assert days(measure) == [date(2026, 4, 30)]
    holidays = add_holidays(by=an_actor(), rows=[REUNIFICATION, LABOUR])
    assert days(measure) == [date(2026, 5, 4)]
    remove_holidays(by=an_actor(), holidays=holidays)
    assert days(measure) == [date(2026, 4, 30)]
