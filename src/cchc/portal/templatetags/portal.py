"""Tags and filters of the public pages: the lost part as a small bar, changes in words and signs, points in short."""

from __future__ import annotations

from fractions import Fraction

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cchc.core.scoring.criteria.tree import Node, Part
from cchc.core.words.numbers import decimal_places, rounded_number
from cchc.core.words.ties import PrintedValue
from cchc.portal.queries.units import NodeLine, greatest_losses
from cchc.releases.exchange.content import FigureChange, PublicEstimate, PublicUnit, ReleaseHead
from cchc.ui.pictures.points import PointsBar, loss_word, points_bar
from cchc.ui.templatetags.ui import number, plain_number

register = template.Library()

LOST_WIDTH = 120  # pixels of the longest bar of a table
MOST_DECIMALS = 4


@register.simple_tag
def lost_bar(lost: Fraction, scale: Fraction) -> SafeString:
    """Return the lost part as a bar: all bars of a table share the `scale`, the points of the longest one."""
    wide = max(float(lost / scale) * LOST_WIDTH, 0)
    return mark_safe(  # noqa: S308 - a number
        f'<svg class="lost" width="{LOST_WIDTH}" height="9" aria-hidden="true"><path d="M0 0h{wide:.1f}v9H0z"/></svg>'
    )


@register.simple_tag
def whole_bar(bar: PointsBar) -> SafeString:
    """Return a points bar as wide as the page, as high on a telephone as on a desk."""
    drawn = points_bar(bar, width=1120, height=26)
    return mark_safe(drawn.replace("<svg ", '<svg preserveAspectRatio="none" ', 1))  # noqa: S308 - drawn by us


@register.filter
def points(value: Fraction | None) -> str:
    """Return points with at most two decimals, more only where they would print as nothing; an en dash for missing
    ones."""
    return _short(value, 2)


@register.filter
def exactly(value: Fraction | None) -> str:
    """Return a number with at most four decimals, "≈" before it where that is not all of it."""
    if value is None:
        return "–"
    places = decimal_places(value)
    is_whole = places is not None and places <= MOST_DECIMALS
    return plain_number(value) if is_whole else f"≈ {number(value, MOST_DECIMALS)}"


def _short(value: Fraction | None, places: int) -> str:
    if value is None:
        return "–"
    rounded = rounded_number(value, places)
    return plain_number(rounded) if rounded or not value else number(value, MOST_DECIMALS)


@register.filter
def printed(value: PrintedValue | None) -> str:
    """Return an index as it prints beside others, "≈" before it where another one prints the same."""
    if value is None:
        return "–"
    return f"{'≈ ' if value.about else ''}{number(value.value, value.places)}"


@register.filter
def loss_name(code: str) -> str:
    """Return the words of a loss code."""
    return loss_word(code)


@register.filter
def estimate_sentence(one: PublicEstimate) -> str:
    """Return what a survey found in one sentence: rate, interval, answers of forms, survey."""
    told = {"rate": _percentage(one.value), "answers": one.answers, "base": one.base, "survey": one.survey}
    if one.low is None or one.high is None:
        return gettext("{rate}, {answers} valid answers of {base} forms: {survey}").format(**told)
    words = gettext(
        "{rate} (95-percent interval {low}–{high}), {answers} valid answers of {base} forms: {survey}"
    )
    return words.format(**told, low=_percentage(one.low), high=_percentage(one.high))


def _percentage(ratio: Fraction) -> str:
    return f"{_short(ratio * 100, 2)} %"


@register.simple_tag
def rank_move(change: int | None) -> SafeString:
    """Return the places won or lost since the year before, as a sign with its words; nothing where none is known."""
    if change is None:
        return mark_safe("")
    if change == 0:
        return format_html(
            '<span class="move">=<i>{}</i></span>', gettext("the same rank as the year before")
        )
    words = gettext("%(count)s places up") if change > 0 else gettext("%(count)s places down")
    return format_html(
        '<span class="move move-{}">{}{}<i>{}</i></span>',
        "up" if change > 0 else "down",
        "▲" if change > 0 else "▼",
        abs(change),
        words % {"count": abs(change)},
    )


FIGURES = {
    "points": pgettext_lazy("public figure", "points"),
    "index": pgettext_lazy("public figure", "index"),
    "rank": pgettext_lazy("public figure", "rank"),
    "grade": pgettext_lazy("public figure", "class"),
}


@register.filter
def changed_figure(change: FigureChange) -> str:
    """Return in a word what figure differs."""
    return str(FIGURES.get(change.what, change.what))


@register.filter
def exact_text(text: str) -> str:
    """Return an exact figure of the bundle as a reader writes it, at most four decimals; an en dash for none."""
    try:
        return exactly(Fraction(text)) if text else "–"
    except ValueError:
        return text


MEANINGS = {
    "missing_evidence": _("What was declared could not be shown by a document."),
    "late": _("Done, but after the day that was set."),
    "ratio": _("A share was to be reached, such as files settled in time, and was not reached in full."),
    "not_done": _("A required task was not carried out."),
    "wrong_authority": _("Decided or issued by a body that had no power to do so."),
    "survey": _("Those who were asked were not fully content."),
    "penalty": _("Points taken for what the rules name."),
    "relative": _("Good, but not as good as the best unit of the group."),
    "expert": _("Given by an appraiser within a range, with a written reason."),
    "stated": _("The points were handed over as a number; what took the rest is not known."),
}


@register.filter
def loss_meaning(code: str) -> str:
    """Return what a cause of lost points means, for a citizen."""
    return str(MEANINGS[code])


@register.filter
def obtained(line: NodeLine) -> SafeString:
    """Return the points of a unit at a node, or in words why there are none; an en dash where they are not public."""
    if line.is_out:
        return format_html('<span class="quiet">{}</span>', gettext("does not apply"))
    if line.account is None:
        return mark_safe("–")
    return format_html("{}", gettext("not scored") if line.account.waiting else points(line.account.points))


LINEAGE = {"rename": _("renamed"), "split": _("divided"), "move": _("placed elsewhere"), "merge": _("merged")}


@register.filter
def lineage_word(how: str) -> str:
    """Return in a word how a unit went into another one."""
    return str(LINEAGE[how])


@register.simple_tag
def index_title(head: ReleaseHead) -> str:
    """Return what the index of a year is called."""
    return gettext("Administrative reform index %(year)s") % {"year": head.year}


@register.simple_tag
def reach_words(node: Node) -> str:
    """Return how many points a node can give or take."""
    words = {
        Part.BONUS: gettext("Up to %(maximum)s bonus points."),
        Part.PENALTY: gettext("Up to %(maximum)s penalty points."),
    }
    return words.get(node.part, gettext("At most %(maximum)s points.")) % {
        "maximum": points(abs(node.maximum))
    }


MOST_CAUSES = 3


@register.simple_tag
def unit_sentence(unit: PublicUnit, group: str, of: int, year: int) -> str:
    """Return in sentences what a unit got in a year, where it stands among its like, and what it lost most by."""
    account = unit.account
    told = {
        "unit": unit.name,
        "year": year,
        "count": account.waiting,
        "group": group,
        "of": of,
        "rank": unit.rank,
    }
    told |= {name: points(getattr(account, name)) for name in ("points", "maximum", "lost")}
    said = []
    if unit.index is None:
        said.append(gettext("%(unit)s has no index in %(year)s: %(count)s criteria are not scored."))
    else:
        said.append(
            gettext("In %(year)s, %(unit)s obtained %(points)s of %(maximum)s points that apply to it.")
        )
    if unit.rank is not None:
        said.append(gettext("It stands at rank %(rank)s of %(of)s in the group “%(group)s”."))
    losses = greatest_losses(account)
    if losses:
        causes = [f"{loss_word(code)} {points(amount)}" for code, amount in losses[:MOST_CAUSES]]
        if len(losses) > MOST_CAUSES:
            causes.append(gettext("the rest otherwise"))
        told["causes"] = "; ".join(causes)
        said.append(gettext("It lost %(lost)s points: %(causes)s."))
    elif unit.index is not None:
        said.append(gettext("It lost nothing."))
    return " ".join(said) % told
