"""Shares in formulas: 80 % is held as 0.8, so a bare 80 beside a share means 8,000 %, which nothing reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from fractions import Fraction

from cchc.core.scoring.formulas.analysis import dimension, walk
from cchc.core.scoring.formulas.tree import (
    HUNDRED,
    ONE,
    Arithmetic,
    Call,
    Comparison,
    FigureKind,
    Formula,
    Mean,
    Name,
    Number,
    Variable,
    amount_text,
)
from cchc.core.words.messages import Message

Variables = Mapping[str, Variable]


class Scale(Enum):
    """What an amount is measured on: a share of a whole, a bare number as written, or anything else."""

    SHARE = auto()
    BARE = auto()
    OTHER = auto()


def scale_of(formula: Formula, variables: Variables) -> Scale:
    """The scale of `formula`: a share only where it certainly is one.

    >>> from cchc.core.scoring.formulas.reading import parsed_formula
    >>> figures = {name: Variable(name, name, FigureKind.COUNT, "việc") for name in ("a", "b")}
    >>> [scale_of(parsed_formula(text), figures).name for text in ("a / b", "a / b * 100", "1 - a / b", "a - b")]
    ['SHARE', 'OTHER', 'SHARE', 'OTHER']
    """
    match formula:
        case Number(_, percent):
            return Scale.SHARE if percent else Scale.BARE
        case Name(name):
            return Scale.SHARE if variables[name].kind is FigureKind.PERCENT else Scale.OTHER
        case Arithmetic("/", left, right):
            return scale_of_quotient(left, right, formula, variables)
        case Arithmetic(_, left, right):
            return joint_scale((left, right), variables)
        case Call("if", (_, then, otherwise)):
            return joint_scale((then, otherwise), variables)
        case Call("min" | "max" | "abs", arguments):
            return joint_scale(arguments, variables)
        case Mean(weighted):
            return Scale.OTHER if any(is_above_one(worth) for _, worth in weighted) else Scale.SHARE
    return Scale.OTHER


def joint_scale(members: tuple[Formula, ...], variables: Variables) -> Scale:
    """The scale of members put together: shares stay one beside each other and beside numbers up to 1."""
    scales = [scale_of(one, variables) for one in members]
    if Scale.OTHER in scales:
        return Scale.OTHER
    if Scale.SHARE not in scales:
        return Scale.BARE
    return Scale.OTHER if any(is_above_one(one) for one in members) else Scale.SHARE


def scale_of_quotient(left: Formula, right: Formula, whole: Formula, variables: Variables) -> Scale:
    """The scale of ``left / right``: a part of its own kind is a share, a mean of shares too."""
    one, other = scale_of(left, variables), scale_of(right, variables)
    if one is Scale.SHARE:
        return Scale.SHARE if other is Scale.SHARE or is_above_one(right) else Scale.OTHER
    if one is Scale.BARE or other is not Scale.OTHER or dimension(whole, variables):
        return Scale.OTHER
    return Scale.OTHER if is_scaled(left) or is_scaled(right) else Scale.SHARE


def is_scaled(formula: Formula) -> bool:
    """Whether a number above 1 multiplies inside `formula`: done × 100 is on no scale that can be told."""
    return any(
        isinstance(part, Arithmetic)
        and part.sign in ("*", "/")
        and (is_above_one(part.left) or is_above_one(part.right))
        for part in walk(formula)
    )


def is_above_one(formula: Formula) -> bool:
    """Whether `formula` is a number above 1 (or below −1) written without a percent sign."""
    return isinstance(formula, Number) and not formula.percent and abs(formula.amount) > ONE


def bare_beside_shares(formula: Formula, variables: Variables) -> Iterator[Message]:
    """The numbers above 1 without a percent sign that `formula` compares with a share or takes from one."""
    for part in walk(formula):
        match part:
            case Comparison(_, left, right):
                yield from bare_beside_share(left, right, variables)
                yield from bare_beside_share(right, left, variables)
            case Arithmetic("-", left, right):
                yield from bare_beside_share(left, right, variables)


def bare_beside_share(share: Formula, number: Formula, variables: Variables) -> Iterator[Message]:
    """The fault of a `number` above 1 without a percent sign beside a `share`."""
    if is_above_one(number) and scale_of(share, variables) is Scale.SHARE:
        assert isinstance(number, Number)
        yield percent_sign_missing(share, number, variables)


def percent_sign_missing(share: Formula, number: Number, variables: Variables) -> Message:
    """What to write instead of a bare `number` beside a `share`, in both readings."""
    text, percent = amount_text(number.amount), number.amount * HUNDRED
    said = {
        "share": str(share),
        "number": text,
        "percent": percent,
        "meant": f"{text}%",
        "other": f"{amount_text(percent)}%",
    }
    if is_without_units(share, variables):
        return Message(
            "{share} is a share, and {number} beside it means {percent} %: write {meant}, or {other} where that is "
            "meant; if it is no share, declare the units of its figures",
            **said,
        )
    return Message(
        "{share} is a share, and {number} beside it means {percent} %: write {meant}, or {other} where that is meant",
        **said,
    )


def is_without_units(share: Formula, variables: Variables) -> bool:
    """Whether a quotient is taken for a share because its figures state no units of measure."""
    return any(
        isinstance(part, Name)
        and variables[part.name].kind is not FigureKind.PERCENT
        and not variables[part.name].unit
        for part in walk(share)
    )


def is_hundredfold(formula: Formula, variables: Variables) -> bool:
    """Whether `formula` is a share × 100: a percentage as a number, where the share itself is wanted."""
    if not isinstance(formula, Arithmetic) or formula.sign not in ("*", "/"):
        return False
    factors, divisors = product_parts(formula)
    bare = [one.amount for one in factors if isinstance(one, Number) and not one.percent]
    if Fraction(100) not in bare:
        return False
    rest = [one for one in factors if not (isinstance(one, Number) and one.amount == HUNDRED)]
    if not rest:
        return False
    whole = rest[0]
    for one in rest[1:]:
        whole = Arithmetic("*", whole, one)
    for one in divisors:
        whole = Arithmetic("/", whole, one)
    return scale_of(whole, variables) is Scale.SHARE


def product_parts(formula: Formula) -> tuple[list[Formula], list[Formula]]:
    """The factors and the divisors of a chain of × and ÷."""
    if isinstance(formula, Arithmetic) and formula.sign == "*":
        one, other = product_parts(formula.left), product_parts(formula.right)
        return one[0] + other[0], one[1] + other[1]
    if isinstance(formula, Arithmetic) and formula.sign == "/":
        one, other = product_parts(formula.left), product_parts(formula.right)
        return one[0] + other[1], one[1] + other[0]
    return [formula], []
