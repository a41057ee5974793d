"""A bundle holds a content whole, is the same for the same content, and its tables say what its documents say."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.core.words.messages import Faults
from cchc.releases.exchange.bundle import bundle_bytes, read_bundle
from cchc.releases.exchange.content import FigureChange, Level, PublicContent
from cchc.releases.exchange.verify import COLUMNS, cell
from tests.releases.contents import KEY, SOFTWARE, a_content, a_correction, contents
from tests.releases.forging import documents_in, members_of_archive, packed_anew

drawn = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@drawn
@given(contents())
def test_a_content_comes_out_of_its_bundle_as_it_went_in(content: PublicContent) -> None:
    assert read_bundle(bundle_bytes(content, KEY, SOFTWARE)).content == content


@pytest.mark.parametrize("level", Level)
def test_a_year_of_two_sets_comes_out_as_it_went_in_at_every_level(level: Level) -> None:
    change = FigureChange("so-1", "1.1", "points", "1/3", "0.5")
    content = a_correction(a_content(level), [change])
    bundle = read_bundle(bundle_bytes(content, KEY, SOFTWARE))
    assert (bundle.content, bundle.key, bundle.manifest.software) == (content, KEY.public, SOFTWARE)


@drawn
@given(contents(), st.randoms(use_true_random=False))
def test_the_order_of_what_has_none_changes_no_byte(content: PublicContent, random: Any) -> None:
    """Mappings of accounts, losses, leaves and ends come from a database in any order."""

    def shuffled(mapping: Any) -> Any:
        items = list(mapping.items())
        random.shuffle(items)
        return dict(items)

    units = tuple(
        replace(
            unit,
            account=replace(unit.account, losses=shuffled(unit.account.losses)),
            nodes=shuffled(unit.nodes),
            leaves=shuffled(unit.leaves),
        )
        for unit in content.units
    )
    groups = tuple(replace(one, peer_ranges=shuffled(one.peer_ranges)) for one in content.groups)
    other = replace(content, units=units, groups=groups)
    assert bundle_bytes(other, KEY, SOFTWARE) == bundle_bytes(content, KEY, SOFTWARE)


def test_the_root_stands_for_the_content_whoever_signs_and_whatever_made_it() -> None:
    one = read_bundle(bundle_bytes(a_content(Level.INDEX), KEY, "cchc 1.0"))
    other = read_bundle(bundle_bytes(a_content(Level.INDEX), KEY, "cchc 2.0"))
    assert (one.manifest.root, one.short_root) == (other.manifest.root, other.short_root)


def test_a_level_withholds_what_stands_beyond_it() -> None:
    paths = {
        level: set(read_bundle(bundle_bytes(a_content(level), KEY, SOFTWARE)).members) for level in Level
    }
    beyond = {
        level: {path for path in paths[Level.LEAVES] - paths[level] if path.endswith(".json")}
        for level in Level
    }
    leaves = {"leaves.json", "applicability.json", "surveys.json", "estimates.json"}
    assert beyond == {Level.INDEX: leaves | {"nodes.json"}, Level.CRITERIA: leaves, Level.LEAVES: set()}


@pytest.mark.parametrize("level", [Level.INDEX, Level.CRITERIA])
def test_a_content_with_more_than_its_level_makes_no_bundle(level: Level) -> None:
    content = replace(a_content(), head=replace(a_content().head, level=level))
    with pytest.raises(ValueError, match="more than the level"):
        bundle_bytes(content, KEY, SOFTWARE)


def test_any_tool_for_zip_archives_opens_a_bundle() -> None:
    archive = bundle_bytes(a_content(), KEY, SOFTWARE)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == read_bundle(archive).members


# --- tables -------------------------------------------------------------------------------------------------------


def values_in(rows: Any) -> Iterator[tuple[str, Any]]:
    """Every value in the rows of a document, with the name under which it stands; lists inside rows by theirs."""
    for row in rows if isinstance(rows, list) else [rows]:
        for name, value in row.items():
            if isinstance(value, list):
                yield from ((f"{name}.{inner}", one) for inner, one in values_in(value))
            else:
                yield name, value


def by_name(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("level", Level)
def test_the_tables_hold_every_figure_of_the_documents_in_their_order(level: Level) -> None:
    members = members_of_archive(bundle_bytes(a_content(level), KEY, SOFTWARE))
    for path, document in documents_in(members).items():
        name = path.removesuffix(".json")
        cells: dict[str, list[str]] = {}
        for form in COLUMNS:
            if form.split("_")[0] == name:
                text = members[f"csv/{form}.csv"].decode("utf-8-sig")
                inside = form.partition("_")[2]
                for row in csv.DictReader(io.StringIO(text, newline="")):
                    for column in COLUMNS[form]:
                        if column != "|":
                            cells.setdefault(f"{inside}.{column}" if inside else column, []).append(
                                row[column]
                            )
        assert cells == by_name((name, cell(value)) for name, value in values_in(document))


@given(st.text())
def test_no_cell_begins_a_formula_and_every_text_comes_back(text: str) -> None:
    written = cell(text)
    is_number = written == text and text[:1] == "-" and text[1:2].isdigit()
    assert is_number or not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert (written[1:] if written.startswith("'") else written) == text


def test_a_reader_names_every_member_that_is_not_what_the_seal_says() -> None:
    members = members_of_archive(bundle_bytes(a_content(Level.INDEX), KEY, SOFTWARE))
    members["index.json"] += b" "
    members["README.txt"] = b""
    del members["csv/units.csv"]
    with pytest.raises(Faults) as refused:
        read_bundle(packed_anew(members))
    assert {"index.json", "README.txt", "csv/units.csv"} <= {
        fault.place.file for fault in refused.value.faults
    }
