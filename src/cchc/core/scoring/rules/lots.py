"""What gives every unit the same whatever it declares: a rule that asks nothing, or is decided beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cchc.core.scoring.formulas.analysis import span
from cchc.core.scoring.formulas.tree import Variable
from cchc.core.scoring.formulas.truth import certain_answer
from cchc.core.scoring.rules.prices import Deduct, Each
from cchc.core.scoring.rules.rule import BestOf, Rule
from cchc.core.scoring.rules.shapes import AllOf, Choose, Ratio, Tiers
from cchc.core.scoring.rules.values import Shape, Terms, number_words
from cchc.core.words.messages import Message

Variables = Mapping[str, Variable]


def lot_faults(rule: Rule, terms: Terms, variables: Variables) -> Iterator[Message]:
    """What gives every unit the same: nothing asked, conditions decided beforehand, equal worths."""
    if not rule.names():
        yield Message(
            "the rule asks for no figure, so no unit can declare anything for it; "
            "leave the rule out and state the points, or ask for a figure"
        )
        return
    for when in rule.whens:
        if certain_answer(when.condition, variables):
            yield Message(
                "{condition} holds for all figures within their bounds: nothing else of the rule is ever asked",
                condition=str(when.condition),
            )
    yield from shape_lot_faults(rule.shape, variables)
    yield from equal_worths(rule, terms, variables)


def shape_lot_faults(shape: Shape, variables: Variables) -> Iterator[Message]:
    match shape:
        case AllOf(conditions):
            answers = [certain_answer(one, variables) for one in conditions]
            for condition, answer in zip(conditions, answers, strict=True):
                if answer is False:
                    yield Message(
                        "{condition} can never hold: every unit would get 0 points", condition=str(condition)
                    )
            if all(answers):
                yield Message("every condition always holds: every unit would get the maximum")
        case Ratio(formula, zero_below):
            high = span(formula, variables)[1]
            if zero_below is not None and high is not None and zero_below.amount > high:
                yield Message(
                    "no share reaches {threshold}: every unit would get 0 points",
                    threshold=number_words(zero_below),
                )
        case BestOf(rules):
            for rule in rules:
                yield from shape_lot_faults(rule.shape, variables)


def equal_worths(rule: Rule, terms: Terms, variables: Variables) -> Iterator[Message]:
    """A rule of options, bands or prices whose points are the same at both ends."""
    if not isinstance(rule.shape, (Choose, Tiers, Each, Deduct)) or not terms.maximum:
        return
    low, high = rule.span(terms, variables)
    if low is not None and low == high and all(when.worth is not None for when in rule.whens):
        yield Message("the rule gives {points} points whatever is declared", points=low)
