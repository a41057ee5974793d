"""Formulas over declared figures: a small grammar, read without ever running code, exact to the last fraction.

A formula is arithmetic (``done / total``), comparison (``unfinished = 0 and funded``) and six functions::

    min(a, b)  max(a, b)  abs(a)  floor(a)  if(condition, a, b)
    mean(full: 100%, half: 50%, none: 0%)   answers weighted by their worth, over all answers
    late(signed, 10/01 next year, extra)    days after a deadline of the cycle, negative when early
    none(signed)                            declared as "there is none"

There is no power, no attribute, no index, no call of anything else; texts and nesting are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import NoReturn

from cchc.core.messages import Message
from cchc.core.numbers import NumberFault, decimal_places, machine, plain

LONGEST_TEXT = 4_000
DEEPEST_NESTING = 30

Value = Fraction | bool | str | date | None
Figures = Mapping[str, Value]
Span = tuple[Fraction | None, Fraction | None]
Dimension = tuple[tuple[str, int], ...]

ZERO, ONE, HUNDRED = Fraction(0), Fraction(1), Fraction(100)


class Kind(StrEnum):
    """What a declared figure may hold. A percent is held as its ratio: 80 % is 4/5."""

    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    TEXT = "text"


NUMERIC = frozenset({Kind.COUNT, Kind.NUMBER, Kind.PERCENT})


@dataclass(frozen=True, slots=True)
class Variable:
    """A declared figure: its short name, what the official reads, its kind, unit of measure and bounds."""

    name: str
    label: str
    kind: Kind
    unit: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    options: tuple[str, ...] = ()
    default: Value = None
    source: str = ""


class FormulaFault(ValueError):
    """A text that is not a formula or rule, or one that cannot be computed; `position` is the character, from 1."""

    def __init__(self, message: Message, position: int | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.position = position


# --- reading -----------------------------------------------------------------------------------------------------

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?%?)|(?P<name>[A-Za-z][A-Za-z0-9_]*)|(?P<string>"[^"\n]*")"""
    r"""|(?P<symbol>\.\.|<=|>=|!=|≤|≥|≠|×|÷|−|[-+*/()=<>,:;{}|])|(?P<bad>\S))"""
)
SAME_SYMBOL = {"≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "÷": "/", "−": "-"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a formula: its kind (number, name, string, symbol, end), text and place."""

    kind: str
    text: str
    position: int


class Reader:
    """A cursor over the words of one text; every refusal says what stands there and what was expected."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST_TEXT:
            raise FormulaFault(
                Message("a text of {found} characters; at most {most}", found=len(text), most=LONGEST_TEXT)
            )
        self.tokens = list(words(text))
        self.at = 0
        self.depth = 0

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    def next(self) -> Token:
        token = self.here
        if token.kind != "end":
            self.at += 1
        return token

    def sees(self, *texts: str) -> bool:
        """Whether the next words are exactly `texts`."""
        ahead = self.tokens[self.at : self.at + len(texts)]
        return len(ahead) == len(texts) and all(
            token.text == text and token.kind != "string" for token, text in zip(ahead, texts, strict=True)
        )

    def takes(self, *texts: str) -> bool:
        """Step over `texts` when they stand next; say whether they did."""
        found = self.sees(*texts)
        if found:
            self.at += len(texts)
        return found

    def expects(self, text: str) -> None:
        if not self.takes(text):
            self.refuse(Message('"{sign}"', sign=text))

    def name(self) -> str:
        if self.here.kind != "name":
            self.refuse(Message("the name of a declared figure"))
        return self.next().text

    def string(self) -> str:
        if self.here.kind != "string":
            self.refuse(Message("a text in quotation marks"))
        return self.next().text[1:-1]

    def refuse(self, expected: Message) -> NoReturn:
        found = self.here.text if self.here.kind != "end" else "…"
        raise FormulaFault(
            Message(
                'found "{found}" at character {position}, expected {expected}',
                found=found, position=self.here.position, expected=expected,
            ),
            self.here.position,
        )  # fmt: skip


def words(text: str) -> Iterator[Token]:
    """The words of `text` and a closing "end"; raises `FormulaFault` at the first sign that no formula has."""
    end = len(text.rstrip())
    at = 0
    while at < end:
        match = TOKEN.match(text, at)
        assert match is not None and match.lastgroup is not None
        kind, found, at = match.lastgroup, match[match.lastgroup], match.end()
        position = match.start(kind) + 1
        if kind == "bad":
            raise FormulaFault(
                Message(
                    'the sign "{found}" at character {position} has no meaning in a rule',
                    found=found, position=position,
                ),
                position,
            )  # fmt: skip
        yield Token(kind, SAME_SYMBOL.get(found, found), position)
    yield Token("end", "", end + 1)


# --- the tree of a formula ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written; ``80%`` is 4/5."""

    amount: Fraction
    percent: bool = False

    def value(self, figures: Figures) -> Fraction:
        return self.amount

    def __str__(self) -> str:
        return written(self.amount * HUNDRED) + "%" if self.percent else written(self.amount)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in quotation marks, to compare a choice with."""

    text: str

    def value(self, figures: Figures) -> str:
        return self.text

    def __str__(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True, slots=True)
class Name:
    """A declared figure."""

    name: str

    def value(self, figures: Figures) -> Value:
        found = figures[self.name]
        if found is None:
            raise FormulaFault(
                Message('"{name}" is declared as none, and the rule does not say what then', name=self.name)
            )
        return found

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two formulas joined by ``+ - * /``."""

    sign: str
    left: Formula
    right: Formula

    def value(self, figures: Figures) -> Fraction:
        left, right = self.left.value(figures), self.right.value(figures)
        if self.sign == "/":
            if not right:
                raise FormulaFault(
                    Message("{divisor} is 0, and the rule does not say what then", divisor=str(self.right))
                )
            return left / right  # type: ignore[operator]
        if self.sign == "*":
            return left * right  # type: ignore[operator]
        return left + right if self.sign == "+" else left - right  # type: ignore[operator]

    def __str__(self) -> str:
        left = bracketed(self.left, {"*": "+-", "/": "+-"}.get(self.sign, ""))
        right = bracketed(self.right, {"*": "+-", "/": "+-*/", "-": "+-"}.get(self.sign, ""))
        return f"{left} {self.sign} {right}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two formulas compared."""

    sign: str
    left: Formula
    right: Formula

    def value(self, figures: Figures) -> bool:
        return compared(self.left.value(figures), self.sign, self.right.value(figures))

    def __str__(self) -> str:
        return f"{self.left} {self.sign} {self.right}"


@dataclass(frozen=True, slots=True)
class Logic:
    """Conditions joined by ``and`` / ``or``."""

    word: str
    parts: tuple[Formula, ...]

    def value(self, figures: Figures) -> bool:
        answers = (bool(part.value(figures)) for part in self.parts)
        return all(answers) if self.word == "and" else any(answers)

    def __str__(self) -> str:
        return f" {self.word} ".join(
            f"({part})" if isinstance(part, Logic) else str(part) for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Not:
    """A condition turned round."""

    part: Formula

    def value(self, figures: Figures) -> bool:
        return not self.part.value(figures)

    def __str__(self) -> str:
        return f"not ({self.part})"


@dataclass(frozen=True, slots=True)
class Call:
    """One of the functions on numbers: min, max, abs, floor, if."""

    function: str
    arguments: tuple[Formula, ...]

    def value(self, figures: Figures) -> Fraction:
        if self.function == "if":
            condition, then, otherwise = self.arguments
            return (then if condition.value(figures) else otherwise).value(figures)  # type: ignore[return-value]
        amounts: list[Fraction] = [argument.value(figures) for argument in self.arguments]  # type: ignore[misc]
        if self.function == "abs":
            return abs(amounts[0])
        if self.function == "floor":
            return Fraction(amounts[0].__floor__())
        return min(amounts) if self.function == "min" else max(amounts)

    def __str__(self) -> str:
        return f"{self.function}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True, slots=True)
class Mean:
    """A weighted mean: Σ amount × worth ÷ Σ amount, for answers counted by option or tasks by state."""

    parts: tuple[tuple[Formula, Number], ...]

    def value(self, figures: Figures) -> Fraction:
        amounts: list[Fraction] = [part.value(figures) for part, _ in self.parts]  # type: ignore[misc]
        whole = sum(amounts, ZERO)
        if not whole:
            names = " + ".join(str(part) for part, _ in self.parts)
            raise FormulaFault(Message("{divisor} is 0, and the rule does not say what then", divisor=names))
        worths = (worth.amount for _, worth in self.parts)
        return sum((a * w for a, w in zip(amounts, worths, strict=True)), ZERO) / whole

    def __str__(self) -> str:
        return f"mean({', '.join(f'{part}: {worth}' for part, worth in self.parts)})"


@dataclass(frozen=True, slots=True)
class Late:
    """Days after a deadline (day, month, years after the cycle's year), less an extension; negative when early."""

    signed: Formula
    day: int
    month: int
    years_on: int
    extra: Formula | None

    def deadline(self, figures: Figures) -> date:
        """The last day in time, the unit's own extension included."""
        year = figures.get(YEAR)
        if not isinstance(year, Fraction):
            raise FormulaFault(Message("the rule counts from a deadline of the year, and no year is given"))
        extra = self.extra.value(figures) if self.extra else ZERO
        return deadline_of(int(year) + self.years_on, self.month, self.day) + timedelta(days=int(extra))  # type: ignore[arg-type]

    def value(self, figures: Figures) -> Fraction:
        signed = self.signed.value(figures)
        assert isinstance(signed, date)
        return Fraction((signed - self.deadline(figures)).days)

    def __str__(self) -> str:
        year = {-1: " last year", 1: " next year"}.get(self.years_on, "")
        extra = f", {self.extra}" if self.extra else ""
        return f"late({self.signed}, {self.day:02}/{self.month:02}{year}{extra})"


@dataclass(frozen=True, slots=True)
class NoneDeclared:
    """Whether a figure was declared as "there is none" (a plan never issued has no date)."""

    name: str

    def value(self, figures: Figures) -> bool:
        return figures[self.name] is None

    def __str__(self) -> str:
        return f"none({self.name})"


Formula = Number | Text | Name | Arithmetic | Comparison | Logic | Not | Call | Mean | Late | NoneDeclared

YEAR = "@year"  # the cycle's year among the figures; no declared name can be written so
RESERVED = frozenset("and or not if min max abs floor mean late none full max_points zero among".split())
ARITY = {"if": 3, "abs": 1, "floor": 1, "min": None, "max": None}


def deadline_of(year: int, month: int, day: int) -> date:
    """That day of that year; 29/02 is the last day of February where the year has none."""
    if (month, day) == (2, 29):
        return date(year, 3, 1) - timedelta(days=1)
    return date(year, month, day)


def compared(left: Value, sign: str, right: Value) -> bool:
    """Whether `left` stands to `right` as `sign` (= != < <= > >=) says; texts compare without regard to case."""
    if type(left) is str and type(right) is str:
        left, right = left.casefold(), right.casefold()
    if sign == "=":
        return left == right
    if sign == "!=":
        return left != right
    if sign == "<":
        return left < right  # type: ignore[operator]
    if sign == "<=":
        return left <= right  # type: ignore[operator]
    return left > right if sign == ">" else left >= right  # type: ignore[operator]


def written(amount: Fraction) -> str:
    """`amount` as a formula writes it: plain where it terminates, else as a division in brackets.

    >>> written(Fraction(27, 20)), written(Fraction(1, 3))
    ('1.35', '(1 / 3)')
    """
    if decimal_places(amount) is None:
        return f"({amount.numerator} / {amount.denominator})"
    return plain(amount)


def bracketed(part: Formula, weaker: str) -> str:
    return f"({part})" if isinstance(part, Arithmetic) and part.sign in weaker else str(part)


def parsed(text: str) -> Formula:
    """The formula that `text` writes; raises `FormulaFault` naming the character where it stops being one.

    >>> parsed("(b*1 + c*0.5) / a").value({"a": Fraction(4), "b": Fraction(2), "c": Fraction(1)})
    Fraction(5, 8)
    """
    reader = Reader(text)
    formula = condition(reader)
    if reader.here.kind != "end":
        reader.refuse(Message("the end of the formula"))
    return formula


def condition(reader: Reader) -> Formula:
    """Read ``a or b and not c``."""
    return joined(reader, "or", lambda: joined(reader, "and", lambda: negated(reader)))


def joined(reader: Reader, word: str, part: object) -> Formula:
    parts = [part()]  # type: ignore[operator]
    while reader.takes(word):
        parts.append(part())  # type: ignore[operator]
    return parts[0] if len(parts) == 1 else Logic(word, tuple(parts))


def negated(reader: Reader) -> Formula:
    if reader.takes("not"):
        deeper(reader)
        part = negated(reader)
        reader.depth -= 1
        return Not(part)
    return comparison(reader)


def comparison(reader: Reader) -> Formula:
    left = arithmetic(reader)
    if reader.here.kind == "symbol" and reader.here.text in ("=", "!=", "<", "<=", ">", ">="):
        return Comparison(reader.next().text, left, arithmetic(reader))
    return left


def arithmetic(reader: Reader) -> Formula:
    """Read a sum of products: the part of the grammar that gives a number."""
    formula = product(reader)
    while reader.here.kind == "symbol" and reader.here.text in ("+", "-"):
        formula = Arithmetic(reader.next().text, formula, product(reader))
    return formula


def product(reader: Reader) -> Formula:
    formula = atom(reader)
    while reader.here.kind == "symbol" and reader.here.text in ("*", "/"):
        formula = Arithmetic(reader.next().text, formula, atom(reader))
    return formula


def deeper(reader: Reader) -> None:
    reader.depth += 1
    if reader.depth > DEEPEST_NESTING:
        raise FormulaFault(
            Message("brackets nested more than {most} deep", most=DEEPEST_NESTING), reader.here.position
        )


def atom(reader: Reader) -> Formula:
    deeper(reader)
    try:
        token = reader.here
        if token.kind == "number":
            return number(reader)
        if token.kind == "string":
            return Text(reader.string())
        if reader.takes("-"):
            inner = atom(reader)
            if isinstance(inner, Number):
                return Number(-inner.amount, inner.percent)
            return Arithmetic("-", Number(ZERO), inner)
        if reader.takes("("):
            inner = condition(reader)
            reader.expects(")")
            return inner
        if token.kind == "name":
            return named(reader)
        return reader.refuse(Message("a number, a declared figure or a bracket"))
    finally:
        reader.depth -= 1


def number(reader: Reader) -> Number:
    """Read a number, perhaps with a percent sign."""
    if reader.here.kind != "number":
        reader.refuse(Message("a number"))
    token = reader.next()
    percent = token.text.endswith("%")
    try:
        amount = machine(token.text.rstrip("%"))
    except NumberFault as fault:
        raise FormulaFault(fault.why, token.position) from fault
    return Number(amount / HUNDRED if percent else amount, percent)


def named(reader: Reader) -> Formula:
    token = reader.here
    name = reader.name()
    if not reader.sees("("):
        if name in RESERVED:
            reader.at -= 1
            reader.refuse(Message("the name of a declared figure"))
        return Name(name)
    if name not in (*ARITY, "mean", "late", "none"):
        raise FormulaFault(
            Message(
                '"{found}" at character {position} is no function; there are min, max, abs, floor, if, mean, late, none',
                found=name, position=token.position,
            ),
            token.position,
        )  # fmt: skip
    reader.expects("(")
    if name == "mean":
        formula: Formula = mean(reader)
    elif name == "late":
        formula = late(reader)
    elif name == "none":
        formula = NoneDeclared(reader.name())
    else:
        formula = call(reader, name)
    reader.expects(")")
    return formula


def call(reader: Reader, name: str) -> Call:
    arguments = [condition(reader)]
    while reader.takes(","):
        arguments.append(condition(reader))
    wanted = ARITY[name]
    if len(arguments) != wanted if wanted else len(arguments) < 2:
        reader.refuse(Message("{wanted} values in {name}(…)", wanted=wanted or "2+", name=name))
    return Call(name, tuple(arguments))


def mean(reader: Reader) -> Mean:
    parts = []
    while True:
        part = arithmetic(reader)
        reader.expects(":")
        parts.append((part, number(reader)))
        if not reader.takes(","):
            return Mean(tuple(parts))


def late(reader: Reader) -> Late:
    signed = Name(reader.name())
    reader.expects(",")
    start = reader.here.position
    day = number(reader)
    reader.expects("/")
    month = number(reader)
    years_on = 1 if reader.takes("next", "year") else -1 if reader.takes("last", "year") else 0
    try:
        date(2024, int(month.amount), int(day.amount))
    except ValueError:
        raise FormulaFault(
            Message("{day}/{month} is no day of the year", day=str(day), month=str(month)), start
        ) from None
    extra = arithmetic(reader) if reader.takes(",") else None
    return Late(signed, int(day.amount), int(month.amount), years_on, extra)


# --- what a formula says about itself ----------------------------------------------------------------------------


def parts(formula: Formula) -> tuple[Formula, ...]:
    """The formulas directly inside `formula`."""
    match formula:
        case Arithmetic(_, left, right) | Comparison(_, left, right):
            return (left, right)
        case Logic(_, inner):
            return inner
        case Not(inner_one):
            return (inner_one,)
        case Call(_, arguments):
            return arguments
        case Mean(weighted):
            return tuple(part for part, _ in weighted)
        case Late(signed, _, _, _, extra):
            return (signed, extra) if extra else (signed,)
        case NoneDeclared(name):
            return (Name(name),)
    return ()


def walk(formula: Formula) -> Iterator[Formula]:
    """`formula` and all formulas inside it."""
    yield formula
    for part in parts(formula):
        yield from walk(part)


def names(formula: Formula) -> tuple[str, ...]:
    """The declared figures that `formula` uses, each once, in order of appearance.

    >>> names(parsed("done / (done + open)"))
    ('done', 'open')
    """
    return tuple(dict.fromkeys(part.name for part in walk(formula) if isinstance(part, Name)))


def filled(formula: Formula, figures: Figures) -> str:
    """`formula` with its figures written in their places: what a derivation prints and anyone can recompute.

    >>> filled(parsed("done / total"), {"done": Fraction(9), "total": Fraction(10)})
    '9 / 10'
    """
    match formula:
        case Name():
            found = formula.value(figures)
            return str(Number(found)) if isinstance(found, Fraction) else str(found)
        case Arithmetic(sign, left, right):
            return str(Arithmetic(sign, filling(left, figures), filling(right, figures)))
        case Call("if", (condition_, then, otherwise)):
            return filled(then if condition_.value(figures) else otherwise, figures)
        case Call(function, arguments):
            return f"{function}({', '.join(filled(argument, figures) for argument in arguments)})"
        case Mean(weighted):
            inner = ", ".join(f"{filled(part, figures)}: {worth}" for part, worth in weighted)
            return f"mean({inner})"
        case Late():
            return str(Number(formula.value(figures)))
    return str(formula)


def filling(formula: Formula, figures: Figures) -> Formula:
    """`formula` with its figures replaced by numbers; figures that are no numbers are worked out first."""
    match formula:
        case Name():
            found = formula.value(figures)
            return Number(found) if isinstance(found, Fraction) else Text(str(found))
        case Arithmetic(sign, left, right):
            return Arithmetic(sign, filling(left, figures), filling(right, figures))
        case Call() | Mean() | Late():
            return Number(formula.value(figures))
    return formula


def numeric_span(variable: Variable) -> Span:
    """The lowest and highest number that `variable` may hold; None is no bound. Counts start at 0."""
    if variable.kind is Kind.COUNT and variable.low is None:
        return ZERO, variable.high
    if variable.kind is Kind.PERCENT:
        low = variable.low if variable.low is not None else ZERO
        return low, variable.high if variable.high is not None else ONE
    return variable.low, variable.high


def span(formula: Formula, variables: Mapping[str, Variable]) -> Span:
    """Bounds that hold for every value of `formula` (interval arithmetic: true, though not always tight)."""
    match formula:
        case Number(amount):
            return amount, amount
        case Name(name):
            return numeric_span(variables[name])
        case Arithmetic(sign, left, right):
            return joined_span(sign, span(left, variables), span(right, variables))
        case Call("if", (_, then, otherwise)):
            return hull(span(then, variables), span(otherwise, variables))
        case Call("min", arguments):
            return least([span(argument, variables) for argument in arguments])
        case Call("max", arguments):
            low, high = least([mirrored(span(argument, variables)) for argument in arguments])
            return mirrored((low, high))
        case Call("abs", (argument,)):
            low, high = span(argument, variables)
            if low is not None and low >= 0:
                return low, high
            return ZERO, None if low is None or high is None else max(-low, high)
        case Call("floor", (argument,)):
            low, high = span(argument, variables)
            return None if low is None else Fraction(low.__floor__()), high
        case Mean(weighted):
            worths = [worth.amount for _, worth in weighted]
            return min(worths), max(worths)
    return None, None


def mirrored(bounds: Span) -> Span:
    low, high = bounds
    return None if high is None else -high, None if low is None else -low


def hull(one: Span, other: Span) -> Span:
    low = None if one[0] is None or other[0] is None else min(one[0], other[0])
    high = None if one[1] is None or other[1] is None else max(one[1], other[1])
    return low, high


def least(spans: list[Span]) -> Span:
    """The bounds of the smallest of several values."""
    lows = [low for low, _ in spans]
    highs = [high for _, high in spans if high is not None]
    low = None if any(one is None for one in lows) else min(one for one in lows if one is not None)
    return low, min(highs) if highs else None


def joined_span(sign: str, one: Span, other: Span) -> Span:
    if sign == "-":
        return joined_span("+", one, mirrored(other))
    if sign == "+":
        low = None if one[0] is None or other[0] is None else one[0] + other[0]
        high = None if one[1] is None or other[1] is None else one[1] + other[1]
        return low, high
    if sign == "/":
        return quotient_span(one, other)
    if None in one or None in other:
        not_negative = all(bounds[0] is not None and bounds[0] >= 0 for bounds in (one, other))
        return (one[0] * other[0], None) if not_negative else (None, None)  # type: ignore[operator]
    corners = [a * b for a in one for b in other]  # type: ignore[operator]
    return min(corners), max(corners)


def quotient_span(one: Span, other: Span) -> Span:
    """Bounds of a quotient; the divisor 0 is left out, for it is refused when it occurs."""
    low, high = other
    if low is None or low < 0:
        return None, None
    if low > 0:
        inverse: Span = (ZERO if high is None else 1 / high, 1 / low)
        return joined_span("*", one, inverse)
    return (ZERO, None) if one[0] is not None and one[0] >= 0 else (None, None)


class Sort(StrEnum):
    """What a formula gives."""

    NUMBER = "number"
    CONDITION = "condition"
    TEXT = "text"
    DATE = "date"


SORT_OF_KIND = {
    Kind.COUNT: Sort.NUMBER, Kind.NUMBER: Sort.NUMBER, Kind.PERCENT: Sort.NUMBER, Kind.DATE: Sort.DATE,
    Kind.CHOICE: Sort.TEXT, Kind.TEXT: Sort.TEXT, Kind.YES_NO: Sort.CONDITION,
}  # fmt: skip


def sort_of(formula: Formula, variables: Mapping[str, Variable]) -> Sort:
    """What `formula` gives; raises `FormulaFault` for undeclared figures and for parts that do not fit together."""
    match formula:
        case Number():
            return Sort.NUMBER
        case Text():
            return Sort.TEXT
        case Name(name) | NoneDeclared(name):
            declared = variables.get(name)
            if declared is None:
                raise FormulaFault(Message('"{name}" is not among the declared figures', name=name))
            return SORT_OF_KIND[declared.kind] if isinstance(formula, Name) else Sort.CONDITION
        case Comparison(sign, left, right):
            fits_comparison(formula, sign, sort_of(left, variables), sort_of(right, variables))
            fits_options(left, right, variables)
            return Sort.CONDITION
        case Logic() | Not():
            return demand(formula, Sort.CONDITION, variables, Sort.CONDITION)
        case Late(signed, _, _, _, extra):
            demand_one(signed, Sort.DATE, variables)
            return demand_one(extra, Sort.NUMBER, variables) if extra else Sort.NUMBER
        case Call("if", (condition_, then, otherwise)):
            demand_one(condition_, Sort.CONDITION, variables)
            demand_one(then, Sort.NUMBER, variables)
            return demand_one(otherwise, Sort.NUMBER, variables)
    return demand(formula, Sort.NUMBER, variables, Sort.NUMBER)


def demand(formula: Formula, sort: Sort, variables: Mapping[str, Variable], result: Sort) -> Sort:
    for part in parts(formula):
        demand_one(part, sort, variables)
    return result


def demand_one(formula: Formula, sort: Sort, variables: Mapping[str, Variable]) -> Sort:
    """`sort`, when `formula` gives it; raises `FormulaFault` otherwise."""
    found = sort_of(formula, variables)
    if found is not sort:
        raise FormulaFault(
            Message('"{formula}" gives a {found} where a {wanted} is needed', formula=str(formula),
                    found=SORT_WORDS[found], wanted=SORT_WORDS[sort])
        )  # fmt: skip
    return sort


SORT_WORDS = {
    Sort.NUMBER: Message("number"), Sort.CONDITION: Message("condition (yes or no)"),
    Sort.TEXT: Message("text"), Sort.DATE: Message("date"),
}  # fmt: skip


def fits_comparison(formula: Formula, sign: str, left: Sort, right: Sort) -> None:
    ordered = left in (Sort.NUMBER, Sort.DATE)
    if left is not right or (sign not in ("=", "!=") and not ordered):
        raise FormulaFault(
            Message('"{formula}" compares a {left} with a {right}', formula=str(formula),
                    left=SORT_WORDS[left], right=SORT_WORDS[right])
        )  # fmt: skip


def fits_options(left: Formula, right: Formula, variables: Mapping[str, Variable]) -> None:
    """A choice may be compared only with one of its options."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Name) and isinstance(other, Text) and variables[one.name].options:
            option_of(variables[one.name], other.text)


def option_of(variable: Variable, text: str) -> str:
    """The option of `variable` that `text` names, case ignored; raises `FormulaFault` listing the options."""
    for option in variable.options:
        if option.casefold() == text.strip().casefold():
            return option
    raise FormulaFault(
        Message('"{found}" is not an option of {name}; the options are: {options}',
                found=text, name=variable.name, options=variable.options)
    )  # fmt: skip


def dimension(formula: Formula, variables: Mapping[str, Variable]) -> Dimension | None:
    """The unit of measure of `formula`, empty for a pure number, None for a written number, which fits any unit.

    Raises `FormulaFault` where unlike units are added or compared: tasks and reports, days and percent.
    """
    match formula:
        case Name(name):
            unit = variables[name].unit
            return ((unit, 1),) if unit else ()
        case Arithmetic("*" | "/" as sign, left, right):
            one, other = dimension(left, variables), dimension(right, variables)
            return one if other is None and sign == "*" else multiplied(one or (), other or (), sign)
        case Arithmetic() | Comparison():
            return alike(formula, parts(formula), variables)
        case Call("if", (condition_, then, otherwise)):
            dimension(condition_, variables)
            return alike(formula, (then, otherwise), variables)
        case Call(_, arguments):
            return alike(formula, arguments, variables)
        case Mean(weighted):
            alike(formula, tuple(part for part, _ in weighted), variables)
            return ()
        case Logic() | Not():
            for part in parts(formula):
                dimension(part, variables)
            return ()
    return None


def alike(formula: Formula, members: tuple[Formula, ...], variables: Mapping[str, Variable]) -> Dimension | None:
    found = [one for member in members if (one := dimension(member, variables)) is not None]
    for other in found[1:]:
        if other != found[0]:
            raise FormulaFault(
                Message('"{formula}" puts unlike units together: {one} and {other}', formula=str(formula),
                        one=unit_text(found[0]), other=unit_text(other))
            )  # fmt: skip
    return found[0] if found else None


def multiplied(one: Dimension, other: Dimension, sign: str) -> Dimension:
    powers = dict(one)
    for unit, power in other:
        powers[unit] = powers.get(unit, 0) + (power if sign == "*" else -power)
    return tuple(sorted((unit, power) for unit, power in powers.items() if power))


def unit_text(found: Dimension) -> str | Message:
    """A unit of measure in words, for example "văn bản/đơn vị"."""
    if not found:
        return Message("a pure number")
    over = "·".join(unit for unit, power in found for _ in range(power))
    under = "·".join(unit for unit, power in found for _ in range(-power))
    return f"{over or '1'}/{under}" if under else over
