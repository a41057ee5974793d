"""Tags and filters of every template: buttons, cards, badges, icons, empty states, messages of the core,
numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cache
from html import unescape
from typing import Any

from django import template
from django.conf import settings
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.formats import number_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from cchc.core.words.marking import MarkedPiece
from cchc.core.words.messages import Message, say
from cchc.core.words.numbers import exact as exact_fraction
from cchc.core.words.numbers import plain as decimal_text
from cchc.core.words.numbers import printed_number
from cchc.ui import asking, once
from cchc.ui.pictures import points
from cchc.ui.pictures import timeline as timelines

register = template.Library()

MINUS = "−"


@cache
def _svg(name: str) -> str:
    path = settings.NODE_MODULES / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
    drawing = path.read_text(encoding="utf-8").split("<svg", 1)[1].split(">", 1)[1]
    return (
        '<svg class="icon" aria-hidden="true" focusable="false" width="20" height="20" '
        'viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">' + drawing.strip()
    )


class TextSaidOnce(Node):
    """A text of the template in the reader's language, looked up once for each language."""

    def __init__(self, node: TranslateNode) -> None:
        self.node, self.said = node, dict[tuple[str | None, bool], str]()

    def render(self, context: Context) -> str:
        """Return the text."""
        key = get_language(), context.autoescape
        if key not in self.said:
            self.said[key] = self.node.render(context)
        return self.said[key]


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """Say a text in the reader's language.

    It replaces Django's tag of this name, which looks a text up and escapes it each time it is printed: in the rows
    of a long table that was a seventh of the page. A text that varies, or that is given a name, is left to Django.
    """
    node = do_translate(parser, token)
    parts = [node.filter_expression, *([node.message_context] if node.message_context else [])]
    is_fixed = not any(one.filters or getattr(one.var, "lookups", None) for one in parts)
    return TextSaidOnce(node) if is_fixed and node.asvar is None else node


@register.simple_tag(takes_context=True)
def csrf_token(context: Any) -> SafeString:
    """Return the hidden fields of every form that changes something: the token of the browser, and a one-time key.

    It replaces Django's tag of this name.
    """
    token = CsrfTokenNode().render(context)
    return format_html('{}<input type="hidden" name="{}" value="{}">', token, once.FIELD, once.fresh_key())


@register.simple_block_tag
def ask_first(content: str) -> SafeString:
    """Return the hidden field of a form that asks once more: its question, as plain text, and what would happen.

    The question is shown in a dialogue, or on a page of its own (`ui.asking`). Without words nothing is asked.
    """
    words = " ".join(unescape(content).split())
    return (
        format_html('<input type="hidden" name="{}" value="{}">', asking.FIELD, words)
        if words
        else SafeString()
    )


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return the outline drawing `name` of Tabler's icons; `label` is its text for readers who do not see it."""
    spoken = format_html('<span class="visually-hidden">{}</span>', label) if label else ""
    return mark_safe(_svg(name) + spoken)  # noqa: S308 - drawings of a locked package


@register.simple_tag
def button(
    label: str, href: str = "", kind: str = "plain", icon: str = "", name: str = "", value: str = ""
) -> SafeString:
    """Return a link that looks like a button when `href` is given, else a submit button.

    Kinds: `primary` (one per page), `plain`, `quiet`, `danger`.
    """
    drawing = mark_safe(_svg(icon)) if icon else ""  # noqa: S308 - drawings of a locked package
    if href:
        return format_html('<a class="button button-{}" href="{}">{}{}</a>', kind, href, drawing, label)
    field = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html('<button class="button button-{}"{}>{}{}</button>', kind, field, drawing, label)


@register.simple_tag
def badge(label: str, kind: str = "neutral") -> SafeString:
    """Return a small word with a coloured edge. Kinds: `neutral`, `accent`, `good`, `late`, `loss`, `survey`."""
    return format_html('<span class="mark mark-{}">{}</span>', kind, label)


@register.simple_block_tag
def card(content: str, heading: str = "", note: str = "", level: int = 2) -> SafeString:
    """Return a group on the page with its heading: `{% card _("Members") %} … {% endcard %}`."""
    return format_html(
        '<section class="sheet">{}{}</section>',
        format_html(
            '<header class="sheet-head"><h{0}>{1}</h{0}>{2}</header>',
            level,
            heading,
            format_html("<p>{}</p>", note) if note else "",
        )
        if heading
        else "",
        content,
    )


@register.simple_block_tag
def empty(content: str, heading: str, icon: str = "inbox") -> SafeString:
    """Return the text of an empty place: what comes here, who brings it, and the one thing to do."""
    drawing = mark_safe(_svg(icon))  # noqa: S308 - drawings of a locked package
    return format_html('<div class="nothing">{}<h2>{}</h2><div>{}</div></div>', drawing, heading, content)


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: Any, rows: Any) -> dict[str, Any]:
    """Return the context of the links to the previous and next page of a `Page`; none when there is only one page."""
    return {"rows": rows, "request": context["request"]}


@register.simple_tag
def points_bar(
    bar: points.PointsBar, width: int = 320, height: int = 14, scale: Fraction | None = None
) -> SafeString:
    """Return the points bar of one node; bars of one table share a `scale`, the points that the width stands for."""
    return points.points_bar(bar, width=width, height=height, scale=scale)


@register.simple_tag
def losses_bar(bar: points.PointsBar, scale: Fraction, width: int = 320, height: int = 14) -> SafeString:
    """Return the lost part of a points bar; all bars of a table share the `scale`."""
    return points.losses_bar(bar, scale, width=width, height=height)


@register.simple_tag
def points_key(bar: points.PointsBar) -> SafeString:
    """Return the legend of a points bar and of those of its parts."""
    return points.points_key(bar)


@register.simple_tag
def losses_key(codes: Any) -> SafeString:
    """Return the legend of the bars of lost points on this page."""
    return points.losses_key(codes)


@register.simple_tag
def timeline_months(months: timelines.Months, today: date) -> SafeString:
    """Return the head of a timeline; its rows are `timeline`."""
    return timelines.timeline_months(months, today)


@register.simple_tag
def timeline(course: timelines.Course, months: timelines.Months, today: date) -> SafeString:
    """Return one row of a timeline, for a cell of the class `tl-cell`."""
    return timelines.timeline(course, months, today)


GROUPS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")


def _decimal() -> str:
    return "," if (get_language() or "vi").startswith("vi") else "."


def in_figures(value: Fraction) -> str:
    """Return a number inside a sentence, in the reader's language: all its places with groups of three when it ends,
    else its fraction."""
    return exact_fraction(value) or grouped_number(value)


def grouped_number(value: Fraction) -> str:
    """Return `value` with all its places (at most twelve) and groups of three: 1.876,5. For what is read; what is typed
    back into a field has no groups (`plain_number`)."""
    sign = _decimal()
    whole, dot, rest = plain_number(value).partition(sign)
    return GROUPS.sub("." if sign == "," else ",", whole) + dot + rest


def plain_number(value: Fraction) -> str:
    """Return `value` with all its places (at most twelve), in the reader's language."""
    sign = _decimal()
    return decimal_text(value).replace(".", sign).replace("-", MINUS)


@register.filter
def thousands(count: int) -> str:
    """Return a count with its groups of three, in the reader's language: 1.020."""
    return number_format(count, use_l10n=True, force_grouping=True)


@register.filter("said")
def message_text(message: Any) -> str:
    """Return a `Message` of the core in the reader's language; other values as they are."""
    return say(message, gettext, in_figures) if isinstance(message, Message) else str(message)


@register.filter
def number(value: Fraction | int | None, places: int = 2) -> str:
    """Return a number with `places` decimals, in the reader's language; an en dash for a missing one."""
    if value is None:
        return "–"
    sign = _decimal()
    return printed_number(Fraction(value), places, sign, "." if sign == "," else ",").replace("-", MINUS)


@register.filter("signed")
def signed_number(value: Fraction | None, places: int = 2) -> str:
    """Return a change with its sign, also +; an en dash for a missing one."""
    if value is None:
        return "–"
    return f"+{number(value, places)}" if value > 0 else number(value, places)


@register.filter
def plain(value: Fraction | None) -> str:
    """Return a number with all its places, in the reader's language; an en dash for a missing one."""
    return "–" if value is None else plain_number(value)


@register.filter
def decimals(value: Fraction | None, places: int = 2) -> SafeString:
    """Return a number for a column, its decimals set a little quieter."""
    text = escape(number(value, places))
    whole, sign, rest = text.partition(_decimal())
    return mark_safe(f'{whole}<span class="dec">{sign}{rest}</span>' if sign else text)  # noqa: S308 - escaped above


@register.filter
def marked(pieces: Iterable[MarkedPiece]) -> SafeString:
    """Return the pieces of a text as HTML, with what was searched in `<mark>`."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", one.text) if one.is_hit else one.text,) for one in pieces)
    )
