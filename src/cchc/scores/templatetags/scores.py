"""Scores as an official reads them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from cchc.core.scoring.criteria.figures import figure_words
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.rules.words import rule_words
from cchc.core.words.messages import message_of
from cchc.core.words.numbers import rounded_number
from cchc.criteria.templatetags.criteria import in_full, words
from cchc.scores.queries.content import ScoreContent, declared_figures, reason_in_words
from cchc.scores.queries.effects import Effect, UnitStanding
from cchc.scores.queries.threads import ThreadEntry, ThreadKind
from cchc.ui.templatetags.ui import number, plain_number

register = template.Library()


@register.filter
def stored(text: str | None) -> str:
    """An exact text in the reader's notation; what is no number (a date, a choice) as it is."""
    if not text:
        return ""
    try:
        return in_full(Fraction(text))
    except (ValueError, ZeroDivisionError):
        return text


register.filter("reason_in_words", reason_in_words)


@register.filter
def stored_message(data: Mapping[str, Any]) -> str:
    """A sentence that is kept as plain JSON, in the reader's language."""
    return words(message_of(data))


@register.filter
def short(amount: Fraction) -> str:
    """Points with at most four places, for lists; the derivation has them exactly."""
    return plain_number(rounded_number(amount, 4))


@register.filter
def stored_short(text: str | None) -> str:
    """Points stored as exact text, with at most four places; nothing while they are pending."""
    return short(Fraction(text)) if text else ""


@register.simple_tag
def held(what: ScoreContent, number: str, criteria: CriteriaSet) -> SafeString:
    """What a score holds: its points, or its figures under the names that officials read."""
    leaf = criteria.leaves.get(number)
    if what.points:
        return format_html("{}", stored(what.points))
    if what.pending or leaf is None:
        return format_html('<span class="quiet">{}</span>', gettext("pending"))
    lines = (
        (variable.label, words(figure_words(variable, value)))
        for variable, value in declared_figures(leaf, what)
    )
    return format_html_join("", '<span class="held"><span class="quiet">{}:</span> {}</span>', lines)


@register.simple_tag
def rule_sentences(leaf: Node) -> list[str]:
    """Return the rule of a leaf in words, line by line; empty where its points are given as they are."""
    return [words(line) for line in rule_words(leaf.rule, leaf.terms, leaf.declared())] if leaf.rule else []


@register.filter
def index_of_effect(text: str) -> str:
    """Return an index (percent) with two decimals, or as many as it is printed with; a dash where there is none."""
    return number(Fraction(text), max(2, len(text.partition(".")[2]))) if text else "–"


def _places(*texts: str) -> int:
    """Return the decimals, two to four, that print these exact amounts without loss where four are enough."""
    amounts = [Fraction(text) for text in texts if text]
    return next((some for some in (2, 3) if all((one * 10**some).denominator == 1 for one in amounts)), 4)


@register.simple_tag
def effect_points(effect: Effect, standing: UnitStanding) -> str:
    """Return the points of one side of an effect, with as many decimals as the other side."""
    if not standing.points:
        return gettext("not scored yet")
    return number(Fraction(standing.points), _places(effect.before.points, effect.after.points))


def effect_sentence(effect: Effect, what: str, unit: str) -> str:
    """Return an effect in one sentence: "3.4 · Sở Nội vụ: 1,91 → 2,50; hạng 10 → 8"."""
    told = {
        "leaf": what,
        "unit": unit,
        "old": effect_points(effect, effect.before),
        "new": effect_points(effect, effect.after),
        "before": effect.before.rank,
        "after": effect.after.rank,
    }
    if effect.after.rank is None:
        sentence = gettext(
            "%(leaf)s · %(unit)s: %(old)s → %(new)s; the unit has no rank until all is scored."
        )
    elif effect.before.rank is None:
        sentence = gettext("%(leaf)s · %(unit)s: %(old)s → %(new)s; now ranked %(after)s")
    elif effect.before.rank == effect.after.rank:
        sentence = gettext("%(leaf)s · %(unit)s: %(old)s → %(new)s; rank %(after)s as before")
    else:
        sentence = gettext("%(leaf)s · %(unit)s: %(old)s → %(new)s; rank %(before)s → %(after)s")
    return sentence % told


@register.filter
def thread_title(entry: ThreadEntry) -> str:
    """Return what an entry of a thread is, in a few words."""
    titles = {
        ThreadKind.SELF_SCORE: gettext("Self-score"),
        ThreadKind.QUESTION: gettext("Question of the appraisal"),
        ThreadKind.ANSWER: gettext("Answer of the unit"),
        ThreadKind.ACCEPTED: gettext("The unit accepts the result"),
        ThreadKind.EXPLAINED: gettext("Justification"),
        ThreadKind.SURVEYED: gettext("Result of the survey"),
        ThreadKind.DECIDED: gettext("Decision on the points"),
        ThreadKind.ASKED_OFF: gettext("Asked not to apply"),
        ThreadKind.ADVICE: gettext("Opinion of the appraiser on that"),
        ThreadKind.RULING: gettext("Decision whether it applies"),
        ThreadKind.APPEAL: gettext("Laid before the council"),
    }
    return titles.get(entry.kind) or str(entry.stage.label)
