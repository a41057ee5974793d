"""The ranking of a peer group: on the page, as a workbook, as the annex of the decision."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
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
from cchc.cycles.policies import Sight, is_provisional, sight_of
from cchc.cycles.queries import Group, address_of, current_cycle, years_of
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.documents.views import FileRequest, file_or_progress
from cchc.results.exchange.report import TIE_RULES
from cchc.results.queries.accounts import behind_since, current_run, stage_note
from cchc.results.queries.bands import SOURCES
from cchc.results.queries.files import annex_content, ranking_content, table_content, units_in
from cchc.results.queries.groups import chosen_group, groups_of, has_group
from cchc.results.queries.ordering import Order, requested_order
from cchc.results.queries.ranking import RankingPage, asked_rows, ranking_of
from cchc.results.queries.stages import requested_stage, stages_in
from cchc.results.tasks import make_annex, make_ranking
from cchc.scores.consequences import untold_stages
from cchc.scores.models import Stage
from cchc.scores.queries import visible_cycles
from cchc.scores.queries.untold import PlainUntold, as_plain
from cchc.scores.views.frame import cycle_frame, requested_cycle
from cchc.surveys.policies import may_take_results
from cchc.surveys.queries.takings import has_surveyed_sets
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


@dataclass(frozen=True, slots=True)
class RankingRequest:
    """What an address asks of the ranking of a cycle: the group, the words in a name, the domain or all of them as a
    heat map, the order, the stage. It is kept in the addresses of other years and of the files."""

    group: str
    text: str
    domain: str
    heat: bool
    order: str
    stage: str
    bands: str

    @classmethod
    def of(cls, request: Request) -> RankingRequest:
        """Return what this request asks for."""
        asked = request.GET
        heat = asked.get("xem") == HEAT
        return cls(
            group=asked.get("khoi", ""),
            text=asked.get("q", "").strip(),
            domain="" if heat else asked.get("linh_vuc", ""),
            heat=heat,
            order=asked.get("xep", ""),
            stage=asked.get("giai_doan", ""),
            bands=asked.get("khoang", ""),
        )


@needs(Permission.RESULT_READ)
def cycle_ranking(request: Request, province: str, year: int) -> HttpResponse:
    """The ranking of one peer group of a cycle; by one domain, or all domains as a heat map."""
    cycle = requested_cycle(request, province, year)
    sight, asked = sight_of(request.actor), RankingRequest.of(request)
    groups = groups_of(sight, cycle)
    group = chosen_group(groups, asked.group, sight, cycle)
    if group is None and groups:
        raise Http404
    stages = stages_in(cycle, untold_stages(sight, cycle))
    stage = requested_stage(asked.stage, stages)
    ranking = (
        ranking_of(sight, cycle, group, domain=asked.domain, heat=asked.heat, stage=stage, bands=asked.bands)
        if group
        else None
    )
    order = requested_order(asked.order, [one.number for one in ranking.domains] if ranking else ())
    rows = asked_rows(ranking, asked.text, order) if ranking else []
    elsewhere = asked.group if group and asked.group not in ("", group.name) else ""
    context = {
        "title": _("Ranking of %(year)s") % {"year": cycle.year},
        "groups": groups,
        "group": group,
        "elsewhere": "" if elsewhere and has_group(cycle, elsewhere) else elsewhere,
        "ranking": ranking,
        "rows": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "text": asked.text,
        "heat": asked.heat,
        "order": order,
        "stages": [(one, Stage(one).label) for one in stages],
        "stage": stage,
        "bands": asked.bands if asked.bands in SOURCES else "",
        "band_choices": band_choices(),
        "asked_order": str(order),
        "orders": _orders(ranking, order) if ranking else [],
        "year_query": _kept(request, elsewhere or (group.name if group else "")),
        "last_year": str(cycle.year - 1),
        "may_take_surveys": _may_take_surveys(request, cycle),
        "may_compare": ranking is not None and len(ranking.rows) > 1,
        "years": [(one, *address_of(one)) for one in years_of(visible_cycles(request.actor), cycle)],
        "by_stage": stage_note(ranking.stage) if ranking else "",
        "behind_since": behind_since(cycle, ranking.run, ranking.at) if ranking and ranking.whole else None,
        "tie_rule": TIE_RULES[ranking.criteria.ties] if ranking else None,
        **cycle_frame(request, cycle),
    }
    return page(request, "results/ranking.html", context, part="rows")


def band_choices() -> list[tuple[str, str]]:
    """What bands can reckon with, as addresses and pages name it."""
    return [
        ("dieu-tra", _("Error of the surveys")),
        ("tham-dinh", _("Disagreement of appraisers")),
        ("ca-hai", _("Both")),
    ]


def _may_take_surveys(request: Request, cycle: Cycle) -> bool:
    """Whether results of surveys can be taken into this cycle by the reader; surveys are held in no practice."""
    return not cycle.practice and may_take_results(request.actor, cycle) and has_surveyed_sets(cycle)


def _kept(request: Request, group: str) -> str:
    """What the address of another year keeps of this one: the group, the filter, the order; not the page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    asked["khoi"] = group
    return f"?{asked.urlencode()}" if group else ""


def _orders(ranking: RankingPage, now: Order) -> list[tuple[str, str]]:
    """The orders to choose from where the headings of the columns are not shown, the present one among them."""
    known = {
        "hang": _("Rank"),
        "don-vi": _("Unit"),
        "-chi-so": _("Index, highest first"),
        "-mat-diem": _("Points lost, most first"),
        **({"hang-truoc": _("Rank of last year")} if ranking.has_before else {}),
        **({"-thay-doi": _("Change of the index, best first")} if ranking.has_changes else {}),
    }
    return [*([] if str(now) in known else [(str(now), _("As chosen by a column"))]), *known.items()]


def _asked_ranking(request: Request, province: str, year: int) -> tuple[Sight, Cycle, Group, int]:
    """How far the reader sees, the cycle, the peer group and the run of a download; 404 where nothing was scored."""
    cycle, sight = requested_cycle(request, province, year), sight_of(request.actor)
    group = chosen_group(groups_of(sight, cycle), request.GET.get("khoi", ""), sight, cycle)
    run = current_run(cycle)
    if group is None or run is None:
        raise Http404
    return sight, cycle, group, run.pk


def _version(cycle: Cycle, run: int) -> str:
    """What a file of results was made from: the run, and whether it is released."""
    return f"{run}:{'provisional' if is_provisional(cycle) else 'released'}"


@needs(Permission.RESULT_READ)
def ranking_excel(request: Request, province: str, year: int) -> HttpResponse:
    """The ranking as its page shows it, with the same filter and order, as a workbook."""
    sight, cycle, group, _run = _asked_ranking(request, province, year)
    asked = RankingRequest.of(request)
    stage = requested_stage(asked.stage, stages_in(cycle, untold_stages(sight, cycle)))
    ranking = ranking_of(sight, cycle, group, domain=asked.domain, heat=True, stage=stage)
    if ranking is None:
        raise Http404
    order = requested_order(asked.order, [one.number for one in ranking.domains])
    rows = asked_rows(ranking, asked.text, order)
    content = table_content(ranking, rows, _titles(ranking, asked.text))
    return made_file(content, _file_name("xep-hang", cycle, group, "xlsx"))


def _titles(ranking: RankingPage, text: str) -> list[str]:
    """What stands above the rows of a workbook: which ranking it is, by what it is ranked, which units were sought."""
    titles = [
        _("Ranking of %(year)s") % {"year": ranking.cycle.year} + f" · {ranking.cycle.province.name}",
        ranking.group.name,
    ]
    if ranking.domain is not None:
        titles.append(_("Ranked by the domain “%(name)s”.") % {"name": ranking.domain.name})
    if text:
        titles.append(_("Units found by “%(text)s”") % {"text": text})
    return titles


@needs(Permission.RESULT_READ)
def derivations_excel(request: Request, province: str, year: int) -> HttpResponseBase:
    """How every point of a criteria set came about, as a workbook; made by the worker where it is large."""
    sight, cycle, group, run = _asked_ranking(request, province, year)
    chosen, untold = group.cycle_set, as_plain(untold_stages(sight, cycle))
    units = None if sight.is_whole(cycle) else sorted(sight.units)
    cells = units_in(chosen, run) * len(criteria_of(chosen.version).leaves)
    stage = requested_stage(request.GET.get("giai_doan", ""), stages_in(cycle, untold_stages(sight, cycle)))
    asked = FileRequest(
        of=f"results.ranking:{chosen.pk}{stage and f':{stage}'}",
        audience=_audience(units, untold),
        version=_version(cycle, run),
        about={
            "cycle_set": chosen.pk,
            "run": run,
            "provisional": is_provisional(cycle),
            "units": units,
            "untold": untold,
            "stage": stage,
        },
        name=_file_name("cach-tinh-diem", cycle, group, "xlsx"),
        type="xlsx",
        small=cells <= FEW_CELLS,
    )
    return file_or_progress(request, asked, ranking_content, make_ranking, _back(request, cycle, group))


def _audience(units: list[int] | None, untold: PlainUntold) -> str:
    """Who sees the same in a file of results: whoever sees all, or those who see these units alone, without what is
    not told to them."""
    if units is None and not untold:
        return Permission.RESULT_READ
    return f"{Permission.RESULT_READ}:{hashlib.sha256(repr((units, untold)).encode()).hexdigest()[:16]}"


@needs(Permission.RESULT_READ)
def ranking_word(request: Request, province: str, year: int) -> HttpResponseBase:
    """The annex of the decision that announces the ranking of one peer group, for readers who see all of it.

    Made by the worker where it is large.
    """
    sight, cycle, group, run = _asked_ranking(request, province, year)
    if not sight.is_whole(cycle):
        raise Http404
    untold = as_plain(untold_stages(sight, cycle))
    stage = requested_stage(request.GET.get("giai_doan", ""), stages_in(cycle, untold_stages(sight, cycle)))
    hashed = hashlib.sha256(group.name.encode()).hexdigest()
    asked = FileRequest(
        of=f"results.annex:{group.cycle_set.pk}:{hashed}{stage and f':{stage}'}",
        audience=_audience(None, untold),
        version=_version(cycle, run),
        about={
            "cycle_set": group.cycle_set.pk,
            "group": group.name,
            "run": run,
            "provisional": is_provisional(cycle),
            "reader": [sight.person_id, sight.unit_id] if untold else None,
            "stage": stage,
        },
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
