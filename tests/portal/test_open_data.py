"""The open data of a release: every figure is that of the bundle, whatever the format, and what is said of the tables
is what they are."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from django.http import Http404
from openpyxl import load_workbook

from cchc.portal.exchange.dictionary import MEANINGS, TITLES, ColumnKind, columns_of, names_of
from cchc.portal.exchange.licences import KNOWN, Licence
from cchc.portal.exchange.open_tables import OpenTables
from cchc.portal.exchange.packages import OpenRelease, data_package
from cchc.portal.views.answering import answer_at
from cchc.portal.views.data import tables_at
from cchc.releases.exchange import verify
from cchc.releases.exchange.bundle import bundle_bytes, read_bundle
from cchc.releases.exchange.content import Level
from cchc.releases.exchange.documents import documents_of
from tests import markup
from tests.portal.shelves import NOW, a_corrected_shelf, a_shelf, a_year, state_of
from tests.releases.contents import KEY, SOFTWARE


@pytest.fixture(scope="module")
def bundle() -> bytes:
    """The bundle of a correction at the level of leaves."""
    edition = a_corrected_shelf().of(NOW)
    assert edition is not None
    return edition.bundle()


@pytest.fixture(scope="module")
def tables(bundle: bytes) -> OpenTables:
    """Its tables."""
    return OpenTables(bundle)


def csv_rows(data: bytes) -> list[list[str]]:
    """The rows of a CSV, its heading first."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data[3:].decode(), newline="")))


def test_every_table_of_the_bundle_is_open_data_and_its_csv_is_the_member(bundle, tables):
    members = read_bundle(bundle).members
    assert [f"csv/{name}.csv" for name in tables.names] == [f"csv/{form}.csv" for form in verify.COLUMNS]
    for name in tables.names:
        assert tables.csv(name) == members[f"csv/{name}.csv"]
        assert tables.size(name) == len(members[f"csv/{name}.csv"])
    assert sum(len(tables.rows(name)) for name in tables.names) > 1000


def test_json_and_workbook_say_cell_by_cell_what_the_csv_says(tables):
    for name in tables.names:
        heading, *rows = csv_rows(tables.csv(name))
        records = json.loads(tables.json(name))
        assert [list(one) for one in records[:1]] in ([], [heading])
        assert [[verify.cell(value) for value in one.values()] for one in records] == rows
    for name in ("release", "release_changes", "groups", "index", "sets_grades"):
        kinds = [one.kind for one in columns_of(name)]
        sheet = load_workbook(io.BytesIO(tables.xlsx(name)))[name]
        heading, *rows = sheet.iter_rows(values_only=True)
        assert list(heading) == names_of(name)
        assert rows == [tuple(map(as_a_spreadsheet_has_it, row, kinds)) for row in tables.rows(name)]


def as_a_spreadsheet_has_it(value: Any, kind: ColumnKind) -> Any:
    """A value as a cell: a number as the nearest one with 15 digits, an empty text as nothing."""
    return float(Fraction(value)) if kind is ColumnKind.NUMBER and value else None if value == "" else value


def test_a_text_that_begins_like_a_formula_stays_a_text_in_every_format():
    content = a_year()
    formula = '=HYPERLINK("http://a.example";"Sở")'
    units = (replace(content.units[0], name=formula), *content.units[1:])
    tables = OpenTables(bundle_bytes(replace(content, units=units), KEY, SOFTWARE))
    assert csv_rows(tables.csv("units"))[1][1] == f"'{formula}"
    assert json.loads(tables.json("units"))[0]["name"] == formula
    cell = load_workbook(io.BytesIO(tables.xlsx("units")))["units"]["B2"]
    assert (cell.value, cell.data_type) == (formula, "s")


def test_the_same_release_gives_the_same_bytes(bundle):
    assert [OpenTables(bundle).xlsx(name) for name in ("index", "sets_nodes")] == [
        OpenTables(bundle).xlsx(name) for name in ("index", "sets_nodes")
    ]


@pytest.mark.parametrize("level", Level)
def test_what_a_level_withholds_is_in_no_table(level: Level):
    state = state_of(a_shelf(a_year(level=level)))
    there = {f"{one.removesuffix('.json')}" for one in documents_of(a_year(level=level))}
    tree = markup.read(answer_at(state, f"{NOW}/du-lieu/").body.decode())
    assert [one.get("id") for one in tree.find("article")] == tables_at(level)
    assert {one.partition("_")[0] for one in tables_at(level)} == there
    for form in verify.COLUMNS.keys() - set(tables_at(level)):
        for ending in ("csv", "json", "xlsx"):
            with pytest.raises(Http404):
                answer_at(state, f"{NOW}/du-lieu/{form}.{ending}")
    ways = json.loads(answer_at(state, f"{NOW}/du-lieu/du-lieu.jsonld").body)["dcat:distribution"]
    assert len(ways) == 3 * len(tables_at(level)) + 1  # the bundle


def test_every_column_has_its_meaning_and_no_meaning_is_of_none():
    assert TITLES.keys() == verify.COLUMNS.keys()
    used = {(form, column.name) for form in verify.COLUMNS for column in columns_of(form)}
    assert {(form, name) for form, own in MEANINGS.items() for name in own if form} <= used
    assert MEANINGS[""].keys() <= {name for _form, name in used}


def test_a_column_holds_what_its_kind_says(tables):
    kinds = {
        ColumnKind.TEXT: lambda one: isinstance(one, str),
        ColumnKind.NUMBER: lambda one: isinstance(one, str) and (not one or verify.NUMBER.fullmatch(one)),
        ColumnKind.WHOLE: lambda one: type(one) is int,
        ColumnKind.TRUTH: lambda one: isinstance(one, bool),
        ColumnKind.DAY: lambda one: len(one) == 10,
    }
    wrong = {
        (name, column.name, row[at])
        for name in tables.names
        for at, column in enumerate(columns_of(name))
        for row in tables.rows(name)
        if row[at] is not None and not kinds[column.kind](row[at])
    }
    assert wrong == set()


def test_the_data_package_describes_exactly_the_files_that_are_served():
    state = state_of(a_corrected_shelf())
    package = json.loads(answer_at(state, f"{NOW}/du-lieu/datapackage.json").body)
    assert (package["version"], package["name"]) == (f"{NOW}.2", f"cchc-{NOW}-2")
    assert "licenses" not in package
    assert "chưa công bố giấy phép" in package["description"]
    assert [one["name"] for one in package["resources"]] == list(verify.COLUMNS)
    for one in package["resources"]:
        data = answer_at(state, f"{NOW}/du-lieu/{one['path']}").body
        assert one["bytes"] == len(data)
        assert one["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        heading, *rows = csv_rows(data)
        assert [field["name"] for field in one["schema"]["fields"]] == heading
        key = [heading.index(name) for name in one["schema"].get("primaryKey", [])]
        assert not key or len({tuple(row[at] for at in key) for row in rows}) == len(rows)


def test_the_licence_that_the_province_chose_is_in_everything_that_is_said_of_the_data(tables):
    head = a_year().head
    open_release = OpenRelease(head, "https://tinh.example/cong-khai/2025/lan-1/", KNOWN["CC-BY-4.0"])
    package = data_package(open_release, tables, str)
    assert [one["name"] for one in package["licenses"]] == ["CC-BY-4.0"]
    terms = Licence("", "https://tinh.example/terms", "https://tinh.example/terms")
    state = state_of(a_shelf(a_year()))
    state = replace(state, licence=terms)
    assert terms.address in answer_at(state, f"{NOW}/du-lieu/").body.decode()
    found = json.loads(answer_at(state, f"{NOW}/du-lieu/du-lieu.jsonld").body)
    assert {one["dct:license"]["@id"] for one in (found, *found["dcat:distribution"])} == {terms.address}


def test_the_catalogue_names_every_release_and_which_one_replaced_it():
    state = state_of(a_corrected_shelf(Level.CRITERIA))
    found = json.loads(answer_at(state, "danh-muc.jsonld", site="https://tinh.example/cong-khai/").body)
    sites = [one["@id"].removeprefix("https://tinh.example/cong-khai/") for one in found["dcat:dataset"]]
    assert sites == ["2024/lan-1/du-lieu/", "2025/lan-1/du-lieu/", "2025/lan-2/du-lieu/"]
    replaced = [one.get("dct:isReplacedBy", {}).get("@id") for one in found["dcat:dataset"]]
    assert replaced == [None, "https://tinh.example/cong-khai/2025/lan-2/du-lieu/", None]
    for data_set in found["dcat:dataset"]:
        for way in data_set["dcat:distribution"][:3]:
            path = way["dcat:downloadURL"]["@id"].removeprefix("https://tinh.example/cong-khai/")
            assert answer_at(state, path).status == 200


def test_who_gathers_the_catalogue_and_the_data_sets_finds_each_thing_once():
    shelf, site = a_corrected_shelf(), "https://tinh.example/cong-khai/"
    whole = json.loads(answer_at(state_of(shelf), "danh-muc.jsonld", site=site).body)
    gathered = {one["@id"]: one for one in whole["dcat:dataset"]}
    for edition in shelf.editions:
        path = f"{edition.year}/lan-{edition.number}/du-lieu/du-lieu.jsonld"
        alone = json.loads(answer_at(state_of(shelf), path, site=site).body)
        assert alone.pop("@context")["dcat"] == "http://www.w3.org/ns/dcat#"
        assert gathered.pop(alone["@id"]) == alone
        things = [alone, alone["dct:publisher"], alone["dct:temporal"], *alone["dcat:distribution"]]
        assert len({one["@id"] for one in things}) == len(
            things
        )  # what has no name is another thing each time
        assert {one["@type"] for one in things[1:3]} == {"foaf:Agent", "dct:PeriodOfTime"}
    assert gathered == {}
