"""Agency groups and remembered wordings are made, changed and taken away with one record each."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.units import actions
from cchc.units.models import AgencyGroup, Unit, Wording
from tests.builders import a_group, a_unit, an_actor

pytestmark = pytest.mark.django_db


def entries() -> list[tuple[str, str]]:
    """What the log says about groups and wordings."""
    log = Entry.objects.exclude(verb="units.added").order_by("pk")
    return list(log.values_list("verb", "subject"))


def refused(call: object, **given: object) -> dict[str, list[str]]:
    """Why an action refuses, by field."""
    with pytest.raises(ValidationError) as why:
        call(by=an_actor(), **given)
    return why.value.message_dict


def names_of(group: AgencyGroup | Wording) -> list[str]:
    return [unit.name for unit in group.units.all()]


def test_a_group_holds_each_unit_once_in_vietnamese_order() -> None:
    finance, home = a_unit("Sở Tài chính"), a_unit("Sở Nội vụ")
    group = actions.make_group(by=an_actor(), name=" Các  sở tham mưu ", units=[finance, home, finance])
    assert (group.name, names_of(group)) == ("Các sở tham mưu", ["Sở Nội vụ", "Sở Tài chính"])
    assert entries() == [("units.group_made", "Các sở tham mưu")]


@pytest.mark.parametrize(
    ("name", "field", "why"),
    [
        ("  ", "name", "Write the name of the group as it stands in plans."),
        ("Cơ quan " * 40, "name", "A name has at most 250 letters."),
        (
            "CÁC SỞ, BAN, NGÀNH",
            "name",
            "There is a group “Các sở, ban, ngành” already. Change that one, or choose another name.",
        ),
    ],
)
def test_a_group_needs_a_name_of_its_own(name: str, field: str, why: str) -> None:
    a_group("Các sở, ban, ngành", [a_unit()])
    assert refused(actions.make_group, name=name, units=Unit.objects.all()) == {field: [why]}
    assert AgencyGroup.objects.count() == 1


def test_a_group_needs_a_unit() -> None:
    why = {"units": ["A group needs at least one unit."]}
    assert refused(actions.make_group, name="Các sở", units=[]) == why
    group = a_group("Các sở", [a_unit()])
    assert refused(actions.change_group, group=group, name="Các sở", units=[]) == why
    assert names_of(group) == ["Sở Nội vụ"]


def test_the_database_itself_refuses_a_second_group_of_one_spelling() -> None:
    group = a_group("Các sở", [a_unit()])
    with pytest.raises(IntegrityError), transaction.atomic():
        AgencyGroup.objects.create(name="CÁC SỞ", spelling=group.spelling)


def test_a_changed_group_records_what_was_and_what_is() -> None:
    home, finance = a_unit("Sở Nội vụ"), a_unit("Sở Tài chính")
    group = a_group("Các sở", [home])
    actions.change_group(by=an_actor(), group=group, name="Hai sở", units=[home, finance])
    assert (AgencyGroup.objects.get().name, names_of(group)) == ("Hai sở", ["Sở Nội vụ", "Sở Tài chính"])
    assert Entry.objects.latest("pk").facts == {
        "changes": {
            "name": ["Các sở", "Hai sở"],
            "units": [["Sở Nội vụ"], ["Sở Nội vụ", "Sở Tài chính"]],
            "unit_ids": [[home.pk], [home.pk, finance.pk]],
        }
    }


def test_a_group_saved_as_it_is_leaves_no_record() -> None:
    home = a_unit("Sở Nội vụ")
    group = a_group("Các sở", [home])
    actions.change_group(by=an_actor(), group=group, name="Các sở", units=[home])
    assert entries() == [("units.group_made", "Các sở")]


def test_a_group_may_change_the_way_its_own_name_is_written() -> None:
    group = a_group("các sở", [a_unit()])
    actions.change_group(by=an_actor(), group=group, name="Các sở", units=group.units.all())
    assert AgencyGroup.objects.get().name == "Các sở"


def test_a_deleted_group_leaves_its_units_and_a_record_of_them() -> None:
    home = a_unit("Sở Nội vụ")
    actions.delete_group(by=an_actor(), group=a_group("Các sở", [home]))
    assert (AgencyGroup.objects.count(), list(Unit.objects.all())) == (0, [home])
    assert Entry.objects.latest("pk").facts == {
        "name": "Các sở",
        "units": ["Sở Nội vụ"],
        "unit_ids": [home.pk],
    }


def test_a_clerk_forms_changes_and_deletes_no_group() -> None:
    clerk, group = an_actor(Role.UNIT_CLERK), a_group("Các sở", [a_unit()])
    with pytest.raises(NotPermitted):
        actions.make_group(by=clerk, name="Hai sở", units=group.units.all())
    with pytest.raises(NotPermitted):
        actions.change_group(by=clerk, group=group, name="Hai sở", units=group.units.all())
    with pytest.raises(NotPermitted):
        actions.delete_group(by=clerk, group=group)
    assert entries() == [("units.group_made", "Các sở")]


def test_a_coordinators_choice_is_remembered_with_who_made_it() -> None:
    home, clerk = a_unit("Sở Nội vụ"), an_actor(Role.COORDINATOR)
    wording = actions.remember_wording(by=clerk, text=" Cơ quan  thường trực; ", units=[home])
    assert (wording.text, names_of(wording)) == ("Cơ quan thường trực", ["Sở Nội vụ"])
    assert (wording.person_id, wording.person, wording.unit) == (clerk.person_id, clerk.person, clerk.unit)
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.subject) == ("units.wording_remembered", "Cơ quan thường trực")
    assert entry.facts == {"units": "Sở Nội vụ", "unit_ids": [home.pk]}


def test_a_later_choice_takes_the_place_of_an_earlier_one_however_it_is_written() -> None:
    home, finance = a_unit("Sở Nội vụ"), a_unit("Sở Tài chính")
    first = actions.remember_wording(by=an_actor(), text="Uỷ ban tỉnh", units=[home])
    second = actions.remember_wording(by=an_actor(), text="ỦY BAN TỈNH", units=[finance])
    assert (second.pk, second.text, names_of(second)) == (first.pk, "ỦY BAN TỈNH", ["Sở Tài chính"])
    assert second.at > first.at
    assert Wording.objects.count() == 1


def test_a_choice_made_again_leaves_no_record() -> None:
    home = a_unit("Sở Nội vụ")
    for _again in range(2):
        actions.remember_wording(by=an_actor(), text="Cơ quan thường trực", units=[home])
    assert entries() == [("units.wording_remembered", "Cơ quan thường trực")]


def test_a_wording_may_be_remembered_as_no_unit_of_the_list() -> None:
    for _again in range(2):
        wording = actions.remember_wording(by=an_actor(), text="Đơn vị tư vấn", units=[])
    assert (Wording.objects.get(), names_of(wording)) == (wording, [])
    assert entries() == [("units.wording_kept", "Đơn vị tư vấn")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (" ; ", "There is no wording to remember."),
        ("Sở " * 200, "This is too long for an agency (599 letters)."),
    ],
)
def test_what_is_no_wording_is_not_remembered(text: str, why: str) -> None:
    assert refused(actions.remember_wording, text=text, units=[]) == {"text": [why]}
    assert Wording.objects.count() == 0


def test_a_forgotten_wording_leaves_a_record_of_what_it_meant() -> None:
    home = a_unit("Sở Nội vụ")
    wording = actions.remember_wording(by=an_actor(), text="Cơ quan thường trực", units=[home])
    actions.forget_wording(by=an_actor(), wording=wording)
    assert Wording.objects.count() == 0
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.facts) == (
        "units.wording_forgotten",
        {"units": "Sở Nội vụ", "unit_ids": [home.pk]},
    )


def test_a_clerk_has_no_wording_forgotten() -> None:
    wording = actions.remember_wording(by=an_actor(), text="Đơn vị tư vấn", units=[])
    with pytest.raises(NotPermitted):
        actions.forget_wording(by=an_actor(Role.UNIT_CLERK), wording=wording)
    assert Wording.objects.count() == 1
