"""The ranking of a peer group: on the page, as a workbook, as the annex of the decision."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.core.messages import Message
from cchc.core.names import folded
from cchc.cycles.models import Cycle
from cchc.cycles.queries import Group, current_cycle
from cchc.documents.queries import CONTENT_TYPES
from cchc.files.catalogue import speaker
from cchc.results.exchange.annex import AnnexRow, annex
from cchc.results.exchange.printing import ranking_workbook
from cchc.results.exchange.report import PENDING, TIE_RULES
from cchc.results.queries.address import address_of, years_of
from cchc.results.queries.ranking import Ranking, chosen_group, found, groups_of, ranking_of
from cchc.results.queries.scores import basis_of, ranked
from cchc.results.views.asked import around, asked_cycle
from cchc.ui.pages import page
from cchc.ui.templatetags.ui import said

ROWS = 150
HEAT = "linh-vuc"


@needs(Permission.RESULT_READ)
def current(request: Any) -> HttpResponse:
    """The ranking of the cycle that runs."""
    cycle = current_cycle()
    if cycle is None:
        return page(request, "results/no_cycle.html", {"title": _("Ranking")})
    return redirect("results:cycle_ranking", *address_of(cycle))


@needs(Permission.RESULT_READ)
def cycle_ranking(request: Any, province: str, year: int) -> HttpResponse:
    """The ranking of one peer group of a cycle; by one domain, or all domains as a heat map."""
    cycle = asked_cycle(request, province, year)
    groups = groups_of(cycle)
    group = chosen_group(groups, request.GET.get("khoi", ""), request.actor, cycle)
    if group is None and groups:
        raise Http404
    text, heat = request.GET.get("q", "").strip(), request.GET.get("xem") == HEAT
    domain = "" if heat else request.GET.get("linh_vuc", "")
    ranking = ranking_of(request.actor, cycle, group, domain=domain, heat=heat) if group else None
    rows = found(ranking.rows, text) if ranking else []
    context = {
        "title": _("Ranking of %(year)s") % {"year": cycle.year},
        "groups": groups,
        "group": group,
        "ranking": ranking,
        "rows": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "text": text,
        "heat": heat,
        "years": [(one, *address_of(one)) for one in years_of(request.actor, cycle)],
        "tie_rule": TIE_RULES[ranking.criteria.ties] if ranking else None,
        **around(request, cycle),
    }
    return page(request, "results/ranking.html", context, part="rows")


def _asked_ranking(request: Any, province: str, year: int) -> tuple[Cycle, Group]:
    """The cycle and the peer group of a download; 404 where nothing was scored."""
    cycle = asked_cycle(request, province, year)
    group = chosen_group(groups_of(cycle), request.GET.get("khoi", ""), request.actor, cycle)
    if group is None or not cycle.index_runs.exists():
        raise Http404
    return cycle, group


@needs(Permission.RESULT_READ)
def ranking_excel(request: Any, province: str, year: int) -> HttpResponse:
    """The ranking of all groups of a criteria set as a workbook: ranks, domains, losses, derivations."""
    cycle, group = _asked_ranking(request, province, year)
    basis = basis_of(group.cycle_set, cycle)
    content = ranking_workbook(basis.criteria, ranked(basis).groups, cycle.year, False, said)
    return _download(content, "xlsx", "xep-hang", cycle, group)


@needs(Permission.RESULT_READ)
def ranking_word(request: Any, province: str, year: int) -> HttpResponse:
    """The annex of the decision that announces the ranking of one peer group; always in Vietnamese."""
    cycle, group = _asked_ranking(request, province, year)
    ranking = ranking_of(request.actor, cycle, group)
    if ranking is None:
        raise Http404
    content = annex(
        province=_inside_a_sentence(cycle.province.name),
        year=cycle.year,
        group=group.name,
        rows=[_annex_row(row) for row in ranking.rows],
        places=ranking.criteria.places,
        notes=_annex_notes(ranking),
        say=speaker("results", language_code="vi"),
    )
    return _download(content, "docx", "phu-luc", cycle, group)


def _inside_a_sentence(name: str) -> str:
    """The name of a province as it stands inside a sentence: "tỉnh Hòa Giang"."""
    titled = name.startswith(("Tỉnh ", "Thành phố "))
    return name[0].lower() + name[1:] if titled else name


def _annex_row(row: Any) -> AnnexRow:
    bar = row.bar
    points = bar.appraised + bar.survey + bar.bonus
    return AnnexRow(row.rank, row.name, points, bar.maximum, row.printed, row.grade)


def _annex_notes(ranking: Ranking) -> list[Message]:
    """The tie rule, and what a unit without an index means."""
    return [TIE_RULES[ranking.criteria.ties], *([PENDING] if ranking.pending else [])]


def _download(content: bytes, kind: str, name: str, cycle: Cycle, group: Group) -> HttpResponse:
    """A file to be saved, its name without diacritics."""
    file = f"{name}-{cycle.year}-{slugify(folded(group.name))}.{kind}"
    disposition = f'attachment; filename="{file}"'
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[kind],
        headers={"Content-Disposition": disposition, "Cache-Control": "no-store"},
    )
