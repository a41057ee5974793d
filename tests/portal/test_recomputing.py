"""The scripts with which a visitor's browser recomputes a release: they agree with the core, and name what differs."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.core.words.numbers import ROUNDINGS, printed_number
from cchc.portal.views.answering import answer_at
from cchc.releases.exchange.bundle import bundle_bytes
from cchc.releases.exchange.content import Level, PublicContent
from tests.builders import releases as builders
from tests.portal.recomputing import SCRIPTS, recomputed, scripts_in
from tests.portal.shelves import NOW, a_shelf, a_year, state_of
from tests.releases.contents import KEY, SOFTWARE, a_content, contents
from tests.releases.forging import Documents, forged, members_of_archive, packed_anew
from tests.releases.test_verifying import a_bundle, set_to

PRINT = """
import { fraction, rounded } from "./fractions.js";
const cases = JSON.parse(process.argv[2]);
const amounts = cases.map(([over, under]) => fraction(BigInt(over), BigInt(under)));
console.log(JSON.stringify(cases.map(([, , places, rule], at) => rounded(amounts[at], places, rule).text)));
"""
AMOUNTS = st.fractions(-2000, 2000, max_denominator=800)


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of the page where Node runs them as modules."""
    return scripts_in(tmp_path_factory.mktemp("scripts"))


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(contents(), min_size=15, max_size=20))
def test_whatever_the_core_computed_agrees_in_the_browser(scripts: Path, drawn: list[PublicContent]) -> None:
    found = recomputed(scripts, [bundle_bytes(content, KEY, SOFTWARE) for content in drawn])
    assert [(one["wrong"], one["differences"]) for one in found] == [([], [])] * len(drawn)


def test_a_year_of_two_sets_agrees_at_every_level_and_more_is_compared_the_more_is_public(
    scripts: Path,
) -> None:
    levels = (Level.INDEX, Level.CRITERIA, Level.LEAVES)
    found = recomputed(scripts, [bundle_bytes(a_content(level), KEY, SOFTWARE) for level in levels])
    assert [(one["wrong"], one["differences"]) for one in found] == [([], [])] * 3
    assert 30 < found[0]["compared"] < found[1]["compared"] < found[2]["compared"]


def test_each_kind_of_forged_figure_is_named_where_it_stands(scripts: Path) -> None:
    def turn(documents: Documents) -> None:
        units = documents["groups.json"][0]["units"]
        units[0], units[1] = units[1], units[0]

    def move(documents: Documents) -> None:
        documents["units.json"][0]["group"] = "Khối khác"

    changes = [
        ("nodes.json", set_to("nodes.json", 0, "points", "0.5"), "points"),
        ("leaves.json", set_to("leaves.json", 2, "survey", "0.5"), "survey"),
        ("index.json", set_to("index.json", 0, "index", "99"), "index"),
        ("index.json", set_to("index.json", 0, "printed", "99,00"), "printed"),
        ("index.json", set_to("index.json", 0, "rank", 9), "rank"),
        ("index.json", set_to("index.json", 0, "grade", "Kém"), "grade"),
        ("index.json", set_to("index.json", 0, "waiting", 1), "waiting"),
        ("groups.json", set_to("groups.json", 0, "mean", "1/3"), "mean"),
        ("groups.json", set_to("groups.json", 0, "highest", "100"), "highest"),
        ("groups.json", set_to("groups.json", 0, "lowest", "0"), "lowest"),
        ("groups.json", turn, "order"),
        ("units.json", move, "units"),
    ]
    found = recomputed(scripts, [forged(a_bundle(), change) for _, change, _ in changes])
    for bundle, (_, _, what) in zip(found, changes, strict=True):
        assert what in {one["what"] for one in bundle["differences"]}
    places = [one["where"] for bundle in found for one in bundle["differences"] if " · " in one["where"]]
    assert places
    assert [one for one in places if not re.search(r" · ([\d.]+)\. Tiêu chí \1$", one)] == []
    assert all(one["wrong"] == [] for one in found)  # the sums were made anew: only the figures give it away


def test_what_a_survey_found_is_compared_with_what_was_declared(scripts: Path) -> None:
    whole = bundle_bytes(a_content(), KEY, SOFTWARE)
    changes = {"surveyed": ("value", "0.5"), "interval": ("low", "77"), "answers": ("answers", 9_999)}
    bundles = [forged(whole, set_to("estimates.json", 0, *change)) for change in changes.values()]
    found = recomputed(scripts, bundles)
    for what, bundle in zip(changes, found, strict=True):
        assert what in {one["what"] for one in bundle["differences"]}


def test_a_member_that_was_changed_is_named(scripts: Path) -> None:
    members = members_of_archive(a_bundle())
    members["README.txt"] += b"."
    (found,) = recomputed(scripts, [packed_anew(members)])
    assert found["wrong"] == ["README.txt", "manifest.json"]


@settings(max_examples=1, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(AMOUNTS, st.integers(0, 4), st.sampled_from(ROUNDINGS)), min_size=200, max_size=200)
)
def test_numbers_are_rounded_and_printed_as_the_core_does(scripts: Path, cases: list[Any]) -> None:
    (scripts / "print.js").write_text(PRINT)
    asked = [[str(amount.numerator), str(amount.denominator), places, rule] for amount, places, rule in cases]
    command = ["node", "print.js", json.dumps(asked)]
    said = subprocess.run(command, cwd=scripts, capture_output=True, text=True, check=True)
    printed = [printed_number(amount, places, rounding=rule) for amount, places, rule in cases]
    assert json.loads(said.stdout) == printed


# --- the page -----------------------------------------------------------------------------------------------------


def words_said(script: str) -> set[str]:
    """The names of the words that a script asks the page for, and of the figures it names."""
    asked = " ".join(re.findall(r"words\((.*?)[,)]", script))
    named = re.findall(r"(?:texts|numbers)\(\s*[^,\"]+,\s*\"([a-z-]+)\"", script)
    amounts = re.findall(r"AMOUNTS = \[(.*?)\]", script)
    return {*re.findall(r'"([a-z-]+)"', asked), *named, *re.findall(r'"([a-z]+)"', " ".join(amounts))}


def test_the_page_has_a_word_for_everything_that_the_scripts_say() -> None:
    html = answer_at(state_of(a_shelf(a_year(level=Level.INDEX))), f"{NOW}/kiem-chung/").body.decode()
    said = {
        name for script in SCRIPTS.glob("*.js") for name in words_said(script.read_text(encoding="utf-8"))
    }
    assert {"fetching", "other-root", "penalty", "rank", "lost", "mean"} <= said
    assert sorted(name for name in said if f'data-word="{name}"' not in html) == []


@pytest.mark.django_db
def test_only_the_page_that_computes_may_run_scripts_also_when_it_was_read_before(client: Client) -> None:
    builders.a_release(builders.a_final_cycle())
    page = client.get("/cong-khai/2026/kiem-chung/")
    again = client.get("/cong-khai/2026/kiem-chung/", headers={"If-None-Match": page["ETag"]})
    assert (page.status_code, again.status_code) == (200, 304)
    assert page["Content-Security-Policy"] == again["Content-Security-Policy"]
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert "script-src 'none'" in client.get("/cong-khai/2026/")["Content-Security-Policy"]
