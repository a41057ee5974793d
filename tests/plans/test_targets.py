"""The targets of a plan: kept with their section as its table words them, and shown on the plan's page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.core.words.lengths import MOST
from cchc.core.words.messages import Faults
from cchc.files.documents import read_document
from cchc.plans.actions.plans import copy_plan
from cchc.plans.exchange.keeping import refuse_long
from cchc.plans.models import Plan, PlanTarget
from cchc.plans.queries.review import ROWS, Review
from cchc.plans.queries.texts import targets_of
from cchc.reading.plans import text_of
from cchc.reading.plans.texts import SectionText
from tests.builders import a_member, a_plan, an_actor, written

FILE = (
    "KẾ HOẠCH\nCải cách hành chính năm 2026\n\n"
    "STT\tNhiệm vụ\tChủ trì\tThời gian\n1\tRà soát văn bản\tSở Tư pháp\tQuý II/2026\n\n"
    "II. CHỈ TIÊU CẢI CÁCH\n\n"
    "TT\tChỉ tiêu\tĐơn vị tính\tKết quả năm 2025\tMục tiêu năm 2026\tMục tiêu năm 2027\tCơ quan theo dõi\n"
    "1\tHồ sơ đúng hạn\t%\t96\t≥ 98\t100\tVăn phòng UBND tỉnh\n"
    "2\t{name}\tBậc\t\tTăng 2 bậc\t\t\n"
)


def read(name: str = "Xếp hạng chỉ số"):
    return text_of(read_document(FILE.format(name=name).encode(), "a.txt"))


@pytest.mark.django_db
def test_targets_are_kept_with_their_section_one_for_each_year_and_stand_on_the_page_of_the_plan() -> None:
    plan = a_plan()
    written(plan, read().sections)
    kept = [
        (
            str(one.section),
            one.number,
            one.name,
            one.measured_in,
            one.value,
            one.year,
            one.agencies,
            one.other,
        )
        for one in PlanTarget.objects.all()
    ]
    assert kept == [
        (
            "II CHỈ TIÊU CẢI CÁCH",
            "1",
            "Hồ sơ đúng hạn",
            "%",
            "≥ 98",
            2026,
            "Văn phòng UBND tỉnh",
            "Kết quả năm 2025: 96",
        ),
        (
            "II CHỈ TIÊU CẢI CÁCH",
            "1",
            "Hồ sơ đúng hạn",
            "%",
            "100",
            2027,
            "Văn phòng UBND tỉnh",
            "Kết quả năm 2025: 96",
        ),
        ("II CHỈ TIÊU CẢI CÁCH", "2", "Xếp hạng chỉ số", "Bậc", "Tăng 2 bậc", 2026, "", ""),
    ]
    client = Client()
    client.force_login(a_member(Role.ADMINISTRATOR).person)
    page = client.get(reverse("plans:detail", args=[plan.pk])).content.decode()
    assert [
        word for word in ("Hồ sơ đúng hạn", "≥ 98", "Tăng 2 bậc", "CHỈ TIÊU CẢI CÁCH") if word not in page
    ] == []


def test_a_target_that_is_too_long_to_be_kept_is_refused_by_its_name() -> None:
    with pytest.raises(Faults) as refused:
        refuse_long(read("Hồ sơ " + "a" * MOST["cell"]), "a.txt")
    assert "Hồ sơ aaa" in str(refused.value.faults[0].why)


@pytest.mark.django_db
def test_a_copy_has_the_targets_for_as_many_years_later() -> None:
    original = a_plan(year=2026)
    written(original, read().sections)
    copy = copy_plan(by=an_actor(), original=original, unit=original.unit, title="Năm 2028", year=2028)

    def kept(plan: Plan, later: int = 0) -> list[tuple[object, ...]]:
        return [
            (
                str(one.section),
                one.number,
                one.name,
                one.measured_in,
                one.value,
                one.year + later,
                one.agencies,
                one.other,
            )
            for one in targets_of(plan)
            if one.year
        ]

    assert kept(copy) == kept(original, later=2) != []
    assert [any(one.source.values()) for one in targets_of(copy)] == [False] * 3


@pytest.mark.django_db
def test_the_review_shows_the_targets_below_the_rows_of_their_section_where_all_rows_are_looked_at() -> None:
    plan = a_plan()
    written(plan, read().sections)
    client = Client()
    client.force_login(a_member(Role.ADMINISTRATOR).person)
    address = reverse("plans:review", args=[plan.pk])
    page = client.get(address).content.decode()
    places = [page.index(words) for words in ("Rà soát văn bản", "CHỈ TIÊU CẢI CÁCH", "Tăng 2 bậc")]
    assert places == sorted(places)
    assert "No measure in this section yet" not in page
    assert "Tăng 2 bậc" not in client.get(address, {"xem": "phat-hien"}).content.decode()


@pytest.mark.django_db
def test_targets_stand_on_the_page_on_which_the_rows_of_their_section_end() -> None:
    plan = a_plan()
    section = text_of(read_document(FILE.format(name="Xếp hạng").encode(), "a.txt")).sections
    rows = [replace(section[0].measures[0], number=str(at)) for at in range(1, ROWS + 2)]
    written(plan, [SectionText("Cải cách", "I", rows, section[1].targets)])
    shown = [[len(one.targets) for one in Review(plan, number=page).sections] for page in ("1", "2")]
    assert shown == [[0], [3]]
