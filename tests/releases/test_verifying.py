"""Whoever has no key and changes a figure is named by the figure, by our verifier and by the one inside the bundle."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from fractions import Fraction
from functools import cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from unittest.mock import patch
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.core.words.messages import say
from cchc.releases.exchange import verify
from cchc.releases.exchange.bundle import bundle_bytes
from cchc.releases.exchange.canonical import exact_text
from cchc.releases.exchange.content import Level, PublicContent
from cchc.releases.exchange.signing import new_signing_key
from cchc.releases.exchange.verifying import Verification, verify_bundle
from tests.core.documents import criteria, node
from tests.core.documents import given as points
from tests.core.strategies import YEAR
from tests.releases.contents import KEY, SOFTWARE, UnitScores, a_content, a_head, content_of_scores, contents
from tests.releases.forging import Documents, documents_in, forged, members_of_archive

GRADES = (
    {"name": "Tốt", "band": ">= 80"},
    {"name": "Khá", "band": "50..<80"},
    {"name": "Yếu", "band": "< 50"},
)
ACCOUNT = tuple(verify.AMOUNTS)
drawn = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def a_bundle(level: Level = Level.LEAVES, bonus: str = "0.25") -> bytes:
    """A small year in which everything occurs once: a rule, a comparison with peers, a survey, a best child, a bonus
    with a limit, a penalty, a criterion that does not apply."""
    tree = criteria(
        node("1", "6"),
        node(
            "1.1",
            "2",
            rule="ratio done / total; zero below 50%",
            inputs="done: count | Xong\ntotal: count, from 1 | Giao",
        ),
        node("1.2", "1", rule="relative a to best; when a = 0: zero", inputs="a: count | Số a"),
        node("1.3", "3", part="survey"),
        node("2", "2", children="best"),
        node("2.1", "2"),
        node("2.2", "2"),
        node("3", "1", part="bonus", children="capped"),
        node("3.1", "1"),
        node("3.2", "1"),
        node("4", "-1", part="penalty", children="capped"),
        node("4.1", "-1"),
        grades=GRADES,
        survey_optional="yes",
        bonus_above_total="no",
    )
    rows = {
        "Sở Một": (
            "9",
            "10",
            "4",
            {"1.3": "2", "2.1": "1", "2.2": "1.5", "3.1": "1", "3.2": "0.5", "4.1": "-0.5"},
        ),
        "Sở Hai": (
            "7",
            "9",
            "7",
            {"1.3": "1", "2.1": "KAD", "2.2": "1", "3.1": "0", "3.2": bonus, "4.1": "0"},
        ),
        "Sở Ba": ("2", "9", "0", {"1.3": "3", "2.1": "2", "2.2": "2", "3.1": "0", "3.2": "0", "4.1": "-1"}),
    }
    units = [
        UnitScores(
            name,
            {
                **points(stated),
                "1.1": {"done": Fraction(done), "total": Fraction(whole)},
                "1.2": {"a": Fraction(compared)},
            },
            group="Các sở",
        )
        for name, (done, whole, compared, stated) in rows.items()
    ]
    return bundle_bytes(content_of_scores({"bo": tree}, {"bo": units}, a_head(level)), KEY, SOFTWARE)


def differing(found: Verification) -> set[tuple[str, str, str]]:
    """What is named: unit, criterion, figure."""
    return {(one.unit, one.node, say(one.what)) for one in found.differences}


def named_inside(archive: bytes) -> list[str]:
    """What the verifier inside the bundle names, run on an archive as anyone runs it."""
    with NamedTemporaryFile(suffix=".zip") as file, TextIOWrapper(BytesIO()) as said:
        file.write(archive)
        file.flush()
        with redirect_stdout(said), patch.object(sys, "argv", ["verify.py", file.name]):
            code = verify.main()
        said.flush()
        lines = said.buffer.getvalue().decode().splitlines()  # type: ignore[attr-defined]
    wrong = [line.removeprefix("✗ ") for line in lines if line.startswith("✗ ")]
    assert code == (1 if wrong else 0)
    return wrong


# --- what is right ------------------------------------------------------------------------------------------------


@drawn
@given(contents())
def test_whatever_the_core_computed_is_verified_by_both(content: PublicContent) -> None:
    archive = bundle_bytes(content, KEY, SOFTWARE)
    found = verify_bundle(archive, key=KEY.public)
    assert (found.faults, found.differences) == ((), ())
    assert named_inside(archive) == []


@pytest.mark.parametrize("level", Level)
def test_a_year_of_two_sets_is_verified_by_both_and_says_what_is_withheld(level: Level) -> None:
    archive = bundle_bytes(a_content(level), KEY, SOFTWARE)
    found = verify_bundle(archive, key=KEY.public)
    assert (found.faults, found.differences) == ((), ())
    assert named_inside(archive) == []
    assert (found.withheld == ()) == (level is Level.LEAVES)


def test_each_level_has_more_figures_to_compare_than_the_one_below() -> None:
    compared = [
        verify_bundle(a_bundle(level)).compared for level in (Level.INDEX, Level.CRITERIA, Level.LEAVES)
    ]
    assert compared == sorted(set(compared))


# --- a figure changed ---------------------------------------------------------------------------------------------


def figures_in(rows: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The ways to every value of a document but the texts of sets, which their TOML says too."""
    for place, row in enumerate(rows) if isinstance(rows, list) else [(None, rows)]:
        here = path if place is None else (*path, place)
        for name, value in row.items():
            if isinstance(value, list):
                yield from figures_in(value, (*here, name))
            elif name != "format":
                yield (*here, name)


@cache
def ways(level: Level) -> list[tuple[Any, ...]]:
    """The ways to every value of every document of the small year."""
    documents = documents_in(members_of_archive(a_bundle(level)))
    return [way for path in sorted(documents) for way in figures_in(documents[path], (path,))]


def other_value(value: Any) -> Any:
    """Another value of the same kind."""
    if value is None:
        return "1"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    try:
        return exact_text(Fraction(value) + 1)
    except ValueError:
        return value + "x"


def changed(way: tuple[Any, ...]) -> Callable[[Documents], None]:
    """What changes the value at a place."""

    def change(documents: Documents) -> None:
        *outer, name = way
        found: Any = documents
        for step in outer:
            found = found[step]
        found[name] = other_value(found[name])

    return change


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(Level).flatmap(lambda level: st.tuples(st.just(level), st.sampled_from(ways(level)))))
def test_any_changed_value_of_a_document_is_named_though_it_is_sealed_anew(
    forgery: tuple[Level, tuple[Any, ...]],
) -> None:
    level, way = forgery
    archive = forged(a_bundle(level), changed(way))
    found = verify_bundle(archive)
    document = way[0].removesuffix(".json")
    members = {fault.place.file for fault in found.faults}
    assert "manifest.sig" in members
    if way[0] in members:  # no longer of the form of a release: named by its document and row
        return
    tables = {one.unit for one in found.differences if one.unit.startswith(f"csv/{document}")}
    assert tables
    assert any(line.startswith(f"csv/{document}") for line in named_inside(archive))


COMPUTED = [
    ("index.json", name) for name in (*ACCOUNT, "index", "printed", "rank", "grade")
] + [("nodes.json", name) for name in ACCOUNT] + [("leaves.json", name) for name in (*ACCOUNT, "rule")]  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(COMPUTED), st.data())
def test_any_changed_figure_that_is_computed_is_named_by_unit_and_criterion_though_tables_were_changed_too(
    figure: tuple[str, str], data: st.DataObject
) -> None:
    path, name = figure
    documents = documents_in(members_of_archive(a_bundle()))
    place = data.draw(st.integers(0, len(documents[path]) - 1))
    row = documents[path][place]
    found = verify_bundle(forged(a_bundle(), changed((path, place, name)), tables=True))
    if path in {fault.place.file for fault in found.faults}:
        return
    unit = next(one["name"] for one in documents["units.json"] if one["unit"] == row["unit"])
    assert {(one, node) for one, node, _ in differing(found)} >= {
        (unit, row.get("node", row.get("leaf", "")))
    }


def set_to(path: str, place: int, name: str, value: Any) -> Callable[[Documents], None]:
    def change(documents: Documents) -> None:
        documents[path][place][name] = value

    return change


def declare(documents: Documents) -> None:
    """Count one more for the first unit: what a forger of a unit would do."""
    leaf = next(one for one in documents["leaves.json"] if (one["unit"], one["leaf"]) == ("bo-1", "1.1"))
    figure = next(one for one in leaf["figures"] if one["figure"] == "done")
    figure["value"] = "10"


def test_a_declared_figure_that_was_changed_is_named_by_the_points_that_its_rule_then_gives() -> None:
    found = verify_bundle(forged(a_bundle(), declare, tables=True))
    assert ("Sở Một", "1.1", "points") in differing(found)
    one = next(one for one in found.differences if say(one.what) == "points")
    assert (one.printed, one.computed) == ("1.8", "2")


def test_ends_of_a_peer_group_are_recomputed_from_what_its_units_declared() -> None:
    def change(documents: Documents) -> None:
        documents["groups.json"][0]["peer_ranges"][0]["highest"] = "9"

    found = verify_bundle(forged(a_bundle(), change, tables=True))
    assert ("Các sở", "1.2", "ends of the peer group") in differing(found)


@pytest.mark.parametrize(
    ("name", "words"), [("mean", "trung bình"), ("highest", "cao nhất"), ("lowest", "thấp nhất")]
)
def test_mean_and_ends_of_the_indices_are_recomputed_by_both(name: str, words: str) -> None:
    archive = forged(a_bundle(Level.INDEX), set_to("groups.json", 0, name, "99"), tables=True)
    assert ("Các sở", "", name) in differing(verify_bundle(archive))
    assert any(line.startswith(f"Các sở: {words} ") for line in named_inside(archive))


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("rank", 3, "xếp hạng"), ("grade", "Tốt", "xếp loại"), ("printed", "1,00", "làm tròn")],
)
def test_rank_class_and_printed_index_are_recomputed_by_both_at_every_level(
    level: Level, name: str, value: Any, words: str
) -> None:
    documents = documents_in(members_of_archive(a_bundle(level)))
    place = next(place for place, one in enumerate(documents["index.json"]) if one[name] != value)
    archive = forged(a_bundle(level), set_to("index.json", place, name, value), tables=True)
    unit = documents["index.json"][place]["unit"]
    name_of = next(one["name"] for one in documents["units.json"] if one["unit"] == unit)
    assert name_of in {one for one, _, _ in differing(verify_bundle(archive))}
    assert any(line.startswith(unit) and words in line for line in named_inside(archive))


@pytest.mark.parametrize(
    ("name", "value", "what", "words"),
    [
        ("value", "0.5", "figure from a survey", "số liệu lấy từ điều tra"),
        ("low", "77", "interval of a survey", "khoảng tin cậy"),
        ("answers", 9_999, "valid answers to a survey", "số câu trả lời"),
    ],
)
def test_what_a_survey_found_is_compared_with_what_was_declared_by_both(
    name: str, value: Any, what: str, words: str
) -> None:
    whole = bundle_bytes(a_content(), KEY, SOFTWARE)
    archive = forged(whole, set_to("estimates.json", 0, name, value), tables=True)
    assert what in {one for _, _, one in differing(verify_bundle(archive))}
    assert any(words in line for line in named_inside(archive))


def test_two_units_that_change_places_are_named() -> None:
    def change(documents: Documents) -> None:
        units = documents["groups.json"][0]["units"]
        units[0], units[1] = units[1], units[0]

    archive = forged(a_bundle(), change, tables=True)
    assert ("Các sở", "", "order of the units") in differing(verify_bundle(archive))
    assert any("thứ tự" in line for line in named_inside(archive))


def test_a_tree_that_is_not_the_one_of_the_toml_is_named() -> None:
    def change(documents: Documents) -> None:
        documents["sets.json"][0]["nodes"][1]["maximum"] = "3"

    found = verify_bundle(forged(a_bundle(), change, tables=True))
    assert any(one.unit.startswith("sets.json") and one.computed == "2" for one in found.differences)


def test_figures_of_another_kind_than_the_set_declares_are_named_and_nothing_breaks() -> None:
    def change(documents: Documents) -> None:
        for leaf in documents["leaves.json"]:
            for figure in leaf["figures"]:
                figure["kind"] = "text"

    found = verify_bundle(forged(a_bundle(), change, tables=True))
    assert {("Sở Một", "1.1", "declared figures"), ("Sở Ba", "1.2", "declared figures")} <= differing(found)


# --- what somebody brings along -----------------------------------------------------------------------------------


def test_a_root_and_a_key_from_elsewhere_are_compared() -> None:
    right = verify_bundle(a_bundle())
    wrong = verify_bundle(a_bundle(), root="0000 0000 0000 0000 0000", key=new_signing_key().public)
    assert right.is_right
    assert verify_bundle(a_bundle(), root=right.root, key=KEY.public).is_right
    assert [fault.place.file for fault in wrong.faults] == ["manifest.json", "key.txt"]
    assert wrong.differences == ()


def test_the_year_of_the_release_is_that_of_its_deadlines() -> None:
    assert verify_bundle(a_bundle()).head == a_head(Level.LEAVES, YEAR)


# --- what was published before ------------------------------------------------------------------------------------


def test_the_kept_sample_of_format_1_stays_verifiable_by_the_rules_and_by_its_own_verifier(
    tmp_path: Path,
) -> None:
    """Made once, of every kind of rule, and never again: what fails here would fail for releases of that time."""
    archive = (Path(__file__).parents[1] / "data" / "release-1.zip").read_bytes()
    found = verify_bundle(archive, root="1cb3 7eaf 45c9 8dab a38f", key=KEY.public)
    assert (found.faults, found.differences) == ((), ())
    assert found.compared > 2_000
    with ZipFile(BytesIO(archive)) as opened:
        opened.extractall(tmp_path)
    subprocess.run([sys.executable, "-I", str(tmp_path / "verify.py")], check=True, stdout=subprocess.DEVNULL)
