"""Stored figures as an official reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from cchc.core.scoring.ledgers import Ledger
from cchc.core.words.ties import PrintedValue
from cchc.criteria.templatetags.criteria import in_full
from cchc.results.queries.comparison import ComparedUnit
from cchc.results.queries.last_year import IndexChange, LastYear
from cchc.results.queries.ordering import Order, next_order
from cchc.results.queries.rows import HeatCell, RankingRow
from cchc.scores.templatetags.scores import short
from cchc.ui.templatetags.ui import decimals, number, signed_number

register = template.Library()


@register.simple_tag
def points_of(ledger: Ledger) -> SafeString:
    """The points of a ledger and its maximum, what of them is bonus and what was taken off, as one sentence."""
    parts = [
        gettext("<strong>%(points)s</strong> points of %(maximum)s that apply")
        % {"points": number(ledger.points), "maximum": short(ledger.maximum)}
    ]
    if ledger.bonus:
        parts.append(gettext("of them %(bonus)s bonus") % {"bonus": short(ledger.bonus)})
    if ledger.penalty:
        parts.append(gettext("after %(penalty)s penalty") % {"penalty": short(ledger.penalty)})
    return mark_safe(f"{', '.join(parts)}.")  # noqa: S308 - of our own texts and of numbers


ARROWS = {"up": "▲", "down": "▼", "same": "="}
DIRECTIONS = {"up": gettext_lazy("up"), "down": gettext_lazy("down"), "same": gettext_lazy("unchanged")}


@register.filter
def change(change: IndexChange | None) -> SafeString:
    """A change on last year: an arrow and the number; for those who do not see it, the direction as a word. One that is
    taken on the mean of several units is marked as derived."""
    if change is None:
        said = gettext("no figure of last year to compare with")
        return format_html(
            '<span class="quiet"><span aria-hidden="true">–</span><span class="visually-hidden">{}</span></span>',
            said,
        )
    derived = SafeString("")
    if change.derived:
        names = {"before": number(change.before), "names": "; ".join(change.units)}
        method = gettext("mean %(before)s of: %(names)s") % names
        derived = format_html(' <abbr class="derived" title="{}">{}</abbr>', method, gettext("derived"))
    return format_html(
        '<span class="change {}"><span class="visually-hidden">{} </span>'
        '<span aria-hidden="true">{} </span>{}</span>{}',
        change.direction,
        DIRECTIONS[change.direction],
        ARROWS[change.direction],
        signed_number(change.amount),
        derived,
    )


@register.filter
def rank_before(before: LastYear | None) -> SafeString:
    """The rank of last year; where several units became this one, the rank of each."""
    ranks = before.ranks if before else ()
    if not ranks:
        return format_html(
            '<span class="quiet"><span aria-hidden="true">–</span><span class="visually-hidden">{}</span></span>',
            gettext("no rank last year"),
        )
    if len(ranks) == 1:
        return SafeString(ranks[0].rank)
    names = "; ".join(f"{one.name} ({one.group}): {one.rank}" for one in ranks)
    return format_html('<abbr title="{}">{}</abbr>', names, " · ".join(str(one.rank) for one in ranks))


@register.filter
def printed_index(printed: PrintedValue, row: RankingRow | ComparedUnit) -> SafeString:
    """The index as it prints beside the others; where another one prints the same, its mark with the exact value."""
    text = decimals(printed.value, printed.places)
    if not printed.about or row.index is None:
        return text
    exactly = gettext("exactly %(value)s") % {"value": in_full(row.index)}
    return format_html('<abbr class="about" title="{}">≈</abbr> {}', exactly, text)


@register.simple_tag(takes_context=True)
def column(context: Any, key: str, label: str, note: str = "", kind: str = "") -> SafeString:
    """The heading of a column by which the rows can be put in order: a link that keeps everything else that is asked
    for, and how they stand now."""
    now: Order = context["order"]
    asked = context["request"].GET.copy()
    asked.pop("page", None)
    asked["xep"] = str(next_order(key, now))
    sorted_by = now.column == key
    state = ("descending" if now.down else "ascending") if sorted_by else ""
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="?{}">{}{}</a>{}</th>',
        format_html(' class="{}"', kind) if kind else "",
        format_html(' aria-sort="{}"', state) if state else "",
        asked.urlencode(),
        label,
        format_html('<span aria-hidden="true"> {}</span>', SIGNS[state]) if state else "",
        format_html("<small>{}</small>", note) if note else "",
    )


SIGNS = {"ascending": "▲", "descending": "▼"}


@register.filter
def heat_cells(cells: Sequence[HeatCell]) -> SafeString:
    """The domains of one unit as table cells: a number on its shade, or why there is none."""
    without = escape(gettext("not applicable"))
    pending = escape(gettext("not scored yet"))

    def inside(cell: HeatCell) -> str:
        if cell.index is not None:
            return number(cell.index, 1)
        return f'<span title="{pending}">…</span>' if cell.waiting else f'<abbr title="{without}">KAD</abbr>'

    def whole(cell: HeatCell) -> str:
        return f'<td class="heat-{cell.step}" data-number="{escape(cell.number)}">{inside(cell)}</td>'

    return mark_safe("".join(whole(cell) for cell in cells))  # noqa: S308 - escaped where it is put together
