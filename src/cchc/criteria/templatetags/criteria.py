"""Tags of criteria pages, and the derivation of a score as every page shows it.

In a template: `{% load criteria %}`, then `{% derivation derivation leaf %}`; the look is in `derivation.css`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy

from cchc.core.scoring.criteria.derivation import Derivation
from cchc.core.scoring.criteria.figures import figure_words, origin_words
from cchc.core.scoring.criteria.tree import Example, Node, Part, Ties
from cchc.core.scoring.explanations import derived_figures
from cchc.core.scoring.formulas.tree import YEAR, FigureKind, Figures, Value, Variable
from cchc.core.scoring.reasons import (
    MOST_DECIMALS,
    arithmetic_words,
    loss_words,
    short_number,
    value_words,
    what_words,
)
from cchc.core.scoring.rules.values import Loss, Phrase, Step
from cchc.core.scoring.rules.words import rule_words
from cchc.core.scoring.votes import MajorityBase, VotingRules
from cchc.core.words.messages import Message, Place
from cchc.core.words.numbers import number_in_full, rounded_number
from cchc.criteria.queries import Curve, Share, Summary
from cchc.ui.pictures.points import PointsBar, loss_word, points_bar
from cchc.ui.plots import plot
from cchc.ui.templatetags.ui import MINUS, message_text, plain_number

register = template.Library()

PARTS = {
    Part.APPRAISED: pgettext_lazy("part", "Appraised"),
    Part.SURVEY: pgettext_lazy("part", "Survey"),
    Part.BONUS: pgettext_lazy("part", "Bonus"),
    Part.PENALTY: pgettext_lazy("part", "Penalty"),
}
KINDS = {
    FigureKind.COUNT: pgettext_lazy("kind of figure", "whole number"),
    FigureKind.NUMBER: pgettext_lazy("kind of figure", "number"),
    FigureKind.PERCENT: pgettext_lazy("kind of figure", "percentage"),
    FigureKind.DATE: pgettext_lazy("kind of figure", "date"),
    FigureKind.CHOICE: pgettext_lazy("kind of figure", "choice"),
    FigureKind.YES_NO: pgettext_lazy("kind of figure", "yes or no"),
    FigureKind.TEXT: pgettext_lazy("kind of figure", "text"),
}
TIES = {
    Ties.COMPETITION: pgettext_lazy("ties", "share a rank, the next ranks are left out (1, 2, 2, 4)"),
    Ties.DENSE: pgettext_lazy("ties", "share a rank, no rank is left out (1, 2, 2, 3)"),
    Ties.ORDINAL: pgettext_lazy("ties", "ranked by name (1, 2, 3, 4)"),
}
MAJORITIES = {
    MajorityBase.PRESENT: pgettext_lazy("majority", "by more than half of the members present"),
    MajorityBase.MEMBERS: pgettext_lazy("majority", "by more than half of all members"),
}
ROUNDINGS = {
    "half_up": pgettext_lazy("rounding", "halves rounded up"),
    "half_even": pgettext_lazy("rounding", "halves rounded to the even digit"),
    "half_down": pgettext_lazy("rounding", "halves rounded down"),
    "up": pgettext_lazy("rounding", "always rounded up"),
    "down": pgettext_lazy("rounding", "cut off"),
}


# Words


@register.filter
def words(value: Phrase | None) -> str:
    """Return a sentence of the core, a name or a number in the reader's language."""
    return "" if value is None else message_text(Message("{value}", value=value))


@register.filter
def in_full(value: Fraction) -> str:
    """Return a number with all its decimal places; an endless one with twelve and its fraction."""
    decimal = plain_number(Fraction(1, 2))[1]
    return number_in_full(value, decimal).replace("-", MINUS)


_BADGES = {Part.SURVEY: "survey", Part.BONUS: "good", Part.PENALTY: "loss"}


@register.filter
def part_word(part: Part) -> str:
    """Return the name of the part of the index in which a criterion stands."""
    return str(PARTS[part])


@register.filter
def part_kind(part: Part) -> str:
    """Return the kind of badge of a part of the index."""
    return _BADGES.get(part, "neutral")


@register.filter
def kind_word(variable: Variable) -> str:
    """Return the range of a figure in words: its bounds, and its value when nothing is declared."""
    return ", ".join([str(KINDS[variable.kind]), *_bounds(variable)])


def _bounds(variable: Variable) -> Iterator[str]:
    if variable.low is not None:
        yield gettext("from %(bound)s") % {"bound": figure_words(variable, variable.low)}
    if variable.high is not None:
        yield gettext("at most %(bound)s") % {"bound": figure_words(variable, variable.high)}
    if variable.default is not None:
        yield gettext("left empty: %(value)s") % {"value": figure_words(variable, variable.default)}


@register.filter
def unit_word(variable: Variable) -> str:
    """Return the unit of measure behind the field of a figure."""
    return variable.unit or ("%" if variable.kind is FigureKind.PERCENT else "")


@register.filter
def origin_word(variable: Variable) -> str:
    """Return from where a figure comes, as its set says it; nothing where it does not."""
    return words(origin_words(variable))


@register.filter
def rounding_word(rule: str) -> str:
    """Return the rule in words by which printed numbers are rounded."""
    return str(ROUNDINGS[rule])


@register.filter
def total(text: str) -> str:
    """Return the stored total of a set, in plain notation, for the reader."""
    return plain_number(Fraction(text))


@register.filter
def ties_word(ties: Ties) -> str:
    """Return in words how units with the same index are ranked."""
    return str(TIES[ties])


@register.filter
def quorum_words(voting: VotingRules) -> str:
    """Return in words how many of its members must be there for a council to decide."""
    if voting.quorum == 1:
        return gettext("decides only with all of its members present")
    return gettext("decides with at least %(share)s of its members present") % {"share": voting.quorum}


@register.filter
def majority_words(voting: VotingRules) -> str:
    """Return in words who must agree for a question to be carried."""
    return str(MAJORITIES[voting.base])


@register.filter
def place_words(place: Place) -> str:
    """Return a place in an uploaded file: its line, or its sheet and cell."""
    if place.sheet:
        cell = f"{place.column or ''}{place.row or ''}"
        return gettext("sheet “%(sheet)s”, cell %(cell)s") % {"sheet": place.sheet, "cell": cell}
    return gettext("line %(line)s") % {"line": place.line} if place.line else ""


@register.filter("loss_words")
def loss_name(code: str) -> str:
    """Return a loss code in words."""
    return loss_word(code)


@register.simple_tag
def figure(variable: Variable, value: Value) -> str:
    """Return a declared value with its unit of measure."""
    return _told(variable, value)


def _told(variable: Variable, value: Value) -> str:
    told = words(figure_words(variable, value))
    return f"{told} {variable.unit}" if isinstance(value, Fraction) and variable.unit else told


@register.simple_tag
def example_figures(example: Example, leaf: Node) -> SafeString:
    """Return the figures of a worked example, each with its name."""
    variables = leaf.declared()
    given = [
        (gettext("Year of the cycle"), str(value))
        if name == YEAR
        else (variables[name].label, _told(variables[name], value))
        for name, value in example.figures.items()
    ]
    if example.peer_range is not None:
        lowest, highest = example.peer_range
        given.append((gettext("Peer group"), f"{in_full(lowest)} – {in_full(highest)}"))
    return format_html_join("", '<div class="example-figure"><span>{}</span> <b>{}</b></div>', given)


@register.simple_tag
def share_bar(share: Share, summary: Summary) -> SafeString:
    """Return the bar of a domain: its points by appraisal and by survey, on the scale of the widest domain."""
    whole = share.appraised + share.survey
    if not whole:
        return SafeString("")
    return points_bar(
        PointsBar(whole, share.appraised, share.survey), width=200, height=12, scale=summary.widest
    )


@register.simple_tag
def curve_plot(curve: Curve) -> SafeString:
    """Return the picture of a curve."""
    return plot(curve.stretches, words(curve.figure), percent=curve.percent)


# The derivation


@register.inclusion_tag("criteria/derivation.html")
def derivation(derivation: Derivation, leaf: Node, rule: bool = True) -> dict[str, Any]:
    """Return the context of a derivation: the rule, the figures, every step, the points, the losses.

    `leaf` is the node of the same version, for the words of its rule; `rule=False` leaves these out.
    """
    variables = leaf.declared()
    lines = rule_words(leaf.rule, leaf.terms, variables) if rule and leaf.rule else ()
    losses, figures = derivation.outcome.losses, derived_figures(derivation)
    return {
        "derivation": derivation,
        "points": None if derivation.outcome.points is None else short_number(derivation.outcome.points),
        "lines": lines,
        "steps": [_step(step, variables) for step in derivation.steps],
        "losses": [
            (loss_word(loss.code), short_number(-loss.points), _why(loss, leaf, figures)) for loss in losses
        ],
        "missing": _missing(derivation, leaf),
    }


def _step(step: Step, variables: dict[str, Variable]) -> tuple[str, str, str]:
    """Return the cells of one step: what was done, its arithmetic, what came of it."""
    return (
        words(what_words(step, variables)),
        in_short_numbers(words(arithmetic_words(step))),
        words(value_words(step, variables)),
    )


def in_short_numbers(arithmetic: str) -> str:
    """Return an arithmetic with at most four decimals, "≈" before a number that has more: figures of surveys have
    sixteen ("0,8920570264765784"), which nobody reads; the exact values stand with the figures."""
    return _LONG.sub(_rounded, arithmetic)


_LONG = re.compile(r"(?<![\d.,])\d+[.,]\d{5,}(?![\d.,])")


def _rounded(found: re.Match[str]) -> str:
    exact = Fraction(found[0].replace(",", "."))
    return f"≈ {plain_number(rounded_number(exact, MOST_DECIMALS))}"


def _why(loss: Loss, leaf: Node, figures: Figures) -> str:
    """Return the reason of a loss in a sentence; nothing where points were stated."""
    return words(loss_words(leaf, loss, figures)) if loss.line is not None else ""


def _missing(derivation: Derivation, leaf: Node) -> list[str]:
    """Return the names of the figures that a pending leaf lacks."""
    if derivation.outcome.without != "pending" or leaf.rule is None:
        return []
    given = {variable.name for variable, _value in derivation.figures}
    return [variable.label for variable in leaf.variables if variable.name not in given]
