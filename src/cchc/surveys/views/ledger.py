"""The ledger of the quotas: a heat table, the same as lines, the same as Excel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.words.names import search_key
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.surveys.exchange.ledger import LedgerLine, ledger_workbook
from cchc.surveys.models import Survey
from cchc.surveys.queries.ledger import (
    EndedUnit,
    LedgerCell,
    LedgerRow,
    QuotaLedger,
    ended_units,
    quota_ledger,
    share_of_days,
)
from cchc.surveys.views.surveys import ROWS, survey_context, survey_of
from cchc.ui.pages import page
from cchc.ui.templatetags.ui import message_text, thousands

MOST_COLUMNS = 16  # of the heat table on a screen of 1366 pixels
ALMOST = Fraction(9, 10)  # of what is due by now: below it a cell is behind


@dataclass(frozen=True, slots=True)
class QuotaHeat:
    """A cell of the heat table: its numbers, how it stands as a style and in a word."""

    cell: LedgerCell
    style: str
    word: str


@needs(Permission.SURVEY_READ)
@require_GET
def ledger(request: Request, pk: int) -> HttpResponse:
    """The ledger of a survey, by unit; `xem=dong` shows a line for each cell, and so do more columns than stand beside
    each other."""
    survey = survey_of(request, pk)
    found = quota_ledger(survey)
    due = share_of_days(survey, timezone.localdate())
    text = request.GET.get("q", "").strip()
    behind_alone = request.GET.get("cham") == "1"
    rows = [one for one in found.rows if _is_asked_for(one, text, due, behind_alone)]
    as_lines = request.GET.get("xem") == "dong" or len(found.columns) > MOST_COLUMNS
    listed = (
        [(one.unit, cell) for one in rows for cell in one.cells if cell is not None] if as_lines else rows
    )
    pages = Paginator(listed, ROWS).get_page(request.GET.get("page"))
    context = survey_context(request, survey, _("Ledger of the quotas"))
    context |= {
        "ledger": found,
        "columns": found.columns,
        "forms_of_unit": reverse("surveys:responses", args=[pk]) if context["sees_answers"] else "",
        "pages": pages,
        "as_lines": as_lines,
        "heat": [] if as_lines else [(row, _heat(found, row, due)) for row in rows[_shown(pages)]],
        "sums": list(zip(_labels(found), (_heat_cell(one, due) for one in found.sums), strict=True)),
        "text": text,
        "behind_alone": behind_alone,
        "due": None if due is None else 100 * due,
        "base": _base_words(found),
        "ended": ended_units(survey, timezone.localdate()),
    }
    return page(request, "surveys/ledger.html", context, part="rows")


def _shown(pages: Page[Any]) -> slice:
    """The part of a list that stands on a page of it."""
    return slice(max(pages.start_index() - 1, 0), pages.end_index())


def _is_asked_for(row: LedgerRow, text: str, due: Fraction | None, behind_alone: bool) -> bool:
    name = row.unit.name if row.unit else _("All rated units")
    found = search_key(text) in search_key(name)
    return found and (not behind_alone or any(one and _stands(one, due) == "behind" for one in row.cells))


def _heat(found: QuotaLedger, row: LedgerRow, due: Fraction | None) -> list[tuple[str, QuotaHeat | None]]:
    cells = (None if one is None else _heat_cell(one, due) for one in row.cells)
    return list(zip(_labels(found), cells, strict=True))


def _labels(found: QuotaLedger) -> list[str]:
    """What stands before each cell on a phone, where the columns have no heads."""
    return [" · ".join(filter(None, column)) for column in found.columns]


def _heat_cell(cell: LedgerCell, due: Fraction | None) -> QuotaHeat:
    stands = _stands(cell, due)
    words = {
        "full": _("full"),
        "over": pgettext("quota", "over by {count}").format(count=thousands(cell.sums.overflow)),
        "behind": pgettext("quota", "behind, {count} missing").format(count=thousands(cell.sums.open)),
        "under_way": pgettext("quota", "{count} missing").format(count=thousands(cell.sums.open)),
        "nothing": pgettext("quota", "no quota"),
    }
    return QuotaHeat(cell, stands.replace("_", "-"), words[stands])


def _stands(cell: LedgerCell, due: Fraction | None) -> str:
    """How a cell stands: full, over, behind what is due by the days gone, under way, or without a quota."""
    if not cell.sums.target:
        return "over" if cell.sums.counting else "nothing"
    if cell.sums.overflow:
        return "over"
    if not cell.sums.open:
        return "full"
    is_behind = due is not None and cell.sums.counting < cell.sums.target * due * ALMOST
    return "behind" if is_behind else "under_way"


def _base_words(found: QuotaLedger) -> str:
    """What the rate of the whole is a share of, in words."""
    return str(message_text(found.whole.rate.words))


@needs(Permission.SURVEY_READ)
@require_GET
def ledger_out(request: Request, pk: int) -> HttpResponse:
    """Send the ledger as Excel: a line for each cell."""
    survey = survey_of(request, pk)
    found = quota_ledger(survey)
    return made_file(
        ledger_workbook(_titles(request, survey, found), _lines(survey, found)),
        f"{slug_of(survey.name)}-chi-tieu.xlsx",
    )


def _titles(request: Request, survey: Survey, found: QuotaLedger) -> tuple[str, ...]:
    now = timezone.localtime()
    made = _("At {time} by {person}").format(time=f"{now:%H:%M %d/%m/%Y}", person=request.actor.person)
    return survey.name, f"{made}. {_base_words(found)}"


def _lines(survey: Survey, found: QuotaLedger) -> Iterator[LedgerLine]:
    ended = {one.unit.pk: _ending(one) for one in ended_units(survey, timezone.localdate())}
    for row in found.rows:
        name = row.unit.name if row.unit else _("All rated units")
        note = ended.get(row.unit.pk, "") if row.unit else ""
        for one in row.cells:
            if one is not None:
                yield LedgerLine(name, one.group, one.channel, _numbers(one), note)


def _ending(one: EndedUnit) -> str:
    """What became of a unit that ended, in one sentence."""
    told = {"day": f"{one.on:%d/%m/%Y}", "units": ", ".join(unit.name for unit in one.now)}
    words = _("ended on {day}, now {units}") if one.now else _("ended on {day}")
    return words.format(**told)


def _numbers(one: LedgerCell) -> list[int | Fraction | None]:
    sums = one.sums
    counts = (
        sums.target,
        sums.allocated,
        sums.received,
        sums.accepted,
        sums.waiting,
        sums.rejected,
        sums.void,
    )
    return [*counts, sums.overflow, sums.open, one.rate.base, one.percent]
