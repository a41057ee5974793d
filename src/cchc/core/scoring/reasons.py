"""Steps and losses in sentences: with the names that the set prints, never with the short names of the grammar.

"39/51 phản ánh trả lời đúng hạn, 76,5 %" is what an official checks at a glance; the rule stands beside it in words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from cchc.core.scoring.criteria.figures import figure_words
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.formulas.analysis import names
from cchc.core.scoring.formulas.shares import Scale, scale_of
from cchc.core.scoring.formulas.tree import (
    HUNDRED,
    YEAR,
    Arithmetic,
    FigureKind,
    Figures,
    Formula,
    FormulaFault,
    Late,
    Name,
    Number,
    Undeclared,
    Variable,
    amount_of,
)
from cchc.core.scoring.rules.peers import Relative
from cchc.core.scoring.rules.prices import Deduct, Each
from cchc.core.scoring.rules.rule import BestOf, Multiplier, Rule
from cchc.core.scoring.rules.shapes import AllOf, Choose, Expert, Points, Ratio, Steps, Tiers
from cchc.core.scoring.rules.values import Loss, Phrase, RuleRow, Shape, Step, number_words
from cchc.core.scoring.rules.words import (
    both,
    formula_words,
    label_of,
    line_words,
    listed,
    read_once,
    with_labels,
)
from cchc.core.words.messages import Message
from cchc.core.words.numbers import decimal_places, rounded_number

MOST_DECIMALS = 4
Variables = Mapping[str, Variable]


# --- amounts ---------------------------------------------------------------------------------------------------------


def short_number(amount: Fraction) -> Phrase:
    """`amount` with at most four decimals, "≈" before it where that is not all of it.

    >>> short_number(Fraction(5, 4)), str(short_number(Fraction(13, 17)))
    (Fraction(5, 4), '≈ 7647/10000')
    """
    places = decimal_places(amount)
    if places is not None and places <= MOST_DECIMALS:
        return amount
    return Message("≈ {number}", number=rounded_number(amount, MOST_DECIMALS))


def percent_words(share: Fraction) -> Message:
    """A share as a percentage with one decimal; with up to four where one would make it a whole number that it is not.

    >>> str(percent_words(Fraction(39, 51))), str(percent_words(Fraction(79996, 100000)))
    ('153/2 %', '19999/250 %')
    """
    percent = share * HUNDRED
    for places in range(1, MOST_DECIMALS + 1):
        shown = rounded_number(percent, places)
        if shown.denominator != 1 or percent.denominator == 1:
            break
    return Message("{percent} %", percent=shown)


def exact_percent(share: Fraction) -> Message:
    """A share as a percentage with at most four decimals, "≈" before it where that is not all of it.

    >>> str(exact_percent(Fraction(39, 51)))
    '≈ 382353/5000 %'
    """
    percent = share * HUNDRED
    shown = short_number(percent)
    if shown is percent:
        return Message("{percent} %", percent=percent)
    return Message("≈ {percent} %", percent=rounded_number(percent, MOST_DECIMALS))


# --- steps -----------------------------------------------------------------------------------------------------------


def what_words(step: Step, variables: Variables) -> Message:
    """What a step did, figures by the names that the set prints, amounts with at most four decimals."""
    short = {gap: short_number(one) if isinstance(one, Fraction) else one for gap, one in step.what.gaps}
    return with_labels(Message(step.what.text, **short), variables)


def value_words(step: Step, variables: Variables) -> Phrase:
    """What came of a step: a share as a percentage, other amounts with at most four decimals."""
    return exact_percent(step.value) if is_share_step(step, variables) else short_number(step.value)


def is_share_step(step: Step, variables: Variables) -> bool:
    """Whether the value of a step is a share."""
    if step.what.text == "Share of the best":
        return True
    formula = dict(step.what.gaps).get("formula")
    if step.what.text != "{formula}" or formula is None:
        return False
    return is_share(read_once(str(formula)), variables)


def is_share(formula: Formula, variables: Variables) -> bool:
    """Whether `formula` gives a share of figures that are all declared."""
    known = all(name in variables for name in names(formula))
    return known and scale_of(formula, variables) is Scale.SHARE


def arithmetic_words(step: Step) -> Phrase | None:
    """The arithmetic of a step in the reader's signs, its inner quotients worked out; None without arithmetic."""
    if step.expression is None:
        return None
    try:
        formula = read_once(step.expression)
    except FormulaFault:
        return step.expression
    if step.what.text == "Share × maximum" and isinstance(formula, Arithmetic):
        share, maximum = amount_of(formula.left, {}), amount_of(formula.right, {})
        return Message("{share} × {maximum}", share=exact_percent(share), maximum=short_number(maximum))
    return formula_words(shortened(formula, outermost=True), {})


def shortened(formula: Formula, outermost: bool = False) -> Formula:
    """`formula` with the quotients of numbers inside it as rounded numbers; the outermost stays as it is."""
    if not isinstance(formula, Arithmetic):
        return formula
    left, right = shortened(formula.left), shortened(formula.right)
    if not outermost and formula.sign == "/" and isinstance(left, Number) and isinstance(right, Number):
        return Number(rounded_number(left.amount / right.amount, MOST_DECIMALS))
    return Arithmetic(formula.sign, left, right)


def step_words(step: Step, variables: Variables) -> Message:
    """One step of a derivation in a sentence: what was done, its arithmetic, what came of it."""
    what, value, arithmetic = (
        what_words(step, variables),
        value_words(step, variables),
        arithmetic_words(step),
    )
    if arithmetic is None:
        return Message("{what}: {value}", what=what, value=value)
    if isinstance(value, Message) and value.text.startswith("≈"):
        return Message("{what}: {arithmetic} {value}", what=what, arithmetic=arithmetic, value=value)
    return Message("{what}: {arithmetic} = {value}", what=what, arithmetic=arithmetic, value=value)


# --- losses ----------------------------------------------------------------------------------------------------------


def loss_words(leaf: Node, loss: Loss, figures: Figures | None) -> Message:
    """Why points were lost, in a sentence with the declared `figures`; without them, the line of the rule in words.

    It says nothing of other units: what a comparison brings in stands in the derivation alone.
    """
    if loss.line is None or leaf.rule is None:
        return Message("points were stated, not computed from figures")
    if figures is not None:
        try:
            sentence = reason_words(leaf, loss, figures)
        except (Undeclared, FormulaFault):
            sentence = None
        if sentence is not None:
            return sentence
    return line_words(loss.line, leaf.rule.shape, leaf.declared())


def reason_words(leaf: Node, loss: Loss, figures: Figures) -> Message | None:
    """The reason of a loss with its figures; None where the line of the rule says it better."""
    variables, line = leaf.declared(), loss.line
    match line:
        case Ratio(formula, zero_below):
            achieved = achieved_words(formula, variables, figures, share=True)
            if zero_below is not None and amount_of(formula, figures) < zero_below.amount:
                return Message(
                    "{achieved}; below {threshold}: 0 points",
                    achieved=achieved, threshold=number_words(zero_below),
                )  # fmt: skip
            return achieved
        case RuleRow():
            return row_reason(line, shape_with(line, leaf.rule), variables, figures) if leaf.rule else None
        case AllOf(conditions):
            unmet = [formula_words(one, variables) for one in conditions if not one.value(figures)]
            return Message("not met: {conditions}", conditions=both(unmet)) if unmet else None
        case Expert(score, reason):
            return Message(
                "{points} points given, because: {reason}",
                points=short_number(amount_of(Name(score), figures)), reason=str(figures[reason]),
            )  # fmt: skip
        case Relative(formula):
            return Message("{achieved}, behind the best of the peer group",
                           achieved=achieved_words(formula, variables, figures))  # fmt: skip
        case Multiplier(formula):
            return Message(
                "The points are multiplied by {formula}: {value}",
                formula=formula_words(formula, variables),
                value=multiplier_words(formula, leaf, figures),
            )
        case Each() | Steps() | Points():
            used = tuple(dict.fromkeys(name for one in line.formulas() for name in names(one)))
            return Message("{figures}", figures=declared_words(used, variables, figures))
    return None


def multiplier_words(formula: Formula, leaf: Node, figures: Figures) -> Phrase:
    """The amount of a multiplier: the share of the option declared, or what its formula gives."""
    factor = leaf.rule.factor if leaf.rule else None
    if factor is not None and formula == Name(factor.name):
        row = factor.chosen_row(figures)
        return Message("“{option}”, {share}", option=row.name, share=percent_words(row.worth.amount))
    return percent_words(amount_of(formula, figures))


def shape_with(row: RuleRow, rule: Rule) -> Shape:
    """The shape of `rule` in which a row stands: that of the rule, or of one of its cases."""
    if isinstance(rule.shape, BestOf):
        for case in rule.shape.rules:
            found = shape_with(row, case)
            if isinstance(found, (Choose, Tiers, Each, Deduct)) and any(row is one for one in found.rows):
                return found
    return rule.shape


def row_reason(row: RuleRow, shape: Shape, variables: Variables, figures: Figures) -> Message | None:
    match shape:
        case Tiers(Late() as late):
            return late_reason(late, variables, figures)
        case Tiers(formula):
            return Message(
                "{achieved} ({band}: {worth})",
                achieved=achieved_words(formula, variables, figures),
                band=row.band.words(), worth=row.worth.words(),
            )  # fmt: skip
        case Choose(name):
            return Message("{label}: “{option}”", label=label_of(name, variables), option=row.name)
        case Deduct():
            return Message(
                "{figure}; {worth} taken for each",
                figure=declared_words((row.name,), variables, figures), worth=row.worth.words(),
            )  # fmt: skip
    return None


def late_reason(late: Late, variables: Variables, figures: Figures) -> Message | None:
    """How many days after which deadline."""
    days = amount_of(late, figures)
    if days <= 0 or YEAR not in figures:
        return None
    return Message(
        "{figure}, {days} days after {deadline}",
        figure=declared_words(names(late.signed), variables, figures), days=days,
        deadline=f"{late.deadline(figures):%d/%m/%Y}",
    )  # fmt: skip


def achieved_words(formula: Formula, variables: Variables, figures: Figures, share: bool = False) -> Message:
    """What a unit achieved: "39/51 phản ánh trả lời đúng hạn, 76,5 %" where it is a part of a whole."""
    amount = amount_of(formula, figures)
    share = share or is_share(formula, variables)
    shown = percent_words(amount) if share else short_number(amount)
    match formula:
        case Arithmetic("/", Name(part), Name(whole)) if share:
            return part_words(variables[part], figures[part], figures[whole], shown)
        case Name(name):
            return Message("{figures}", figures=declared_words((name,), variables, figures))
    declared = declared_words(names(formula), variables, figures)
    return Message("{figures} → {amount}", figures=declared, amount=shown)


COUNTED = re.compile(r"(?:Tổng số|Số lượng|Số)\s+(?=\w)")


def part_words(part: Variable, done: Any, whole: Any, share: Phrase) -> Message:
    """A part of a whole by the name of the part: "Số phản ánh trả lời đúng hạn" counts "phản ánh trả lời đúng hạn"."""
    counted = COUNTED.match(part.label)
    gaps = {"part": short_number(done), "whole": short_number(whole), "share": share}
    if counted and part.kind is FigureKind.COUNT:
        return Message("{part}/{whole} {counted}, {share}", counted=part.label[counted.end() :], **gaps)
    if part.unit:
        return Message("{label}: {part}/{whole} {unit}, {share}", label=part.label, unit=part.unit, **gaps)
    return Message("{label}: {part}/{whole}, {share}", label=part.label, **gaps)


def declared_words(used: Sequence[str], variables: Variables, figures: Figures) -> Phrase:
    """The declared figures by their printed names, one after another."""
    return listed([
        Message("{label}: {value}", label=variables[name].label, value=figure_words(variables[name], figures[name]))
        for name in used
    ])  # fmt: skip
