"""Forgotten percent signs in a rule: bands, thresholds, steps and factors over a share, written as bare numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cchc.core.scoring.formulas.analysis import walk
from cchc.core.scoring.formulas.shares import (
    Scale,
    bare_beside_shares,
    is_above_one,
    is_hundredfold,
    percent_sign_missing,
    scale_of,
)
from cchc.core.scoring.formulas.tree import ONE, Formula, Mean, Number, Variable, amount_text
from cchc.core.scoring.rules.rule import BestOf, Rule
from cchc.core.scoring.rules.shapes import Choose, Ratio, Steps, Tiers
from cchc.core.scoring.rules.values import RuleRow, Shape
from cchc.core.words.messages import Message

Variables = Mapping[str, Variable]


def share_faults(rule: Rule, variables: Variables) -> Iterator[Message]:
    """Every number above 1 without a percent sign that stands against a share."""
    for formula in rule.formulas():
        yield from bare_beside_shares(formula, variables)
    yield from shape_share_faults(rule.shape, variables)
    if rule.times is not None and is_above_one(rule.times):
        yield factor_sign_missing(rule.times)
    if rule.factor is not None:
        yield from factor_faults(rule.factor)


def shape_share_faults(shape: Shape, variables: Variables) -> Iterator[Message]:
    match shape:
        case Tiers(formula, rows):
            if scale_of(formula, variables) is Scale.SHARE:
                yield from band_share_faults(formula, rows, variables)
        case Ratio(formula, zero_below):
            if zero_below is not None and is_above_one(zero_below):
                yield percent_sign_missing(formula, zero_below, variables)
            yield from ratio_share_faults(formula, variables)
        case Steps(formula):
            if scale_of(formula, variables) is Scale.SHARE:
                for number in (shape.start, shape.every):
                    if is_above_one(number):
                        yield percent_sign_missing(formula, number, variables)
        case BestOf(rules):
            for rule in rules:
                yield from shape_share_faults(rule.shape, variables)
                if rule.factor is not None:
                    yield from factor_faults(rule.factor)


def band_share_faults(formula: Formula, rows: tuple[RuleRow, ...], variables: Variables) -> Iterator[Message]:
    """The ends of bands over a share, each number once."""
    ends = [end for row in rows for end in (row.band.low, row.band.high) if end is not None]
    for number in dict.fromkeys(ends):
        if is_above_one(number):
            yield percent_sign_missing(formula, number, variables)


def ratio_share_faults(formula: Formula, variables: Variables) -> Iterator[Message]:
    """A ratio that is a hundred times its share: every unit with one in a hundred would have the maximum."""
    if is_hundredfold(formula, variables):
        yield Message(
            "{formula} is a hundred times the share, and ratio takes the share itself: leave out the 100",
            formula=str(formula),
        )
    for part in walk(formula):
        if isinstance(part, Mean):
            for _, worth in part.parts:
                if is_above_one(worth):
                    yield percent_sign_missing(formula, worth, variables)


def factor_faults(factor: Choose) -> Iterator[Message]:
    """The factors above 1 that are written without a percent sign."""
    for row in factor.rows:
        if not row.worth.share and abs(row.worth.amount) > ONE:
            yield factor_sign_missing(Number(row.worth.amount))


def factor_sign_missing(factor: Formula) -> Message:
    """What to write instead of a bare factor above 1, in both readings."""
    assert isinstance(factor, Number)
    text = amount_text(factor.amount)
    return Message(
        "the points are multiplied by {number}, which is {percent} %: write {meant}, or {other} where that is meant",
        number=text,
        percent=factor.amount * 100,
        meant=f"{text}%",
        other=f"{amount_text(factor.amount * 100)}%",
    )
