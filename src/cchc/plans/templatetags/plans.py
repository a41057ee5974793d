"""Filters of the pages of plans: kinds of deadlines, findings and places in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, ngettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cchc.core.papers.answers import Confidence
from cchc.core.papers.deadlines.impossible import impossible_part
from cchc.core.papers.deadlines.values import DeadlineKind
from cchc.core.plans.budgets import BudgetAmount, BudgetSum, amount_words
from cchc.core.plans.columns import BY_KEY
from cchc.core.plans.plan import AsideKind, Severity, Source, Told, ToldKind, WordAccount
from cchc.core.words.messages import message_of
from cchc.plans.exchange.red_pen import is_remarked
from cchc.plans.models import Agency, Measure
from cchc.plans.queries.columns import label_of
from cchc.plans.queries.obstacles import is_open
from cchc.plans.queries.review import ReviewCell, ReviewRow
from cchc.plans.queries.sheets import ChangedCell
from cchc.plans.queries.table import Chip, MeasureRow
from cchc.plans.queries.texts import source_of
from cchc.ui.templatetags.ui import message_text

register = template.Library()

_KINDS = {
    DeadlineKind.FIXED: pgettext_lazy("deadline", "due"),
    DeadlineKind.RANGE: pgettext_lazy("deadline", "a period"),
    DeadlineKind.SEVERAL: pgettext_lazy("deadline", "several days"),
    DeadlineKind.RECURRING: pgettext_lazy("deadline", "recurring"),
    DeadlineKind.CONTINUOUS: pgettext_lazy("deadline", "continuous"),
    DeadlineKind.ON_EVENT: pgettext_lazy("deadline", "on an event"),
    DeadlineKind.UNPARSED: pgettext_lazy("deadline", "not understood"),
}
_SEVERITIES = {
    Severity.ERROR: (_("Fault"), "alert-octagon"),
    Severity.WARNING: (_("To look at"), "alert-triangle"),
    Severity.INFORMATION: (_("To know"), "info-circle"),
}


_ASIDE = {
    AsideKind.MOTTO: _("name of the state and motto"),
    AsideKind.LEGAL_BASIS: _("legal basis"),
    AsideKind.PAGE_NUMBER: _("page numbers"),
    AsideKind.HEADINGS: _("headings of tables"),
    AsideKind.TOTAL: _("rows of totals"),
    AsideKind.GROUP: _("words of groups"),
    AsideKind.RECIPIENTS: _("recipients"),
    AsideKind.SIGNATURE: _("signatures"),
    AsideKind.MARGIN: _("running heads and text in the margins"),
    AsideKind.HIDDEN: _("hidden text and sheets"),
    AsideKind.DELETED: _("text deleted by tracked changes"),
    AsideKind.COMMENT: _("comments in the margin"),
}


@register.filter
def aside_words(account: WordAccount) -> str:
    """What of a document was set aside, counted by kind: "căn cứ 3, nơi nhận 1"."""
    return ", ".join(f"{_ASIDE[kind]} {count}" for kind, count in account.aside_by_kind.items())


@register.filter
def told_words(told: Told) -> str:
    """How much was read that looks otherwise in the file, in words: "3 dòng đang ẩn trong tệp"."""
    return str(_TOLD[told.kind] % {"count": told.places})


_TOLD = {
    ToldKind.HIDDEN_ROWS: ngettext_lazy(
        "%(count)s row out of sight was read", "%(count)s rows out of sight were read", "count"
    ),
    ToldKind.TRACKED_CHANGES: ngettext_lazy(
        "%(count)s tracked change is neither accepted nor rejected",
        "%(count)s tracked changes are neither accepted nor rejected",
        "count",
    ),
    ToldKind.STRUCK_TEXT: ngettext_lazy(
        "%(count)s text has a line through it", "%(count)s texts have a line through them", "count"
    ),
}


@register.filter
def words_placed(account: WordAccount) -> int:
    """How many words of a document stand in the plan or are its prose."""
    return sum(account.placed.values())


register.filter("is_marked", is_remarked)


@register.filter
def budget_words(found: BudgetSum) -> str:
    """The sum of a budget, and beside it how many rows say no amount: "1.250 triệu đồng, 3 dòng không ghi số"."""
    said = [message_text(amount_words(found.dong))] if found.counted else []
    if found.unsaid:
        rows = ngettext("%(count)s row without an amount", "%(count)s rows without an amount", found.unsaid)
        said.append(rows % {"count": found.unsaid})
    if found.counted and found.empty:
        rows = ngettext("%(count)s row left empty", "%(count)s rows left empty", found.empty)
        said.append(rows % {"count": found.empty})
    return ", ".join(said)


@register.filter
def in_the_sum(found: BudgetAmount) -> str:
    """How the budget of a measure counts in the sum: its amount, or why it is no amount."""
    if found.dong is not None:
        return gettext("Counted as %(amount)s") % {"amount": message_text(amount_words(found.dong))}
    return gettext("Not counted: %(why)s") % {"why": message_text(found.why)}


@register.filter
def deadline_kind(kind: str) -> Any:
    """How a deadline is set, in words."""
    return _KINDS[DeadlineKind(kind)]


@register.filter
def severity_word(severity: str) -> Any:
    """How much a finding matters, in words."""
    return _SEVERITIES[Severity(severity)][0]


@register.filter
def severity_icon(severity: str) -> str:
    """The drawing that says how much a finding matters."""
    return _SEVERITIES[Severity(severity)][1]


@register.filter
def column_word(column: str | None) -> str:
    """The name of a column of a measure; a gap stands in the text of its task; nothing for what is no column."""
    name = "task" if column == "gap" else column or ""
    if name == "number":
        return pgettext("column of a plan", "No.")
    return label_of(BY_KEY[name]) if name in BY_KEY else ""


@register.filter
def told(data: Mapping[str, Any]) -> str:
    """A stored `Message` of the core in the reader's language."""
    return message_text(message_of(data)) if data else ""


@register.filter
def origin(measure: Measure) -> str:
    """Where a measure was read, in words: page, table and row, paragraph, or lines; nothing for one made by hand."""
    source: Source = source_of(measure)
    parts = []
    if source.page:
        parts.append(gettext("page %(page)s") % {"page": source.page})
    if source.table and source.row:
        place = {"table": source.table, "row": source.row}
        parts.append(gettext("table %(table)s, row %(row)s") % place)
    elif source.lines:
        parts.append(_lines(*source.lines))
    elif source.paragraph:
        parts.append(gettext("paragraph %(number)s") % {"number": source.paragraph})
    return ", ".join(parts)


def _lines(first: int, last: int) -> str:
    if first == last:
        return pgettext("of a text", "line %(first)s") % {"first": first}
    return gettext("lines %(first)s–%(last)s") % {"first": first, "last": last}


@register.filter
def at(held: Mapping[Any, Any], key: Any) -> Any:
    """What `held` holds under `key`; None when it holds nothing."""
    return held.get(key) if held else None


@register.filter
def needs_no_check(row: ReviewRow) -> bool:
    """Whether a row stands as it was read for sure, and nothing open was found in it."""
    read = row.measure.confidence == Confidence.SURE and row.measure.version == 1
    return read and all(one.acceptance for one in row.found)


@register.filter
def is_waiting(agency: Agency) -> bool:
    """Whether nobody has confirmed an agency that was not found for sure."""
    return is_open(agency)


@register.simple_tag(takes_context=True)
def agency_chips(context: Any, chips: Sequence[Chip]) -> SafeString:
    """The agencies of a cell, each as a chip: a unit leads to its measures, a group opens its units.

    A page shows some seven hundred of them, but few different ones: each is drawn once.
    """
    drawn: dict[int, SafeString] = context.render_context.setdefault("agency_chips", {})
    for chip in chips:
        if chip.pk not in drawn:
            drawn[chip.pk] = _chip(chip, context["unit_link"])
    return format_html_join("", "{}", ((drawn[chip.pk],) for chip in chips))


def _chip(chip: Chip, unit_link: str) -> SafeString:
    kind = f"{' chip-mine' if chip.mine else ''}{' chip-waits' if chip.waits else ''}"
    text = format_html("{}{}", chip.text, _waiting_mark()) if chip.waits else chip.text
    if chip.unit:
        return format_html('<a class="chip{}" href="{}{}">{}</a>', kind, unit_link, chip.unit, text)
    if chip.units:
        return format_html(
            '<button class="chip chip-group{}" type="button" popovertarget="agency-{}">{} <small>{}</small></button>',
            kind,
            chip.pk,
            text,
            len(chip.units),
        )
    return format_html('<span class="chip chip-text{}">{}</span>', kind, text)


def _waiting_mark() -> SafeString:
    words = gettext("nobody has confirmed its units yet")
    return format_html(
        '<b class="chip-mark" title="{}"><i aria-hidden="true">?</i><i class="visually-hidden"> ({})</i></b>',
        words,
        words,
    )


@register.simple_tag(takes_context=True)
def deadline_cell(context: Any, row: MeasureRow) -> str:
    """The deadline of a measure: its wording, its days, where they stand. Many measures share one: it is drawn once."""
    one = row.measure
    drawn: dict[Any, str] = context.render_context.setdefault("deadline_cells", {})
    key = (one.deadline, one.deadline_kind, one.continues, tuple(row.dues), row.standing, row.days)
    if key not in drawn:
        drawn[key] = render_to_string(
            "plans/deadline.html", {"row": row, "one": one, "today": context["today"]}
        )
    return drawn[key]


@register.simple_tag
def changed_text(cell: ChangedCell, was_there: bool) -> SafeString:
    """The text of a cell that a file changes, part by part: what goes is struck out, what comes is marked, unless its
    row was not there before. No white space stands between the parts but their own."""
    forms = {
        "old": "<del>{}</del> → " if cell.whole else "<del>{}</del>",
        "new": "<ins>{}</ins>" if was_there else "{}",
    }
    return format_html_join(
        "", "{}", ((format_html(forms.get(kind, "{}"), text),) for kind, text in cell.parts)
    )


@register.filter
def row_classes(row: ReviewRow) -> str:
    """The classes of a row of the review: whether it waits, is in conflict, or needs nobody."""
    states = {"measure-open": row.is_open, "measure-conflict": row.in_conflict, "measure-quiet": row.is_quiet}
    return " ".join(["measure", *[name for name, holds in states.items() if holds]])


@register.filter
def cell_classes(cell: ReviewCell, lacks: Sequence[str] | None) -> str:
    """The classes of a cell of the review: its column, whether the reader doubted it, whether its text is not saved."""
    states = {"cell-doubt": bool(cell.doubt), "cell-unsaved": bool(lacks) or cell.now is not None}
    return " ".join(["cell", f"cell-{cell.column}", *(name for name, holds in states.items() if holds)])


@register.filter
def impossible(text: str) -> str:
    """The part of a deadline that no calendar has; nothing where there is none."""
    return impossible_part(text) or ""


@register.filter
def understood(row: ReviewRow) -> str:
    """How the deadline of a row was understood: its kind, its days, and whether it goes on after them."""
    measure = row.measure
    first = f" {measure.start:%d/%m/%Y} –" if measure.start else ""
    days = ",".join(f" {day:%d/%m/%Y}" for day in row.dues)
    onward = f", {gettext('and the following years')}" if measure.continues else ""
    return f"{deadline_kind(measure.deadline_kind)}{first}{days}{onward}"


@register.simple_tag(takes_context=True)
def in_document(context: Any, place: int) -> str:
    """The address of a place of the document beside the rows: on this page, or in the part that shows it."""
    pane = context.get("pane")
    part = pane.elsewhere(place) if pane else None
    if part is None:
        return f"#s{place}"
    asked = context["request"].GET
    kept = {name: asked[name] for name in ("xem", "page") if asked.get(name)}
    return (
        f"{reverse('plans:review', args=[context['plan'].pk])}?{urlencode({**kept, 'doan': part})}#s{place}"
    )
