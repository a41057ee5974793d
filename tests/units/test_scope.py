"""Changing units stays inside the scope of whoever does it, judged on the tree before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Role, Scope
from cchc.core.papers.matching import match
from cchc.units import actions, queries
from cchc.units.actions import NewUnit, UnitChange
from cchc.units.actions.judging import Inner
from cchc.units.models import Alias, Kind, Lineage, Unit
from tests.builders import a_member, a_province, a_unit, actor_for, an_actor

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)


@dataclass(frozen=True, slots=True)
class Places:
    """A commune with two units below it and one of its past, a neighbour with one, the province above them."""

    province: Unit
    commune: Unit
    culture: Unit
    economy: Unit
    past: Unit
    neighbour: Unit
    theirs: Unit
    by: Actor
    client: Client


@pytest.fixture
def places() -> Places:
    province = a_province(since=date(1990, 1, 1))
    communes = [
        a_unit(f"Xã {name}", Kind.COMMUNE, parent=province) for name in ("Cũ A", "Cũ B", "Láng Giềng")
    ]
    past, other, neighbour = communes
    commune = actions.merge_units(
        by=an_actor(), units=[past, other], into=NewUnit("Xã Hòa Bình", Kind.COMMUNE), on=date(2025, 7, 1)
    )
    culture, economy = (
        a_unit(name, Kind.DIVISION, parent=commune, since=date(2025, 7, 1))
        for name in ("Phòng Văn hóa", "Phòng Kinh tế")
    )
    theirs = a_unit("Phòng Kinh tế", Kind.DIVISION, parent=neighbour)
    member = a_member(Role.ADMINISTRATOR, scope=Scope.OWN_TREE, unit=commune)
    client = Client()
    client.force_login(member.person)
    return Places(province, commune, culture, economy, past, neighbour, theirs, actor_for(member), client)


def as_written(unit: Unit, **instead: Any) -> dict[str, Any]:
    """The facts of `unit` as they are, some of them other ones."""
    names = ("name", "kind", "code", "parent", "valid_from", "valid_until")
    return {**{name: getattr(unit, name) for name in names}, "aliases": (), **instead}


def corrected(by: Actor, unit: Unit, **instead: Any) -> None:
    actions.change_unit(by=by, unit=unit, **as_written(unit, **instead))


def brought(by: Actor, *changes: UnitChange) -> None:
    actions.import_units(by=by, changes=changes, file="don-vi.xlsx", sha256="0" * 64)


def change_of(unit: Unit, **instead: Any) -> UnitChange:
    return UnitChange(unit, **as_written(unit, **instead))


INTO = [NewUnit("Một", Kind.DIVISION), NewUnit("Hai", Kind.DIVISION)]
OUTSIDE: dict[str, Callable[[Places], Any]] = {
    "the own unit to the top": lambda at: corrected(
        at.by, at.commune, parent=None, valid_from=date(1990, 1, 1)
    ),
    "the own unit under a neighbour": lambda at: corrected(at.by, at.commune, parent=at.neighbour),
    "the own unit moved to the top": lambda at: actions.move_unit(by=at.by, unit=at.commune, to=None, on=DAY),
    "the own unit renamed": lambda at: actions.rename_unit(by=at.by, unit=at.commune, name="Tỉnh", on=DAY),
    "the own unit closed earlier": lambda at: corrected(at.by, at.commune, valid_until=DAY),
    "another name of the own unit": lambda at: corrected(at.by, at.commune, aliases=("Sở Nội vụ",)),
    "the own unit split": lambda at: actions.split_unit(
        by=at.by, unit=at.commune, into=INTO, on=DAY, children={at.culture.pk: 0, at.economy.pk: 1}
    ),
    "the own unit merged with a neighbour": lambda at: actions.merge_units(
        by=at.by, units=[at.commune, at.neighbour], into=at.commune, on=DAY
    ),
    "the province below the own unit": lambda at: corrected(
        at.by, at.province, parent=at.commune, kind=Kind.COMMUNE, valid_from=DAY
    ),
    "a neighbour below the own unit": lambda at: actions.move_unit(
        by=at.by, unit=at.neighbour, to=at.commune, on=DAY
    ),
    "a unit of a neighbour into the own unit": lambda at: actions.merge_units(
        by=at.by, units=[at.culture, at.theirs], into=at.culture, on=DAY
    ),
    "a unit below into one of a neighbour": lambda at: actions.merge_units(
        by=at.by, units=[at.culture, at.theirs], into=at.theirs, on=DAY
    ),
    "a unit below given to a neighbour": lambda at: actions.move_unit(
        by=at.by, unit=at.culture, to=at.neighbour, on=date(2035, 1, 1)
    ),
    "a unit below put at the top": lambda at: corrected(at.by, at.culture, parent=None),
    "a unit below made a province": lambda at: corrected(at.by, at.culture, kind=Kind.PROVINCE),
    "a new unit at the top": lambda at: actions.add_unit(
        by=at.by, name="Tỉnh mới", kind=Kind.PROVINCE, valid_from=DAY
    ),
    "a new unit below a neighbour": lambda at: actions.add_unit(
        by=at.by, name="Mới", kind=Kind.DIVISION, parent=at.neighbour, valid_from=date(2035, 1, 1)
    ),
    "a part of a split at the top": lambda at: actions.split_unit(
        by=at.by, unit=at.culture, into=[INTO[0], NewUnit("Ba", Kind.DIVISION, parent=at.province)], on=DAY
    ),
    "the following unit of a merger outside": lambda at: actions.merge_units(
        by=at.by,
        units=[at.culture, at.economy],
        into=NewUnit("Ba", Kind.DIVISION, parent=at.neighbour),
        on=DAY,
    ),
    "a neighbour ended": lambda at: actions.close_unit(by=at.by, unit=at.theirs, on=DAY),
    "a unit of the past opened again": lambda at: corrected(at.by, at.past, valid_until=None),
    "a unit of the past below the own one": lambda at: corrected(at.by, at.past, parent=at.commune),
    "a file that changes a neighbour": lambda at: brought(at.by, change_of(at.neighbour, name="Khác")),
    "a file that puts the province below": lambda at: brought(
        at.by, change_of(at.province, parent=at.commune, kind=Kind.COMMUNE)
    ),
    "a file that brings a unit at the top": lambda at: brought(
        at.by, UnitChange(None, "Tỉnh mới", Kind.DEPARTMENT, DAY)
    ),
}


def everything() -> list[list[Any]]:
    return [list(model.objects.order_by("pk").values()) for model in (Unit, Lineage, Alias)]


@pytest.mark.parametrize("act", OUTSIDE.values(), ids=OUTSIDE)
def test_nothing_outside_the_own_tree_is_changed_and_nothing_of_outside_comes_into_it(
    places: Places, act: Callable[[Places], Any]
) -> None:
    before = everything()
    with pytest.raises((NotPermitted, ValidationError)):
        act(places)
    assert everything() == before


TAKEN: dict[str, Callable[[Places], Any]] = {
    "the name of a department": lambda at: added(at, "Sở nội vụ"),
    "the code of a department": lambda at: added(at, "Phòng Một", code="snv"),
    "an abbreviation as another name": lambda at: added(at, "Phòng Một", aliases=("Phòng", "SNV")),
    "all units of a kind": lambda at: added(at, "Phòng Một", aliases=("Các sở, ban, ngành",)),
    "the name of a group": lambda at: added(at, "Các sở tham mưu"),
    "what a wording was chosen to mean": lambda at: added(at, "Cơ quan thường trực"),
    "a kind of the province": lambda at: added(at, "Xã Mới", kind=Kind.COMMUNE),
    "a name by correcting": lambda at: corrected(at.by, at.culture, aliases=("Sở Nội vụ",)),
    "a kind by correcting": lambda at: corrected(at.by, at.culture, kind=Kind.DEPARTMENT),
    "a name by renaming": lambda at: actions.rename_unit(by=at.by, unit=at.culture, name="Sở Nội vụ", on=DAY),
    "a part of a split": lambda at: actions.split_unit(
        by=at.by, unit=at.culture, into=[INTO[0], NewUnit("Sở Nội vụ", Kind.CENTRE)], on=DAY
    ),
    "a file": lambda at: brought(at.by, UnitChange(None, "Sở Nội vụ", Kind.CENTRE, DAY, parent=at.commune)),
}


def added(at: Places, name: str, **more: Any) -> Unit:
    facts = {"kind": Kind.DIVISION, "parent": at.commune, "valid_from": DAY, **more}
    return actions.add_unit(by=at.by, name=name, **facts)


@pytest.fixture
def spoken_of(places: Places) -> None:
    """A department, a group and a wording that plans of the province speak of."""
    department = a_unit("Sở Nội vụ", Kind.DEPARTMENT, parent=places.province, code="SNV")
    actions.make_group(by=an_actor(), name="Các sở tham mưu", units=[department])
    actions.remember_wording(by=an_actor(), text="Cơ quan thường trực", units=[department])


@pytest.mark.parametrize("act", TAKEN.values(), ids=TAKEN)
@pytest.mark.usefixtures("spoken_of")
def test_no_unit_below_takes_what_plans_of_the_province_mean_by_others(
    places: Places, act: Callable[[Places], Any]
) -> None:
    before, meant = everything(), understood()
    with pytest.raises(ValidationError):
        act(places)
    assert (everything(), understood()) == (before, meant)


def understood() -> list[tuple[str, ...]]:
    """What wordings of plans mean now."""
    wordings = (
        "Sở Nội vụ",
        "SNV",
        "Các sở, ban, ngành",
        "Các sở tham mưu",
        "UBND cấp xã",
        "Cơ quan thường trực",
    )
    return [match(wording, queries.directory()).units for wording in wordings]


@pytest.mark.usefixtures("spoken_of")
def test_offices_of_two_communes_may_have_one_name_and_a_row_that_takes_another_is_named(
    places: Places,
) -> None:
    assert added(places, "Phòng Tư pháp", aliases=("TP", "Phòng Kinh tế 2"))
    a_unit("Tổ Một cửa", Kind.DIVISION, parent=places.neighbour)
    assert added(places, "Tổ Một cửa")
    rows = [
        UnitChange(None, "Sở Nội vụ", Kind.COMMUNE, DAY, parent=places.commune, aliases=("SNV", "Tổ Hai")),
        UnitChange(None, "Trung tâm", Kind.CENTRE, DAY, parent=places.commune),
    ]
    refused, written = actions.try_import(by=places.by, changes=rows)
    assert isinstance(refused, ValidationError)
    assert list(refused.message_dict) == ["kind", "name", "aliases"]
    assert not isinstance(written, ValidationError)


def test_one_unit_does_not_fill_the_directory_of_the_province(places: Places) -> None:
    places_left = Inner.MOST_UNITS - len(queries.ids_in_reach(places.by))
    rows = [
        UnitChange(None, f"Tổ {number}", Kind.DIVISION, DAY, parent=places.commune)
        for number in range(places_left + 1)
    ]
    outcomes = actions.try_import(by=places.by, changes=rows)
    assert [isinstance(one, ValidationError) for one in outcomes] == [False] * places_left + [True]
    with pytest.raises(ValidationError, match="200"):
        brought(places.by, *rows)
    brought(places.by, *rows[:-1])
    with pytest.raises(ValidationError, match="200"):
        added(places, "Tổ khác")
    names = tuple(f"Tên {number}" for number in range(11))
    with pytest.raises(ValidationError, match="11"):
        corrected(places.by, places.culture, aliases=names)
    corrected(places.by, places.culture, aliases=names[:10])
    actions.import_units(by=an_actor(), changes=rows[-1:], file="don-vi.xlsx", sha256="0" * 64)


def test_no_unit_that_begins_later_is_left_at_the_top_of_the_tree(places: Places) -> None:
    later = timezone.localdate() - timedelta(days=1)
    closed = later - timedelta(days=1)
    actions.add_unit(by=places.by, name="Tổ Mới", kind=Kind.DIVISION, parent=places.culture, valid_from=later)
    before = everything()
    with pytest.raises(NotPermitted):
        actions.close_unit(by=places.by, unit=places.culture, on=closed)
    assert everything() == before


INSIDE: dict[str, Callable[[Places], Any]] = {
    "added": lambda at: actions.add_unit(
        by=at.by, name="Trung tâm", kind=Kind.CENTRE, parent=at.commune, valid_from=DAY
    ),
    "corrected": lambda at: corrected(
        at.by, at.culture, parent=at.economy, kind=Kind.CENTRE, aliases=("VH",)
    ),
    "renamed": lambda at: actions.rename_unit(by=at.by, unit=at.culture, name="Văn hóa", on=DAY),
    "moved": lambda at: actions.move_unit(by=at.by, unit=at.culture, to=at.economy, on=DAY),
    "merged": lambda at: actions.merge_units(
        by=at.by, units=[at.culture, at.economy], into=NewUnit("Văn - Kinh", Kind.DIVISION), on=DAY
    ),
    "split": lambda at: actions.split_unit(by=at.by, unit=at.culture, into=INTO, on=DAY),
    "ended": lambda at: actions.close_unit(by=at.by, unit=at.culture, on=DAY),
    "brought": lambda at: brought(
        at.by,
        change_of(at.commune),
        change_of(at.province),
        UnitChange(None, "Trung tâm", Kind.CENTRE, DAY, parent=at.commune),
        UnitChange(None, "Tổ Một cửa", Kind.DIVISION, DAY, parent=2),
    ),
}


@pytest.mark.parametrize("act", INSIDE.values(), ids=INSIDE)
def test_units_below_the_own_one_are_changed(places: Places, act: Callable[[Places], Any]) -> None:
    before = everything()
    act(places)
    assert everything() != before


def test_each_row_of_a_file_that_is_outside_is_named_with_its_reason(places: Places) -> None:
    outcomes = actions.try_import(
        by=places.by,
        changes=[
            change_of(places.neighbour, name="Khác"),
            change_of(places.culture, parent=places.neighbour),
            UnitChange(None, "Tỉnh mới", Kind.PROVINCE, DAY, parent=places.commune),
            UnitChange(None, "Trung tâm", Kind.CENTRE, DAY, parent=places.commune),
            change_of(places.province),
        ],
    )
    faults = [list(one.message_dict) if isinstance(one, ValidationError) else "written" for one in outcomes]
    assert faults == [["name"], ["parent"], ["kind"], "written", "written"]


def test_the_forms_offer_only_places_within_the_scope_and_no_province(places: Places) -> None:
    form = places.client.get(reverse("units:new")).context["form"]
    assert set(form.fields["parent"].queryset) == {places.commune, places.past, *merged_with(places)}
    assert form.fields["parent"].required
    assert set(dict(form.fields["kind"].choices)) == {Kind.DIVISION, Kind.CENTRE, Kind.OUTSIDE}
    move = places.client.get(reverse("units:move", args=[places.culture.pk])).context["form"]
    assert set(move.fields["parent"].queryset) == {places.commune, places.economy}


def merged_with(places: Places) -> list[Unit]:
    return [step.before for step in queries.predecessors(places.commune)]


@pytest.mark.parametrize("page", ["change", "rename", "move", "merge", "split", "close"])
def test_a_page_that_changes_a_unit_does_not_exist_for_one_that_is_not_below(
    places: Places, page: str
) -> None:
    for unit in (places.commune, places.province, places.neighbour, places.theirs, places.past):
        assert places.client.get(reverse(f"units:{page}", args=[unit.pk])).status_code == 404
    assert places.client.get(reverse(f"units:{page}", args=[places.culture.pk])).status_code == 200


def test_a_unit_shows_the_buttons_only_of_what_may_be_done_to_it(places: Places) -> None:
    def offered(unit: Unit) -> tuple[bool, bool]:
        context = places.client.get(reverse("units:detail", args=[unit.pk])).context
        return context["may_change"], context["may_add_below"]

    assert [offered(unit) for unit in (places.culture, places.commune, places.neighbour)] == [
        (True, True),
        (False, True),
        (False, False),
    ]


def test_groups_and_wordings_hold_for_the_whole_province(places: Places) -> None:
    with pytest.raises(NotPermitted):
        actions.make_group(by=places.by, name="Các phòng", units=[places.culture])
    with pytest.raises(NotPermitted):
        actions.remember_wording(by=places.by, text="Sở Nội vụ", units=[places.commune])
