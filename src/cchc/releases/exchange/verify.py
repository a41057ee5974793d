"""Verify the bundle of a release with Python alone: nothing is installed, nothing is fetched.

    python3 verify.py                  the unpacked bundle in which this file lies
    python3 verify.py goi.zip          a bundle as it was downloaded
    python3 verify.py goi.zip --root "e3b0 c442 98fc 1c14 9afb"     with the root printed in the decision

It does not check the signature, for which Python alone has no means, and applies no scoring rules: `cchc release
verify` does both. The format is described in docs/release-format.md. Exit codes: 0 all right, 1 something differs, 2 no
bundle.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

ACCOUNT = "maximum bonus points pending penalty survey waiting"
Row = dict[str, Any]
NUMBER = re.compile(r"-?[0-9]+([./][0-9]+)?")


# --- the tables: every JSON document as CSV -----------------------------------------------------------------------


def csv_tables(documents: Row) -> dict[str, list[list[str]]]:
    """Return the CSV tables that stand beside the JSON documents: by path, a heading and rows of texts."""
    tables = {path: [heading] for path, heading in headings(documents).items()}
    for path, row in csv_rows(documents):
        tables[path].append([cell(value) for value in row])
    return tables


def headings(documents: Row) -> dict[str, list[str]]:
    """Return the headings of the tables that a release of this level has, by path."""
    whole = {
        "release": "field value",
        "changes": "unit node what before after",
        "sets": "code name version places rounding ties bonus_above_total grade_by",
        "grades": "set name low low_closed high high_closed",
        "criteria": "set number parent name maximum part children",
        "units": "key name code kind set group",
        "lineage": "unit key name how on",
        "groups": "set group mean highest lowest",
        "ranking": "set group place unit",
        "index": f"unit {ACCOUNT} index printed rank grade",
        "losses": "unit node code points",
    }
    if "nodes.json" in documents:
        whole["nodes"] = f"unit node {ACCOUNT}"
    if "leaves.json" in documents:
        whole["leaves"] = f"unit leaf given stated {ACCOUNT} rule lowest highest provisional"
        whole["figures"] = "unit leaf name kind value"
        whole["declared"] = "unit leaf label value"
        whole["lost"] = "unit leaf code points why"
        whole["steps"] = "unit leaf step what arithmetic value"
        whole["peer_ranges"] = "set group leaf lowest highest"
        whole["applicability"] = "unit leaf"
        whole["surveys"] = "unit leaf source name value"
    return {f"csv/{name}.csv": heading.split() for name, heading in whole.items()}


def csv_rows(documents: Row) -> Iterator[tuple[str, list[Any]]]:
    """Yield the rows of all tables, each with the path of its table."""
    release = documents["release.json"]
    for field in ("year", "number", "cycle", "province", "level", "published_on", "replaces", "reason"):
        yield "csv/release.csv", [field, release[field]]
    for field in ("number", "on", "signer"):
        yield "csv/release.csv", [f"decision_{field}", release["decision"][field]]
    for one in release["changes"]:
        yield "csv/changes.csv", values(one, "unit node what before after")
    for one in documents["sets.json"]:
        settings = "code name version places rounding ties bonus_above_total grade_by"
        yield "csv/sets.csv", values(one, settings)
        for grade in one["grades"]:
            yield "csv/grades.csv", [one["code"], *values(grade, "name low low_closed high high_closed")]
        for node in one["nodes"]:
            yield "csv/criteria.csv", [one["code"], *values(node, "number parent name maximum part children")]
    for one in documents["units.json"]:
        yield "csv/units.csv", values(one, "key name code kind set group")
        for old in one["lineage"]:
            yield "csv/lineage.csv", [one["key"], *values(old, "key name how on")]
    for one in documents["index.json"]["groups"]:
        group = [one["set"], one["group"]]
        yield "csv/groups.csv", [*group, one["mean"], one["highest"], one["lowest"]]
        for place, unit in enumerate(one["units"], start=1):
            yield "csv/ranking.csv", [*group, place, unit]
        for leaf, ends in sorted(one["peer_ranges"].items()):
            yield "csv/peer_ranges.csv", [*group, leaf, ends["lowest"], ends["highest"]]
    for one in documents["index.json"]["units"]:
        yield (
            "csv/index.csv",
            [one["unit"], *values(one, ACCOUNT), one["index"], one["printed"], one["rank"], one["grade"]],
        )
        yield from loss_rows(one, "")
    for one in documents.get("nodes.json", []):
        yield "csv/nodes.csv", [one["unit"], one["node"], *values(one, ACCOUNT)]
        yield from loss_rows(one, one["node"])
    for one in documents.get("leaves.json", []):
        yield from leaf_rows(one)
        yield from loss_rows(one, one["leaf"])
    for one in documents.get("applicability.json", []):
        yield "csv/applicability.csv", [one["unit"], one["leaf"]]
    for one in documents.get("surveys.json", []):
        for name, value in sorted(one["figures"].items()):
            yield "csv/surveys.csv", [one["unit"], one["leaf"], one["source"], name, value]


def leaf_rows(one: Row) -> Iterator[tuple[str, list[Any]]]:
    """Yield the rows of one leaf: what was given, what was declared, the steps, what was lost."""
    place, given, derivation = [one["unit"], one["leaf"]], one["given"], one["derivation"]
    kind, stated, figures = given, None, {}
    if isinstance(given, dict):
        kind, stated, figures = next(iter(given)), given.get("points"), given.get("figures", {})
    rule = derivation["rule"] if derivation else None
    ends = (derivation and derivation["peer_range"]) or {"lowest": None, "highest": None}
    row = [
        *place,
        kind,
        stated,
        *values(one, ACCOUNT),
        rule,
        ends["lowest"],
        ends["highest"],
        one["provisional"],
    ]
    yield "csv/leaves.csv", row
    for name, value in sorted(figures.items()):
        kind = "none" if value is None else "yes_no" if isinstance(value, bool) else "text"
        if isinstance(value, dict):
            ((kind, value),) = value.items()
        yield "csv/figures.csv", [*place, name, kind, value]
    for loss in one["lost"]:
        yield "csv/lost.csv", [*place, loss["code"], loss["points"], loss["why"]]
    if derivation:
        for figure in derivation["figures"]:
            yield "csv/declared.csv", [*place, figure["label"], figure["value"]]
        for number, step in enumerate(derivation["steps"], start=1):
            yield "csv/steps.csv", [*place, number, step["what"], step["arithmetic"], step["value"]]


def loss_rows(one: Row, node: str) -> Iterator[tuple[str, list[Any]]]:
    """Yield the losses of an account by code; the whole unit is the node without a number."""
    for code, points in sorted(one["losses"].items()):
        yield "csv/losses.csv", [one["unit"], node, code, points]


def values(row: Row, names: str) -> list[Any]:
    """Return the values of a row under `names`, in their order."""
    return [row[name] for name in names.split()]


def cell(value: Any) -> str:
    """Return a value as a cell. A text that a spreadsheet would take for a formula begins with an apostrophe."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    text = str(value)
    return "'" + text if text[:1] in tuple("=+-@\t\r'") and not NUMBER.fullmatch(text) else text


def csv_bytes(rows: list[list[str]]) -> bytes:
    """Return a table as a file: UTF-8 with its mark, commas, lines ending as RFC 4180 says."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()
