"""Lost points of a peer group: by domain, criterion, code, agency and unit, down to the derivation of each."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.analysis.policies import may_read_report
from cchc.analysis.queries.losses import LossesPage, LossFilter, losses_page, unused_filters
from cchc.analysis.queries.years import years_of_losses
from cchc.cycles.models import Cycle
from cchc.cycles.policies import Sight, sight_of
from cchc.cycles.queries import Group, address_of, current_cycle, years_of
from cchc.results.models import IndexRun
from cchc.results.queries.accounts import behind_since, current_run, stage_note
from cchc.results.queries.groups import chosen_group, groups_of
from cchc.scores.queries import visible_cycles
from cchc.scores.views.frame import cycle_frame, requested_cycle
from cchc.ui.pages import page
from cchc.ui.pictures.pareto import pareto_picture
from cchc.ui.requests import requested_number

ROWS = 150
OVER_YEARS = "cac-nam"


@needs(Permission.LOSS_READ)
@require_GET
def current(request: Request) -> HttpResponse:
    """The lost points of the cycle that runs."""
    cycle = current_cycle()
    if cycle is None:
        return page(request, "analysis/no_cycle.html", {"title": _("Where points were lost")})
    return redirect("analysis:losses", *address_of(cycle))


def asked_group(request: Request, cycle: Cycle) -> tuple[Sight, list[Group], Group | None, IndexRun | None]:
    """Return how far the reader sees, the peer groups and the one that is asked for, and the run that holds."""
    sight = sight_of(request.actor)
    groups = groups_of(sight, cycle)
    group = chosen_group(groups, request.GET.get("khoi", ""), sight, cycle)
    if group is None and groups:
        raise Http404
    return sight, groups, group, current_run(cycle)


def asked_filter(request: Request) -> LossFilter:
    """Return which losses an address asks for."""
    asked = request.GET
    return LossFilter(
        domain=asked.get("linh_vuc", ""),
        code=asked.get("ly_do", ""),
        agency=asked.get("co_quan", ""),
        unit=requested_number(asked.get("don_vi", "")),
        criterion=asked.get("tieu_chi", ""),
    )


def losses_asked(request: Request, cycle: Cycle) -> tuple[list[Group], Group | None, LossesPage | None]:
    """Return the peer groups, the one that is asked for, and its losses by the filter of the address; None while
    nothing is scored."""
    sight, groups, group, run = asked_group(request, cycle)
    found = losses_page(sight, cycle, group, run, asked_filter(request)) if group and run else None
    return groups, group, found if found is not None and found.units else None


@needs(Permission.LOSS_READ)
@require_GET
def losses(request: Request, province: str, year: int) -> HttpResponse:
    """The lost points of one peer group."""
    cycle = requested_cycle(request, province, year)
    groups, group, found = losses_asked(request, cycle)
    offered = _views(found)
    view = next((value for value, _label, _icon in offered if value == request.GET.get("xem")), "")
    years = years_of(visible_cycles(request.actor), cycle)
    beside = None
    if found is not None and view == OVER_YEARS:
        beside = years_of_losses(sight_of(request.actor), cycle, found.group, years)
    rows = {"tieu-chi": found.lines, "don-vi": found.units, "tung-khoan": found.singles} if found else {}
    context = {
        "title": _("Lost points of %(year)s") % {"year": cycle.year},
        "groups": groups,
        "group": group,
        "losses": found,
        "may_see_plans": request.actor.may(Permission.PLAN_READ),
        "unused": unused_filters(asked_filter(request), found.asked) if found is not None else [],
        "view": view,
        "views": offered,
        "beside": beside,
        "may_report": found is not None and found.whole and may_read_report(request.actor),
        "picture": pareto_picture(found.steps) if found is not None else "",
        "rows": Paginator(rows.get(view, ()), ROWS).get_page(request.GET.get("page")),
        "by_stage": stage_note(found.stage) if found is not None else "",
        "behind_since": _behind(cycle, found),
        "years": [(one, *address_of(one)) for one in years],
        **cycle_frame(request, cycle),
    }
    return page(request, "analysis/losses.html", context)


def _views(found: LossesPage | None) -> list[tuple[str, str, str]]:
    """The views as addresses name them, in words and as a picture; years are no matter of one unit."""
    over_years = [(OVER_YEARS, _("Over the years"), "calendar-stats")]
    return [
        ("", _("Overview"), "chart-bar"),
        ("tieu-chi", _("By criterion"), "list-numbers"),
        ("don-vi", _("By unit"), "building-community"),
        ("tung-khoan", _("Loss by loss"), "list-details"),
        *(over_years if found is not None and found.whole else []),
    ]


def _behind(cycle: Cycle, found: LossesPage | None) -> object:
    """Return until when the page knows the scores, where it does not follow them at once; for who sees all of them."""
    return behind_since(cycle, current_run(cycle), found.at) if found is not None and found.whole else None
