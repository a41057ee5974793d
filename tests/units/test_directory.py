"""What the agencies of a plan are looked up in: units of all periods, groups, successions, remembered wordings."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cchc.core.papers.answers import Confidence, Reason
from cchc.core.papers.directory import KnownGroup, KnownUnit, Succession
from cchc.core.papers.matching import match
from cchc.core.words import names
from cchc.units import actions, queries
from cchc.units.models import Alias, Kind, Unit
from tests.builders import a_group, a_province, a_unit, an_actor

pytestmark = pytest.mark.django_db

DAY = date(2025, 3, 1)


def test_a_unit_is_known_with_all_its_names_and_its_period() -> None:
    province = a_province()
    unit = a_unit(
        "Sở Nội vụ", parent=province, code="SNV", since=date(2020, 1, 1), until=DAY, aliases=["Sở NV", "NV"]
    )
    assert queries.directory().units[1:] == (
        KnownUnit(
            str(unit.pk),
            "Sở Nội vụ",
            "SNV",
            "department",
            ("NV", "Sở NV"),
            date(2020, 1, 1),
            date(2025, 3, 1),
            str(province.pk),
        ),
    )


def test_a_merger_leads_from_the_units_that_ended_to_the_one_that_follows() -> None:
    planning, finance = a_unit("Sở Kế hoạch và Đầu tư"), a_unit("Sở Tài chính")
    actions.merge_units(by=an_actor(), units=[planning, finance], into=finance, on=DAY)
    directory = queries.directory()
    assert directory.successions == (Succession(str(planning.pk), str(finance.pk), DAY),)
    found = match("Sở Kế hoạch và Đầu tư", directory, date(2025, 6, 1))
    assert (found.units, found.reason) == ((str(finance.pk),), Reason.SUCCEEDED)


def test_a_group_is_known_with_its_units_in_vietnamese_order() -> None:
    finance, home = a_unit("Sở Tài chính"), a_unit("Sở Nội vụ")
    a_group("Các sở tham mưu", [finance, home])
    directory = queries.directory()
    assert directory.groups == (KnownGroup("Các sở tham mưu", (str(home.pk), str(finance.pk))),)
    assert match("các sở tham mưu", directory).units == (str(home.pk), str(finance.pk))


def test_a_remembered_wording_is_sure_however_it_is_written() -> None:
    home = a_unit("Sở Nội vụ")
    actions.remember_wording(by=an_actor(), text="Cơ quan thường trực CCHC;", units=[home])
    found = match("cơ quan thường trực  CCHC.", queries.directory())
    assert (found.units, found.confidence, found.reason) == (
        (str(home.pk),),
        Confidence.SURE,
        Reason.REMEMBERED,
    )


def test_a_wording_remembered_as_no_unit_is_told_apart_from_one_not_remembered() -> None:
    actions.remember_wording(by=an_actor(), text="Đơn vị tư vấn", units=[])
    directory = queries.directory()
    assert directory.remembered == {"Đơn vị tư vấn": ()}
    chosen, other = match("Đơn vị tư vấn", directory), match("Đơn vị khác", directory)
    assert (chosen.units, chosen.confidence, chosen.reason) == ((), Confidence.SURE, Reason.REMEMBERED)
    assert (other.units, other.confidence) == ((), Confidence.UNSURE)


def test_without_units_the_directory_is_empty() -> None:
    directory = queries.directory()
    assert (directory.units, directory.groups, directory.successions, dict(directory.remembered)) == (
        (),
        (),
        (),
        {},
    )


def many_units(count: int) -> list[Unit]:
    """Communes, each with another name, stored at once."""
    province = a_province()
    facts = [
        {
            "name": name,
            "spelling": names.spelling_key(name),
            "search_key": names.search_key(name),
            "sort_key": names.sort_key(name),
        }
        for name in (f"Xã số {number}" for number in range(count))
    ]
    units = Unit.objects.bulk_create(
        Unit(kind=Kind.COMMUNE, parent=province, valid_from=DAY, **fact) for fact in facts
    )
    Alias.objects.bulk_create(Alias(unit=unit, name=f"X{unit.pk}", spelling=f"x{unit.pk}") for unit in units)
    return units


def test_the_directory_costs_the_same_number_of_queries_however_many_units() -> None:
    counts = []
    for number in (3, 30):
        units = many_units(number) if number == 3 else [a_unit(f"Sở số {one}") for one in range(number)]
        a_group(f"Nhóm {number}", units)
        actions.remember_wording(by=an_actor(), text=f"Cách viết {number}", units=units)
        with CaptureQueriesContext(connection) as made:
            queries.directory()
        counts.append(len(made))
    assert counts == [7, 7]
