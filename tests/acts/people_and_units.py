"""Acts on people, units, agency groups and wordings."""

from __future__ import annotations

from datetime import date
from typing import Any

from cchc.accounts.models import Membership, Person
from cchc.intake.models import StagedFile
from cchc.units.actions import remember_wording, rename_unit
from cchc.units.models import Kind
from tests import builders
from tests.acts.table import (
    DAY,
    NUMBERS,
    Data,
    Upload,
    a_department,
    a_person,
    act,
    agreed,
    named,
    sent,
    the_province,
)

# people


@act("accounts:person_new", "accounts.person_added")
def _() -> tuple[list[Any], Data]:
    name = f"moi-{next(NUMBERS)}"
    unit = the_province().pk
    return [], {
        "name": "Nguyễn Văn A",
        "username": name,
        "unit": unit,
        "capacity": "unit_clerk-own_unit",
        "valid_from": DAY,
    }


@act("accounts:person_change", "accounts.person_changed")
def _() -> tuple[list[Any], Data]:
    person = a_person()
    return [person.pk], {"name": "Tên khác", "username": person.username}


@act("accounts:person_password", "accounts.password_given", repeats=True)
def _() -> tuple[list[Any], Data]:
    return [a_person().pk], {}


@act("accounts:first_passwords", "accounts.first_passwords_given", repeats=True)
def _() -> tuple[list[Any], Data]:
    waiting = a_person()
    Person.objects.filter(pk=waiting.pk).update(must_change_password=True)
    return [], {"unit": waiting.memberships.get().unit_id}


@act("accounts:person_close", "accounts.person_closed")
def _() -> tuple[list[Any], Data]:
    return [a_person().pk], {"active": "0"}


@act("accounts:person_close", "accounts.person_reopened", also="reopen")
def _() -> tuple[list[Any], Data]:
    person = a_person()
    Person.objects.filter(pk=person.pk).update(is_active=False)
    return [person.pk], {"active": "1"}


@act("accounts:membership_new", "accounts.membership_given")
def _() -> tuple[list[Any], Data]:
    return [a_person().pk], {"unit": the_province().pk, "capacity": "leader-own_tree", "valid_from": DAY}


@act("accounts:membership_end", "accounts.membership_ended")
def _() -> tuple[list[Any], Data]:
    membership: Membership = a_person().memberships.get()
    return [membership.person_id, membership.pk], {}


@act("accounts:own_password")
def _() -> tuple[list[Any], Data]:
    new = "another-password-2026"
    return [], {"old": builders.PASSWORD, "new": new, "again": new}


@act("accounts:choose_membership")
def _() -> tuple[list[Any], Data]:
    return [], {"membership": "1"}


@act("set_language")
def _() -> tuple[list[Any], Data]:
    return [], {"language": "vi", "next": "/nhat-ky/"}


# units


@act("units:new", "units.added")
def _() -> tuple[list[Any], Data]:
    typed = {"name": named("Sở mới"), "kind": "department", "code": f"C{next(NUMBERS)}"}
    return [], {**typed, "parent": the_province().pk, "valid_from": DAY, "aliases": "Sở M"}


@act("units:change", "units.changed")
def _() -> tuple[list[Any], Data]:
    unit = a_department()
    typed = {"name": named("Sở đúng"), "kind": "department", "parent": the_province().pk}
    return [unit.pk], {**typed, "valid_from": "01/01/2020", "code": "", "aliases": ""}


@act("units:rename", "units.renamed")
def _() -> tuple[list[Any], Data]:
    return agreed("units:rename", [a_department().pk], {"name": named("Sở đổi tên"), "on": DAY, "code": ""})


@act("units:move", "units.moved")
def _() -> tuple[list[Any], Data]:
    return agreed("units:move", [a_department().pk], {"parent": a_department().pk, "on": DAY})


@act("units:merge", "units.merged")
def _() -> tuple[list[Any], Data]:
    typed = {"units": [a_department().pk], "into": "new", "name": named("Sở hợp nhất")}
    return agreed("units:merge", [a_department().pk], {**typed, "kind": "department", "on": DAY, "code": ""})


@act("units:split", "units.split")
def _() -> tuple[list[Any], Data]:
    unit = a_department()
    child = builders.a_unit(named("Chi cục"), Kind.DIVISION, parent=unit, since=date(2021, 1, 1))
    return agreed(
        "units:split",
        [unit.pk],
        {"into": f"{named('Sở')}\n{named('Sở')}", "on": DAY, f"child_{child.pk}": "2"},
    )


@act("units:close", "units.closed")
def _() -> tuple[list[Any], Data]:
    return agreed("units:close", [a_department().pk], {"on": DAY})


@act("units:undo", "units.change_undone")
def _() -> tuple[list[Any], Data]:
    centre = builders.a_unit(named("Trung tâm"), Kind.CENTRE, parent=a_department())
    on = date(2026, 6, 15)
    unit = rename_unit(by=builders.an_actor(), unit=centre, name=named("Trung tâm đổi nhầm"), on=on)
    return agreed("units:undo", [unit.pk], {"reason": "Nhầm tên"})


PEOPLE_HEAD = "Họ và tên;Tên đăng nhập;Đơn vị;Vai trò\n"


def a_people_file() -> Upload:
    """A table file that brings a person."""
    unit = a_department()
    row = f"Nguyễn Văn An;an.{unit.pk};{unit.name};Chuyên viên đơn vị\n"
    return Upload("nguoi-dung.csv", (PEOPLE_HEAD + row).encode())


def a_waiting_people_file() -> int:
    """The number of such a file that waits to be applied."""
    sent("accounts:import", [], {"file": a_people_file()})
    return StagedFile.objects.filter(kind="people").latest("pk").pk


@act("accounts:import")
def _() -> tuple[list[Any], Data]:
    return [], {"file": a_people_file()}


@act("accounts:import_apply", "accounts.people_imported")
def _() -> tuple[list[Any], Data]:
    return [a_waiting_people_file()], {}


@act("accounts:import_again", "accounts.people_import_given_up")
def _() -> tuple[list[Any], Data]:
    return [a_waiting_people_file()], {}


@act("accounts:import_give_up", "accounts.people_import_given_up")
def _() -> tuple[list[Any], Data]:
    return [a_waiting_people_file()], {}


UNITS_HEAD = "Tên đơn vị;Loại;Mã;Trực thuộc;Có hiệu lực từ;Hết hiệu lực từ;Tên khác\n"


def a_units_file() -> Upload:
    """A table file that brings a unit."""
    row = f"{named('Sở nhập')};Sở;;Phú Thọ;01/01/2020;;\n"
    the_province()
    return Upload("don-vi.csv", (UNITS_HEAD + row).encode())


def a_waiting_units_file() -> int:
    """The number of such a file that waits to be applied."""
    sent("units:import", [], {"file": a_units_file()})
    return StagedFile.objects.filter(kind="units").latest("pk").pk


@act("units:import")
def _() -> tuple[list[Any], Data]:
    return [], {"file": a_units_file()}


@act("units:import_apply", "units.imported")
def _() -> tuple[list[Any], Data]:
    return [a_waiting_units_file()], {}


@act("units:import_again", "units.import_given_up")
def _() -> tuple[list[Any], Data]:
    return [a_waiting_units_file()], {}


@act("units:import_give_up", "units.import_given_up")
def _() -> tuple[list[Any], Data]:
    return [a_waiting_units_file()], {}


@act("units:figures_change", "units.figures_set")
def _() -> tuple[list[Any], Data]:
    return [a_department().pk, 2025], {
        "population": str(next(NUMBERS)),
        "area": "12,5",
        "source": "Niên giám",
    }


def a_figures_file() -> Upload:
    """A table file that brings a figure of a unit."""
    row = f"{a_department().name};2025;{next(NUMBERS)}\n"
    return Upload("so-lieu.csv", ("Tên đơn vị;Năm;Số biên chế được giao\n" + row).encode())


def a_waiting_figures_file() -> int:
    """The number of such a file that waits to be applied."""
    sent("units:figures_import", [], {"file": a_figures_file()})
    return StagedFile.objects.filter(kind="unit_figures").latest("pk").pk


@act("units:figures_import")
def _() -> tuple[list[Any], Data]:
    return [], {"file": a_figures_file()}


@act("units:figures_import_apply", "units.figures_imported")
def _() -> tuple[list[Any], Data]:
    return [a_waiting_figures_file()], {}


@act("units:figures_import_again", "units.figures_given_up")
def _() -> tuple[list[Any], Data]:
    return [a_waiting_figures_file()], {}


@act("units:figures_import_give_up", "units.figures_given_up")
def _() -> tuple[list[Any], Data]:
    return [a_waiting_figures_file()], {}


@act("units:group_new", "units.group_made")
def _() -> tuple[list[Any], Data]:
    return [], {"name": named("Các sở"), "ticked": [a_department().pk], "typed": ""}


@act("units:group_change", "units.group_changed")
def _() -> tuple[list[Any], Data]:
    group = builders.a_group(named("Nhóm"), [a_department()])
    return [group.pk], {"name": named("Nhóm khác"), "ticked": [a_department().pk], "typed": ""}


@act("units:group_delete", "units.group_deleted")
def _() -> tuple[list[Any], Data]:
    return [builders.a_group(named("Nhóm"), [a_department()]).pk], {}


@act("units:wording_forget", "units.wording_forgotten")
def _() -> tuple[list[Any], Data]:
    wording = remember_wording(by=builders.an_actor(), text=named("Các ngành"), units=[a_department()])
    return [wording.pk], {}
