"""Stored figures as an official reads them."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from cchc.core.scoring.ledgers import Ledger
from cchc.results.queries.ranking import HeatCell, IndexChange
from cchc.ui.templatetags.ui import number, plain_number, signed_number

register = template.Library()


@register.simple_tag
def points_of(ledger: Ledger) -> SafeString:
    """The points of a ledger and its maximum, what of them is bonus and what was taken off, as one sentence."""
    parts = [
        gettext("<strong>%(points)s</strong> points of %(maximum)s that apply")
        % {"points": number(ledger.points), "maximum": plain_number(ledger.maximum)}
    ]
    if ledger.bonus:
        parts.append(gettext("of them %(bonus)s bonus") % {"bonus": plain_number(ledger.bonus)})
    if ledger.penalty:
        parts.append(gettext("after %(penalty)s penalty") % {"penalty": plain_number(ledger.penalty)})
    return mark_safe(f"{', '.join(parts)}.")  # noqa: S308 - of our own texts and of numbers


ARROWS = {"up": "▲", "down": "▼", "same": "="}
DIRECTIONS = {"up": gettext_lazy("up"), "down": gettext_lazy("down"), "same": gettext_lazy("unchanged")}


@register.filter
def change(change: IndexChange | None) -> SafeString:
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
        signed_number(change.amount),
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
