"""A criteria set: a tree of domains, criteria and sub-criteria whose leaves are scored, and the settings of the index.

The file formats (TOML, Excel) are read into a `Document`, plain texts with their places; `core.scoring.checks.built`
turns it into a `CriteriaSet` or into faults. `document_of` is the way back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from cchc.core.scoring.formulas import (
    HUNDRED,
    NUMERIC,
    RESERVED,
    YEAR,
    ZERO,
    Figures,
    FormulaFault,
    Kind,
    Reader,
    Value,
    Variable,
    option_of,
)
from cchc.core.scoring.rules import Band, Outcome, Population, Relative, Rule, Step, Terms, parsed_rule
from cchc.core.words.messages import Message, Place
from cchc.core.words.numbers import machine, plain


class Part(StrEnum):
    """Where the points of a leaf come from."""

    APPRAISED = "appraised"
    SURVEY = "survey"
    BONUS = "bonus"
    PENALTY = "penalty"


BLOCKS = frozenset({Part.BONUS, Part.PENALTY})


class Joins(StrEnum):
    """How a node makes its points from its children."""

    SUM = "sum"
    CAPPED = "capped"
    BEST = "best"


class Ties(StrEnum):
    """Ranks of equals: 1-2-2-4, 1-2-2-3, or 1-2-3-4 in alphabetical order."""

    COMPETITION = "competition"
    DENSE = "dense"
    ORDINAL = "ordinal"


class Example(NamedTuple):
    """A worked example: the figures declared, the peer group's values for a relative rule, and what must come out."""

    figures: Mapping[str, Value]
    population: Population | None
    points: Fraction | None  # None: not applicable


@dataclass(frozen=True)
class Node:
    """A line of the tree: domain, criterion or sub-criterion. One without children is a leaf."""

    number: str
    name: str
    maximum: Fraction
    part: Part
    joins: Joins = Joins.SUM
    children: tuple[Node, ...] = ()
    rule: Rule | None = None
    variables: tuple[Variable, ...] = ()
    loss: str | None = None
    evidence: str = ""
    appraiser: str = ""
    note: str = ""
    examples: tuple[Example, ...] = ()

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @property
    def usual_joins(self) -> Joins:
        """How its children are joined when the file says nothing: added; in blocks, up to the cap."""
        return Joins.CAPPED if self.in_block and self.children else Joins.SUM

    @property
    def in_block(self) -> bool:
        """Whether it stands outside the maximum: a bonus or a penalty."""
        return self.part in BLOCKS

    @cached_property
    def terms(self) -> Terms:
        """What the rule scores against. Survey leaves lose to `survey`, penalties to `penalty`."""
        own = {Part.SURVEY: "survey", Part.PENALTY: "penalty"}.get(self.part)
        return Terms(self.maximum, "penalty" if self.part is Part.PENALTY else self.loss or own, self.number)

    def declared(self) -> dict[str, Variable]:
        """The declared figures by name."""
        return {variable.name: variable for variable in self.variables}

    @cached_property
    def defaults(self) -> dict[str, Value]:
        """What holds for figures that are not declared."""
        return {one.name: one.default for one in self.variables if one.default is not None}

    @cached_property
    def needs_year(self) -> bool:
        """Whether its rule counts days from a deadline of the cycle."""
        return self.rule is not None and self.rule.takes_deadline

    def stated_span(self) -> tuple[Fraction, Fraction]:
        """The lowest and highest points that may be stated for this leaf without its figures."""
        return self._stated_span

    @cached_property
    def _stated_span(self) -> tuple[Fraction, Fraction]:
        lowest = self.rule.span(self.terms, self.declared())[0] if self.rule else None
        bottom = self.terms.bottom
        return min(bottom, lowest) if lowest is not None else bottom, self.terms.ceiling

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order of the set."""
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> Iterator[Node]:
        return (node for node in self.walk() if node.is_leaf)


@dataclass(frozen=True, slots=True)
class Grade:
    """A class of units by the band in which their index lies."""

    name: str
    band: Band


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision that issued the set."""

    number: str
    date: date | None
    issuer: str


@dataclass(frozen=True)
class CriteriaSet:
    """A whole set: who it is for, its tree, and how its index is computed and printed."""

    id: str
    title: str
    version: str
    unit_kind: str
    nodes: tuple[Node, ...]
    first_year: int | None = None
    last_year: int | None = None
    decision: Decision | None = None
    note: str = ""
    places: int = 2
    rounding: str = "half_up"
    ties: Ties = Ties.COMPETITION
    survey_optional: bool = False
    bonus_above_total: bool = True
    grades: tuple[Grade, ...] = ()
    grade_exact: bool = False

    @cached_property
    def leaves(self) -> dict[str, Node]:
        """The leaves by number, in the order of the set."""
        return {leaf.number: leaf for node in self.nodes for leaf in node.leaves()}

    @cached_property
    def relative_leaves(self) -> dict[str, Node]:
        """The leaves scored against their peer group, by number."""
        return {
            number: leaf
            for number, leaf in self.leaves.items()
            if leaf.rule is not None and isinstance(leaf.rule.shape, Relative)
        }

    @cached_property
    def domains(self) -> tuple[Node, ...]:
        """The first level, blocks of bonus and penalty left out."""
        return tuple(node for node in self.nodes if not all(leaf.in_block for leaf in node.leaves()))

    @cached_property
    def total(self) -> Fraction:
        """The maximum of the whole set, bonus and penalty left out."""
        return sum((node.maximum for node in self.domains), ZERO)

    @cached_property
    def needs_year(self) -> bool:
        """Whether some rule counts days from a deadline of the cycle."""
        return any(leaf.needs_year for leaf in self.leaves.values())

    def walk(self) -> Iterator[Node]:
        """Every node, in the order of the set."""
        for node in self.nodes:
            yield from node.walk()


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a score came about, complete in itself: `recomputed` gives the same points from nothing else."""

    number: str
    maximum: Fraction
    code: str | None
    rule: str
    figures: tuple[tuple[Variable, Value], ...]
    year: int | None
    population: Population | None
    steps: tuple[Step, ...]
    outcome: Outcome


def derived(node: Node, figures: Figures, population: Population | None = None) -> Derivation:
    """The derivation of one leaf from its declared figures; raises `FormulaFault` where the rule cannot be applied."""
    if node.rule is None:
        raise FormulaFault(Message("{number} has no rule; give its points", number=node.number))
    steps: list[Step] = []
    whole = {**node.defaults, **figures}
    outcome = node.rule.apply(whole, node.terms, population, steps)
    declared = tuple((one, whole[one.name]) for one in node.variables if one.name in whole)
    year = whole.get(YEAR)
    return Derivation(
        node.number, node.maximum, node.terms.code, str(node.rule), declared,
        int(year) if isinstance(year, Fraction) else None, population,
        tuple(steps) if outcome.points is not None else (), outcome,
    )  # fmt: skip


def recomputed(derivation: Derivation) -> Outcome:
    """The outcome once more, from the derivation alone: its rule line, its inputs, its peer group's ends."""
    figures: dict[str, Value] = {variable.name: value for variable, value in derivation.figures}
    if derivation.year is not None:
        figures[YEAR] = Fraction(derivation.year)
    terms = Terms(derivation.maximum, derivation.code, derivation.number)
    return parsed_rule(derivation.rule).apply(figures, terms, derivation.population)


# --- the document behind a set -----------------------------------------------------------------------------------


class Field(NamedTuple):
    """A text of a criteria file and where it stands."""

    text: str
    place: Place


Fields = dict[str, Field]


@dataclass(frozen=True)
class Document:
    """A criteria file as texts: the settings of the set, its grades, its nodes in their order."""

    place: Place
    settings: Fields
    grades: list[Fields] = field(default_factory=list)
    nodes: list[Fields] = field(default_factory=list)


SETTINGS = (
    "id", "title", "version", "unit_kind", "first_year", "last_year", "decision_number", "decision_date",
    "decision_issuer", "note", "total", "places", "rounding", "ties", "survey_optional", "bonus_above_total",
    "grade_by",
)  # fmt: skip
NODE_FIELDS = (
    "number", "parent", "name", "maximum", "part", "children", "inputs", "rule", "loss", "examples", "evidence",
    "appraiser", "note",
)  # fmt: skip
GRADE_FIELDS = ("name", "band")


# --- declared figures as a line of text --------------------------------------------------------------------------

PLAIN_KINDS = {
    "count": Kind.COUNT, "number": Kind.NUMBER, "percent": Kind.PERCENT, "date": Kind.DATE, "text": Kind.TEXT,
}  # fmt: skip


@dataclass
class Traits:
    """What a line says of a figure, its bounds and default still as texts."""

    kind: Kind
    unit: str = ""
    options: tuple[str, ...] = ()
    low: str | None = None
    high: str | None = None
    default: str | None = None
    source: str | None = None


def parsed_variable(line: str) -> Variable:
    """The declared figure that a line writes.

    ``name: kind [of "unit"] [, from a] [, to b] [, default c] [, source "…"] | label``. Kinds are count, number,
    percent, date, text, yes or no, and ``one of "…", "…"``. Bounds of a percent are percents.

    >>> parsed_variable('done: count of "nhiệm vụ", to 50 | Số nhiệm vụ hoàn thành').high
    Fraction(50, 1)
    """
    definition, bar, label = line.partition("|")
    reader = Reader(definition)
    name = reader.name()
    if name in RESERVED or name in ("year", "population"):
        reader.at -= 1
        reader.refuse(Message("a name that has no other meaning"))
    reader.expects(":")
    traits = read_kind(reader)
    while reader.takes(","):
        read_trait(reader, traits)
    if reader.here.kind != "end":
        reader.refuse(Message('"|" and what the official reads'))
    if not bar or not label.strip():
        raise FormulaFault(Message('"{name}" has no label; add: | what the official reads', name=name))
    return finished_variable(name, label.strip(), traits)


def read_kind(reader: Reader) -> Traits:
    if reader.takes("yes", "or", "no"):
        return Traits(Kind.YES_NO)
    if reader.takes("one", "of"):
        options = [reader.string()]
        while reader.sees(",") and reader.tokens[reader.at + 1].kind == "string":
            reader.next()
            options.append(reader.string())
        return Traits(Kind.CHOICE, options=tuple(options))
    if reader.here.text not in PLAIN_KINDS:
        reader.refuse(Message("count, number, percent, date, text, yes or no, or one of …"))
    kind = PLAIN_KINDS[reader.next().text]
    return Traits(kind, reader.string() if reader.takes("of") else "")


def read_trait(reader: Reader, traits: Traits) -> None:
    if traits.low is None and reader.takes("from"):
        traits.low = read_bound(reader)
    elif traits.high is None and reader.takes("to"):
        traits.high = read_bound(reader)
    elif traits.source is None and reader.takes("source"):
        traits.source = reader.string()
    elif traits.default is None and reader.takes("default"):
        traits.default = read_default(reader)
    else:
        reader.refuse(Message("from, to, default or source, each once"))


def read_bound(reader: Reader) -> str:
    minus = "-" if reader.takes("-") else ""
    if reader.here.kind != "number":
        reader.refuse(Message("a number"))
    return minus + reader.next().text


def read_default(reader: Reader) -> str:
    if reader.here.kind == "string":
        return reader.string()
    return reader.name() if reader.here.kind == "name" else read_bound(reader)


def finished_variable(name: str, label: str, traits: Traits) -> Variable:
    """The variable with its bounds and default read by its own kind."""
    kind, options = traits.kind, traits.options
    if len({option.casefold() for option in options}) < len(options):
        raise FormulaFault(Message('"{name}" has an option twice', name=name))
    low = None if traits.low is None else in_kind(kind, traits.low)
    high = None if traits.high is None else in_kind(kind, traits.high)
    if low is not None and high is not None and low > high:
        raise FormulaFault(Message('the bounds of "{name}" are the wrong way round', name=name))
    if kind not in NUMERIC and (low is not None or high is not None):
        raise FormulaFault(Message('"{name}" is no number and has no bounds', name=name))
    bare = Variable(name, label, kind, traits.unit, low, high, options, None, traits.source or "")
    if traits.default is None:
        return bare
    default = figure(bare, traits.default)
    if default is None:
        raise FormulaFault(Message('"{name}" cannot be none by default', name=name))
    return replace(bare, default=default)


def in_kind(kind: Kind, text: str) -> Fraction:
    """A bound as written: of a percent, "80" and "80%" are both 80 %."""
    amount = machine(text.removesuffix("%"))
    return amount / HUNDRED if kind is Kind.PERCENT or text.endswith("%") else amount


def variable_text(variable: Variable) -> str:
    """The line that writes `variable`; `parsed_variable` gives it back."""
    kinds = {
        Kind.YES_NO: "yes or no",
        Kind.CHOICE: "one of " + ", ".join(f'"{one}"' for one in variable.options),
    }
    traits = [
        kinds.get(variable.kind, str(variable.kind)) + (f' of "{variable.unit}"' if variable.unit else "")
    ]
    for word, bound in (("from", variable.low), ("to", variable.high)):
        if bound is not None:
            traits.append(f"{word} {plain(bound * HUNDRED if variable.kind is Kind.PERCENT else bound)}")
    if variable.default is not None:
        text = figure_text(variable, variable.default)
        traits.append(
            "default " + (f'"{text}"' if variable.kind in (Kind.CHOICE, Kind.TEXT, Kind.DATE) else text)
        )
    if variable.source:
        traits.append(f'source "{variable.source}"')
    return f"{variable.name}: {', '.join(traits)} | {variable.label}"


# --- figures in and out ------------------------------------------------------------------------------------------

YES = frozenset({"có", "co", "yes", "1", "x", "đạt"})
NO = frozenset({"không", "khong", "no", "0", "không đạt"})
NONE_WORDS = frozenset({"không", "khong", "none", "không có"})
YEAR_TEXT = re.compile(r"(19|20)[0-9]{2}")
DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def figure(variable: Variable, text: str, number: Callable[[str], Fraction] = machine) -> Value:
    """The value that `text` declares for `variable`: its kind, bounds and options kept.

    A percent is given as percent (80 or 80%) and held as its ratio; a date as 2026-01-31 or 31/01/2026, or "không" for
    none; yes or no as có/không. Raises `FormulaFault` or `NumberFault` saying what was expected.

    >>> figure(Variable("rate", "Tỷ lệ", Kind.PERCENT), "91.17")
    Fraction(9117, 10000)
    """
    text = text.strip()
    if variable.kind is Kind.TEXT:
        return text
    if variable.kind is Kind.CHOICE:
        return option_of(variable, text)
    if variable.kind is Kind.YES_NO:
        return yes_or_no(variable, text)
    if variable.kind is Kind.DATE:
        return None if text.casefold() in NONE_WORDS else day(variable, text)
    if variable.kind is Kind.PERCENT:
        return bounded(variable, number(text.removesuffix("%").rstrip()) / HUNDRED)
    return bounded(variable, number(text))


def yes_or_no(variable: Variable, text: str) -> bool:
    answer = text.casefold()
    if answer in YES or answer in NO:
        return answer in YES
    raise FormulaFault(Message('"{found}" is neither yes nor no; write Có or Không', found=text))


def day(variable: Variable, text: str) -> date:
    match = DATE.fullmatch(text)
    if match:
        year, month, day_ = (
            int(one) for one in (match[1] or match[6], match[2] or match[5], match[3] or match[4])
        )
        try:
            return date(year, month, day_)
        except ValueError:
            pass
    raise FormulaFault(
        Message('"{found}" is no date; write day/month/year, or Không when there is none', found=text)
    )


def bounded(variable: Variable, amount: Fraction) -> Fraction:
    """`amount`, when it is within the bounds of `variable` and whole for a count; raises `FormulaFault` otherwise."""
    scale, sign = (HUNDRED, " %") if variable.kind is Kind.PERCENT else (Fraction(1), "")
    low = ZERO if variable.low is None and variable.kind in (Kind.COUNT, Kind.PERCENT) else variable.low
    high = Fraction(1) if variable.high is None and variable.kind is Kind.PERCENT else variable.high
    if low is not None and amount < low:
        raise FormulaFault(
            Message(
                "{found}{sign} is below the least allowed, {low}{sign}",
                found=amount * scale,
                low=low * scale,
                sign=sign,
            )
        )
    if high is not None and amount > high:
        raise FormulaFault(
            Message(
                "{found}{sign} is above the most allowed, {high}{sign}",
                found=amount * scale,
                high=high * scale,
                sign=sign,
            )
        )
    if variable.kind is Kind.COUNT and amount.denominator != 1:
        raise FormulaFault(Message("{found} is no whole number", found=amount))
    return amount


def figure_words(variable: Variable, value: Value) -> Message | str:
    """`value` as an official writes it: a percentage with its sign, a day as 31/01/2026, yes and no in words.

    >>> figure_words(Variable("issued", "Ngày ký", Kind.DATE), date(2026, 1, 31))
    '31/01/2026'
    """
    if value is None:
        return Message("none")
    if isinstance(value, bool):
        return Message("Yes") if value else Message("No")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, str):
        return value
    if variable.kind is Kind.PERCENT:
        return Message("{percent} %", percent=value * HUNDRED)
    return Message("{figure}", figure=value)


def figure_text(variable: Variable, value: Value) -> str:
    """`value` in machine notation, as `figure` reads it."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return plain(value * HUNDRED) if variable.kind is Kind.PERCENT else plain(value)
    return value


# --- worked examples as a line of text ---------------------------------------------------------------------------


def parsed_example(line: str, variables: Mapping[str, Variable]) -> Example:
    """The worked example that a line writes: ``done = 9; total = 10 -> 1.35``; `year` and `population` too."""
    given, arrow, result = line.rpartition("->")
    if not arrow:
        raise FormulaFault(Message('"{found}" has no "->" before the points', found=line.strip()))
    figures: dict[str, Value] = {}
    population = None
    for part in filter(None, (one.strip() for one in given.split(";"))):
        name, equals, text = (one.strip() for one in part.partition("="))
        if not equals:
            raise FormulaFault(Message('"{found}" is not of the form name = value', found=part))
        if name == "population":
            amounts = [in_kind(Kind.NUMBER, one.strip()) for one in text.split(",")]
            population = Population(min(amounts), max(amounts))
        elif name == "year":
            figures[YEAR] = year_of(text)
        elif name in variables:
            figures[name] = figure(variables[name], text.strip('"'))
        else:
            raise FormulaFault(Message('"{name}" is not among the declared figures', name=name))
    outcome = result.strip()
    return Example(figures, population, None if outcome == "not applicable" else machine(outcome))


def year_of(text: str) -> Fraction:
    """The cycle's year of an example."""
    if not YEAR_TEXT.fullmatch(text):
        raise FormulaFault(Message('"{found}" is no year', found=text))
    return Fraction(text)


def example_text(example: Example, variables: Mapping[str, Variable]) -> str:
    """The line that writes `example`; `parsed_example` gives it back."""
    given = []
    for name, value in example.figures.items():
        given.append(f"year = {value}" if name == YEAR else f"{name} = {figure_text(variables[name], value)}")
    if example.population is not None:
        lowest, highest = example.population
        given.append(f"population = {plain(lowest)}, {plain(highest)}")
    return f"{'; '.join(given)} -> {'not applicable' if example.points is None else plain(example.points)}"


# --- a set as a document -----------------------------------------------------------------------------------------

NOWHERE = Place()


def document_of(criteria: CriteriaSet) -> Document:
    """The texts of `criteria` as a file holds them; what is at its default is left out."""
    return Document(
        NOWHERE,
        in_fields(settings_of(criteria)),
        [in_fields({"name": grade.name, "band": str(grade.band)}) for grade in criteria.grades],
        [in_fields(texts) for node in criteria.nodes for texts in node_texts(node, None)],
    )


def in_fields(texts: Mapping[str, str]) -> Fields:
    return {name: Field(text, NOWHERE) for name, text in texts.items() if text}


def settings_of(criteria: CriteriaSet) -> dict[str, str]:
    decision = criteria.decision
    return {
        "id": criteria.id,
        "title": criteria.title,
        "version": criteria.version,
        "unit_kind": criteria.unit_kind,
        "first_year": str(criteria.first_year or ""),
        "last_year": str(criteria.last_year or ""),
        "decision_number": decision.number if decision else "",
        "decision_date": decision.date.isoformat() if decision and decision.date else "",
        "decision_issuer": decision.issuer if decision else "",
        "note": criteria.note,
        "total": plain(criteria.total),
        "places": str(criteria.places),
        "rounding": criteria.rounding,
        "ties": str(criteria.ties),
        "survey_optional": "yes" if criteria.survey_optional else "no",
        "bonus_above_total": "yes" if criteria.bonus_above_total else "no",
        "grade_by": "exact" if criteria.grade_exact else "printed",
    }


def node_texts(node: Node, parent: Node | None) -> Iterator[dict[str, str]]:
    variables = node.declared()
    yield {
        "number": node.number,
        "parent": parent.number if parent is not None else "",
        "name": node.name,
        "maximum": plain(node.maximum),
        "part": str(node.part) if parent is None or parent.part is not node.part else "",
        "children": str(node.joins) if node.joins is not node.usual_joins else "",
        "inputs": "\n".join(variable_text(one) for one in node.variables),
        "rule": str(node.rule or ""),
        "loss": node.loss or "",
        "examples": "\n".join(example_text(one, variables) for one in node.examples),
        "evidence": node.evidence,
        "appraiser": node.appraiser,
        "note": node.note,
    }
    for child in node.children:
        yield from node_texts(child, node)
