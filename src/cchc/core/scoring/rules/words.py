"""A rule in plain words: what stands under the criterion in a circular."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from cchc.core.scoring.formulas.reading import parsed_formula
from cchc.core.scoring.formulas.tree import (
    HUNDRED,
    ZERO,
    Arithmetic,
    Call,
    Comparison,
    Formula,
    FormulaFault,
    Late,
    Logic,
    Mean,
    Name,
    NoneDeclared,
    Not,
    Number,
    Variable,
)
from cchc.core.scoring.rules.peers import Relative
from cchc.core.scoring.rules.prices import Deduct, Each
from cchc.core.scoring.rules.rule import BestOf, Multiplier, Rule, When
from cchc.core.scoring.rules.shapes import AllOf, Choose, Expert, Points, Ratio, Steps, Tiers
from cchc.core.scoring.rules.values import Band, Phrase, RuleLine, RuleRow, Shape, Terms, Worth, number_words
from cchc.core.words.messages import Message

Variables = Mapping[str, Variable]
# The steps of one leaf are written alike for every unit of a group: their formulas are read once.
read_once = lru_cache(maxsize=4096)(parsed_formula)


def rule_words(rule: Rule, terms: Terms, variables: Variables) -> tuple[Message, ...]:
    """`rule` in plain words, a sentence a line: what stands under the criterion in a circular."""
    lines = list(shape_words(rule.shape, terms, variables))
    lines += [when_words(when, variables) for when in rule.whens]
    if rule.times is not None:
        lines.append(
            Message("The points are multiplied by {formula}", formula=formula_words(rule.times, variables))
        )
    if rule.factor is not None:
        options = tuple(
            Message("{option}: {share} %", option=row.name, share=row.worth.amount * HUNDRED)
            for row in rule.factor.rows
        )
        lines.append(
            Message(
                "Factor by {name}: {options}", name=label_of(rule.factor.name, variables), options=options
            )
        )
    if rule.floorless:
        lines.append(Message("Points may fall below zero without limit"))
    if rule.floor is not None:
        lines.append(Message("Not below {points} points", points=rule.floor.points(terms.maximum)))
    if rule.cap is not None:
        lines.append(Message("Not above {points} points", points=rule.cap.points(terms.maximum)))
    if rule.places is not None:
        lines.append(Message("Rounded to {places} decimal places", places=rule.places))
    return tuple(lines)


def shape_words(shape: Shape, terms: Terms, variables: Variables) -> Iterator[Message]:
    match shape:
        case BestOf(rules):
            yield Message("The best of {count} cases:", count=len(rules))
            for rule in rules:
                yield from rule_words(rule, terms, variables)
        case Choose() | Tiers() | Each() | Deduct():
            for row in shape.rows:
                yield line_words(row, shape, variables)
        case _:
            yield line_words(shape, shape, variables)


def line_words(line: RuleLine, shape: Shape, variables: Variables) -> Message:
    """One line of a rule in plain words: the reason printed beside a loss."""
    match line:
        case When():
            return when_words(line, variables)
        case Multiplier(formula):
            return Message(
                "The points are multiplied by {formula}", formula=formula_words(formula, variables)
            )
        case RuleRow():
            return row_words(line, shape, variables)
        case Ratio(formula, zero_below):
            share = in_brackets(formula_words(formula, variables), formula, "+-")
            if zero_below is None:
                return Message("{share} × maximum points", share=share)
            return Message(
                "{share} × maximum points; below {threshold}: 0 points",
                share=share, threshold=number_words(zero_below),
            )  # fmt: skip
        case Steps(formula, start, base, every, gain):
            return Message(
                "{figure} up to {start}: {base}; every further {every}: + {gain}",
                figure=formula_words(formula, variables), start=number_words(start), base=base.words(),
                every=number_words(every), gain=gain.words(),
            )  # fmt: skip
        case AllOf(conditions):
            return Message(
                "Maximum points only when all holds: {conditions}",
                conditions=both([formula_words(one, variables) for one in conditions]),
            )
        case Expert():
            return Message("Points given by the appraiser, with a reason")
        case Relative():
            return window_words(line, variables)
        case Points(formula):
            return Message("Points = {formula}", formula=formula_words(formula, variables))
        case Each() | Deduct() | Choose() | Tiers():
            return Message("{lines}", lines=tuple(row_words(row, line, variables) for row in line.rows))
    return Message("The best of several cases")


def window_words(shape: Relative, variables: Variables) -> Message:
    """The comparison, and over which figures of the group it goes where that is a window of years."""
    compared = relative_words(shape, variables)
    if not shape.among:
        return compared
    window = tuple(formula_words(one, variables) for one in shape.among)
    return Message(
        "{comparison}; the group's values are taken over: {figures}", comparison=compared, figures=window
    )


def relative_words(shape: Relative, variables: Variables) -> Message:
    figure = formula_words(shape.formula, variables)
    if shape.to_range and shape.lower_is_better:
        return Message(
            "{figure}: (highest of the peer group − the unit's) ÷ (highest − lowest) × maximum points",
            figure=figure,
        )
    if shape.to_range:
        return Message(
            "{figure}: (the unit's − lowest of the peer group) ÷ (highest − lowest) × maximum points",
            figure=figure,
        )
    if shape.lower_is_better:
        return Message("{figure}: lowest of the peer group ÷ the unit's × maximum points", figure=figure)
    return Message("{figure}: the unit's ÷ highest of the peer group × maximum points", figure=figure)


def row_words(row: RuleRow, shape: Shape, variables: Variables) -> Message:
    worth = row.worth.words()
    match shape:
        case Tiers(Late() as late):
            return late_row_words(row, late, variables)
        case Tiers(formula):
            figure = formula_words(formula, variables)
            return Message("{figure} {band}: {worth}", figure=figure, band=row.band.words(), worth=worth)
        case Deduct():
            return Message(
                "{figure}: {worth} taken for each", figure=label_of(row.name, variables), worth=worth
            )
        case Each() if row.worth.amount < 0:
            taken = Worth(-row.worth.amount, row.worth.share).words()
            return Message(
                "{figure}: {worth} taken for each", figure=label_of(row.name, variables), worth=taken
            )
        case Each():
            return Message("{figure}: {worth} for each", figure=label_of(row.name, variables), worth=worth)
    return Message("{option}: {worth}", option=row.name, worth=worth)


def late_row_words(row: RuleRow, late: Late, variables: Variables) -> Message:
    """A band of days after a deadline: in time, too late, or late by so many days."""
    figure, deadline, worth = formula_words(late.signed, variables), deadline_words(late), row.worth.words()
    if row.band == IN_TIME:
        return Message("{figure} by {deadline}: {worth}", figure=figure, deadline=deadline, worth=worth)
    if row.band == TOO_LATE:
        return Message("{figure} after {deadline}: {worth}", figure=figure, deadline=deadline, worth=worth)
    return Message(
        "{figure} {band} days after {deadline}: {worth}",
        figure=figure, band=row.band.words(), deadline=deadline, worth=worth,
    )  # fmt: skip


NO_DAYS = Number(ZERO)
IN_TIME, TOO_LATE = Band(None, False, NO_DAYS, True), Band(NO_DAYS, False, None, False)


def when_words(when: When, variables: Variables) -> Message:
    worth = when.worth.words() if when.worth is not None else Message("not applicable")
    return Message(
        "When {condition}: {worth}", condition=formula_words(when.condition, variables), worth=worth
    )


def with_labels(message: Message, variables: Variables) -> Message:
    """`message` with the printed names of figures in place of the short ones, its formulas in words."""
    return Message(message.text, **{gap: labelled(gap, value, variables) for gap, value in message.gaps})


def labelled(gap: str, value: Any, variables: Variables) -> Any:
    """The value of a gap that holds a short name or a formula, in words; other values as they are."""
    if gap == "name":
        return label_of(str(value), variables)
    if gap not in ("formula", "condition", "conditions", "divisor"):
        return value
    if isinstance(value, tuple):
        return both([labelled(gap, one, variables) for one in value])
    try:
        return formula_words(read_once(str(value)), variables)
    except FormulaFault:
        return value


def label_of(name: str, variables: Variables) -> str:
    return variables[name].label if name in variables else name


def formula_words(formula: Formula, variables: Variables) -> Phrase:
    """`formula` with the labels of its figures instead of their short names."""
    say = [formula_words(part, variables) for part in parts_to_say(formula)]
    match formula:
        case Number():
            return number_words(formula)
        case Name(name):
            return label_of(name, variables)
        case Arithmetic(sign, _, _):
            left = in_brackets(say[0], formula.left, {"*": "+-", "/": "+-"}.get(sign, ""))
            right = in_brackets(say[1], formula.right, {"*": "+-", "/": "+-*/", "-": "+-"}.get(sign, ""))
            return Message("{left} {sign} {right}", left=left, sign=SPOKEN_SIGNS.get(sign, sign), right=right)
        case Comparison(sign, _, _):
            return Message(
                "{left} {sign} {right}", left=say[0], sign=SPOKEN_SIGNS.get(sign, sign), right=say[1]
            )
        case Logic(word, parts):
            said = [
                Message("({part})", part=one) if isinstance(part, Logic) else one
                for one, part in zip(say, parts, strict=True)
            ]
            return both(said) if word == "and" else either(said)
        case Not():
            return Message("not ({part})", part=say[0])
        case NoneDeclared(name):
            return Message("no {figure}", figure=label_of(name, variables))
        case Late():
            return Message(
                "days after {deadline} ({figure})", deadline=deadline_words(formula), figure=say[0]
            )
        case Mean(weighted):
            weighed = [
                Message("{figure} × {worth}", figure=in_brackets(one, part, "+-"), worth=number_words(worth))
                for one, (part, worth) in zip(say, weighted, strict=True)
            ]
            return Message("weighted mean ({parts})", parts=listed(weighed))
        case Call("if", _):
            return Message(
                "{then} when {condition}, else {otherwise}", condition=say[0], then=say[1], otherwise=say[2]
            )
        case Call("min", _):
            return Message("the smallest of ({parts})", parts=listed(say))
        case Call("max", _):
            return Message("the largest of ({parts})", parts=listed(say))
        case Call("abs", _):
            return Message("the size of ({part})", part=say[0])
        case Call():
            return Message("the whole part of ({part})", part=say[0])
    return str(formula)


SPOKEN_SIGNS = {"*": "×", "/": "÷", "-": "−", "<=": "≤", ">=": "≥", "!=": "≠"}


def in_brackets(said: Phrase, part: Formula, weaker: str) -> Phrase:
    """A part of arithmetic, in brackets where its words would run into what stands beside it."""
    apart = (
        part.sign in weaker
        if isinstance(part, Arithmetic)
        else isinstance(part, Call) and part.function == "if"
    )
    return Message("({part})", part=said) if apart else said


def both(said: Sequence[Phrase]) -> Phrase:
    """Conditions that must all hold."""
    whole, *others = said
    for one in others:
        whole = Message("{one} and {other}", one=whole, other=one)
    return whole


def either(said: Sequence[Phrase]) -> Phrase:
    """Conditions of which one must hold."""
    whole, *others = said
    for one in others:
        whole = Message("{one} or {other}", one=whole, other=one)
    return whole


def deadline_words(late: Late) -> Message:
    """The deadline as a day of the cycle's year, the year before or the next."""
    day = f"{late.day:02}/{late.month:02}"
    if late.years_on < 0:
        return Message("{day} of the year before", day=day)
    return (
        Message("{day} of the next year", day=day) if late.years_on else Message("{day} of the year", day=day)
    )


def listed(said: Sequence[Phrase]) -> Phrase:
    """Amounts one after another; not by commas, which are decimal signs."""
    whole, *others = said
    for one in others:
        whole = Message("{one}; {other}", one=whole, other=one)
    return whole


def parts_to_say(formula: Formula) -> tuple[Formula, ...]:
    match formula:
        case Arithmetic(_, left, right) | Comparison(_, left, right):
            return (left, right)
        case Logic(_, inner) | Call(_, inner):
            return inner
        case Not(inner_one):
            return (inner_one,)
        case Mean(weighted):
            return tuple(part for part, _ in weighted)
        case Late(signed):
            return (signed,)
    return ()
