"""The content of a release read from the JSON documents of its bundle, each value of the shape that the format says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from cchc.core.scoring.formulas.tree import Value
from cchc.core.scoring.ledgers import NA, LeafScore
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.releases.exchange.canonical import NotCanonical, exact_number
from cchc.releases.exchange.content import (
    Ancestor,
    FigureChange,
    Level,
    PublicAccount,
    PublicContent,
    PublicDerivation,
    PublicGroup,
    PublicLeaf,
    PublicSet,
    PublicUnit,
    ReleaseDecision,
    ReleaseHead,
    SurveyFigure,
)
from cchc.releases.exchange.documents import FORMAT, Documents


class _Odd(Exception):
    """A value is not of the shape that the format says; says what was found."""


def content_from(documents: Documents, tomls: Mapping[str, str]) -> PublicContent:
    """Return the content in `documents`, the sets as TOML by code. Raises `Faults` with each row of another shape."""
    reading = _Reading(documents, tomls)
    content = reading.content()
    if content is None or reading.faults:
        raise Faults(reading.faults)
    return content


class _Reading:
    """One reading of documents; each row is read by itself, so that one reading names every odd one."""

    def __init__(self, documents: Documents, tomls: Mapping[str, str]) -> None:
        self.documents, self.tomls = documents, tomls
        self.faults: list[Fault] = []

    def content(self) -> PublicContent | None:
        """Return the content; None where the head cannot be read. Rows that cannot be read are in `faults`."""
        head = next(iter(self.each("release.json", [self.documents.get("release.json")], head_from)), None)
        index = self.documents.get("index.json")
        index = index if isinstance(index, dict) and index.keys() == {"groups", "units"} else {}
        if not index:
            self.fault("index.json", None, "")
        if head is None:
            return None
        nodes: dict[str, dict[str, PublicAccount]] = {}
        leaves: dict[str, dict[str, PublicLeaf]] = {}
        surveys: list[SurveyFigure] = []
        for unit, number, account in self.rows("nodes.json", node_from, head.level is not Level.INDEX):
            self.keep("nodes.json", nodes, unit, number, account)
        for unit, number, leaf in self.rows("leaves.json", leaf_from, head.level is Level.LEAVES):
            self.keep("leaves.json", leaves, unit, number, leaf)
        surveys += self.rows("surveys.json", survey_from, head.level is Level.LEAVES)
        sets = tuple(self.rows("sets.json", lambda row: set_from(row, self.tomls)))
        groups = tuple(self.each("index.json", index.get("groups"), group_from))
        indices = {one["unit"]: one for one in self.each("index.json", index.get("units"), indexed)}
        units = tuple(self.rows("units.json", lambda row: unit_from(row, indices, nodes, leaves)))
        keys = {unit.key for unit in units}
        for path, named in (("index.json", indices), ("nodes.json", nodes), ("leaves.json", leaves)):
            for key in sorted(named.keys() - keys):
                self.fault(path, None, key)
        if len(keys) < len(units):
            self.fault("units.json", None, "")
        return PublicContent(head, sets, groups, units, tuple(surveys))

    def rows(self, path: str, read: Callable[[Any], Any], expected: bool = True) -> list[Any]:
        """Return every row of a document; of one that the level withholds there must be none."""
        if not expected:
            if path in self.documents:
                self.fault(path, None, path)
            return []
        return list(self.each(path, self.documents.get(path), read))

    def each(self, path: str, rows: Any, read: Callable[[Any], Any]) -> Iterator[Any]:
        """Yield each row that has the shape of the format; the others are faults."""
        if not isinstance(rows, list):
            self.fault(path, None, "")
            return
        for place, row in enumerate(rows, start=1):
            try:
                yield read(row)
            except _Odd as odd:
                self.fault(path, place, str(odd))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                self.fault(path, place, f"{type(error).__name__}: {error}"[:80])

    def keep(self, path: str, kept: dict[str, dict[str, Any]], unit: str, number: str, value: Any) -> None:
        """Keep the value of a unit and a criterion; a second one is a fault."""
        own = kept.setdefault(unit, {})
        if number in own:
            self.fault(path, None, f"{unit} {number}")
        own[number] = value

    def fault(self, path: str, row: int | None, found: str) -> None:
        """Add the fault of a row, or of the document as a whole."""
        expected = Message("a row as the format “{format}” says", format=FORMAT)
        why = Message("The document does not have the form of a release, so its figures cannot be told.")
        self.faults.append(Fault(Place(file=path, row=row), found, expected, why))


# --- shapes -----------------------------------------------------------------------------------------------------


def fields(row: Any, *names: str) -> list[Any]:
    """Return the values of a mapping that has exactly these names, in their order."""
    if not isinstance(row, dict) or row.keys() != set(names):
        raise _Odd(f"{row!r:.80}")
    return [row[name] for name in names]


def text(value: Any) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise _Odd(f"{value!r:.80}")
    return value


def whole(value: Any) -> int:
    """Return a whole number from 0."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _Odd(f"{value!r:.80}")
    return value


def day(value: Any) -> date:
    """Return a day written as 2026-01-31."""
    found = date.fromisoformat(text(value))
    if found.isoformat() != value:
        raise _Odd(value)
    return found


def number(value: Any) -> Fraction:
    """Return an exact number."""
    try:
        return exact_number(value)
    except NotCanonical as odd:
        raise _Odd(str(odd)) from None


def number_if_any(value: Any) -> Fraction | None:
    """Return an exact number, None for none."""
    return None if value is None else number(value)


def ends(value: Any) -> tuple[Fraction, Fraction]:
    """Return the ends of a peer group."""
    lowest, highest = fields(value, "lowest", "highest")
    return number(lowest), number(highest)


# --- rows -------------------------------------------------------------------------------------------------------


def head_from(row: Any) -> ReleaseHead:
    """Return the head of a release."""
    form, year, count, cycle, province, level, decision, published, replaces, reason, changes = fields(
        row, "format", "year", "number", "cycle", "province", "level", "decision", "published_on", "replaces", "reason",
        "changes",
    )  # fmt: skip
    if form != FORMAT:
        raise _Odd(f"{form!r:.80}")
    symbol, on, signer = fields(decision, "number", "on", "signer")
    return ReleaseHead(
        year=whole(year),
        number=whole(count),
        cycle=text(cycle),
        province=text(province),
        level=Level(level),
        decision=ReleaseDecision(text(symbol), day(on), text(signer)),
        published_on=day(published),
        replaces=None if replaces is None else whole(replaces),
        reason=text(reason),
        changes=tuple(
            FigureChange(*map(text, fields(one, "unit", "node", "what", "before", "after")))
            for one in changes
        ),
    )


def set_from(row: Any, tomls: Mapping[str, str]) -> PublicSet:
    """Return a set; its tree is read from the TOML, and compared when the bundle is verified."""
    code, name, version, *_ = fields(
        row, "code", "name", "version", "places", "rounding", "ties", "bonus_above_total", "grade_by", "grades", "nodes"
    )  # fmt: skip
    if code not in tomls:
        raise _Odd(f"{code!r:.80}")
    return PublicSet(text(code), text(name), text(version), tomls[code])


def unit_from(
    row: Any,
    indices: Mapping[str, Mapping[str, Any]],
    nodes: Mapping[str, dict[str, PublicAccount]],
    leaves: Mapping[str, dict[str, PublicLeaf]],
) -> PublicUnit:
    """Return a unit with what the other documents say of it."""
    key, name, code, kind, set_code, group, lineage = fields(
        row, "key", "name", "code", "kind", "set", "group", "lineage"
    )
    if key not in indices:
        raise _Odd(f"{key!r:.80}")
    index = indices[key]
    return PublicUnit(
        key=text(key),
        name=text(name),
        code=text(code),
        kind=text(kind),
        set_code=text(set_code),
        group=text(group),
        account=index["account"],
        index=index["index"],
        printed=index["printed"],
        rank=index["rank"],
        grade=index["grade"],
        lineage=tuple(ancestor_from(one) for one in lineage),
        nodes=nodes.get(key, {}),
        leaves=leaves.get(key, {}),
    )


def ancestor_from(row: Any) -> Ancestor:
    """Return a unit that went into another."""
    key, name, how, on = fields(row, "key", "name", "how", "on")
    return Ancestor(text(key), text(name), text(how), day(on))


ACCOUNT = ("maximum", "bonus", "points", "pending", "penalty", "survey", "waiting", "losses")


def account_from(values: Sequence[Any]) -> PublicAccount:
    """Return an account from its values in the order of `ACCOUNT`."""
    *amounts, waiting, losses = values
    maximum, bonus, points, pending, penalty, survey = map(number, amounts)
    lost = {text(code): number(amount) for code, amount in losses.items()}
    return PublicAccount(maximum, bonus, points, pending, penalty, survey, whole(waiting), lost)


def indexed(row: Any) -> dict[str, Any]:
    """Return the account, index, rank and class of a unit by their names."""
    unit, *account, index, printed, rank, grade = fields(
        row, "unit", *ACCOUNT, "index", "printed", "rank", "grade"
    )
    return {
        "unit": text(unit),
        "account": account_from(account),
        "index": number_if_any(index),
        "printed": text(printed),
        "rank": None if rank is None else whole(rank),
        "grade": text(grade),
    }


def group_from(row: Any) -> PublicGroup:
    """Return a peer group."""
    set_code, name, units, mean, highest, lowest, ranges = fields(
        row, "set", "group", "units", "mean", "highest", "lowest", "peer_ranges"
    )
    return PublicGroup(
        set_code=text(set_code),
        name=text(name),
        units=tuple(map(text, units)),
        mean=number_if_any(mean),
        highest=number_if_any(highest),
        lowest=number_if_any(lowest),
        peer_ranges={leaf: ends(one) for leaf, one in ranges.items()},
    )


def node_from(row: Any) -> tuple[str, str, PublicAccount]:
    """Return the account of a criterion of a unit."""
    unit, node, *account = fields(row, "unit", "node", *ACCOUNT)
    return text(unit), text(node), account_from(account)


def leaf_from(row: Any) -> tuple[str, str, PublicLeaf]:
    """Return a leaf of a unit."""
    unit, leaf, given, *account, lost, derivation, provisional = fields(
        row, "unit", "leaf", "given", *ACCOUNT, "lost", "derivation", "provisional"
    )
    losses = [fields(one, "code", "points", "why") for one in lost]
    found = PublicLeaf(
        given=given_from(given),
        account=account_from(account),
        losses=tuple((text(code), number(points), text(why)) for code, points, why in losses),
        derivation=None if derivation is None else derivation_from_row(derivation),
        provisional=text(provisional),
    )
    return text(unit), text(leaf), found


def given_from(value: Any) -> LeafScore | None:
    """Return what was given for a leaf."""
    if value is None or value == NA:
        return value  # type: ignore[no-any-return]  # one of two constants
    if isinstance(value, dict) and value.keys() == {"points"}:
        return number(value["points"])
    (figures,) = fields(value, "figures")
    return {text(name): value_from(one) for name, one in figures.items()}


def value_from(value: Any) -> Value:
    """Return a declared figure."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, dict) and value.keys() == {"date"}:
        return day(value["date"])
    (amount,) = fields(value, "number")
    return number(amount)


def derivation_from_row(row: Any) -> PublicDerivation:
    """Return how the points of a leaf follow from its rule."""
    rule, figures, peer_range, steps = fields(row, "rule", "figures", "peer_range", "steps")
    labelled = [fields(one, "label", "value") for one in figures]
    done = [fields(one, "what", "arithmetic", "value") for one in steps]
    return PublicDerivation(
        rule=text(rule),
        figures=tuple((text(label), text(value)) for label, value in labelled),
        peer_range=None if peer_range is None else ends(peer_range),
        steps=tuple((text(what), text(arithmetic), number(value)) for what, arithmetic, value in done),
    )


def survey_from(row: Any) -> SurveyFigure:
    """Return a figure of a survey."""
    unit, leaf, source, figures = fields(row, "unit", "leaf", "source", "figures")
    return SurveyFigure(
        text(unit), text(leaf), text(source), {text(name): text(one) for name, one in figures.items()}
    )
