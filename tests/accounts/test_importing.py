"""Accounts from a table file: every fault at once, seen before it is done, passwords handed over once."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from cchc.access.permissions import GRANTS, Capacity, Role, Scope
from cchc.accounts.actions import give_password
from cchc.accounts.actions.importing import rows_as_json, rows_from_json
from cchc.accounts.exchange import (
    HEADINGS,
    ROLES,
    SCOPES,
    PersonRow,
    capacity_words,
    people_template,
    read_people,
)
from cchc.accounts.models import Membership, Person, capacity_label
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.words.messages import Faults, say
from cchc.intake.models import StagedFile
from cchc.units.actions import rename_unit
from cchc.units.models import Kind, Unit
from tests.builders import a_member, a_province, a_unit, an_actor
from tests.markup import source

HEAD = "Họ và tên;Tên đăng nhập;Đơn vị;Vai trò;Từ ngày\n"
GOOD = (
    HEAD
    + "Nguyễn Văn An;an.nv;Sở Nội vụ;Cán bộ đầu mối;01/02/2026\n"
    + "Trần Thị Bình;binh.tt;SYT;Chuyên viên;\n"
    + "Trần Thị Bình;binh.tt;Sở Nội vụ;Lãnh đạo (đơn vị mình và cấp dưới);\n"
)

# The reader


@settings(max_examples=12)
@given(st.sampled_from(sorted(GRANTS)), st.dates(date(2000, 1, 1), date(2099, 1, 1)))
def test_a_row_is_read_as_the_empty_table_would_have_it_written(capacity: Capacity, day: date) -> None:
    book = load_workbook(io.BytesIO(people_template([capacity], ["Sở Nội vụ"])))
    sheet = book["Người dùng"]
    assert [cell.value for cell in sheet[1]] == [words[0] for words in HEADINGS.values()]
    for column, value in enumerate(
        ("Nguyễn Văn An", "an.nv", "Sở Nội vụ", capacity_words(capacity), day), start=1
    ):
        sheet.cell(2, column, value)
    content = io.BytesIO()
    book.save(content)
    read = read_people(content.getvalue(), "nguoi-dung.xlsx")
    assert read.faults == ()
    assert read.rows == (PersonRow(2, "Nguyễn Văn An", "an.nv", "Sở Nội vụ", capacity, day),)


def test_roles_and_scopes_are_written_as_the_pages_print_them() -> None:
    assert {role.value for role in ROLES} == set(Membership.Roles.values)
    assert {scope.value for scope in SCOPES} == set(Membership.Scopes.values)
    with translation.override("vi"):
        assert [capacity_words(one) for one in GRANTS] == [capacity_label(one) for one in GRANTS]


ROWS = st.builds(
    PersonRow,
    st.integers(2, 200),
    st.text(),
    st.text(),
    st.text(),
    st.sampled_from(sorted(GRANTS)),
    st.none() | st.dates(),
)


@given(st.lists(ROWS, max_size=5))
def test_rows_go_through_json_and_back(rows: list[PersonRow]) -> None:
    assert rows_from_json(rows_as_json(rows), "a.csv").rows == tuple(rows)


def test_every_fault_of_every_cell_is_named_with_its_place() -> None:
    text = HEAD + ";An NV;;Giám đốc;31/02/2026\nA;a;b;Quản trị viên;\n"
    faults = read_people(text.encode(), "a.csv").faults
    assert [(fault.place.row, fault.place.column, say(fault.why)) for fault in faults] == [
        (2, "A", "The name is missing."),
        (2, "B", "This is no sign-in name."),
        (2, "C", "The unit is missing."),
        (2, "D", "This role is not known."),
        (2, "E", "This is no date."),
        (
            3,
            "D",
            "Say how far this role reaches, as one of Quản trị viên (toàn tỉnh), "
            "Quản trị viên (đơn vị mình và cấp dưới).",
        ),
    ]


def test_unknown_repeated_and_missing_columns_are_named_together() -> None:
    with pytest.raises(Faults) as refused:
        read_people("Họ và tên;Họ tên;Điện thoại\n".encode(), "a.csv")
    assert [(fault.found, say(fault.why)) for fault in refused.value.faults] == [
        ("Họ tên", "This column stands twice."),
        ("Điện thoại", "This column is not known here."),
        *[("", "This column is missing.")] * 3,
    ]


# The pages


@pytest.fixture
def places(db: None) -> dict[str, Unit]:
    province = Unit.objects.filter(kind=Kind.PROVINCE).first() or a_province()
    return {
        "province": province,
        "home": a_unit("Sở Nội vụ", parent=province),
        "health": a_unit("Sở Y tế", parent=province, code="SYT"),
    }


@pytest.fixture
def office(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.ADMINISTRATOR, Scope.PROVINCE)


def brought(client: Client, text: str = GOOD) -> Any:
    file = SimpleUploadedFile("nguoi-dung.csv", text.encode())
    return client.post(reverse("accounts:import"), {"file": file})


def applied(client: Client) -> Any:
    pk = StagedFile.objects.get(kind="people").pk
    return client.post(reverse("accounts:import_apply", args=[pk]))


def test_a_file_is_seen_then_done_and_its_passwords_shown_once(
    office: Client, places: dict[str, Unit]
) -> None:
    people = Person.objects.count()
    seen = office.get(brought(office)["Location"])
    assert [(row.username, row.unit, label, row.state) for row, label in seen.context["shown"]] == [
        ("an.nv", "Sở Nội vụ", "Coordinator", "new"),
        ("binh.tt", "Sở Y tế", "Unit clerk", "new"),
        ("binh.tt", "Sở Nội vụ", "Leader (own unit and units below)", "role"),
    ]
    assert Person.objects.count() == people
    answer = applied(office)
    slips = [(person.username, unit, password) for person, unit, password in answer.context["slips"]]
    assert [slip[:2] for slip in slips] == [("an.nv", "Sở Nội vụ"), ("binh.tt", "Sở Y tế")]
    assert "no-store" in answer["Cache-Control"]
    given = Membership.objects.filter(person__username__in=["an.nv", "binh.tt"]).order_by("pk")
    assert [(one.person.username, one.unit, one.role, one.scope) for one in given] == [
        ("an.nv", places["home"], "coordinator", "province"),
        ("binh.tt", places["health"], "unit_clerk", "own_unit"),
        ("binh.tt", places["home"], "leader", "own_tree"),
    ]
    assert given[0].valid_from == date(2026, 2, 1)
    entry = Entry.objects.get(verb="accounts.people_imported")
    assert (entry.facts["added"], entry.facts["roles"], list(play().differences)) == (2, 3, [])
    for username, _unit, password in slips:
        somebody = Client()
        sent = {"login": username, "password": password}
        assert somebody.post(reverse("account_login"), sent).status_code == 302
        assert somebody.get(reverse("desk:home")).url == reverse("accounts:own_password")


def test_the_passwords_are_stored_nowhere_as_they_are_read(office: Client, places: dict[str, Unit]) -> None:
    brought(office)
    passwords = [password for _person, _unit, password in applied(office).context["slips"]]
    office.get(reverse("accounts:people"))
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            stored = str(cursor.fetchall())
            assert not [one for one in passwords if one in stored], model


def test_every_fault_of_a_file_stands_on_one_page_and_nothing_is_done(
    office: Client, places: dict[str, Unit]
) -> None:
    a_member(Role.UNIT_CLERK, unit=places["health"], username="co-roi")
    people = Person.objects.count()
    text = (
        HEAD
        + "Nguyễn Văn An;an.nv;Sở Nội vụ;Cán bộ đầu mối;\n"
        + "Người Khác;an.nv;Sở Nội vụ;Chuyên viên;\n"
        + "Người Thứ Ba;co-roi;Sở Không Có;Chuyên viên;\n"
        + "Người Thứ Tư;bon;Sở Nội vu;Trưởng ban;\n"
    )
    answer = brought(office, text)
    faults = [(fault.place.row, fault.place.column, say(fault.why)) for fault in answer.context["faults"]]
    assert (answer.status_code, sorted(faults)) == (
        422,
        [
            (3, "B", "Row 2 has this sign-in name for “Nguyễn Văn An”."),
            (4, "B", "Somebody else already signs in with this name; choose another."),
            (4, "C", "No unit has this name today."),
            (5, "D", "This role is not known."),
        ],
    )
    assert (Person.objects.count(), StagedFile.objects.count()) == (people, 0)


def test_somebody_with_an_account_gets_another_role_and_who_has_it_stays_as_they_are(
    office: Client, places: dict[str, Unit]
) -> None:
    brought(office)
    applied(office)
    text = GOOD.replace("Cán bộ đầu mối", "Thủ trưởng đơn vị")
    StagedFile.objects.all().delete()
    seen = office.get(brought(office, text)["Location"])
    assert seen.context["counts"] == {"new": 0, "role": 1, "unchanged": 2}
    assert applied(office).url == reverse("accounts:people")
    assert Membership.objects.filter(person__username="an.nv").count() == 2


def test_an_administrator_below_the_province_brings_people_of_the_own_tree_and_roles_below_it(
    places: dict[str, Unit],
) -> None:
    member = a_member(Role.ADMINISTRATOR, unit=places["home"], scope=Scope.OWN_TREE)
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(member.person)
    stranger = a_member(Role.UNIT_CLERK, unit=places["health"], username="nguoi-la").person
    answer = brought(client, GOOD + f"{stranger.name};nguoi-la;Sở Nội vụ;Chuyên viên;\n")
    assert sorted((fault.place.row, say(fault.why)) for fault in answer.context["faults"]) == [
        (2, "You cannot give this role; an administrator of the province gives it."),
        (3, "This unit is not within your scope."),
        (5, "Somebody else already signs in with this name; choose another."),
    ]
    template = client.get(reverse("accounts:import_template"))
    book = load_workbook(io.BytesIO(template.content))
    assert [row[0].value for row in book["Đơn vị"].iter_rows(min_row=2)] == ["Sở Nội vụ"]
    assert brought(client, HEAD + "Lê Văn Cường;cuong;Sở Nội vụ;Chuyên viên;\n").status_code == 302


def test_what_changed_since_it_was_seen_is_not_done(office: Client, places: dict[str, Unit]) -> None:
    brought(office)
    rename_unit(by=an_actor(), unit=places["health"], name="Sở Y tế mới", on=date(2026, 3, 1))
    people = Person.objects.count()
    answer = applied(office)
    assert (answer.status_code, Person.objects.count()) == (409, people)
    assert "would do something else now" in source(answer)


def test_a_password_given_anew_takes_the_place_of_the_printed_one(
    office: Client, places: dict[str, Unit]
) -> None:
    brought(office)
    person, _unit, first = applied(office).context["slips"][0]
    give_password(by=an_actor(), person=person)
    sent = {"login": person.username, "password": first}
    assert Client().post(reverse("account_login"), sent).status_code == 422
    assert not re.search(re.escape(first), source(office.get(reverse("accounts:person", args=[person.pk]))))
