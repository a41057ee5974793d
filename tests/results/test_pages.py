"""The pages of results: whole, in part, refused, invalid, in conflict; and how many questions they ask the database."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cchc.access.permissions import Role
from cchc.cycles import actions as cycle_actions
from cchc.files.tables import read_table
from cchc.units import actions as unit_actions
from cchc.units.models import Kind, Unit
from tests.builders import (
    POINTS,
    a_scored_cycle,
    a_unit,
    an_actor,
    imported,
)
from tests.documents.decree30 import paper_faults
from tests.markup import source

pytestmark = pytest.mark.django_db

HTMX = {"headers": {"HX-Request": "true"}}


def at(cycle, rest: str = "") -> str:
    """The address of a page of `cycle`."""
    return f"/ket-qua/{cycle.province_id}/{cycle.year}/{rest}"


def unit_id(cycle, name: str = "Sở Nội vụ") -> int:
    return cycle.participants.get(name=name).unit_id


def upload(text: str = POINTS, name: str = "diem.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


# Ranking


def test_the_ranking_of_the_running_cycle_is_the_first_page(client_of):
    cycle = a_scored_cycle()
    response = client_of(Role.LEADER).get("/ket-qua/")
    assert (response.status_code, response.url) == (302, at(cycle))


def test_without_a_cycle_the_page_says_what_comes_here(client_of):
    response = client_of(Role.LEADER).get("/ket-qua/")
    assert (response.status_code, "No cycle yet" in source(response)) == (200, True)


def test_without_scores_the_page_says_what_comes_here(client_of):
    response = client_of(Role.LEADER).get(at(a_scored_cycle()))
    assert (response.status_code, "Nothing scored yet" in source(response)) == (200, True)


def test_the_ranking_shows_every_unit_in_its_place(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    ranking = client_of(Role.LEADER).get(at(cycle)).context["ranking"]
    shown = [(row.rank, row.name, row.index, row.grade, row.waiting) for row in ranking.rows]
    assert shown == [
        (1, "Sở Nội vụ", Fraction(91), "Tốt", 0),
        (2, "Sở Tài chính", Fraction(85), "Tốt", 0),
        (None, "Sở Y tế", None, "", 1),
    ]
    assert (ranking.mean, ranking.highest, ranking.lowest, ranking.pending) == (88, 91, 85, 1)
    assert ranking.grades == (("Tốt", 2), ("Khá", 0))


def test_the_ranking_by_a_domain_ranks_the_same_rows_anew(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    ranking = client_of(Role.LEADER).get(at(cycle), {"linh_vuc": "2"}).context["ranking"]
    assert [(row.rank, row.name, row.index) for row in ranking.rows] == [
        (1, "Sở Nội vụ", Fraction(88)),
        (2, "Sở Tài chính", Fraction(80)),
        (3, "Sở Y tế", Fraction(75)),
    ]


def test_the_heat_map_is_a_second_view_of_the_same_rows(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    ranking = client_of(Role.LEADER).get(at(cycle), {"xem": "linh-vuc"}).context["ranking"]
    assert [(row.name, [cell.index for cell in row.cells]) for row in ranking.rows] == [
        ("Sở Nội vụ", [Fraction(94), Fraction(88)]),
        ("Sở Tài chính", [Fraction(90), Fraction(80)]),
        ("Sở Y tế", [None, Fraction(75)]),
    ]
    assert [cell.step for cell in ranking.rows[0].cells] == [2, 3]


def test_a_unit_is_found_without_diacritics_and_keeps_its_rank(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    rows = client_of(Role.LEADER).get(at(cycle), {"q": "tai chinh"}).context["rows"]
    assert [(row.rank, row.name) for row in rows] == [(2, "Sở Tài chính")]


def test_in_place_only_the_rows_are_answered(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    client = client_of(Role.LEADER)
    whole, part = source(client.get(at(cycle))), source(client.get(at(cycle), **HTMX))
    assert ("<html" in whole, "<html" in part, "Sở Nội vụ" in part) == (True, False, True)


def test_an_unknown_group_year_or_province_is_not_found(client_of):
    cycle = a_scored_cycle()
    client = client_of(Role.LEADER)
    asked = [f"{at(cycle)}?khoi=Nowhere", f"/ket-qua/{cycle.province_id}/2031/", "/ket-qua/XX/2026/"]
    assert [client.get(address).status_code for address in asked] == [404, 404, 404]


def test_the_change_on_last_year_follows_the_lineage(client_of):
    before = a_scored_cycle(["Sở Nội vụ", "Sở Lao động", "Sở Y tế"], year=2025)
    imported(before, "unit,1.1,1.2,2.1,2.2\nSở Nội vụ,3,2,2,1\nSở Lao động,3,2,1,0\nSở Y tế,3,2,2,3\n")
    merging = list(Unit.objects.filter(name__in=["Sở Nội vụ", "Sở Lao động"]))
    into = unit_actions.NewUnit(name="Sở Nội vụ", kind=Kind.DEPARTMENT, parent=before.province)
    unit_actions.merge_units(by=an_actor(), units=merging, into=into, on=date(2026, 3, 1))
    now = a_scored_cycle(["Sở Nội vụ", "Sở Y tế"], year=2026, province=before.province)
    imported(now, "unit,1.1,1.2,2.1,2.2\nSở Nội vụ,3,2,2,2\nSở Y tế,3,2,2,1.5\n")
    client = client_of(Role.LEADER)
    changes = {row.name: row.change for row in client.get(at(now)).context["ranking"].rows}
    assert {name: (change.amount, change.units) for name, change in changes.items()} == {
        "Sở Nội vụ": (Fraction(20), ("Sở Lao động", "Sở Nội vụ")),
        "Sở Y tế": (Fraction(-15), ("Sở Y tế",)),
    }
    unit = client.get(at(now, f"don-vi/{unit_id(now)}/")).context["unit"]
    assert unit.change.amount == Fraction(20)
    assert [(year.year, year.index, year.derived) for year in unit.years] == [
        (2025, Fraction(70), True),
        (2026, Fraction(90), False),
    ]
    assert [(row.year, row.unit, row.own) for year in unit.years for row in year.rows] == [
        (2025, "Sở Lao động", False),
        (2025, "Sở Nội vụ", False),
        (2026, "Sở Nội vụ", True),
    ]


def test_the_ranking_downloads_as_a_workbook(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    response = client_of(Role.LEADER).get(at(cycle, "xep-hang.xlsx"))
    table = read_table(response.content, "xep-hang.xlsx")
    assert [row.values[:2] for row in table.rows[5:]] == [
        (1, "Sở Nội vụ"),
        (2, "Sở Tài chính"),
        (None, "Sở Y tế"),
    ]


def test_the_annex_of_the_decision_downloads_as_word(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    response = client_of(Role.LEADER).get(at(cycle, "phu-luc.docx"))
    assert paper_faults(response.content) == []
    with zipfile.ZipFile(io.BytesIO(response.content)) as file:
        text = file.read("word/document.xml").decode()
    found = [words in text for words in ("PHỤ LỤC", "Sở Nội vụ", "91,00", "(1)")]
    assert (response.status_code, found) == (200, [True] * 4)


def test_nothing_is_downloaded_before_something_is_scored(client_of):
    cycle = a_scored_cycle()
    client = client_of(Role.LEADER)
    assert [client.get(at(cycle, name)).status_code for name in ("xep-hang.xlsx", "phu-luc.docx")] == [
        404,
        404,
    ]


# Unit


def test_the_page_of_a_unit_accounts_for_every_leaf(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    unit = client_of(Role.LEADER).get(at(cycle, f"don-vi/{unit_id(cycle)}/")).context["unit"]
    lines = {line.node.number: line.ledger.points for branch in unit.branches for line in branch.lines}
    assert lines == {"1.1": Fraction(27, 10), "1.2": 2, "2.1": 2, "2.2": Fraction(24, 10)}
    assert [(one.number, one.code, one.points) for one in unit.to_win] == [
        ("2.2", "stated", Fraction(6, 10)),
        ("1.1", "ratio", Fraction(3, 10)),
    ]
    assert [(one.rank, one.unit, one.mine) for one in unit.line] == [
        (1, "Sở Nội vụ", True),
        (2, "Sở Tài chính", False),
    ]


def test_a_pending_unit_says_how_much_is_pending_and_has_no_rank(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    response = client_of(Role.LEADER).get(at(cycle, f"don-vi/{unit_id(cycle, 'Sở Y tế')}/"))
    unit = response.context["unit"]
    assert (unit.printed, unit.row.rank, unit.line, unit.ledger.waiting) == (None, None, (), 1)
    assert "1 criterion worth 2 points is not scored yet" in source(response)


def test_a_unit_opens_and_closes_inside_the_ranking(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    client, address = client_of(Role.LEADER), at(cycle, f"don-vi/{unit_id(cycle)}/")
    opened, shut = source(client.get(address, **HTMX)), source(client.get(f"{address}?dong=1", **HTMX))
    assert ('class="opened"' in opened, shut) == (True, f'<tr id="in-{unit_id(cycle)}" hidden></tr>')


def test_a_unit_that_takes_no_part_is_not_found(client_of):
    cycle = a_scored_cycle()
    assert client_of(Role.LEADER).get(at(cycle, f"don-vi/{cycle.province_id}/")).status_code == 404


@pytest.mark.parametrize(
    ("name", "leaf", "words"),
    [
        ("Sở Nội vụ", "1.1", "Số nhiệm vụ hoàn thành"),
        ("Sở Tài chính", "2.1", "behind the best unit"),
        ("Sở Nội vụ", "1.2", "as entered"),
        ("Sở Y tế", "1.2", "Not scored yet"),
    ],
)
def test_every_score_can_be_asked_why(client_of, name, leaf, words):
    cycle = a_scored_cycle()
    imported(cycle)
    client, address = client_of(Role.LEADER), at(cycle, f"don-vi/{unit_id(cycle, name)}/{leaf}/vi-sao/")
    whole, part = source(client.get(address)), source(client.get(address, **HTMX))
    assert (words in whole, words in part, "<html" in part) == (True, True, False)


def test_what_does_not_apply_says_why(client_of):
    cycle = a_scored_cycle()
    unit = cycle.participants.get(name="Sở Nội vụ")
    cycle_actions.change_applicability(
        by=an_actor(), cycle=cycle, off=[(unit.pk, "2.2")], reason="Không khảo sát"
    )
    response = client_of(Role.LEADER).get(at(cycle, f"don-vi/{unit.unit_id}/2.2/vi-sao/"))
    assert "Không khảo sát" in source(response)


def test_an_unknown_leaf_is_not_found(client_of):
    cycle = a_scored_cycle()
    assert client_of(Role.LEADER).get(at(cycle, f"don-vi/{unit_id(cycle)}/7.7/vi-sao/")).status_code == 404


# Questions to the database


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


MANY = ("", "?linh_vuc=1&xep=-mat-diem", "?xem=linh-vuc", "xep-hang.xlsx", "don-vi/{unit}/", "nhap-diem/")


def test_a_page_asks_as_many_questions_for_150_units_as_for_10(client_of):
    client = client_of(Role.COORDINATOR)
    before = filled(a_scored_cycle(units(10), year=2025))
    cycle = filled(a_scored_cycle(units(10), year=2026, province=before.province))
    addresses = [at(cycle, rest.format(unit=unit_id(cycle, "Sở số 3"))) for rest in MANY]
    few = {address: questions(client, address) for address in addresses}
    for year in (before, cycle):
        widened(year)
    assert {address: questions(client, address) for address in addresses} == few


def units(size: int) -> list[str]:
    return [f"Sở số {number}" for number in range(size)]


def filled(cycle):
    """`cycle`, every unit of it scored."""
    names = cycle.participants.values_list("name", flat=True)
    imported(cycle, "unit;1.1;1.2;2.1;2.2\n" + "".join(f"{name};3;1,5;2;2\n" for name in names))
    return cycle


def widened(cycle) -> None:
    """Let 150 units take part in `cycle`, every one of them scored."""
    known = {unit.name: unit for unit in Unit.objects.filter(parent=cycle.province)}
    chosen = [known.get(name) or a_unit(name, parent=cycle.province) for name in units(150)]
    cycle_actions.add_participants(by=an_actor(), cycle_set=cycle.sets.get(), units=chosen)
    filled(cycle)


def questions(client, address: str) -> int:
    """How many queries a page takes, once everything that is parsed once is parsed."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
