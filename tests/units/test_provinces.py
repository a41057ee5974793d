"""The 63 provinces that became 34 on 1 July 2025, loaded as a test of the lineage."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from cchc.core.papers.answers import NAMES_WITHOUT_MARKS
from cchc.core.papers.matching import match
from cchc.units import actions, queries
from cchc.units.actions import NewUnit
from cchc.units.models import Kind, Unit
from tests.builders import a_province, an_actor

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).parents[1] / "data" / "provinces.csv"
DAY = date(2025, 7, 1)


@pytest.fixture
def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def provinces(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Every old province opened, then merged as the table says."""
    for row in rows:
        olds = [a_province(name.strip()) for name in row["formed_from"].split("+")]
        if len(olds) > 1:
            new = NewUnit(row["province"], Kind.PROVINCE)
            actions.merge_units(by=an_actor(), units=olds, into=new, on=DAY)
    return rows


def test_63_provinces_became_34(provinces: list[dict[str, str]]) -> None:
    assert queries.valid_on(date(2025, 6, 30)).count() == 63
    assert sorted(unit.name for unit in queries.valid_on(DAY)) == sorted(row["province"] for row in provinces)
    assert Unit.objects.count() == 63 + 23


def test_a_trend_walks_from_phu_tho_2026_back_to_its_three_predecessors(
    provinces: list[dict[str, str]],
) -> None:
    (now,) = match("Tỉnh Phú Thọ", queries.directory(), date(2026, 12, 31)).units
    steps = queries.predecessors(Unit.objects.get(pk=int(now)))
    assert [(step.before.name, step.on, step.distance) for step in steps] == [
        ("Hòa Bình", DAY, 1),
        ("Phú Thọ", DAY, 1),
        ("Vĩnh Phúc", DAY, 1),
    ]


@pytest.mark.parametrize(
    ("written", "old", "new"),
    [
        ("Hoà Bình", "Hòa Bình", ""),
        ("TP Hồ Chí Minh", "TP Hồ Chí Minh", "Hồ Chí Minh (TP)"),
        ("Thành phố Hồ Chí Minh", "TP Hồ Chí Minh", "Hồ Chí Minh (TP)"),
        ("Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu", ""),
        ("thanh hoá", "Thanh Hóa", "Thanh Hóa"),
        ("Đắc Lắc", "", ""),
        ("Dak Lak", "Đắk Lắk", "Đắk Lắk"),
    ],
)
def test_a_spelling_means_the_province_of_its_day(
    provinces: list[dict[str, str]], written: str, old: str, new: str
) -> None:
    for day, name in ((date(2025, 6, 30), old), (DAY, new)):
        directory = queries.directory()
        found = match(written, directory, day).unasked(NAMES_WITHOUT_MARKS)
        assert (directory.by_id[found].name if found else "") == name
