"""The live board of a survey in the field: cells of the quotas, modes, enumerators, what is expected back, whom to
call."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.words.names import search_key
from cchc.fieldwork.policies import may_read_fieldwork
from cchc.fieldwork.queries.board import BoardCell, FieldBoardRow, field_board
from cchc.fieldwork.views.frame import field_context, survey_of
from cchc.ui.pages import page
from cchc.ui.templatetags.ui import thousands

ROWS = 150
CALLED = 15  # whom the board names to be called; the others stand in the table of enumerators


@dataclass(frozen=True, slots=True)
class BoardHeat:
    """A cell of the heat table: its numbers, how it stands as a style and in words."""

    cell: BoardCell
    style: str
    word: str


@needs(Permission.FIELDWORK_READ)
@require_GET
def board(request: Request, survey: int) -> HttpResponse:
    """The board of a survey; `cham=1` shows the units that are behind alone, `q` those of a name."""
    if not may_read_fieldwork(request.actor):
        raise Http404
    held = survey_of(request, survey)
    found = field_board(held, timezone.localdate())
    text = request.GET.get("q", "").strip()
    behind_alone = request.GET.get("cham") == "1"
    rows = [one for one in found.rows if _is_asked_for(one, text, behind_alone)]
    pages = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    to_call = found.to_call
    labels = [" · ".join(filter(None, column)) for column in found.columns]
    context = field_context(request, held, _("Board of the fieldwork")) | {
        "board": found,
        "pages": pages,
        "columns": found.columns,
        "forms_of_unit": reverse("fieldwork:forms", args=[held.pk]),
        "heat": [(row, list(zip(labels, map(_heat, row.cells), strict=True))) for row in pages],
        "text": text,
        "behind_alone": behind_alone,
        "behind": sum(one.is_behind for one in found.rows),
        "to_call": to_call[:CALLED],
        "more_to_call": max(len(to_call) - CALLED, 0),
    }
    return page(request, "fieldwork/board.html", context, part="rows")


def _is_asked_for(row: FieldBoardRow, text: str, behind_alone: bool) -> bool:
    name = row.unit.name if row.unit else _("All rated units")
    return search_key(text) in search_key(name) and (row.is_behind or not behind_alone)


def _heat(cell: BoardCell | None) -> BoardHeat | None:
    if cell is None:
        return None
    stands = cell.stands
    likely = cell.expected.likely if cell.expected else cell.sums.counting
    high = cell.expected.high if cell.expected else cell.sums.counting
    words = {
        "full": _("full"),
        "over": pgettext("quota", "over by {count}").format(count=thousands(cell.sums.overflow)),
        "short": pgettext("quota", "at most {count} by the deadline").format(count=thousands(high)),
        "behind": pgettext("quota", "{count} expected").format(count=thousands(likely)),
        "under_way": pgettext("quota", "{count} missing").format(count=thousands(cell.sums.open)),
        "nothing": pgettext("quota", "no quota"),
    }
    said = words[stands]
    if cell.not_handed_out:
        said = f"{said}; " + pgettext("quota", "{count} not handed out").format(
            count=thousands(cell.not_handed_out)
        )
    return BoardHeat(cell, stands.replace("_", "-"), said)
