"""The gap between what units gave themselves and what became of it, as a page and as a workbook."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.cycles.models import Cycle
from cchc.cycles.policies import Sight, is_provisional, sight_of
from cchc.cycles.queries import Group, address_of, years_of
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.results.exchange.gap import GapLeafRow, GapUnitRow, gap_workbook
from cchc.results.exchange.printing import marks_of
from cchc.results.queries.accounts import behind_since, current_run, stage_note
from cchc.results.queries.gap import GapPage, gap_page
from cchc.results.queries.groups import chosen_group, groups_of
from cchc.results.queries.stages import requested_stage, stages_in
from cchc.scores.consequences import untold_stages
from cchc.scores.models import Stage
from cchc.scores.queries import visible_cycles
from cchc.scores.views.frame import cycle_frame, requested_cycle
from cchc.ui.pages import page
from cchc.ui.templatetags.ui import message_text, number


def _asked(request: Request, cycle: Cycle) -> tuple[Sight, list[Group], Group | None, list[str], str]:
    """How far the reader sees, the groups and the one that is asked for, the stages that may be set against the
    self-scores and the one that is asked for."""
    sight = sight_of(request.actor)
    groups = groups_of(sight, cycle)
    group = chosen_group(groups, request.GET.get("khoi", ""), sight, cycle)
    known = stages_in(cycle, untold_stages(sight, cycle))
    later = [one for one in known if one != Stage.SELF_SCORE] if Stage.SELF_SCORE in known else []
    return sight, groups, group, later, requested_stage(request.GET.get("giai_doan", ""), later)


@needs(Permission.RESULT_READ)
def gap(request: Request, province: str, year: int) -> HttpResponse:
    """How far self-scores lie from the appraisal in one peer group: by unit, by criterion, and in their order."""
    cycle = requested_cycle(request, province, year)
    sight, groups, group, stages, stage = _asked(request, cycle)
    if group is None and groups:
        raise Http404
    run = current_run(cycle)
    found = gap_page(sight, cycle, group, run, stage) if group is not None and stages and run else None
    context = {
        "title": _("Self-scores and appraisal, %(year)s") % {"year": cycle.year},
        "groups": groups,
        "group": group,
        "gap": found if found is not None and found.units else None,
        "stages": [(one, Stage(one).label) for one in stages],
        "stage": stage,
        "by_stage": stage_note(found.stage) if found is not None and found.units else "",
        "behind_since": behind_since(cycle, run, found.at) if found is not None and found.whole else None,
        "years": [(one, *address_of(one)) for one in years_of(visible_cycles(request.actor), cycle)],
        **cycle_frame(request, cycle),
    }
    return page(request, "results/gap.html", context)


@needs(Permission.RESULT_READ)
def gap_excel(request: Request, province: str, year: int) -> HttpResponse:
    """The same as a workbook."""
    cycle = requested_cycle(request, province, year)
    sight, _groups, group, _stages, stage = _asked(request, cycle)
    run = current_run(cycle)
    if group is None or run is None:
        raise Http404
    found = gap_page(sight, cycle, group, run, stage)
    content = gap_workbook(
        _titles(cycle, found),
        [
            GapUnitRow(
                one.name, one.claimed, one.later, one.gap, one.leaves,
                one.claimed_index, one.later_index, one.claimed_rank, one.later_rank,
            )
            for one in found.units
        ],
        [
            GapLeafRow(
                one.leaf.number, one.leaf.name, one.leaf.maximum,
                one.units, one.lowered, one.raised, one.gap, one.mean,
            )
            for one in found.leaves
        ],
        whole=found.whole,
        say=message_text,
    )  # fmt: skip
    return made_file(content, f"chenh-lech-{cycle.year}-{slug_of(group.name)}.xlsx")


def _titles(cycle: Cycle, found: GapPage) -> list[str]:
    """What stands above the rows of the workbook."""
    marks = [
        message_text(mark)
        for mark in marks_of(found.stage, unreleased=is_provisional(cycle), practice=cycle.practice)
    ]
    order = []
    if found.spearman is not None and found.kendall is not None:
        told = _("Rank correlation of %(count)s units: Spearman %(rho)s, Kendall %(tau)s")
        order = [
            told % {"count": found.ranked, "rho": number(found.spearman, 4), "tau": number(found.kendall, 4)}
        ]
    title = _("Self-scores and appraisal, %(year)s") % {"year": cycle.year}
    return [f"{title} · {cycle.province.name}", found.group.name, *marks, *order]
