"""Changing the units keeps what was, refuses what cannot be, and is recorded once."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.core.papers.answers import Reason
from cchc.core.papers.matching import match
from cchc.units import actions, queries
from cchc.units.actions import NewUnit, UnitChange
from cchc.units.models import Kind, Lineage, Unit
from tests.builders import a_province, a_unit, an_actor

pytestmark = pytest.mark.django_db

DAY = date(2025, 7, 1)


def entries() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("pk").values_list("verb", "subject"))


def test_a_unit_is_added_with_its_keys_and_one_record() -> None:
    unit = a_unit("Sở  Nội vụ ", code=" SNV ", aliases=["SNV", "sở nội vụ"])
    assert (unit.name, unit.code, unit.search_key) == ("Sở Nội vụ", "SNV", "so noi vu")
    assert [alias.name for alias in unit.aliases.all()] == ["SNV"]
    assert entries() == [("units.added", "Sở Nội vụ")]


def test_a_clerk_adds_no_unit() -> None:
    with pytest.raises(NotPermitted):
        actions.add_unit(by=an_actor(Role.UNIT_CLERK), name="X", kind=Kind.WARD, valid_from=DAY)
    assert Unit.objects.count() == 0


def test_one_name_is_taken_once_within_a_parent_and_a_period() -> None:
    province = a_province()
    a_unit("Xã Hòa Bình", Kind.COMMUNE, parent=province)
    with pytest.raises(ValidationError) as refused:
        a_unit("Xã Hoà Bình", Kind.COMMUNE, parent=province, since=DAY)
    assert list(refused.value.message_dict) == ["name"]
    a_unit("Xã Hòa Bình", Kind.COMMUNE, parent=a_province("Bắc Ninh"))
    a_unit("Xã Hòa Bình", Kind.COMMUNE, parent=province, since=date(2010, 1, 1), until=date(2020, 1, 1))


def test_a_code_is_taken_once_in_a_period() -> None:
    a_unit("Sở Nội vụ", code="01")
    with pytest.raises(ValidationError) as refused:
        a_unit("Sở Tư pháp", code="01")
    assert list(refused.value.message_dict) == ["code"]


def test_the_database_itself_refuses_a_second_open_row_of_a_name() -> None:
    unit = a_unit("Sở Nội vụ")
    unit.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        unit.save(force_insert=True)


def test_a_unit_ends_after_it_starts() -> None:
    with pytest.raises(ValidationError) as refused:
        a_unit(until=date(2020, 1, 1))
    assert list(refused.value.message_dict) == ["valid_until"]


def test_a_parent_must_exist_when_its_child_starts() -> None:
    province = a_province(since=DAY)
    with pytest.raises(ValidationError) as refused:
        a_unit(parent=province, since=date(2024, 1, 1))
    assert list(refused.value.message_dict) == ["parent"]


def corrected(unit: Unit, **other: object) -> Unit:
    facts = {
        "name": unit.name,
        "kind": unit.kind,
        "code": unit.code,
        "parent": unit.parent,
        "valid_from": unit.valid_from,
        "valid_until": unit.valid_until,
        "aliases": [alias.name for alias in unit.aliases.all()],
    }
    return actions.change_unit(by=an_actor(), unit=unit, **(facts | other))


def test_a_correction_leaves_no_lineage_and_records_old_and_new() -> None:
    unit = corrected(a_unit("Sở Noi vụ"), name="Sở Nội vụ", aliases=["SNV"])
    assert (unit.name, Lineage.objects.count()) == ("Sở Nội vụ", 0)
    assert Entry.objects.latest("pk").facts == {
        "changes": {"name": ["Sở Noi vụ", "Sở Nội vụ"], "aliases": [[], ["SNV"]]}
    }


def test_a_correction_of_nothing_is_not_recorded() -> None:
    corrected(a_unit())
    assert entries() == [("units.added", "Sở Nội vụ")]


def test_a_unit_cannot_belong_to_a_unit_below_it() -> None:
    province = a_province()
    department = a_unit(parent=province)
    with pytest.raises(ValidationError) as refused:
        corrected(province, parent=department)
    assert list(refused.value.message_dict) == ["parent"]


def test_a_unit_with_units_below_it_is_not_closed() -> None:
    province = a_province()
    department = a_unit(parent=province)
    with pytest.raises(ValidationError):
        actions.close_unit(by=an_actor(), unit=province, on=DAY)
    actions.close_unit(by=an_actor(), unit=department, on=DAY)
    actions.close_unit(by=an_actor(), unit=province, on=DAY)
    assert queries.valid_on(DAY).count() == 0


def test_a_renamed_unit_keeps_its_old_row_and_is_still_found_by_its_old_name() -> None:
    old = a_unit("Sở Lao động", code="05")
    new = actions.rename_unit(by=an_actor(), unit=old, name="Sở Việc làm", on=DAY)
    old.refresh_from_db()
    assert (old.name, old.valid_until, new.name, new.valid_from, new.code) == (
        "Sở Lao động",
        DAY,
        "Sở Việc làm",
        DAY,
        "05",
    )
    found = match("sở lao động", queries.directory(), DAY)
    assert (found.units, found.reason) == ((str(new.pk),), Reason.ALIAS)
    assert entries()[-1] == ("units.renamed", "Sở Việc làm")


def test_what_belongs_to_a_renamed_unit_belongs_to_its_new_row() -> None:
    old = a_province("Thừa Thiên Huế")
    department = a_unit(parent=old)
    new = actions.rename_unit(by=an_actor(), unit=old, name="Huế", on=date(2025, 1, 1))
    assert queries.subtree(new, DAY) == [department]
    assert queries.subtree(old, date(2024, 12, 31)) == [department]


def test_a_name_beside_a_child_of_the_old_row_is_taken_under_the_new_one() -> None:
    old = a_province("Thừa Thiên Huế")
    a_unit("Sở Nội vụ", parent=old)
    new = actions.rename_unit(by=an_actor(), unit=old, name="Huế", on=date(2025, 1, 1))
    with pytest.raises(ValidationError):
        a_unit("Sở Nội vụ", parent=new, since=DAY)


def test_a_unit_is_not_renamed_on_the_day_it_starts_nor_after_its_end() -> None:
    unit = a_unit()
    with pytest.raises(ValidationError):
        actions.rename_unit(by=an_actor(), unit=unit, name="X", on=date(2020, 1, 1))
    actions.close_unit(by=an_actor(), unit=unit, on=DAY)
    with pytest.raises(ValidationError):
        actions.rename_unit(by=an_actor(), unit=unit, name="X", on=date(2026, 1, 1))


def test_a_moved_unit_has_a_row_under_each_parent() -> None:
    one, two = a_province("Phú Thọ"), a_province("Bắc Ninh")
    old = a_unit("Xã A", Kind.COMMUNE, parent=one)
    new = actions.move_unit(by=an_actor(), unit=old, to=two, on=DAY)
    assert (queries.subtree(one, date(2025, 6, 30)), queries.subtree(two, DAY)) == ([old], [new])
    assert queries.subtree(one, DAY) == []


def test_three_units_merge_into_a_new_one() -> None:
    olds = [a_province(name) for name in ("Phú Thọ", "Vĩnh Phúc", "Hòa Bình")]
    new = actions.merge_units(by=an_actor(), units=olds, into=NewUnit("Phú Thọ", Kind.PROVINCE), on=DAY)
    assert list(queries.valid_on(DAY)) == [new]
    assert [step.before.name for step in queries.predecessors(new)] == ["Hòa Bình", "Phú Thọ", "Vĩnh Phúc"]
    facts = Entry.objects.latest("pk").facts
    assert (facts["old"], facts["new"], facts["on"]) == (
        "Phú Thọ, Vĩnh Phúc, Hòa Bình",
        "Phú Thọ",
        "2025-07-01",
    )


def test_a_unit_merges_into_one_that_lives_on() -> None:
    hanoi, hatay = a_province("Hà Nội"), a_province("Hà Tây")
    assert actions.merge_units(by=an_actor(), units=[hanoi, hatay], into=hanoi, on=date(2008, 8, 1)) == hanoi
    hanoi.refresh_from_db()
    assert hanoi.valid_until is None
    assert [step.before for step in queries.predecessors(hanoi)] == [hatay]


def test_a_parent_does_not_merge_into_its_own_child() -> None:
    province = a_province()
    department, other = a_unit(parent=province), a_province("Bắc Ninh")
    with pytest.raises(ValidationError):
        actions.merge_units(by=an_actor(), units=[province, other, department], into=department, on=DAY)


def test_a_refused_merger_changes_nothing() -> None:
    olds = [a_province("Phú Thọ"), a_province("Vĩnh Phúc")]
    a_province("Bắc Ninh")
    with pytest.raises(ValidationError):
        actions.merge_units(by=an_actor(), units=olds, into=NewUnit("Bắc Ninh", Kind.PROVINCE), on=DAY)
    assert queries.valid_on(DAY).count() == 3
    assert Lineage.objects.count() == 0


def test_a_split_places_every_unit_below() -> None:
    province = a_province("Nam Hà", since=date(1990, 1, 1))
    first = a_unit("Huyện A", Kind.DISTRICT, parent=province, since=date(1991, 1, 1))
    second = a_unit("Huyện B", Kind.DISTRICT, parent=province, since=date(1991, 1, 1))
    into = [NewUnit("Nam Định", Kind.PROVINCE), NewUnit("Hà Nam", Kind.PROVINCE)]
    on = date(1997, 1, 1)
    with pytest.raises(ValidationError):
        actions.split_unit(by=an_actor(), unit=province, into=into, on=on, children={first.pk: 0})
    one, two = actions.split_unit(
        by=an_actor(), unit=province, into=into, on=on, children={first.pk: 0, second.pk: 1}
    )
    assert [unit.name for unit in queries.subtree(one, on)] == ["Huyện A"]
    assert [unit.name for unit in queries.subtree(two, on)] == ["Huyện B"]
    assert [step.after for step in queries.successors(province)] == [two, one]


def test_an_import_is_one_record_with_every_difference() -> None:
    department = a_unit("Sở Noi vụ", code="01")
    changes = [
        UnitChange(None, "Bắc Ninh", Kind.PROVINCE, DAY),
        UnitChange(None, "Xã A", Kind.COMMUNE, DAY, parent=0),
        UnitChange(department, "Sở Nội vụ", Kind.DEPARTMENT, date(2020, 1, 1), code="01"),
    ]
    written = actions.import_units(by=an_actor(), changes=changes, file="don-vi.xlsx", sha256="ab")
    assert [unit.name for unit in written] == ["Bắc Ninh", "Xã A", "Sở Nội vụ"]
    assert written[1].parent == written[0]
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.facts["added"], entry.facts["changed"]) == ("units.imported", 2, 1)
    assert entry.facts["differences"][2]["changes"] == {"name": ["Sở Noi vụ", "Sở Nội vụ"]}


def test_a_faulty_row_takes_the_whole_import_back() -> None:
    changes = [
        UnitChange(None, "Bắc Ninh", Kind.PROVINCE, DAY),
        UnitChange(None, "bắc ninh", Kind.PROVINCE, DAY),
    ]
    with pytest.raises(ValidationError):
        actions.import_units(by=an_actor(), changes=changes, file="don-vi.xlsx", sha256="ab")
    assert Unit.objects.count() == 0
