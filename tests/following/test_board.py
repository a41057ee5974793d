"""The owner's board: every figure is as many as the list behind it, and it costs the same whatever there is."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.core.plans.following.states import ProgressState
from cchc.following.actions.closing import close_several
from cchc.following.models import ProgressDecision, ProgressRecord
from cchc.following.queries.board import board_of, days_of_measures
from cchc.following.queries.records import WAITS_TO_BE_CLOSED, of_plan
from cchc.following.waiting import waiting_for
from cchc.plans.models import Measure, Plan
from tests.builders import (
    a_followed_plan,
    a_member,
    a_province,
    a_unit,
    an_actor,
    clerk_of,
    closed_record,
    reported,
)
from tests.markup import source

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 15)
UNITS = ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế")


def a_row(number: str, task: str, lead: str, deadline: str, heading: str) -> dict[str, str]:
    return {"number": number, "task": task, "lead": lead, "deadline": deadline, "heading": heading}


@pytest.fixture
def province():
    province = a_province()
    for name in UNITS:
        a_unit(name, parent=province)
    return province


@pytest.fixture
def plan(province) -> Plan:
    made = a_followed_plan(
        province,
        [
            a_row("1", "Rà soát", "Sở Nội vụ", "30/6/2026", "I. Thể chế"),
            a_row("2", "Báo cáo", "Các sở", "Hằng quý", "II. Thủ tục"),
            a_row("3", "Vận động", "Sở Y tế", "Thường xuyên", "II. Thủ tục"),
            a_row("4", "Sửa đổi", "Sở Y tế", "Khi có văn bản mới", "II. Thủ tục"),
        ],
    )
    record = ProgressRecord.objects.get(measure__number="1")
    reported(record, ProgressState.UNDER_WAY, percent=40)
    for place, one in enumerate(ProgressRecord.objects.filter(measure__number="2", period="2026-Q1")):
        reported(one, ProgressState.DONE_WITHOUT_PRODUCT, on=date(2026, 3, 20 + place))
    return made


def test_each_count_of_the_board_is_that_of_its_parts(plan):
    board = board_of(plan, of_plan(an_actor(), plan), TODAY)
    assert board.whole.total == ProgressRecord.objects.count() == 1 + 12 + 4 + 1
    for rows in (board.units, board.sections, board.months):
        assert sum(one.counts.total for one in rows) == board.whole.total
        assert (
            sum(one.counts.overdue for one in rows) == board.whole.overdue == 1 + 3
        )  # the review, the second quarter
        for place, (_standing, count) in enumerate(board.whole.cells):
            assert sum(one.counts.cells[place][1] for one in rows) == count
    assert board.whole.percent == Fraction(40 + 3 * 100, 17)  # nobody can work on what waits for its event
    assert [one.name for one in board.units] == list(UNITS)
    assert [one.key for one in board.months] == ["2026-03", "2026-06", "2026-09", "2026-12", "khong-han"]


def test_units_with_the_most_overdue_come_first_and_those_without_overdue_work_are_folded(client_of, plan):
    health = ProgressRecord.objects.filter(unit__name="Sở Y tế")
    for one in health.exclude(state=ProgressState.DONE_WITHOUT_PRODUCT.value):
        reported(one, ProgressState.NOT_DONE, reason="Không còn phù hợp")
    for one in ProgressRecord.objects.filter(measure__number="1"):
        reported(one, ProgressState.DONE_WITHOUT_PRODUCT, on=date(2026, 6, 20))
    reported(ProgressRecord.objects.get(unit__name="Sở Nội vụ", period="2026-Q2"))
    board = board_of(plan, of_plan(an_actor(), plan), TODAY)
    assert [(one.name, one.counts.overdue) for one in board.units] == [
        ("Sở Tài chính", 1), ("Sở Nội vụ", 0), ("Sở Y tế", 0)
    ]  # fmt: skip
    page = html.fromstring(
        client_of(Role.COORDINATOR).get(reverse("following:board", args=[plan.pk])).content
    )
    (folded,) = page.xpath("//main//details[contains(@class, 'board-folded')]")
    assert [one.text_content().strip() for one in folded.xpath(".//tbody//th")] == ["Sở Y tế"]
    assert folded.xpath("./summary")[0].text_content().strip() == "1 unit with nothing overdue"


def test_every_figure_leads_to_a_list_of_as_many_records(client_of, plan):
    client = client_of(Role.COORDINATOR)
    address = reverse("following:board", args=[plan.pk])
    page = html.fromstring(client.get(address).content)
    links = [(one.get("href"), one.text_content().strip()) for one in page.xpath("//main//td/a")]
    assert len(links) > 20
    for href, count in links:
        lead = (
            html.fromstring(client.get(href).content).xpath("//main//p[contains(., '(')]")[0].text_content()
        )
        assert re.search(r"\((\d+)\)", lead)[1] == count, href


def test_a_list_says_what_it_shows_and_what_cannot_be_read_asks_for_nothing(client_of, plan):
    client = client_of(Role.COORDINATOR)
    address = reverse("following:board_records", args=[plan.pk])
    unit = plan.unit.children.get(name="Sở Y tế")
    said = client.get(f"{address}?don_vi={unit.pk}&thang=2026-06&qua_han=1").content.decode()
    assert "Sở Y tế · due: 06/2026 · overdue" in said
    for odd in ("?don_vi=x", "?thang=2026-13", "?tinh_trang=none", "?phan=99999999999999999999"):
        assert client.get(f"{address}{odd}").context["rows"].paginator.count == 18


def test_the_board_is_for_who_sees_every_unit(client_of, client, plan):
    for name in ("board", "board_records", "board_measures", "course"):
        address = reverse(f"following:{name}", args=[plan.pk])
        assert client_of(Role.LEADER).get(address).status_code == 200
        client.force_login(a_member(Role.UNIT_HEAD, unit=plan.unit.children.get(name="Sở Y tế")).person)
        assert client.get(address).status_code == 404


def test_a_measure_is_done_on_the_day_on_which_the_last_of_its_units_was(plan):
    quarterly = Measure.objects.get(number="2")
    days = days_of_measures(of_plan(an_actor(), plan), [quarterly.pk])[quarterly.pk]
    assert days.due == (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31))
    assert days.done == (date(2026, 3, 22),)


def test_the_course_of_the_year_bears_a_tick_for_what_was_done(client_of, plan):
    page = client_of(Role.COORDINATOR).get(reverse("following:course", args=[plan.pk])).content.decode()
    assert page.count("tl-done") == 1 + 1  # the period, and the key
    assert "done 22/03/2026" in page


@pytest.mark.parametrize("name", ["board", "board_measures", "course", "board_records"])
def test_pages_of_the_board_ask_the_same_for_many_records(client_of, plan, province, name):
    client = client_of(Role.COORDINATOR)
    many = a_followed_plan(
        province,
        [a_row(str(n), f"Việc {n}", "Các sở", "Hằng tháng", f"Phần {n % 7}") for n in range(60)],
        title="Kế hoạch lớn",
    )
    assert ProgressRecord.objects.filter(measure__section__plan=many).count() == 60 * 3 * 12
    few = _queries(client, name, plan)
    assert _queries(client, name, many) == few


def _queries(client, name: str, plan: Plan) -> int:
    client.get(reverse(f"following:{name}", args=[plan.pk]))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(f"following:{name}", args=[plan.pk])).status_code == 200
    return len(asked)


def test_the_duty_to_close_outcomes_leads_to_the_list_of_just_those(client_of, plan):
    closer = an_actor(Role.COORDINATOR)
    waits = ProgressRecord.objects.filter(state="without_product")
    closed_record(waits[0])
    (duty,) = [one for one in waiting_for(closer, TODAY) if "xac_nhan" in one.href]
    assert duty.text.startswith("2 ")
    page = html.fromstring(client_of(Role.COORDINATOR).get(duty.href).content)
    there = {one.get("href") for one in page.xpath("//main//tbody//th/a")}
    open_ = waits.filter(closed_at=None)
    assert there == {reverse("following:record", args=[one.pk]) for one in open_}


def test_outcomes_that_wait_are_taken_together_from_their_list(client_of, plan):
    coordinator = client_of(Role.COORDINATOR)
    for one in ProgressRecord.objects.filter(measure__number="1"):
        reported(one, ProgressState.NOT_DONE, reason="Không còn phù hợp")
    address = reverse("following:board_records", args=[plan.pk]) + "?cho_xac_nhan=1"
    page = html.fromstring(coordinator.get(address).content)
    chosen = page.xpath("//input[@name='chon']/@value")
    assert len(chosen) == ProgressRecord.objects.filter(WAITS_TO_BE_CLOSED).count() > 1
    sent = page.xpath("//form[@id='chosen']/@action")[0]
    first = ProgressRecord.objects.get(pk=chosen[0].partition(":")[0])
    reported(first, ProgressState.NOT_DONE, reason="Đã sửa lý do")
    refused = coordinator.post(sent, {"chon": chosen})
    assert refused.status_code == 409
    assert not ProgressDecision.objects.exists()
    again = html.fromstring(refused.content).xpath("//input[@name='chon']/@value")
    answer = coordinator.post(sent, {"chon": again})
    assert answer["Location"] == address
    assert not ProgressRecord.objects.filter(WAITS_TO_BE_CLOSED).exists()
    assert ProgressDecision.objects.count() == len(chosen)
    assert Entry.objects.get(verb="following.several_closed").facts["count"] == len(chosen)


def test_outcomes_are_taken_by_the_owner_of_the_plan_and_of_that_plan_alone(client_of, plan):
    (one,) = ProgressRecord.objects.filter(measure__number="1")[:1]
    reported(one, ProgressState.NOT_DONE, reason="Không còn phù hợp")
    other = a_followed_plan(plan.unit, [{"number": "9", "task": "Việc khác", "lead": "Sở Y tế"}])
    one.refresh_from_db()
    with pytest.raises(NotPermitted):
        close_several(by=clerk_of(one.unit), plan=plan, seen={one.pk: one.version})
    with pytest.raises(Changed):
        close_several(by=an_actor(Role.COORDINATOR), plan=other, seen={one.pk: one.version})
    seen = client_of(Role.LEADER).get(reverse("following:board_records", args=[plan.pk]) + "?cho_xac_nhan=1")
    assert 'name="chon"' not in source(seen)
