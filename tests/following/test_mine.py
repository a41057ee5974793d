"""What a unit leads and in what it cooperates, on its own page: by deadline, apart, in the same number of queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cchc.access.permissions import Role
from cchc.core.plans.following.states import ProgressState
from cchc.following.actions.events import date_event, join_measures
from cchc.following.models import ProgressRecord
from cchc.following.queries import mine
from cchc.following.queries.mine import MineGroup, MineRole
from cchc.units.models import Unit
from tests.builders import (
    a_followed_plan,
    a_member,
    a_province,
    a_unit,
    clerk_of,
    enforcer_of,
    reported,
    the_record,
)

pytestmark = pytest.mark.django_db
GUIDED = "Sau khi có kết quả công bố của Bộ Nội vụ"


@pytest.fixture
def office() -> Unit:
    province = a_province()
    a_unit("Sở Y tế", parent=province)
    return a_unit("Sở Nội vụ", parent=province)


def texts(number: int, deadline: str, lead: str = "Sở Nội vụ", cooperating: str = "") -> dict[str, str]:
    return {
        "number": str(number),
        "task": f"Việc {number}",
        "output": "Báo cáo",
        "lead": lead,
        "cooperating": cooperating,
        "deadline": deadline,
    }


def grouped(unit: Unit, today: date, role: MineRole = MineRole.LEAD) -> dict[MineGroup, list[str]]:
    """The numbers of the measures of a unit by their group, in the order of the page."""
    actor = clerk_of(unit)
    asked = mine.MineFilter(role)
    records = mine.with_beside(mine.matching(mine.records_of_role(actor, role), asked, today), actor)
    found: dict[MineGroup, list[str]] = {}
    for row in mine.rows_of(records, today):
        found.setdefault(row.group, []).append(row.record.measure.number)
    return found


def test_records_stand_in_the_group_of_what_is_to_be_done_first(office: Unit) -> None:
    plan = a_followed_plan(
        office.parent,
        [
            texts(1, "30/12/2026"),
            texts(2, "10/6/2026"),
            texts(3, "19/6/2026"),
            texts(4, "29/6/2026"),
            texts(5, "Thường xuyên"),
            texts(6, "Sau khi có kết quả công bố của Bộ Nội vụ"),
            texts(7, "5/6/2026"),
        ],
    )
    done = ProgressRecord.objects.get(measure__number="7")
    reported(done, on=date(2026, 6, 4))
    assert plan.year == 2026
    found = grouped(office, date(2026, 6, 17))
    continuous = found.pop(MineGroup.CONTINUOUS)
    assert set(continuous) == {"5"}
    assert found == {
        MineGroup.OVERDUE: ["2"],
        MineGroup.WEEK: ["3"],
        MineGroup.MONTH: ["4"],
        MineGroup.LATER: ["1"],
        MineGroup.WAITING: ["6"],
        MineGroup.DONE: ["7"],
    }


def test_a_unit_sees_what_it_leads_in_a_group_and_apart_from_that_in_what_it_cooperates(office: Unit) -> None:
    a_followed_plan(
        office.parent,
        [
            texts(1, "30/6/2026", lead="Sở Nội vụ; Sở Y tế"),
            texts(2, "30/6/2026", lead="Sở Y tế", cooperating="Sở Nội vụ"),
            texts(3, "30/6/2026", lead="Sở Y tế"),
            texts(4, "30/6/2026", lead="Sở Nội vụ", cooperating="Các sở"),
        ],
    )
    today = date(2026, 5, 1)
    assert grouped(office, today) == {MineGroup.LATER: ["1", "4"]}
    assert grouped(office, today, MineRole.COOPERATING) == {MineGroup.LATER: ["2"]}


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_the_week_ends_on_a_sunday_and_the_month_not_before_it(today: date, due: date) -> None:
    week, month = mine.ends_of(today)
    assert week.weekday() == 6
    assert today <= week < today + timedelta(days=7)
    assert month >= week
    assert month == week or (month + timedelta(days=1)).day == 1


def test_every_record_stands_in_one_group_and_the_counts_are_all_of_them(office: Unit) -> None:
    a_followed_plan(
        office.parent,
        [
            texts(1, "Hằng tháng"),
            texts(2, "Quý II, III năm 2026"),
            texts(3, "Thường xuyên"),
            texts(4, "Khi có văn bản"),
        ],
    )
    reported(ProgressRecord.objects.get(measure__number="1", period="2026-01"), on=date(2026, 1, 20))
    records = mine.led_records(clerk_of(office))
    for month in range(1, 13):
        today = date(2026, month, 14)
        counts = mine.counts_by_group(records, today)
        assert sum(counts.values()) == records.count()
        shown = mine.matching(records, mine.MineFilter(), today)
        assert {one: shown.filter(mine.stands_in(one, today)).count() for one in MineGroup} == counts


def test_the_page_shows_both_roles_filters_and_asks_the_same_for_two_and_for_forty(
    client: Client, office: Unit
) -> None:
    clerk = a_member(Role.UNIT_CLERK, unit=office)
    client.force_login(clerk.person)
    year = timezone.localdate().year

    def queries() -> int:
        client.get(reverse("following:mine"))
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("following:mine"))
        assert page.status_code == 200
        return len(asked)

    a_followed_plan(office.parent, [texts(1, f"30/6/{year}"), texts(2, f"31/12/{year}")], year=year)
    few = queries()
    a_followed_plan(
        office.parent,
        [texts(at, f"30/{at % 11 + 1}/{year}") for at in range(3, 41) if at % 11 != 1],
        year=year,
        title="Kế hoạch thứ hai",
    )
    assert queries() == few
    page = client.get(reverse("following:mine"), {"q": "viec 2", "nhom": "khong-co"}).content.decode()
    assert "Việc 2" in page
    assert "Việc 1<" not in page
    other = client.get(reverse("following:mine"), {"vai_tro": "phoi-hop"}).content.decode()
    assert "Việc 2" not in other


def test_a_report_takes_a_record_into_what_is_finished(office: Unit) -> None:
    plan = a_followed_plan(office.parent, [texts(1, "30/6/2026")])
    record = the_record(plan)
    today = date(2026, 7, 10)
    assert grouped(office, today) == {MineGroup.OVERDUE: ["1"]}
    reported(record, ProgressState.UNDER_WAY, percent=40, on=today)
    assert grouped(office, today) == {MineGroup.OVERDUE: ["1"]}
    reported(record, ProgressState.CANCELLED, document_number="12/QĐ-UBND", on=today)
    assert grouped(office, today) == {MineGroup.DONE: ["1"]}


def test_work_for_which_nobody_set_a_day_says_so(client: Client, office: Unit) -> None:
    plan = a_followed_plan(
        office.parent, [texts(1, "Sớm nhất có thể"), texts(2, "Thường xuyên"), texts(3, GUIDED)]
    )
    unread, guided = (ProgressRecord.objects.get(measure__number=number) for number in "13")
    steady = ProgressRecord.objects.filter(measure__number="2").first()
    client.force_login(a_member(Role.UNIT_CLERK, unit=office).person)

    def says_so(record: ProgressRecord | None = None) -> int:
        address = reverse("following:record", args=[record.pk]) if record else reverse("following:mine")
        return client.get(address).content.decode().count("chưa ấn định ngày")

    assert (says_so(), says_so(unread), says_so(guided), says_so(steady)) == (1, 1, 0, 0)
    by = enforcer_of(plan.unit)
    event = join_measures(by=by, measures=[guided.measure], wording=GUIDED)
    date_event(by=by, event=event, seen_version=event.version, on=date(2026, 1, 20))
    assert (says_so(), says_so(guided)) == (2, 1)
