"""Stored figures as an official reads them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from cchc.core.scoring.criteria.figures import figure_words
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.words.numbers import rounded
from cchc.criteria.templatetags.criteria import in_full, words
from cchc.results.queries.ranking import Change, HeatCell
from cchc.results.queries.scores import Held, declared
from cchc.ui.templatetags.ui import number, plain_number, signed

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


@register.filter
def short(amount: Fraction) -> str:
    """Points with at most four places, for lists; the derivation has them exactly."""
    return plain_number(rounded(amount, 4))


@register.filter
def stored_short(text: str | None) -> str:
    """Points stored as exact text, with at most four places; nothing while they are pending."""
    return short(Fraction(text)) if text else ""


@register.simple_tag
def held(what: Held, number: str, criteria: CriteriaSet) -> SafeString:
    """What a score holds: its points, or its figures under the names that officials read."""
    leaf = criteria.leaves.get(number)
    if what.points:
        return format_html("{}", stored(what.points))
    if what.pending or leaf is None:
        return format_html('<span class="quiet">{}</span>', gettext("pending"))
    lines = (
        (variable.label, words(figure_words(variable, value))) for variable, value in declared(leaf, what)
    )
    return format_html_join("", '<span class="held"><span class="quiet">{}:</span> {}</span>', lines)


ARROWS = {"up": "▲", "down": "▼", "same": "="}
DIRECTIONS = {"up": gettext_lazy("up"), "down": gettext_lazy("down"), "same": gettext_lazy("unchanged")}


@register.filter
def change(change: Change | None) -> SafeString:
    """A change on last year: an arrow and the number; for those who do not see it, the direction as a word."""
    if change is None:
        said = gettext("no figure of last year")
        return format_html(
            '<span class="quiet"><span aria-hidden="true">–</span><span class="visually-hidden">{}</span></span>',
            said,
        )
    several, title = len(change.units) > 1, ""
    if several:
        names = {"before": number(change.before), "names": "; ".join(change.units)}
        title = format_html(' title="{}"', gettext("mean %(before)s of: %(names)s") % names)
    return format_html(
        '<span class="change {}"{}><span class="visually-hidden">{} </span>'
        '<span aria-hidden="true">{}{} </span>{}</span>',
        change.direction,
        title,
        DIRECTIONS[change.direction],
        "≈ " if several else "",
        ARROWS[change.direction],
        signed(change.amount),
    )


@register.filter
def heat_cells(cells: Sequence[HeatCell]) -> SafeString:
    """The domains of one unit as table cells: a number on its shade, or why there is none."""
    without = escape(gettext("not applicable"))
    pending = escape(gettext("not scored yet"))

    def inside(cell: HeatCell) -> str:
        if cell.index is not None:
            return number(cell.index, 1)
        return f'<span title="{pending}">…</span>' if cell.waiting else f'<abbr title="{without}">KAD</abbr>'

    return mark_safe("".join(f'<td class="heat-{cell.step}">{inside(cell)}</td>' for cell in cells))  # noqa: S308
