"""The content of a release read from the JSON documents of its bundle, each value of the shape that the format says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from cchc.core.scoring.formulas.tree import Value
from cchc.core.scoring.ledgers import NA, LeafScore
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.releases.exchange import verify
from cchc.releases.exchange.canonical import NotCanonical, exact_number
from cchc.releases.exchange.content import (
    Ancestor,
    FigureChange,
    Level,
    PublicAccount,
    PublicContent,
    PublicDerivation,
    PublicEstimate,
    PublicGroup,
    PublicLeaf,
    PublicSet,
    PublicUnit,
    ReleaseDecision,
    ReleaseHead,
    SurveyFigure,
)
from cchc.releases.exchange.documents import FORMAT, Documents, losses_by_code


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
        if head is None:
            return None
        nodes: dict[str, dict[str, PublicAccount]] = {}
        leaves: dict[str, dict[str, PublicLeaf]] = {}
        for unit, number, account in self.rows("nodes.json", node_from, head.level is not Level.INDEX):
            self.keep("nodes.json", nodes, unit, number, account)
        for unit, number, leaf in self.rows("leaves.json", leaf_from, head.level is Level.LEAVES):
            self.keep("leaves.json", leaves, unit, number, leaf)
        surveys: list[SurveyFigure] = self.rows("surveys.json", survey_from, head.level is Level.LEAVES)
        if "estimates.json" in self.documents:  # earlier releases have none
            for unit, number, one in self.rows("estimates.json", estimate_from, head.level is Level.LEAVES):
                self.put(leaves, unit, number, one)
        sets = tuple(self.rows("sets.json", lambda row: set_from(row, self.tomls)))
        groups = tuple(self.rows("groups.json", group_from))
        indices = {one["unit"]: one for one in self.rows("index.json", indexed)}
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

    def put(
        self, leaves: dict[str, dict[str, PublicLeaf]], unit: str, number: str, one: PublicEstimate
    ) -> None:
        """Put an estimate to its leaf; one without a leaf, or a second one of a figure, is a fault."""
        leaf = leaves.get(unit, {}).get(number)
        if leaf is None or one.figure in [other.figure for other in leaf.estimates]:
            return self.fault("estimates.json", None, f"{unit} {number} {one.figure}")
        leaves[unit][number] = replace(leaf, estimates=(*leaf.estimates, one))

    def fault(self, path: str, row: int | None, found: str) -> None:
        """Add the fault of a row, or of the document as a whole."""
        expected = Message("a row as the format “{format}” says", format=FORMAT)
        why = Message("The document does not have the form of a release, so its figures cannot be told.")
        self.faults.append(Fault(Place(file=path, row=row), found, expected, why))


# --- shapes -----------------------------------------------------------------------------------------------------


def fields(form: str, row: Any) -> list[Any]:
    """Return the values of a row of exactly the columns of a form: `sets`, or `sets_grades` for a list inside its rows;
    the lists of a row stand behind its columns, as the forms name them."""
    names = names_in(form)
    if not isinstance(row, dict) or row.keys() != set(names):
        raise _Odd(f"{row!r:.80}")
    return [row[name] for name in names]


@cache
def names_in(form: str) -> tuple[str, ...]:
    """Return the columns of a form, then the lists inside its rows."""
    lists = [one.removeprefix(f"{form}_") for one in verify.COLUMNS if one.startswith(f"{form}_")]
    return (*(one for one in verify.COLUMNS[form] if one != "|"), *lists)


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


def text_if_any(value: Any) -> str | None:
    """Return a text, None for none."""
    return None if value is None else text(value)


def ends(lowest: Any, highest: Any) -> tuple[Fraction, Fraction] | None:
    """Return the ends of a peer group, None for none."""
    return None if lowest is None and highest is None else (number(lowest), number(highest))


# --- rows -------------------------------------------------------------------------------------------------------


def head_from(row: Any) -> ReleaseHead:
    """Return the head of a release."""
    (
        form, year, count, cycle, province, level, decision, decided, signer, published, replaces, reason, changes,
    ) = fields("release", row)  # fmt: skip
    if form != FORMAT:
        raise _Odd(f"{form!r:.80}")
    return ReleaseHead(
        year=whole(year),
        number=whole(count),
        cycle=text(cycle),
        province=text(province),
        level=Level(level),
        decision=ReleaseDecision(text(decision), day(decided), text(signer)),
        published_on=day(published),
        replaces=None if replaces is None else whole(replaces),
        reason=text(reason),
        changes=tuple(FigureChange(*map(text, fields("release_changes", one))) for one in changes),
    )


def set_from(row: Any, tomls: Mapping[str, str]) -> PublicSet:
    """Return a set; its tree is read from the TOML, and compared when the bundle is verified."""
    code, name, version, *_ = fields("sets", row)
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
    key, name, code, kind, set_code, group, lineage = fields("units", row)
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
    former, name, how, on = fields("units_lineage", row)
    return Ancestor(text(former), text(name), text(how), day(on))


def account_from(amounts: Sequence[Any], losses: Mapping[str, Fraction]) -> PublicAccount:
    """Return an account from its amounts in their order and its losses by code."""
    *exact, waiting = amounts
    maximum, bonus, points, pending, penalty, survey = map(number, exact)
    return PublicAccount(maximum, bonus, points, pending, penalty, survey, whole(waiting), losses)


def losses_from(form: str, rows: Any) -> dict[str, Fraction]:
    """Return losses by code."""
    found = [fields(form, row) for row in rows]
    losses = {text(code): number(points) for code, points in found}
    if len(losses) < len(found):
        raise _Odd(f"{rows!r:.80}")
    return losses


def indexed(row: Any) -> dict[str, Any]:
    """Return the account, index, rank and class of a unit by their names."""
    unit, *amounts, index, printed, rank, grade, losses = fields("index", row)
    return {
        "unit": text(unit),
        "account": account_from(amounts, losses_from("index_losses", losses)),
        "index": number_if_any(index),
        "printed": text(printed),
        "rank": None if rank is None else whole(rank),
        "grade": text(grade),
    }


def group_from(row: Any) -> PublicGroup:
    """Return a peer group."""
    set_code, name, mean, highest, lowest, units, ranges = fields("groups", row)
    named = [fields("groups_peer_ranges", one) for one in ranges]
    return PublicGroup(
        set_code=text(set_code),
        name=text(name),
        units=tuple(text(key) for one in units for key in fields("groups_units", one)),
        mean=number_if_any(mean),
        highest=number_if_any(highest),
        lowest=number_if_any(lowest),
        peer_ranges={text(leaf): (number(low), number(high)) for leaf, low, high in named},
    )


def node_from(row: Any) -> tuple[str, str, PublicAccount]:
    """Return the account of a criterion of a unit."""
    unit, node, *amounts, losses = fields("nodes", row)
    return text(unit), text(node), account_from(amounts, losses_from("nodes_losses", losses))


def leaf_from(row: Any) -> tuple[str, str, PublicLeaf]:
    """Return a leaf of a unit."""
    (
        unit, leaf, kind, stated, *amounts, rule, lowest, highest, provisional, figures, declared, steps, lost,
    ) = fields("leaves", row)  # fmt: skip
    losses = tuple(
        (text(code), number(points), text(why))
        for code, points, why in (fields("leaves_losses", one) for one in lost)
    )
    found = PublicLeaf(
        given=given_from(kind, stated, figures),
        account=account_from(amounts, losses_by_code(losses)),
        losses=losses,
        derivation=derivation_from_row(text_if_any(rule), ends(lowest, highest), declared, steps),
        provisional=text(provisional),
    )
    return text(unit), text(leaf), found


def given_from(kind: Any, stated: Any, figures: Any) -> LeafScore | None:
    """Return what was given for a leaf: points, figures, "not_applicable", or None."""
    named = dict(value_from(*fields("leaves_figures", one)) for one in figures)
    if (
        len(named) < len(figures)
        or (kind != "figures" and figures)
        or (kind == "points") != (stated is not None)
    ):
        raise _Odd(f"{kind!r:.80}")
    match kind:
        case "points":
            return number(stated)
        case "figures":
            return named
        case "not_applicable":
            return NA
        case None:
            return None
    raise _Odd(f"{kind!r:.80}")


def value_from(name: Any, kind: Any, value: Any) -> tuple[str, Value]:
    """Return the name and the value of a declared figure."""
    match kind, text(value):
        case "none", "":
            return text(name), None
        case "yes_no", ("yes" | "no") as answer:
            return text(name), answer == "yes"
        case "date", written:
            return text(name), day(written)
        case "number", written:
            return text(name), number(written)
        case "text", written:
            return text(name), written
    raise _Odd(f"{kind!r:.80}")


def derivation_from_row(
    rule: str | None, peer_range: tuple[Fraction, Fraction] | None, declared: Any, steps: Any
) -> PublicDerivation | None:
    """Return how the points of a leaf follow from its rule, None for a leaf without a rule line."""
    figures = tuple(
        (text(label), text(value)) for label, value in (fields("leaves_declared", one) for one in declared)
    )
    done = tuple(
        (text(what), text(arithmetic), number(value))
        for what, arithmetic, value in (fields("leaves_steps", one) for one in steps)
    )
    if rule is not None:
        return PublicDerivation(rule, figures, peer_range, done)
    if peer_range is not None or figures or done:
        raise _Odd("a derivation without a rule")
    return None


def survey_from(row: Any) -> SurveyFigure:
    """Return the figures of a survey from which points of a leaf were made."""
    unit, leaf, source, figures = fields("surveys", row)
    named = {text(name): text(value) for name, value in (fields("surveys_figures", one) for one in figures)}
    if len(named) < len(figures):
        raise _Odd(f"{figures!r:.80}")
    return SurveyFigure(text(unit), text(leaf), text(source), named)


def estimate_from(row: Any) -> tuple[str, str, PublicEstimate]:
    """Return what a survey found for a declared figure of a leaf of a unit."""
    unit, leaf, figure, questionnaire, survey, value, low, high, answers, base, sha256 = fields(
        "estimates", row
    )
    of, ends = (text(figure), text(questionnaire), text(survey)), (number_if_any(low), number_if_any(high))
    found = PublicEstimate(
        of[0], of[1], of[2], number(value), *ends, whole(answers), whole(base), text(sha256)
    )
    return text(unit), text(leaf), found
