"""Lost points as a workbook, by the filter of the page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.analysis.exchange.losses_file import (
    LossTables,
    LostAccountRow,
    LostCriterionRow,
    LostShareRow,
    SingleLossRow,
    losses_workbook,
)
from cchc.analysis.queries.losses import NO_AGENCY, LossesPage
from cchc.analysis.views.losses import losses_asked
from cchc.cycles.policies import is_provisional
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.results.exchange.printing import marks_of
from cchc.scores.views.frame import requested_cycle
from cchc.ui.pictures.points import loss_word
from cchc.ui.templatetags.ui import message_text

MOST_SINGLES = 3_000  # losses, each a row: more take longer than a page may


@needs(Permission.LOSS_READ)
@require_GET
def losses_excel(request: Request, province: str, year: int) -> HttpResponse:
    """Send what the page shows as a workbook."""
    cycle = requested_cycle(request, province, year)
    _groups, group, found = losses_asked(request, cycle)
    if group is None or found is None:
        raise Http404
    content = losses_workbook(_tables(found), message_text)
    return made_file(content, f"diem-mat-{cycle.year}-{slug_of(group.name)}.xlsx")


def _tables(found: LossesPage) -> LossTables:
    return LossTables(
        titles=_titles(found),
        whole=found.whole,
        account=found.account,
        asked=found.lost,
        domains=[
            LostAccountRow(f"{one.key}. {one.name}", one.account, one.filtered) for one in found.domains
        ],
        units=[LostAccountRow(one.name, one.account, one.filtered) for one in found.units],
        criteria=[
            LostCriterionRow(
                one.node.number, one.node.name, one.agency, one.node.maximum, one.step.sum.points,
                one.step.share, one.step.together, one.units, one.applies, one.mean,
            )
            for one in found.lines
        ],
        reasons=[
            LostShareRow(loss_word(one.key), one.points, one.share, one.criteria, one.units)
            for one in found.codes
        ],
        agencies=[
            LostShareRow(_agency(one.key), one.points, one.share, one.criteria, one.units)
            for one in found.agencies
        ],
        singles=[
            SingleLossRow(
                one.unit.name, one.node.number, one.node.name, loss_word(one.code), one.agency, one.points
            )
            for one in (found.singles if len(found.singles) <= MOST_SINGLES else ())
        ],
    )  # fmt: skip


def _agency(name: str) -> str:
    return _("Not named") if name == NO_AGENCY else name


def _titles(found: LossesPage) -> list[str]:
    """What stands above the rows: which losses these are, and what was asked for."""
    cycle, asked = found.cycle, found.asked
    marks = marks_of(found.stage, unreleased=is_provisional(cycle), practice=cycle.practice)
    chosen = [
        (_("Domain"), dict(found.choices.domains).get(asked.domain, "")),
        (_("Reason of the loss"), loss_word(asked.code) if asked.code else ""),
        (_("Agency"), _agency(asked.agency) if asked.agency else ""),
        (_("Unit"), dict(found.choices.units).get(asked.unit, "")),
        (_("Criterion"), asked.criterion),
    ]
    titles = [
        _("Lost points of %(year)s") % {"year": cycle.year} + f" · {cycle.province.name}",
        found.group.name,
        *(message_text(mark) for mark in marks),
        *(f"{label}: {said}" for label, said in chosen if said),
    ]
    if len(found.singles) > MOST_SINGLES:
        told = _("There are %(count)s single losses: filter to have them as a sheet of their own.")
        titles.append(told % {"count": len(found.singles)})
    return titles
