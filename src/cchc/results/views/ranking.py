"""The ranking of a peer group: on the page, as a workbook, as the annex of the decision."""

from __future__ import annotations

import hashlib
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle
from cchc.cycles.queries import Group, address_of, current_cycle, years_of
from cchc.documents.queries.downloads import slug_of
from cchc.documents.views import FileRequest, file_or_progress
from cchc.results.exchange.report import TIE_RULES
from cchc.results.queries.accounts import current_run
from cchc.results.queries.files import annex_content, ranking_content, units_in
from cchc.results.queries.ranking import chosen_group, groups_of, matching_rows, ranking_of
from cchc.results.tasks import make_annex, make_ranking
from cchc.scores.queries import visible_cycles
from cchc.scores.views.frame import cycle_frame, requested_cycle
from cchc.ui.pages import page

ROWS = 150
HEAT = "linh-vuc"
FEW_CELLS = 300  # of units and leaves: the workbook of more takes longer than 120 ms
FEW_UNITS = 60  # the annex of more takes longer than 120 ms


@needs(Permission.RESULT_READ)
def current(request: Request) -> HttpResponse:
    """The ranking of the cycle that runs."""
    cycle = current_cycle()
    if cycle is None:
        return page(request, "results/no_cycle.html", {"title": _("Ranking")})
    return redirect("results:cycle_ranking", *address_of(cycle))


@needs(Permission.RESULT_READ)
def cycle_ranking(request: Request, province: str, year: int) -> HttpResponse:
    """The ranking of one peer group of a cycle; by one domain, or all domains as a heat map."""
    cycle = requested_cycle(request, province, year)
    groups = groups_of(cycle)
    group = chosen_group(groups, request.GET.get("khoi", ""), request.actor, cycle)
    if group is None and groups:
        raise Http404
    text, heat = request.GET.get("q", "").strip(), request.GET.get("xem") == HEAT
    domain = "" if heat else request.GET.get("linh_vuc", "")
    ranking = ranking_of(request.actor, cycle, group, domain=domain, heat=heat) if group else None
    rows = matching_rows(ranking.rows, text) if ranking else []
    context = {
        "title": _("Ranking of %(year)s") % {"year": cycle.year},
        "groups": groups,
        "group": group,
        "ranking": ranking,
        "rows": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "text": text,
        "heat": heat,
        "years": [(one, *address_of(one)) for one in years_of(visible_cycles(request.actor), cycle)],
        "tie_rule": TIE_RULES[ranking.criteria.ties] if ranking else None,
        **cycle_frame(request, cycle),
    }
    return page(request, "results/ranking.html", context, part="rows")


def _asked_ranking(request: Request, province: str, year: int) -> tuple[Cycle, Group, int]:
    """The cycle, the peer group and the run of a download; 404 where nothing was scored."""
    cycle = requested_cycle(request, province, year)
    group = chosen_group(groups_of(cycle), request.GET.get("khoi", ""), request.actor, cycle)
    run = current_run(cycle)
    if group is None or run is None:
        raise Http404
    return cycle, group, run.pk


@needs(Permission.RESULT_READ)
def ranking_excel(request: Request, province: str, year: int) -> HttpResponseBase:
    """The ranking of all groups of a criteria set as a workbook; made by the worker where it is large."""
    cycle, group, run = _asked_ranking(request, province, year)
    chosen = group.cycle_set
    cells = units_in(chosen, run) * len(criteria_of(chosen.version).leaves)
    asked = FileRequest(
        of=f"results.ranking:{chosen.pk}",
        audience=Permission.RESULT_READ,
        version=str(run),
        about={"cycle_set": chosen.pk, "run": run},
        name=_file_name("xep-hang", cycle, group, "xlsx"),
        type="xlsx",
        small=cells <= FEW_CELLS,
    )
    return file_or_progress(request, asked, ranking_content, make_ranking, _back(request, cycle, group))


@needs(Permission.RESULT_READ)
def ranking_word(request: Request, province: str, year: int) -> HttpResponseBase:
    """The annex of the decision that announces the ranking of one peer group; made by the worker where it is large."""
    cycle, group, run = _asked_ranking(request, province, year)
    asked = FileRequest(
        of=f"results.annex:{group.cycle_set.pk}:{hashlib.sha256(group.name.encode()).hexdigest()}",
        audience=Permission.RESULT_READ,
        version=str(run),
        about={"cycle_set": group.cycle_set.pk, "group": group.name, "run": run},
        name=_file_name("phu-luc", cycle, group, "docx"),
        type="docx",
        small=units_in(group.cycle_set, run, group.name) <= FEW_UNITS,
        language="vi",
    )
    return file_or_progress(request, asked, annex_content, make_annex, _back(request, cycle, group))


def _file_name(name: str, cycle: Cycle, group: Group, kind: str) -> str:
    """The name of a download, without diacritics."""
    return f"{name}-{cycle.year}-{slug_of(group.name)}.{kind}"


def _back(request: Request, cycle: Cycle, group: Group) -> tuple[str, str]:
    """The ranking from which a file is asked for."""
    address = reverse("results:cycle_ranking", args=address_of(cycle))
    return _("Ranking of %(year)s") % {"year": cycle.year}, f"{address}?{urlencode({'khoi': group.name})}"
