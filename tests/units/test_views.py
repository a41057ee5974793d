"""The pages of the units: whole, in part, refused, invalid."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cchc.access.permissions import Role, Scope
from cchc.audit.models import Entry
from cchc.intake.models import StagedFile
from cchc.units import actions, queries
from cchc.units.models import Kind, Lineage, Unit
from tests.builders import a_member, a_province, a_unit, an_actor
from tests.markup import source

pytestmark = pytest.mark.django_db

Browser = Callable[[Role], Client]
HEADING = "Tên đơn vị;Loại;Mã;Trực thuộc;Có hiệu lực từ;Hết hiệu lực từ;Tên khác\n"


@pytest.fixture
def office(client_of: Browser) -> Client:
    return client_of(Role.COORDINATOR)


def listed(client: Client, **asked: str) -> list[str]:
    text = source(client.get(reverse("units:list"), asked))
    return re.findall(r'<th scope="row"[^>]*><a [^>]*>([^<]*)</a>', text)


def test_the_tree_of_a_day_is_listed_and_searched(office: Client) -> None:
    province = a_province("Tỉnh Bắc Ninh")
    a_unit("Xã Đồng Nguyên", Kind.COMMUNE, parent=province)
    a_unit("Sở Công Thương", parent=province, until=date(2021, 1, 1), since=date(2020, 1, 1))
    assert listed(office, q="dong nguyen") == ["Xã Đồng Nguyên"]
    assert listed(office, kind="department", on="2020-06-01") == ["Sở Công Thương"]
    assert listed(office, q="cong thuong") == []
    assert listed(office, q="cong thuong", ended="1") == ["Sở Công Thương"]
    assert listed(office, on="không phải ngày", q="bac ninh") == ["Tỉnh Bắc Ninh"]


def test_only_the_rows_are_sent_when_asked_in_place(office: Client) -> None:
    whole = source(office.get(reverse("units:list")))
    part = source(office.get(reverse("units:list"), headers={"HX-Request": "true"}))
    assert ("<html" in whole, "<html" in part, part.lstrip().startswith('<div id="rows">')) == (
        True,
        False,
        True,
    )


def test_the_list_costs_the_same_number_of_queries_however_long(office: Client) -> None:
    province = a_province("Tỉnh Bắc Ninh")
    counts = []
    for start in (0, 30):
        for number in range(start, start + 30):
            a_unit(f"Xã {number}", Kind.COMMUNE, parent=province)
        with CaptureQueriesContext(connection) as made:
            office.get(reverse("units:list"))
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_a_clerk_reads_and_does_not_change(client_of: Browser) -> None:
    clerk, unit = client_of(Role.UNIT_CLERK), a_unit("Sở Tư pháp")
    assert clerk.get(reverse("units:detail", args=[unit.pk])).status_code == 200
    for name in ("change", "rename", "move", "merge", "split", "close"):
        assert clerk.get(reverse(f"units:{name}", args=[unit.pk])).status_code == 404
    for name in ("new", "import"):
        assert clerk.get(reverse(f"units:{name}")).status_code == 404


@pytest.mark.parametrize("name", ["change", "rename", "move", "merge", "split", "close"])
def test_every_form_opens_and_refuses_nothing_typed(office: Client, name: str) -> None:
    unit = a_unit("Sở Tư pháp", parent=a_province("Tỉnh Bắc Ninh"))
    address = reverse(f"units:{name}", args=[unit.pk])
    assert (office.get(address).status_code, office.post(address, {"x": "1"}).status_code) == (200, 422)


def test_a_unit_is_added(office: Client) -> None:
    typed = {
        "name": "Sở Tư pháp",
        "kind": "department",
        "valid_from": "2025-07-01",
        "aliases": "STP\nTư pháp",
    }
    response = office.post(reverse("units:new"), typed)
    unit = Unit.objects.get(name="Sở Tư pháp")
    assert (response.status_code, response["Location"]) == (302, reverse("units:detail", args=[unit.pk]))
    assert [alias.name for alias in unit.aliases.all()] == ["STP", "Tư pháp"]


def test_a_taken_name_is_said_beside_its_field(office: Client) -> None:
    a_unit("Sở Tư pháp")
    typed = {"name": "SỞ TƯ PHÁP", "kind": "department", "valid_from": "2025-07-01"}
    response = office.post(reverse("units:new"), typed)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["name"]


def agreed(office: Client, name: str, unit: Unit, typed: dict[str, Any]) -> Any:
    """What is answered to a change that was looked at first."""
    address = reverse(f"units:{name}", args=[unit.pk])
    seal = office.post(address, typed).context["grave"].seal
    return office.post(address, typed | {"agreed": seal})


def test_a_unit_is_renamed_merged_and_split_by_forms(office: Client) -> None:
    province = a_province("Tỉnh Bắc Ninh")
    one, two = (a_unit(name, parent=province) for name in ("Sở A", "Sở B"))
    agreed(office, "rename", one, {"name": "Sở C", "on": "2024-01-01"})
    renamed = Unit.objects.get(name="Sở C")
    typed = {"units": [two.pk], "into": "new", "name": "Sở D", "kind": "department", "on": "2025-01-01"}
    agreed(office, "merge", renamed, typed)
    merged = Unit.objects.get(name="Sở D")
    a_unit("Phòng 1", Kind.DIVISION, parent=merged, since=date(2025, 1, 1))
    child = Unit.objects.get(name="Phòng 1")
    typed = {"into": "Sở E | E1\nSở F", "on": "2026-01-01", f"child_{child.pk}": "2"}
    assert agreed(office, "split", merged, typed).status_code == 302
    assert [unit.name for unit in queries.subtree(province, date(2026, 6, 1))] == ["Sở E", "Sở F", "Phòng 1"]
    kinds = list(Lineage.objects.values_list("kind", flat=True))
    assert kinds == ["rename", "merge", "merge", "split", "split", "move"]
    page = source(office.get(reverse("units:detail", args=[merged.pk])))
    assert page.count("timeline-day") == 3


def test_a_unit_lives_on_when_it_takes_another_in(office: Client) -> None:
    province = a_province("Tỉnh Bắc Ninh")
    one, two = (a_unit(name, parent=province) for name in ("Sở A", "Sở B"))
    agreed(office, "merge", one, {"units": [two.pk], "into": "this", "on": "2025-01-01"})
    assert [unit.name for unit in queries.subtree(province, date(2025, 6, 1))] == ["Sở A"]


def uploaded(office: Client, text: str, name: str = "don-vi.csv") -> Any:
    """What an official sees who brought a file."""
    file = SimpleUploadedFile(name, text.encode())
    return office.post(reverse("units:import"), {"file": file}, follow=True)


def of_the_last(name: str) -> str:
    """An address of the file that was brought last."""
    return reverse(f"units:{name}", args=[StagedFile.objects.latest("pk").pk])


def test_a_file_is_looked_at_and_then_written_as_a_whole(office: Client) -> None:
    a_unit("Sở Noi vụ", code="01")
    before = Unit.objects.count()
    text = (
        HEADING
        + "Xã A;Xã;;Tỉnh Bắc Ninh;01/07/2025;;\n"
        + "Tỉnh Bắc Ninh;Tỉnh;24;;01/07/2025;;\n"
        + "Sở Nội vụ;Sở;01;;01/01/2020;;SNV\n"
    )
    tried = uploaded(office, text)
    assert tried.status_code == 200
    assert tried.context["counts"] == {"new": 2, "changed": 1, "unchanged": 0, "faulty": 0}
    assert Unit.objects.count() == before
    assert office.post(of_the_last("import_apply")).status_code == 302
    commune = Unit.objects.get(name="Xã A")
    assert (commune.parent and commune.parent.name, Unit.objects.get(code="01").name) == (
        "Tỉnh Bắc Ninh",
        "Sở Nội vụ",
    )
    assert Entry.objects.latest("pk").verb == "units.imported"


def test_the_page_carries_the_number_of_the_file_and_not_the_file(office: Client) -> None:
    tried = uploaded(office, HEADING + "Sở A;Sở;;;01/07/2025;;\n")
    hidden = re.findall(r'<input type="hidden" name="([^"]*)"', source(tried))
    assert set(hidden) <= {"csrfmiddlewaretoken", "once", "next"}
    file = office.get(of_the_last("import_file"))
    assert b"".join(file.streaming_content).decode() == HEADING + "Sở A;Sở;;;01/07/2025;;\n"


def test_a_faulty_file_shows_every_fault_and_nothing_waits(office: Client) -> None:
    before = Unit.objects.count()
    text = (
        HEADING
        + "Xã A;Xã;;Tỉnh Không Có;01/07/2025;;\n"
        + "Xã B;Làng;;;01/07/2025;;\n"
        + "Sở C;Sở;;;01/07/2025;01/01/2025;\n"
        + "Sở D;Sở;;;01/07/2025;;\n"
        + "SỞ D;Sở;;;01/07/2025;;\n"
    )
    tried = uploaded(office, text)
    faults = [(fault.place.row, fault.place.column) for fault in tried.context["faults"]]
    assert (tried.status_code, faults) == (422, [(2, "D"), (3, "B"), (4, "F"), (6, "A")])
    assert (Unit.objects.count(), StagedFile.objects.count()) == (before, 0)


def test_two_rows_that_mean_one_unit_are_a_fault(office: Client) -> None:
    a_unit("Sở A", code="01")
    text = HEADING + "Sở A;Sở;01;;01/01/2020;;\nSở B;Sở;01;;01/01/2020;;\n"
    faults = uploaded(office, text).context["faults"]
    assert [(fault.place.row, fault.why.text) for fault in faults] == [
        (3, "Row {row} already means the unit “{name}”, by its code or name.")
    ]


def test_a_file_that_is_no_table_is_said_so(office: Client) -> None:
    assert uploaded(office, "x", "a.txt").status_code == 422
    assert office.post(reverse("units:import")).status_code == 422


def test_where_the_units_changed_meanwhile_nothing_is_written_and_the_file_is_compared_again(
    office: Client,
) -> None:
    uploaded(office, HEADING + "Sở A;Sở;;;01/07/2025;;\n")
    a_unit("Sở A", since=date(2025, 7, 1))
    refused = office.post(of_the_last("import_apply"))
    assert (refused.status_code, refused.context["changed"].now) == (409, [])
    assert "the units were changed since" in source(refused)
    again = office.post(of_the_last("import_again"), follow=True)
    assert again.context["counts"] == {"new": 0, "changed": 0, "unchanged": 1, "faulty": 0}
    assert StagedFile.objects.count() == 1
    assert Entry.objects.filter(verb="units.imported").count() == 0


def test_a_file_that_is_given_up_goes_from_the_list_and_stays_in_the_log(office: Client) -> None:
    uploaded(office, HEADING + "Sở A;Sở;;;01/07/2025;;\n")
    assert "don-vi.csv" in source(office.get(reverse("units:import")))
    office.post(of_the_last("import_give_up"), follow=True)
    listed_files = re.findall(r"don-vi\.csv", source(office.get(reverse("units:import"))))
    assert (StagedFile.objects.count(), listed_files) == (0, [])
    assert Entry.objects.latest("pk").verb == "units.import_given_up"


def test_a_file_is_applied_once(office: Client) -> None:
    uploaded(office, HEADING + "Sở A;Sở;;;01/07/2025;;\n")
    apply = of_the_last("import_apply")
    for _time in range(2):
        office.post(apply)
    assert Entry.objects.filter(verb="units.imported").count() == 1
    shown = source(office.get(of_the_last("import_detail")))
    assert ("Applied" in shown, "Write these rows" in shown) == (True, False)


def test_who_does_not_act_for_the_province_sees_the_own_files_only(office: Client) -> None:
    uploaded(office, HEADING + "Sở A;Sở;;;01/07/2025;;\n")
    own = a_member(Role.ADMINISTRATOR, scope=Scope.OWN_TREE, unit=a_unit("Sở Nội vụ"))
    other = Client()
    other.force_login(own.person)
    for name in ("import_detail", "import_file"):
        assert other.get(of_the_last(name)).status_code == 404
    for name in ("import_apply", "import_again", "import_give_up"):
        assert other.post(of_the_last(name)).status_code == 404
    assert "don-vi.csv" not in source(other.get(reverse("units:import")))


def test_the_downloaded_list_comes_back_unchanged(office: Client) -> None:
    province = a_province("Tỉnh Bắc Ninh", code="24")
    old = a_unit("Sở A", parent=province, code="01", aliases=["SA", "S-A"])
    actions.rename_unit(by=an_actor(), unit=old, name="Sở B", on=date(2024, 1, 1))
    a_unit("Phường 1", Kind.WARD, parent=province)
    workbook = office.get(reverse("units:export"), {"ended": "1"})
    file = SimpleUploadedFile("don-vi.xlsx", workbook.content)
    tried = office.post(reverse("units:import"), {"file": file}, follow=True)
    every = Unit.objects.count()
    assert tried.context["counts"] == {"new": 0, "changed": 0, "unchanged": every, "faulty": 0}
    assert tried.status_code == 200


def test_rows_that_change_nothing_cost_no_query(office: Client) -> None:
    def queries_of_the_dry_run() -> int:
        file = SimpleUploadedFile("don-vi.xlsx", office.get(reverse("units:export")).content)
        with CaptureQueriesContext(connection) as captured:
            assert "Nothing would change" in source(
                office.post(reverse("units:import"), {"file": file}, follow=True)
            )
        return len(captured)

    province = Unit.objects.get()
    few = queries_of_the_dry_run()
    for number in range(20):
        a_unit(f"Sở {number}", parent=province, aliases=[f"S{number}"])
    assert queries_of_the_dry_run() == few


def test_a_long_file_shows_its_first_rows_and_counts_them_all(office: Client) -> None:
    lines = "".join(f"Xã {number};Xã;;;01/07/2025;;\n" for number in range(160))
    file = SimpleUploadedFile("don-vi.csv", (HEADING + lines).encode())
    text = source(office.post(reverse("units:import"), {"file": file}, follow=True))
    assert (text.count('<th scope="row">Xã '), "The first 150 of 160 rows" in text) == (150, True)
