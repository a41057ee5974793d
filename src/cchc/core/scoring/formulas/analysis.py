"""Looking at formulas before any unit is scored: the figures they use, their sorts, units of measure and bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction

from cchc.core.scoring.formulas.tree import (
    ONE,
    ZERO,
    Arithmetic,
    Call,
    Comparison,
    FigureKind,
    Figures,
    Formula,
    FormulaFault,
    Late,
    Logic,
    Mean,
    Name,
    NoneDeclared,
    Not,
    Number,
    Text,
    Variable,
    amount_of,
)
from cchc.core.words.messages import Message
from cchc.core.words.names import text_key

Span = tuple[Fraction | None, Fraction | None]
Dimension = tuple[tuple[str, int], ...]
Variables = Mapping[str, Variable]


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

    >>> names(Arithmetic("/", Name("done"), Arithmetic("+", Name("done"), Name("open"))))
    ('done', 'open')
    """
    return tuple(dict.fromkeys(part.name for part in walk(formula) if isinstance(part, Name)))


def text_with_figures(formula: Formula, figures: Figures) -> str:
    """`formula` with its figures written in their places: what a derivation prints and anyone can recompute.

    >>> text_with_figures(Arithmetic("/", Name("done"), Name("total")), {"done": Fraction(9), "total": Fraction(10)})
    '9 / 10'
    """
    match formula:
        case Name():
            found = formula.value(figures)
            return str(Number(found)) if isinstance(found, Fraction) else str(found)
        case Arithmetic(sign, left, right):
            return str(Arithmetic(sign, filling(left, figures), filling(right, figures)))
        case Call("if", (condition_, then, otherwise)):
            return text_with_figures(then if condition_.value(figures) else otherwise, figures)
        case Call(function, arguments):
            return f"{function}({', '.join(text_with_figures(argument, figures) for argument in arguments)})"
        case Mean(weighted):
            inner = ", ".join(f"{text_with_figures(part, figures)}: {worth}" for part, worth in weighted)
            return f"mean({inner})"
        case Late():
            return str(Number(amount_of(formula, figures)))
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
            return Number(amount_of(formula, figures))
    return formula


def numeric_span(variable: Variable) -> Span:
    """The lowest and highest number that `variable` may hold; None is no bound. Counts start at 0."""
    if variable.kind is FigureKind.COUNT and variable.low is None:
        return ZERO, variable.high
    if variable.kind is FigureKind.PERCENT:
        low = variable.low if variable.low is not None else ZERO
        return low, variable.high if variable.high is not None else ONE
    return variable.low, variable.high


def span(formula: Formula, variables: Variables) -> Span:
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
            return floored(low), floored(high)
        case Mean(weighted):
            worths = [worth.amount for _, worth in weighted]
            return min(worths), max(worths)
    return None, None


def floored(end: Fraction | None) -> Fraction | None:
    return None if end is None else Fraction(end.__floor__())


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
    return product_span(one, other)


def product_span(one: Span, other: Span) -> Span:
    """Bounds of a product: its corners, where both are bounded or neither is negative."""
    corners = [a * b for a in one if a is not None for b in other if b is not None]
    if len(corners) == 4:
        return min(corners), max(corners)
    low, other_low = one[0], other[0]
    if low is not None and other_low is not None and low >= 0 and other_low >= 0:
        return low * other_low, None
    return None, None


def quotient_span(one: Span, other: Span) -> Span:
    """Bounds of a quotient; the divisor 0 is left out, for it is refused when it occurs."""
    low, high = other
    if low is None or low < 0:
        return None, None
    if low > 0:
        inverse: Span = (ZERO if high is None else 1 / high, 1 / low)
        return product_span(one, inverse)
    return (ZERO, None) if one[0] is not None and one[0] >= 0 else (None, None)


class Sort(StrEnum):
    """The sort of value that a formula gives."""

    NUMBER = "number"
    CONDITION = "condition"
    TEXT = "text"
    DATE = "date"


SORT_OF_KIND = {
    FigureKind.COUNT: Sort.NUMBER,
    FigureKind.NUMBER: Sort.NUMBER,
    FigureKind.PERCENT: Sort.NUMBER,
    FigureKind.DATE: Sort.DATE,
    FigureKind.CHOICE: Sort.TEXT,
    FigureKind.TEXT: Sort.TEXT,
    FigureKind.YES_NO: Sort.CONDITION,
}


def sort_of(formula: Formula, variables: Variables) -> Sort:
    """The sort of `formula`'s value; raises `FormulaFault` for undeclared figures and for parts that do not fit."""
    match formula:
        case Number():
            return Sort.NUMBER
        case Text():
            return Sort.TEXT
        case Name(name):
            return SORT_OF_KIND[variable_of(name, variables).kind]
        case NoneDeclared(name):
            if variable_of(name, variables).kind is not FigureKind.DATE:
                raise FormulaFault(Message('"{name}" is no date; only a date is declared as none', name=name))
            return Sort.CONDITION
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


def variable_of(name: str, variables: Variables) -> Variable:
    """The declared figure of that name; raises `FormulaFault`."""
    if name not in variables:
        raise FormulaFault(Message('"{name}" is not among the declared figures', name=name))
    return variables[name]


def demand(formula: Formula, sort: Sort, variables: Variables, result: Sort) -> Sort:
    for part in parts(formula):
        demand_one(part, sort, variables)
    return result


def demand_one(formula: Formula, sort: Sort, variables: Variables) -> Sort:
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


def fits_options(left: Formula, right: Formula, variables: Variables) -> None:
    """A choice may be compared only with one of its options."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Name) and isinstance(other, Text) and variables[one.name].options:
            option_of(variables[one.name], other.text)


def option_of(variable: Variable, text: str) -> str:
    """The option of `variable` that `text` names, however it is typed; raises `FormulaFault` listing the options."""
    for option in variable.options:
        if text_key(option) == text_key(text):
            return option
    raise FormulaFault(
        Message('"{found}" is not an option of {name}; the options are: {options}',
                found=text, name=variable.label, options=variable.options)
    )  # fmt: skip


def dimension(formula: Formula, variables: Variables) -> Dimension | None:
    """The unit of measure of `formula`, empty for a pure number, None for a written number, which fits any unit.

    Raises `FormulaFault` where unlike units are added or compared: tasks and reports, days and percent.
    """
    match formula:
        case Name(name):
            unit = variables[name].unit
            return ((unit, 1),) if unit else ()
        case Arithmetic("*" | "/" as sign, left, right):
            one, other = dimension(left, variables), dimension(right, variables)
            return None if one is None and other is None else multiplied(one or (), other or (), sign)
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


def alike(formula: Formula, members: tuple[Formula, ...], variables: Variables) -> Dimension | None:
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
