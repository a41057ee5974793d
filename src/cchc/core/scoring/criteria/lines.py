"""Lines of a criteria file: a declared figure or a worked example as one line of text, both ways."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from cchc.core.scoring.criteria.figures import figure, figure_text
from cchc.core.scoring.criteria.tree import CrossCheck, Example
from cchc.core.scoring.formulas.reading import RESERVED, Reader, parsed_formula
from cchc.core.scoring.formulas.tree import HUNDRED, NUMERIC, YEAR, FigureKind, FormulaFault, Value, Variable
from cchc.core.scoring.rules.values import PeerRange
from cchc.core.scoring.sources import SourceFault, SourceName, read_source
from cchc.core.words.messages import Message
from cchc.core.words.names import text_key
from cchc.core.words.numbers import plain
from cchc.core.words.numerals import machine_number

PLAIN_KINDS = {
    "count": FigureKind.COUNT,
    "number": FigureKind.NUMBER,
    "percent": FigureKind.PERCENT,
    "date": FigureKind.DATE,
    "text": FigureKind.TEXT,
}


@dataclass
class Traits:
    """The parts of a line that declares a figure, its bounds and default still as texts."""

    kind: FigureKind
    unit: str = ""
    options: tuple[str, ...] = ()
    low: str | None = None
    high: str | None = None
    default: str | None = None
    source: str | None = None
    fed_by: SourceName | None = None


def parsed_variable(line: str) -> Variable:
    """The declared figure that a line writes.

    ``name: kind [of "unit"] [, from a] [, to b] [, default c] [, source "…" | , fed by SOURCE] | label``. Kinds are
    count, number, percent, date, text, yes or no, and ``one of "…", "…"``. Bounds of a percent are percents.

    >>> parsed_variable('done: count of "nhiệm vụ", to 50 | Số nhiệm vụ hoàn thành').high
    Fraction(50, 1)
    """
    definition, bar, label = line.partition("|")
    reader = Reader(definition, paths=True)
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
        return Traits(FigureKind.YES_NO)
    if reader.takes("one", "of"):
        options = [reader.string()]
        while reader.sees(",") and reader.tokens[reader.at + 1].kind == "string":
            reader.next()
            options.append(reader.string())
        return Traits(FigureKind.CHOICE, options=tuple(options))
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
    elif traits.fed_by is None and reader.takes("fed", "by"):
        traits.fed_by = read_feeding(reader)
    elif traits.default is None and reader.takes("default"):
        traits.default = read_default(reader)
    else:
        reader.refuse(Message("from, to, default, source or fed by, each once"))


def read_feeding(reader: Reader) -> SourceName:
    """The source that stands behind ``fed by``."""
    if reader.here.kind not in ("name", "path"):
        reader.refuse(Message("the name of a source, such as last_year or unit.population"))
    token = reader.next()
    try:
        return read_source(token.text)
    except SourceFault as fault:
        raise FormulaFault(fault.message, token.position) from None


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
    if len(set(map(text_key, options))) < len(options):
        raise FormulaFault(Message('"{name}" has an option twice', name=name))
    low = None if traits.low is None else in_kind(kind, traits.low)
    high = None if traits.high is None else in_kind(kind, traits.high)
    if low is not None and high is not None and low > high:
        raise FormulaFault(Message('the bounds of "{name}" are the wrong way round', name=name))
    if kind not in NUMERIC and (low is not None or high is not None):
        raise FormulaFault(Message('"{name}" is no number and has no bounds', name=name))
    if traits.source is not None and traits.fed_by is not None:
        raise FormulaFault(
            Message(
                '"{name}" has both source "{source}" and fed by {fed}; keep fed by where the figure is fetched from '
                "there, source where it is declared by hand",
                name=name, source=traits.source, fed=str(traits.fed_by),
            )
        )  # fmt: skip
    bare = Variable(
        name, label, kind, traits.unit, low, high, options, None, traits.source or "", traits.fed_by
    )
    if traits.default is None:
        return bare
    default = figure(bare, traits.default)
    if default is None:
        raise FormulaFault(Message('"{name}" cannot be none by default', name=name))
    return replace(bare, default=default)


def in_kind(kind: FigureKind, text: str) -> Fraction:
    """A bound as written: of a percent, "80" and "80%" are both 80 %."""
    amount = written_number(text.removesuffix("%").rstrip())
    return amount / HUNDRED if kind is FigureKind.PERCENT or text.endswith("%") else amount


DASHES = str.maketrans("–—‐‑−", "-----")


def written_number(text: str) -> Fraction:
    """The number of a criteria file: plain notation, any dash that a word processor makes of a minus.

    >>> written_number("–0.5")
    Fraction(-1, 2)
    """
    return machine_number(text.translate(DASHES))


def variable_text(variable: Variable) -> str:
    """The line that writes `variable`; `parsed_variable` gives it back."""
    kinds = {
        FigureKind.YES_NO: "yes or no",
        FigureKind.CHOICE: "one of " + ", ".join(f'"{one}"' for one in variable.options),
    }
    traits = [
        kinds.get(variable.kind, str(variable.kind)) + (f' of "{variable.unit}"' if variable.unit else "")
    ]
    for word, bound in (("from", variable.low), ("to", variable.high)):
        if bound is not None:
            traits.append(
                f"{word} {plain(bound * HUNDRED if variable.kind is FigureKind.PERCENT else bound)}"
            )
    if variable.default is not None:
        text = figure_text(variable, variable.default)
        traits.append(
            "default "
            + (
                f'"{text}"'
                if variable.kind in (FigureKind.CHOICE, FigureKind.TEXT, FigureKind.DATE)
                else text
            )
        )
    if variable.source:
        traits.append(f'source "{variable.source}"')
    if variable.fed_by is not None:
        traits.append(f"fed by {variable.fed_by}")
    return f"{variable.name}: {', '.join(traits)} | {variable.label}"


CHECK_LINE = re.compile(r'((?:[^"|]|"[^"]*")*)(?:\|(.*))?', re.DOTALL)


def parsed_cross_check(line: str) -> CrossCheck:
    """The cross-check that a line writes: ``condition [| message]``.

    >>> parsed_cross_check("done <= planned | Số xong không quá số giao").message
    'Số xong không quá số giao'
    """
    match = CHECK_LINE.fullmatch(line)
    condition, message = (match[1], match[2]) if match else (line, None)
    return CrossCheck(parsed_formula(condition.strip()), " ".join((message or "").split()))


MARKS = '"“”„‟«»'
YEAR_TEXT = re.compile(r"(19|20)[0-9]{2}")


def parsed_example(line: str, variables: Mapping[str, Variable]) -> Example:
    """The worked example that a line writes: ``done = 9; total = 10 -> 1.35``; `year` and `peer_range` too."""
    given, arrow, result = line.rpartition("->" if "->" in line else "→")
    if not arrow:
        raise FormulaFault(Message('"{found}" has no "->" before the points', found=line.strip()))
    figures: dict[str, Value] = {}
    peer_range = None
    for part in filter(None, (one.strip() for one in given.split(";"))):
        name, equals, text = (one.strip() for one in part.partition("="))
        if not equals:
            raise FormulaFault(Message('"{found}" is not of the form name = value', found=part))
        if name == "population":
            amounts = [in_kind(FigureKind.NUMBER, one.strip()) for one in text.split(",")]
            peer_range = PeerRange(min(amounts), max(amounts))
        elif name == "year":
            figures[YEAR] = year_of(text)
        elif name in variables:
            figures[name] = figure(variables[name], text.strip(MARKS), written_number)
        else:
            raise FormulaFault(Message('"{name}" is not among the declared figures', name=name))
    outcome = result.strip()
    return Example(figures, peer_range, None if outcome == "not applicable" else written_number(outcome))


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
    if example.peer_range is not None:
        lowest, highest = example.peer_range
        given.append(f"population = {plain(lowest)}, {plain(highest)}")
    return f"{'; '.join(given)} -> {'not applicable' if example.points is None else plain(example.points)}"
