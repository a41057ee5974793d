"""The pages of agency groups and remembered wordings: whole, in part, refused, invalid."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.units import actions
from cchc.units.models import AgencyGroup, Kind, Unit, Wording
from tests.builders import a_group, a_unit, an_actor
from tests.markup import source

pytestmark = pytest.mark.django_db

Browser = Callable[[Role], Client]


@pytest.fixture
def office(client_of: Browser) -> Client:
    return client_of(Role.COORDINATOR)


def text_of(client: Client, name: str, **asked: str) -> str:
    return source(client.get(reverse(name), asked))


def remembered(text: str, *units: Unit) -> Wording:
    return actions.remember_wording(by=an_actor(), text=text, units=units)


def chips(text: str) -> list[str]:
    """The names on the chips of a page, with the end of a unit where it has one."""
    found = re.findall(r'<a class="chip"[^>]*>(.*?)</a>', text)
    return [re.sub(r"<[^>]*>", "", chip) for chip in found]


def names_of(group: AgencyGroup) -> list[str]:
    return [unit.name for unit in group.units.all()]


# groups


def test_the_list_shows_each_group_with_its_units_and_those_that_ended(office: Client) -> None:
    old = a_unit("Sở Kế hoạch và Đầu tư", until=date(2025, 3, 1))
    a_group("Các sở tham mưu", [a_unit("Sở Tài chính"), old])
    assert chips(text_of(office, "units:groups")) == [
        "Sở Kế hoạch và Đầu tư until 01/03/2025",
        "Sở Tài chính",
    ]


def test_a_long_group_is_folded_after_its_first_units(office: Client) -> None:
    a_group("Các xã", [a_unit(f"Xã {number}", Kind.COMMUNE) for number in range(15)])
    text = text_of(office, "units:groups")
    assert (len(chips(text)), len(chips(text.split("more-chips")[0])), "3 more" in text) == (15, 12, True)


def test_without_groups_the_page_says_what_comes_here(office: Client, client_of: Browser) -> None:
    new = reverse("units:group_new")
    assert text_of(office, "units:groups").count(new) == 2
    clerk = text_of(client_of(Role.UNIT_CLERK), "units:groups")
    assert ("No groups yet" in clerk, clerk.count(new)) == (True, 0)


def test_a_group_takes_what_is_ticked_what_is_pasted_and_whole_kinds(office: Client) -> None:
    home, finance = a_unit("Sở Nội vụ"), a_unit("Sở Tài chính", code="STC")
    for number in (1, 2):
        a_unit(f"Phường {number}", Kind.WARD)
    a_unit("Phường 3", Kind.WARD, until=date(2025, 7, 1))
    sent = {"name": "Nhóm", "ticked": [home.pk], "typed": "STC\nSở Nội vụ", "whole": ["ward"]}
    response = office.post(reverse("units:group_new"), sent)
    assert (response.status_code, response["Location"]) == (302, reverse("units:groups"))
    assert names_of(AgencyGroup.objects.get()) == ["Phường 1", "Phường 2", home.name, finance.name]


def test_lines_that_mean_no_unit_are_named_and_nothing_typed_is_lost(office: Client) -> None:
    home = a_unit("Sở Nội vụ")
    sent = {"name": "Nhóm", "ticked": [home.pk], "typed": "Sở Nội vụ\nTổ tư vấn", "whole": ["department"]}
    response = office.post(reverse("units:group_new"), sent)
    text = source(response)
    assert (response.status_code, AgencyGroup.objects.count()) == (422, 0)
    assert "No unit is called “Tổ tư vấn”" in text
    assert "Sở Nội vụ\nTổ tư vấn</textarea>" in text
    assert f'name="ticked" value="{home.pk}" checked' in text


@pytest.mark.parametrize(
    ("name", "ticked", "why"),
    [
        ("Các sở", True, "There is a group “các sở” already."),
        ("Hai sở", False, "A group needs at least one unit."),
        ("", True, "This field is required."),
    ],
)
def test_a_group_that_cannot_be_is_refused_on_the_form(
    office: Client, name: str, ticked: bool, why: str
) -> None:
    home = a_unit("Sở Nội vụ")
    a_group("các sở", [home])
    sent = {"name": name, "ticked": [home.pk] if ticked else []}
    response = office.post(reverse("units:group_new"), sent)
    assert (response.status_code, AgencyGroup.objects.count()) == (422, 1)
    assert why in source(response)


def test_a_group_is_changed_and_keeps_a_unit_that_ended_until_it_is_taken_out(office: Client) -> None:
    old = a_unit("Sở Kế hoạch và Đầu tư", until=date(2025, 3, 1))
    home, finance = a_unit("Sở Nội vụ"), a_unit("Sở Tài chính")
    group = a_group("Các sở", [old, home])
    address = reverse("units:group_change", args=[group.pk])
    text = source(office.get(address))
    boxes = re.findall(r'name="ticked" value="(\d+)"( checked)?', text)
    parent = Unit.objects.get(kind=Kind.PROVINCE)
    assert boxes == [
        (str(old.pk), " checked"),
        (str(parent.pk), ""),
        (str(home.pk), " checked"),
        (str(finance.pk), ""),
    ]
    office.post(address, {"name": "Các sở", "ticked": [old.pk, finance.pk]})
    assert names_of(group) == ["Sở Kế hoạch và Đầu tư", "Sở Tài chính"]


def test_a_group_is_deleted(office: Client) -> None:
    group = a_group("Các sở", [a_unit()])
    address = reverse("units:group_delete", args=[group.pk])
    assert office.get(address).status_code == 405
    assert office.post(address)["Location"] == reverse("units:groups")
    assert AgencyGroup.objects.count() == 0


def test_a_clerk_reads_groups_and_wordings_and_changes_none(client_of: Browser) -> None:
    clerk, group, wording = client_of(Role.UNIT_CLERK), a_group("Các sở", [a_unit()]), remembered("Tổ tư vấn")
    change = reverse("units:group_change", args=[group.pk])
    forget = reverse("units:wording_forget", args=[wording.pk])
    groups, wordings = text_of(clerk, "units:groups"), text_of(clerk, "units:wordings")
    assert ("Các sở" in groups, change in groups) == (True, False)
    assert ("Tổ tư vấn" in wordings, forget in wordings) == (True, False)
    assert clerk.get(change).status_code == 404
    assert clerk.get(reverse("units:group_new")).status_code == 404
    assert clerk.post(reverse("units:group_delete", args=[group.pk])).status_code == 404
    assert clerk.post(forget).status_code == 404
    assert (AgencyGroup.objects.count(), Wording.objects.count()) == (1, 1)


# wordings


def shown(client: Client, **asked: str) -> list[str]:
    return re.findall(r'class="wording">([^<]*)<', text_of(client, "units:wordings", **asked))


def test_wordings_stand_with_their_units_or_as_no_unit_the_last_chosen_first(office: Client) -> None:
    remembered("Tổ tư vấn")
    remembered("Cơ quan thường trực", a_unit("Sở Nội vụ"))
    text = text_of(office, "units:wordings")
    assert (shown(office), chips(text)) == (["Cơ quan thường trực", "Tổ tư vấn"], ["Sở Nội vụ"])
    assert text.count("stays as written: no unit of the list") == 1
    assert text.count("Chuyên viên Sở Nội vụ") == 2


def test_wordings_are_found_by_their_text_or_a_unit_without_diacritics(office: Client) -> None:
    home = a_unit("Sở Nội vụ")
    remembered("Tổ tư vấn")
    remembered("Cơ quan thường trực", home, a_unit("Sở Tài chính"))
    assert shown(office, q="to tu van") == ["Tổ tư vấn"]
    assert shown(office, q="so") == ["Cơ quan thường trực"]
    assert "No wording found" in text_of(office, "units:wordings", q="không có")


def test_without_wordings_the_page_says_what_comes_here(office: Client) -> None:
    assert "No wordings remembered yet" in text_of(office, "units:wordings")


def test_only_the_rows_of_wordings_are_sent_when_asked_in_place(office: Client) -> None:
    part = source(office.get(reverse("units:wordings"), headers={"HX-Request": "true"}))
    assert part.lstrip().startswith('<div id="rows">')


def test_a_wording_is_forgotten(office: Client) -> None:
    wording = remembered("Tổ tư vấn")
    address = reverse("units:wording_forget", args=[wording.pk])
    assert office.get(address).status_code == 405
    assert office.post(address)["Location"] == reverse("units:wordings")
    assert Wording.objects.count() == 0


# all of them


@pytest.mark.parametrize("name", ["units:groups", "units:wordings", "units:group_new"])
def test_a_page_costs_the_same_number_of_queries_however_long(office: Client, name: str) -> None:
    counts = []
    for start in (0, 5):
        for number in range(start, start + 5):
            units = [a_unit(f"Sở {number}"), a_unit(f"Xã {number}", Kind.COMMUNE)]
            a_group(f"Nhóm {number}", units)
            remembered(f"Cách viết {number}", *units)
        with CaptureQueriesContext(connection) as made:
            office.get(reverse(name))
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_the_pages_beside_the_units_lead_to_each_other(office: Client) -> None:
    names = ("list", "figures", "groups", "wordings")
    addresses = {reverse(f"units:{name}") for name in names}
    for name in names:
        tabs = text_of(office, f"units:{name}").split('<nav class="tabs"')[1].split("</nav>")[0]
        assert set(re.findall(r'href="([^"]*)"', tabs)) == addresses
        assert re.findall(r'href="([^"]*)" aria-current="page"', tabs) == [reverse(f"units:{name}")]
