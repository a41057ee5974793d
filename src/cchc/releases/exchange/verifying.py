"""Verifying a bundle: its seal, its form, every figure by the rules, every table beside its document."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.ledgers import NA
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.criteria.exchange.reading import read_set
from cchc.files.sandbox import Limits, run
from cchc.releases.exchange import verify
from cchc.releases.exchange.bundle import EXPECTED, MANIFEST, OpenedBundle, open_bundle, read_bundle
from cchc.releases.exchange.changes import changes_between
from cchc.releases.exchange.content import FigureChange, Level, PublicContent, ReleaseHead
from cchc.releases.exchange.documents import tree_rows
from cchc.releases.exchange.findings import Comparing, FigureDifference
from cchc.releases.exchange.merkle import is_root, short_root
from cchc.releases.exchange.recomputing import compare_figures
from cchc.releases.exchange.signing import VerifyingKey

# 170 units of 100 leaves take 4 s of computing and 340 MB (benchmarks/releasing.py).
VERIFYING = Limits(memory=3_000_000_000, computing=300, clock=600, answer=100_000_000)

WITHHELD = {
    Level.INDEX: (
        Message("The points of criteria are not public: sums are compared with nothing below them."),
        Message("What was declared is not public: no criterion was scored again by its rule."),
    ),
    Level.CRITERIA: (
        Message(
            "The lowest criteria are not public: those above them are compared with their maximum and their losses."
        ),
        Message("What was declared is not public: no criterion was scored again by its rule."),
    ),
    Level.LEAVES: (),
}


@dataclass(frozen=True)
class Verification:
    """What verifying found: faults of seal and form, figures that differ, how many were compared, what the level
    withholds; the head, root and key where they could be read."""

    faults: tuple[Fault, ...]
    differences: tuple[FigureDifference, ...]
    compared: int
    withheld: tuple[Message, ...] = ()
    head: ReleaseHead | None = None
    root: str = ""
    key: VerifyingKey | None = None

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong, as far as the level goes."""
        return not self.faults and not self.differences


def verify_bundle(archive: bytes, root: str = "", key: VerifyingKey | None = None) -> Verification:
    """Return what is wrong with a bundle: with its seal, its form, and every figure in it.

    `root` is the root that a decision prints, `key` the one of the portal; without them the bundle vouches for itself.
    """
    try:
        opened = open_bundle(archive)
    except Faults as faults:
        return Verification(faults.faults, (), 0)
    stated = opened.manifest.root if opened.manifest else ""
    if root and not is_root(stated, root):
        why = Message("The root of the bundle is {found}.", found=short_root(stated))
        opened.faults.append(Fault(Place(file=MANIFEST), root, Message("the root of this release"), why))
    if key is not None and opened.key != key:
        why = Message(
            "The bundle was signed by another key: its fingerprint is {found}, that of the key given {given}.",
            found=opened.key.fingerprint if opened.key else "–",
            given=key.fingerprint,
        )
        opened.faults.append(Fault(Place(file="key.txt"), "", EXPECTED, why))
    comparing = Comparing()
    if opened.content is not None:
        compare_content(opened, opened.content, comparing)
    head = opened.content.head if opened.content else None
    return Verification(
        tuple(opened.faults),
        tuple(_named(comparing.differences, opened.content)),
        comparing.compared,
        WITHHELD[head.level] if head else (),
        head,
        stated,
        opened.key,
    )


def _named(
    differences: Sequence[FigureDifference], content: PublicContent | None
) -> Iterator[FigureDifference]:
    """Yield differences, each with what the bundle calls its criterion, where one name belongs to the unit."""
    names: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    by_key = criteria_names(content) if content and differences else {}
    for unit in content.units if content else ():
        for number, name in by_key.get(unit.key, {}).items():
            names[unit.name][number].add(name)
    for one in differences:
        found = names[one.unit][one.node]
        yield replace(one, criterion=min(found)) if len(found) == 1 else one


def read_verification(
    data: bytes,
    name: str,
    root: str = "",
    key: VerifyingKey | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Verification:
    """Return the verification of a bundle in the process of its own in which files from outside are read."""
    return verify_bundle(data, root, key)


def verified(data: bytes, name: str, root: str = "", key: VerifyingKey | None = None) -> Verification:
    """Return the verification of a stranger's bundle, made within limits of memory and time."""
    try:
        return run(read_verification, data, name, root, key, limits=VERIFYING)
    except Faults as faults:
        return Verification(faults.faults, (), 0)


@dataclass(frozen=True)
class ReleaseComparison:
    """Two releases beside each other: heads, figures that differ, names of units by key and of the criteria of each
    unit by number, and what a correction named wrongly: `unannounced` figures differ without being named, `unfounded`
    ones are named and do not differ."""

    before: ReleaseHead
    after: ReleaseHead
    changes: tuple[FigureChange, ...]
    names: Mapping[str, str]
    criteria: Mapping[str, Mapping[str, str]]
    unannounced: tuple[FigureChange, ...] = ()
    unfounded: tuple[FigureChange, ...] = ()


def compare_bundles(
    data: bytes, name: str, other: bytes, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> ReleaseComparison:
    """Return what differs from one bundle to another. Raises `Faults` where one of them is not what its seal says."""
    before, after = read_bundle(data).content, read_bundle(other).content
    changes = changes_between(before, after)
    corrects = (after.head.year, after.head.replaces) == (before.head.year, before.head.number)
    announced = set(after.head.changes)
    return ReleaseComparison(
        before.head,
        after.head,
        changes,
        {unit.key: unit.name for content in (before, after) for unit in content.units},
        {**criteria_names(before), **criteria_names(after)},
        tuple(one for one in changes if one not in announced) if corrects else (),
        tuple(one for one in after.head.changes if one not in set(changes)) if corrects else (),
    )


def criteria_names(content: PublicContent) -> dict[str, Mapping[str, str]]:
    """Return the names of the criteria by number, for each unit by key; those of a set that cannot be read are left
    out: a release is compared by its figures, whatever its sets are."""
    names = {}
    for one in content.sets:
        with suppress(Faults):
            names[one.code] = read_set(one.toml.encode(), f"{one.code}.toml").names
    return {unit.key: names[unit.set_code] for unit in content.units if unit.set_code in names}


def compared(data: bytes, name: str, other: bytes) -> ReleaseComparison:
    """Return what differs between two bundles of strangers, within limits of memory and time. Raises `Faults`."""
    return run(compare_bundles, data, name, other, limits=VERIFYING)


def compare_content(opened: OpenedBundle, content: PublicContent, comparing: Comparing) -> None:
    """Compare what the documents say with each other, with the rules of the sets and with the tables."""
    sets = read_sets(opened, content)
    for row in opened.documents["sets.json"]:
        if row["set"] in sets:
            compare_rows("sets.json", row, {**row, **tree_rows(sets[row["set"]])}, comparing)
    compare_figures(content, sets, comparing)
    compare_applicability(opened, content, comparing)
    compare_tables(opened, comparing)


def read_sets(opened: OpenedBundle, content: PublicContent) -> dict[str, CriteriaSet]:
    """Return the criteria sets by code, each checked anew; the faults of one that is not sound go into `opened`."""
    sets: dict[str, CriteriaSet] = {}
    for one in content.sets:
        try:
            sets[one.code] = read_set(one.toml.encode(), f"{one.code}.toml")
        except Faults as faults:
            opened.faults += faults.faults
    for unit in content.units:
        if unit.set_code not in {one.code for one in content.sets}:
            opened.fault(
                "units.json",
                Message("The unit “{unit}” is scored by a set that is not there.", unit=unit.name),
            )
    return sets


def compare_rows(
    where: str, printed: Mapping[str, Any], computed: Mapping[str, Any], comparing: Comparing
) -> None:
    """Compare two rows value by value, lists inside them row by row."""
    for name, value in computed.items():
        found = printed[name]
        if isinstance(value, list) and isinstance(found, list) and len(found) == len(value):
            for one, other in zip(found, value, strict=True):
                compare_rows(f"{where} · {name} · {next(iter(other.values()))}", one, other, comparing)
        else:
            comparing.figure(where, "", Message("{name}", name=name), found, value)


def compare_applicability(opened: OpenedBundle, content: PublicContent, comparing: Comparing) -> None:
    """Compare the list of what does not apply with what was given for the leaves."""
    if "applicability.json" in opened.documents:
        found = [(row.get("unit"), row.get("leaf")) for row in opened.documents["applicability.json"]]
        rows = opened.documents["leaves.json"]
        computed = [(row["unit"], row["leaf"]) for row in rows if row["given"] == NA]
        comparing.figure("applicability.json", "", Message("criteria that do not apply"), found, computed)


def compare_tables(opened: OpenedBundle, comparing: Comparing) -> None:
    """Compare every cell of the CSV tables with the documents."""
    for path, rows in verify.csv_tables(opened.documents).items():
        data = opened.members.get(path, b"")
        comparing.compared += sum(map(len, rows))
        if data == verify.csv_bytes(rows):
            continue
        before = len(comparing.differences)
        found = list(csv.reader(io.StringIO(data.decode("utf-8-sig", "replace"), newline="")))
        for line, (one, other) in enumerate(zip(found, rows, strict=False), start=1):
            for name, cell, expected in zip(rows[0], [*one, *[""] * len(other)], other, strict=False):
                if cell != expected:
                    where = Message("{column}, line {line}", column=name, line=line)
                    comparing.differences.append(FigureDifference(path, other[0], where, cell, expected))
        if len(found) != len(rows) or len(comparing.differences) == before:
            what = Message("rows of the table, and how they are written")
            comparing.differences.append(FigureDifference(path, "", what, str(len(found)), str(len(rows))))
