"""Looking at a rule before any unit is scored: everything in it that cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from cchc.core.scoring.formulas.analysis import (
    Sort,
    demand_one,
    dimension,
    names,
    option_of,
    sort_of,
    span,
    unit_text,
    walk,
)
from cchc.core.scoring.formulas.tree import (
    ZERO,
    Arithmetic,
    Call,
    FigureKind,
    Formula,
    FormulaFault,
    Late,
    Mean,
    Name,
    Number,
    Variable,
)
from cchc.core.scoring.rules.bands import band_faults
from cchc.core.scoring.rules.lots import lot_faults
from cchc.core.scoring.rules.peers import Relative
from cchc.core.scoring.rules.percents import share_faults
from cchc.core.scoring.rules.prices import Deduct, Each
from cchc.core.scoring.rules.rule import BestOf, Rule
from cchc.core.scoring.rules.shapes import AllOf, Choose, Expert, Points, Ratio, Steps, Tiers
from cchc.core.scoring.rules.values import RuleRow, Shape, Terms
from cchc.core.words.messages import Message
from cchc.core.words.numbers import rounded_number

Variables = Mapping[str, Variable]


def faults_of(rule: Rule, terms: Terms, variables: Variables) -> Iterator[Message]:
    """Everything wrong with `rule` for this maximum and these declared figures."""
    try:
        for formula in rule.formulas():
            sort_of(formula, variables)
            dimension(formula, variables)
        found = list(dict.fromkeys(share_faults(rule, variables))) or list(rule_faults(rule, variables))
    except FormulaFault as fault:
        yield fault.message
        return
    yield from found
    if not found:
        yield from divisor_faults(rule, variables)
        yield from lot_faults(rule, terms, variables)
        yield from reach_faults(rule, terms, variables)


def rule_faults(rule: Rule, variables: Variables) -> Iterator[Message]:
    """The faults of a rule whatever its maximum; raises `FormulaFault` for figures of the wrong sort."""
    yield from shape_faults(rule.shape, variables)
    for when in rule.whens:
        demand_one(when.condition, Sort.CONDITION, variables)
    if rule.times is not None:
        demand_one(rule.times, Sort.NUMBER, variables)
        yield from negative_faults(rule.times, variables)
    if rule.factor is not None:
        yield from choice_faults(rule.factor, variables)
    if isinstance(rule.shape, Deduct) and rule.floor is None and not rule.floorless:
        yield Message("deductions need their floor: floor 0, a floor below zero, or floor none")


def shape_faults(shape: Shape, variables: Variables) -> Iterator[Message]:
    match shape:
        case Choose():
            yield from choice_faults(shape, variables)
        case Tiers(formula, rows):
            demand_one(formula, Sort.NUMBER, variables)
            reach, whole = span(formula, variables), is_whole(formula, variables)
            yield from band_faults([row.band for row in rows], reach, whole)
        case Ratio(formula) | Points(formula) | Steps(formula):
            demand_one(formula, Sort.NUMBER, variables)
            if isinstance(shape, Ratio):
                yield from pure_faults(formula, variables)
        case Each(rows) | Deduct(rows):
            yield from price_faults(rows, isinstance(shape, Deduct), variables)
        case AllOf(conditions):
            for one in conditions:
                demand_one(one, Sort.CONDITION, variables)
        case Expert(score, reason):
            demand_one(Name(score), Sort.NUMBER, variables)
            demand_one(Name(reason), Sort.TEXT, variables)
        case Relative():
            yield from relative_faults(shape, variables)
        case BestOf(rules):
            for rule in rules:
                yield from rule_faults(rule, variables)
                if isinstance(rule.shape, Relative):
                    yield Message("a comparison with other units cannot stand inside best of")


def choice_faults(shape: Choose, variables: Variables) -> Iterator[Message]:
    """Options without a worth, worths without an option, options named twice."""
    sort_of(Name(shape.name), variables)
    declared = variables[shape.name]
    if declared.kind is not FigureKind.CHOICE:
        yield Message('"{name}" is no choice; declare it as one of its options', name=shape.name)
        return
    named: list[str] = []
    for row in shape.rows:
        try:
            named.append(option_of(declared, row.name))
        except FormulaFault as fault:
            yield fault.message
    for option in declared.options:
        if option not in named:
            yield Message('the option "{option}" has no worth', option=option)
        elif named.count(option) > 1:
            yield Message('the option "{option}" stands twice', option=option)


def price_faults(rows: Sequence[RuleRow], deducts: bool, variables: Variables) -> Iterator[Message]:
    """Figures that may be negative, and in deductions prices that would add points."""
    for row in rows:
        demand_one(Name(row.name), Sort.NUMBER, variables)
        yield from negative_faults(Name(row.name), variables)
        if deducts and row.worth.amount < 0:
            yield Message(
                "{worth} would be added, not taken; write deductions without a minus", worth=str(row.worth)
            )


def negative_faults(formula: Formula, variables: Variables) -> Iterator[Message]:
    low = span(formula, variables)[0]
    if low is None or low < 0:
        yield Message("{formula} may be negative here; declare its figures from 0", formula=str(formula))


def pure_faults(formula: Formula, variables: Variables) -> Iterator[Message]:
    found = dimension(formula, variables)
    if found:
        yield Message(
            "{formula} is a share only when its units cancel; it gives {unit}",
            formula=str(formula), unit=unit_text(found),
        )  # fmt: skip


def relative_faults(shape: Relative, variables: Variables) -> Iterator[Message]:
    for formula in shape.formulas():
        demand_one(formula, Sort.NUMBER, variables)
        low = span(formula, variables)[0]
        if not shape.to_range and (low is None or low < 0):
            yield Message(
                "{formula} may be negative and cannot be divided by the best; declare it from 0, or compare to range",
                formula=str(formula),
            )  # fmt: skip
            return


def is_whole(formula: Formula, variables: Variables) -> bool:
    """Whether `formula` can only give whole numbers: counts and days, added, subtracted, multiplied."""
    match formula:
        case Name(name):
            return variables[name].kind is FigureKind.COUNT
        case Late():
            return True
        case Number(amount):
            return amount.denominator == 1
        case Arithmetic("+" | "-" | "*", left, right):
            return is_whole(left, variables) and is_whole(right, variables)
    return False


# --- divisors --------------------------------------------------------------------------------------------


def divisor_faults(rule: Rule, variables: Variables) -> Iterator[Message]:
    """A divisor that may be 0 while no `when` before it looks at its figures."""
    asked: set[str] = set()
    for when in rule.whens:
        yield from unasked_divisors(when.condition, asked, variables)
        asked |= set(names(when.condition))
    if isinstance(rule.shape, BestOf):
        for case in rule.shape.rules:
            yield from divisor_faults(case, variables)
    else:
        for formula in rule.shape.formulas():
            yield from unasked_divisors(formula, asked, variables)
        if isinstance(rule.shape, Relative):
            yield from best_of_nothing(rule.shape, asked, variables)
    if rule.times is not None:
        yield from unasked_divisors(rule.times, asked, variables)


def unasked_divisors(formula: Formula, asked: set[str], variables: Variables) -> Iterator[Message]:
    for part in walk(formula):
        divisor = divisor_of(part)
        if divisor is None or guarded(part, formula) or not asked.isdisjoint(names(divisor)):
            continue
        low, high = span(divisor, variables)
        if (low is None or low <= 0) and (high is None or high >= 0):
            yield Message(
                "{divisor} may be 0 and the rule does not say what then; add: when {divisor} = 0: …",
                divisor=str(divisor),
            )


def best_of_nothing(shape: Relative, asked: set[str], variables: Variables) -> Iterator[Message]:
    """A comparison with the best where nobody may have anything: 0 of 0 would be the maximum."""
    if shape.to_range or shape.lower_is_better or not asked.isdisjoint(figures_of_nothing(shape.formula)):
        return
    low, _high = span(shape.formula, variables)
    if low is None or low <= 0:
        yield Message(
            "{formula} may be 0 in every unit, and each would be as good as the best; "
            "add: when {formula} = 0: zero (or full, or not applicable)",
            formula=str(shape.formula),
        )


def figures_of_nothing(formula: Formula) -> tuple[str, ...]:
    """The figures by which `formula` becomes 0: of a quotient those of its dividend."""
    if isinstance(formula, Arithmetic) and formula.sign == "/":
        return figures_of_nothing(formula.left)
    return names(formula)


def divisor_of(part: Formula) -> Formula | None:
    """The divisor of `part`: of a mean, the sum of its answers."""
    if isinstance(part, Arithmetic) and part.sign == "/":
        return part.right
    if not isinstance(part, Mean):
        return None
    whole, *others = (amount for amount, _ in part.parts)
    for amount in others:
        whole = Arithmetic("+", whole, amount)
    return whole


def guarded(part: Formula, formula: Formula) -> bool:
    """Whether `part` stands inside an if(…), whose condition is trusted to look first."""
    return any(
        isinstance(outer, Call) and outer.function == "if" and any(inner is part for inner in walk(outer))
        for outer in walk(formula)
    )


# --- reach -----------------------------------------------------------------------------------------------


def reach_faults(rule: Rule, terms: Terms, variables: Variables) -> Iterator[Message]:
    """Points that can never be reached, and points that would go beyond the maximum."""
    low, high = rule.span(terms, variables)
    goal = low if terms.maximum < 0 else high
    if goal is not None and abs(goal) < abs(terms.maximum):
        yield Message(
            "the rule gives at most {points} points; the maximum is {maximum}",
            points=goal,
            maximum=terms.maximum,
        )
    yield from beyond_faults(rule, terms, low, high)
    yield from when_faults(rule, terms)
    if isinstance(rule.shape, Tiers):
        yield from unreached_bands(rule.shape, variables)
    if rule.places is not None and rounded_number(terms.maximum, rule.places, rule.rounding) != terms.maximum:
        yield Message(
            "the maximum of {maximum} has more than the {places} decimal places that points are rounded to",
            maximum=terms.maximum, places=rule.places,
        )  # fmt: skip


def beyond_faults(rule: Rule, terms: Terms, low: Fraction | None, high: Fraction | None) -> Iterator[Message]:
    if high is not None and high > terms.ceiling and sharp(rule):
        yield Message(
            "the rule can give {points} points, above the maximum of {maximum}",
            points=high,
            maximum=terms.ceiling,
        )
    if terms.maximum >= 0:
        return
    if low is None:
        yield Message("the rule can take any number of points; state its floor")
    elif low < terms.maximum and sharp(rule):
        yield Message(
            "the rule can take {points} points, more than the maximum of {maximum}",
            points=low, maximum=terms.maximum,
        )  # fmt: skip


def when_faults(rule: Rule, terms: Terms) -> Iterator[Message]:
    """A `when` that gives more than the maximum, in a rule whose other points cannot be told for sure."""
    for when in rule.whens:
        points = when.worth.points(terms.maximum) if when.worth else ZERO
        if points > terms.ceiling and not sharp(rule):
            yield Message(
                "the rule can give {points} points, above the maximum of {maximum}",
                points=points, maximum=terms.ceiling,
            )  # fmt: skip


def unreached_bands(shape: Tiers, variables: Variables) -> Iterator[Message]:
    reach = span(shape.formula, variables)
    for row in shape.rows:
        if not row.band.empty and not row.band.meets(reach):
            yield Message("the band {band} can never occur", band=str(row.band))


def sharp(rule: Rule) -> bool:
    """Whether the bounds of the rule are really reached: no figure used twice, no `if`."""
    if isinstance(rule.shape, BestOf):
        return rule.times is None and all(sharp(case) for case in rule.shape.rules)
    formulas = rule.shape.formulas() if isinstance(rule.shape, (Points, Each, Deduct)) else ()
    if rule.times is not None:
        formulas = (*rule.shape.formulas(), rule.times)
    found = [part for formula in formulas for part in walk(formula)]
    used = [part.name for part in found if isinstance(part, Name)]
    return len(used) == len(set(used)) and not any(
        isinstance(part, Call) and part.function == "if" for part in found
    )
