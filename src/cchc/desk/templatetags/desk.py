"""Lines of the weeks and of the guide."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cchc.desk.exchange import Line, Span, SpanKind
from cchc.desk.queries.guide import GUIDES
from cchc.desk.queries.weeks import Weekly
from cchc.ui.pictures.lines import RankedUnit, rank_line, sparkline

register = template.Library()


@register.filter
def weekly(weeks: Weekly, places: int) -> SafeString:
    """Return the line of a value over the last weeks, its text with `places` decimals."""
    return sparkline(weeks, width=150, height=30, places=places)


@register.filter
def place_line(line: Sequence[RankedUnit]) -> SafeString:
    """Return the rank line of a unit with five units above it and five below."""
    return rank_line(line)


@register.filter
def guide_text(line: Line) -> SafeString:
    """Return a line of the guide as HTML; links to other guides lead to their pages, those to files that are no page
    stay text."""
    return format_html_join("", "{}", ((_span(span),) for span in line))


def _span(span: Span) -> SafeString | str:
    if span.kind is SpanKind.STRONG:
        return format_html("<strong>{}</strong>", span.text)
    if span.kind is SpanKind.WORDS:
        return format_html("<em>{}</em>", span.text)
    if span.kind is SpanKind.CODE:
        return format_html("<code>{}</code>", span.text)
    address = _address(span.href) if span.kind is SpanKind.LINK else ""
    return format_html('<a href="{}">{}</a>', address, span.text) if address else span.text


def _address(href: str) -> str:
    file, _sign, anchor = href.partition("#")
    name = file.removesuffix(".md")
    if name not in GUIDES:
        return ""
    return f"{reverse('desk:guide', args=[name])}{'#' if anchor else ''}{anchor}"
