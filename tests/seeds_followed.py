"""Two of the real plans, which stay outside the repository, followed through their year. `make seeds`.

What is held against the records was counted by hand in the texts: who leads how many rows, by which deadlines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from cchc.core.plans.following.states import ProgressState, RecordStanding
from cchc.following.actions.settling import settle_plans
from cchc.following.models import ProgressRecord
from cchc.following.queries.files import figures_wanted
from cchc.plans.actions.plans import change_head, head_of
from cchc.plans.models import Measure, Plan
from tests.builders import a_read_plan, enforcer_of, reported
from tests.builders.following import moment
from tests.following.confirming import (
    a_province_of,
    count_of,
    done_with,
    extended,
    happened,
    kinds_of,
    led_by,
    overdue,
    put_in_force,
    the_one,
    whole_of,
)
from tests.seeds import seed

pytestmark = pytest.mark.django_db

DEPARTMENTS = (
    "Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp", "Sở Thông tin và Truyền thông", "Sở Kế hoạch và Đầu tư", "Sở Xây dựng",
    "Sở Tài nguyên và Môi trường", "Sở Y tế", "Sở Giáo dục và Đào tạo", "Sở Khoa học và Công nghệ", "Thanh tra tỉnh",
    "Sở Nông nghiệp và Phát triển nông thôn", "Văn phòng Ủy ban nhân dân tỉnh", "Công an tỉnh",
)  # fmt: skip
DISTRICTS = ("Huyện Thử 1", "Huyện Thử 2")
COMMUNES = ("Xã Thử 1", "Xã Thử 2")
OFFICE, HOME, MONEY = "Văn phòng Ủy ban nhân dân tỉnh", "Sở Nội vụ", "Sở Tài chính"
FIRST = date(2023, 1, 1)

At = Callable[[date], None]


@pytest.fixture
def at(turn_clock: Callable[[datetime], None]) -> At:
    """Turns the clock to the morning of a day, and has the worker settle what is followed."""

    def turn(day: date) -> None:
        turn_clock(moment(day))
        settle_plans()

    return turn


def test_the_real_remediation_plan_is_followed_to_the_end_of_its_last_deadline(at: At) -> None:
    at(date(2023, 7, 10))
    province = a_province_of(DEPARTMENTS, 2, 2)
    plan = put_in_force(
        a_read_plan(seed("004"), province),
        {"Các sở, ngành tham mưu UBND tỉnh 6 lĩnh vực CCHC": [HOME, MONEY, "Sở Tư pháp"]},
    )
    assert (plan.state, plan.year, plan.document.number) == (Plan.State.CURRENT, 2023, "153/KH-UBND")
    assert led_by(plan) == {
        HOME: 10, OFFICE: 12, "Sở Tư pháp": 3, MONEY: 3, "Sở Kế hoạch và Đầu tư": 2, "Sở Thông tin và Truyền thông": 3,
        "Sở Khoa học và Công nghệ": 2, "Thanh tra tỉnh": 3, "Sở Tài nguyên và Môi trường": 3, "Sở Y tế": 3,
        "Sở Giáo dục và Đào tạo": 2, "Sở Xây dựng": 2, "Công an tỉnh": 2, "Sở Nông nghiệp và Phát triển nông thôn": 2,
        **dict.fromkeys(DISTRICTS, 7), **dict.fromkeys(COMMUNES, 3), province.name: 1,
    }  # fmt: skip
    records = ProgressRecord.objects.all()
    assert (records.count(), records.filter(period="lần 1").count()) == (73, 73)
    assert not records.filter(kept_by_owner=True).exists()
    assert whole_of(date(2023, 7, 10)).counts[RecordStanding.WAITING] == 0
    assert figures_wanted(the_measure(plan, "I", "2"))["lớp bồi dưỡng nghiệp vụ CCHC"] == "5"
    assert figures_wanted(the_measure(plan, "I", "16")) == {"sáng kiến CCHC": "ít nhất 3"}

    at(date(2023, 8, 1))
    assert overdue(date(2023, 8, 1)) == 1  # "Tháng 7/2023"
    published = the_one(plan, OFFICE, number="11")
    reported(published, ProgressState.DONE, on=date(2023, 8, 1))
    published.refresh_from_db()
    assert published.state == ProgressState.DONE_WITHOUT_PRODUCT
    done_with(published, date(2023, 8, 2))
    done_with(the_one(plan, HOME, number="3", section__number="I"), date(2023, 8, 31))

    at(date(2023, 9, 15))
    index = the_measure(plan, "I", "6")
    assert extended(plan, index, "Quý IV/2023", date(2023, 9, 15)) == ["extended"]
    at(date(2023, 10, 1))
    assert overdue(date(2023, 10, 1)) == 1  # "Quý III/2023" stands twice, one is extended
    done_with(the_one(plan, HOME, number="2", section__number="I"), date(2023, 10, 5))
    at(date(2023, 12, 15))
    assert count_of(HOME, FIRST, date(2023, 12, 15)) == (2, 2, 1)
    assert count_of(OFFICE, FIRST, date(2023, 12, 15)) == (1, 1, 1)
    assert count_of(MONEY, FIRST, date(2023, 12, 15)) == (0, 0, 0)

    at(date(2024, 1, 1))
    assert (records.count(), overdue(date(2024, 1, 1))) == (73, 69)
    assert count_of(HOME, FIRST, date(2023, 12, 31)) == (9, 2, 1)
    assert count_of(OFFICE, FIRST, date(2023, 12, 31)) == (12, 1, 1)
    at(date(2024, 4, 1))
    assert overdue(date(2024, 4, 1)) == 70  # "Tháng 12/2023 đến quý I/2024"
    whole = whole_of(date(2024, 4, 1))
    assert (whole.total, whole.overdue, whole.counts[RecordStanding.DONE_LATE]) == (73, 70, 2)


def the_measure(plan: Plan, section: str, number: str) -> Measure:
    """The row of a number in a section."""
    return Measure.objects.get(section__plan=plan, section__number=section, number=number)


def test_the_real_reform_plan_is_followed_over_its_year(at: At) -> None:
    at(date(2023, 1, 3))
    province = a_province_of(DEPARTMENTS, 2, 2)
    plan = a_read_plan(seed("002"), province)
    by = enforcer_of(province)
    change_head(by=by, plan=plan, head=replace(head_of(plan), date=date(2022, 12, 30)))
    plan = put_in_force(
        plan,
        {
            "Các sở, ban, ngành tỉnh đầu mối tham mưu nhiệm vụ phân cấp": [HOME, MONEY, "Sở Tư pháp"],
        },
    )
    assert (plan.state, plan.year) == (Plan.State.CURRENT, 2023)
    records = ProgressRecord.objects.all()
    assert Measure.objects.filter(section__plan=plan).count() == 64
    assert kinds_of(plan, HOME) == {"on_event": 7, "fixed": 7, "range": 3, "recurring": 4, "continuous": 48}
    assert kinds_of(plan, DISTRICTS[0]) == {"on_event": 3, "fixed": 3, "continuous": 48}
    assert kinds_of(plan, COMMUNES[1]) == {"on_event": 1, "fixed": 1, "continuous": 24}
    assert kinds_of(plan, province.name) == {"continuous": 8 + 4}
    assert (records.count(), records.filter(kept_by_owner=True).count()) == (921, 12)
    whole = whole_of(date(2023, 1, 3))
    assert (whole.total, whole.counts[RecordStanding.WAITING], whole.overdue) == (921, 69, 0)

    at(date(2023, 4, 1))
    assert overdue(date(2023, 4, 1)) == 9  # seven in the first quarter, one of two times, one of four
    scored = the_one(plan, HOME, deadline="Quý I năm 2023")
    done_with(scored, date(2023, 3, 31))
    reports = "Quý I, 6 tháng, Quý III, cả năm"
    done_with(the_one(plan, HOME, period="2023-Q1", deadline=reports), date(2023, 4, 5))
    both = "Quý I, III năm 2023"
    done_with(the_one(plan, MONEY, deadline=both), date(2023, 3, 30))
    at(date(2023, 5, 20))
    guided = "Khi có văn bản hướng dẫn của bộ, ngành Trung ương"
    happened(plan, guided, date(2023, 5, 15), date(2023, 6, 30))
    happened(plan, "Sau khi có kết quả công bố của Bộ Nội vụ.", date(2023, 4, 20))
    new_rules = "Khi có văn bản quy định, hướng dẫn mới của Trung ương"
    happened(plan, new_rules, date(2023, 2, 1), recurs=True)
    happened(plan, new_rules, date(2023, 5, 2))
    assert [one.period for one in records.filter(measure__deadline=new_rules)] == ["lần 1", "lần 2"]
    assert whole_of(date(2023, 5, 20)).counts[RecordStanding.WAITING] == 69 - 30 - 1 - 1

    ranked = the_one(plan, HOME, deadline="Quý II năm 2023")
    assert extended(plan, ranked.measure, "Quý III năm 2023", date(2023, 5, 20)) == ["extended"]
    at(date(2023, 10, 2))
    done_with(ranked, date(2023, 9, 20))
    done_with(the_one(plan, DISTRICTS[0], deadline="Quý II năm 2023"), date(2023, 6, 30))
    done_with(the_one(plan, HOME, period="2023-H1", deadline=reports), date(2023, 6, 20))
    done_with(the_one(plan, HOME, period="2023-Q3", deadline=reports), date(2023, 9, 20))
    done_with(the_one(plan, MONEY, period="lần 2", deadline=both), date(2023, 9, 30))
    at(date(2023, 12, 15))
    cut_off = date(2023, 12, 15)
    assert count_of(HOME, FIRST, cut_off) == (5, 3, 1)
    assert count_of(MONEY, FIRST, cut_off) == (6, 1, 0)
    assert count_of(DISTRICTS[0], FIRST, cut_off) == (2, 1, 0)
    assert count_of(DISTRICTS[1], FIRST, cut_off) == (2, 0, 0)
    assert count_of(COMMUNES[0], FIRST, cut_off) == (0, 0, 0)
    assert records.filter(measure__deadline_kind="continuous").count() == 195 * 7

    at(date(2024, 1, 1))
    never = records.filter(measure__deadline_kind__in=["continuous", "on_event"]).exclude(
        measure__deadline=guided
    )
    assert not any(one.due for one in never)
    due = 7 + 3 + 29 + 18 + 8 + 2 + 4 + 30  # without the one of "Quý IV năm 2024"
    whole = whole_of(date(2024, 1, 1))
    assert (whole.overdue, whole.counts[RecordStanding.DONE_LATE]) == (due - 8, 1)
