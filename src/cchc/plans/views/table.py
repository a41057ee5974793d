"""The table of a plan, its course through the year, and one measure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.plans.budgets import budget_amount
from cchc.core.plans.columns import COLUMNS, COOPERATING, DEADLINE, LEAD, SHORTCOMINGS, ColumnGroup
from cchc.core.plans.figures import shortcomings
from cchc.plans.actions.writing import is_built_on
from cchc.plans.consequences import measures_followed
from cchc.plans.forms.table import TableFilter
from cchc.plans.models import Plan
from cchc.plans.policies import may_amend_plan, may_edit_plan, may_enforce_plans_of
from cchc.plans.queries import table
from cchc.plans.queries.budgets import budgets_by_section, whole_budget
from cchc.plans.queries.columns import texts_of
from cchc.plans.queries.obstacles import unconfirmed_agencies
from cchc.plans.queries.paging import MOST_LETTERS, BySize, letters_of
from cchc.plans.queries.plans import last_submission
from cchc.plans.queries.review import ROWS as ROWS_OF_A_REVIEW
from cchc.plans.queries.standing import DueStanding, Followed, standings
from cchc.plans.queries.texts import measures_of, targets_of
from cchc.plans.views.addressing import plan_or_404
from cchc.ui.pages import page

ROWS = 150
_APART = (SHORTCOMINGS, LEAD, COOPERATING, DEADLINE)  # shown with what they mean
_WHAT = [one for one in COLUMNS if one.group is ColumnGroup.WHAT and one.key not in _APART]
_OTHERS = [one for one in COLUMNS if one.group is ColumnGroup.WHO_AND_WHEN and one.key not in _APART]
COURSE = "thoi-gian"
ROWS_SHOWN, WHOLE = "dong", "du"  # rows with all their texts


@needs(Permission.PLAN_READ)
@require_GET
def plan_detail(request: Request, pk: int) -> HttpResponse:
    """The measures of a plan as filters ask for them, as a table or on the months of the year."""
    plan = plan_or_404(request, pk)
    waits = plan.state == Plan.State.SUBMITTED
    may_edit = may_edit_plan(request.actor, plan) and not waits and not is_built_on(plan)
    today = timezone.localdate()
    own = table.unit_ids_of(request.actor)
    mine = own if request.GET.get("cua_toi") == "1" else frozenset()
    names, counted = table.units_named(plan), table.sections_of(plan)
    sections: dict[int, Any] = {one.pk: one for one in counted}
    form = TableFilter(request.GET, sections=sections.values(), units=names, mine=mine)
    asked = form.wanted()
    shown = table.measures_of(plan, today, mine or None)
    followed = _followed(plan, today, mine or asked.units)
    found = table.matching(plan, shown, asked, today, followed)
    counts = table.counts_by_group(found, today, asked.by_day, followed)
    paginator = Paginator(found, ROWS)
    paginator.count = sum(counts.values())
    rows: Page[Any] = paginator.get_page(request.GET.get("page"))
    rows.object_list = table.rows_of(
        plan, list(rows.object_list), today, sections=sections, names=names, mine=own, followed=followed
    )
    course = request.GET.get("xem") == COURSE
    budgets = budgets_by_section(found)
    context = {
        "title": plan.title,
        "plan": plan,
        "today": today,
        "form": form,
        "asked": asked,
        "rows": rows,
        "groups": table.groups_of(rows, counts, asked.by_day, budgets),
        "budget": whole_budget(budgets),
        "standings": _standings(request, standings(shown, today, followed), asked.standing),
        "total": sum(section.count for section in sections.values()),
        "of_mine": table.measures_of(plan, today, own).count() if own else 0,
        "mine": bool(mine),
        "course": course,
        "columns": table.columns_in_use(plan),
        "whole": request.GET.get(ROWS_SHOWN) == WHOLE,
        "months": table.months_of(plan) if course else None,
        "agencies": table.groups_of_units(rows),
        "unconfirmed": unconfirmed_agencies(plan).count() if may_edit else 0,
        "unit_link": _unit_link(request),
        "may_edit": may_edit,
        "may_enforce": may_enforce_plans_of(request.actor, plan.unit),
        "may_amend": may_amend_plan(request.actor, plan),
        "in_force": plan.state == Plan.State.CURRENT,
        "may_withdraw": waits and may_edit_plan(request.actor, plan),
        "submission": last_submission(plan) if waits else None,
        "may_make": request.actor.may(Permission.PLAN_EDIT),
        "may_see_board": request.actor.everywhere or plan.unit_id == request.actor.unit_id,
        "may_delete": may_edit and plan.state == Plan.State.DRAFT,
        "reading": plan.reading_id,
        "targets": list(targets_of(plan)),
    }
    return page(request, "plans/detail.html", context, part="rows")


def _followed(plan: Plan, today: date, units: frozenset[int] | None, pk: int | None = None) -> Followed:
    """The measures of `plan` that are followed, as the work of `units` stands, or of everybody; or the one alone."""
    told = measures_followed(plans=[plan.pk], units=units or None, measure=pk, today=today)
    return {one.measure: one for one in told}


def _standings(
    request: Request, counted: Mapping[DueStanding, int], chosen: DueStanding | None
) -> list[dict[str, Any]]:
    """How many measures stand where, each with the address that shows only those, or all again."""
    links = []
    for one, count in counted.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["han"] = "" if one == chosen else one.value
        links.append({"of": one, "count": count, "href": f"?{query.urlencode()}", "chosen": one == chosen})
    return links


def _unit_link(request: Request) -> str:
    """The address of this table for one unit, whose id is to be added."""
    kept = request.GET.copy()
    for name in ("don_vi", "cua_toi", "page"):
        kept.pop(name, None)
    return f"?{kept.urlencode()}&don_vi=" if kept else "?don_vi="


@needs(Permission.PLAN_READ)
@require_GET
def measure_detail(request: Request, pk: int, measure: int) -> HttpResponse:
    """One measure: all its texts, the units behind its agencies, what its deadline means, where it was read."""
    plan, today = plan_or_404(request, pk), timezone.localdate()
    names, counted = table.units_named(plan), table.sections_of(plan)
    sections = {one.pk: one for one in counted}
    asked = get_object_or_404(table.measures_of(plan, today), pk=measure)
    own = table.unit_ids_of(request.actor)
    followed = _followed(plan, today, None, pk=measure)
    (row,) = table.rows_of(plan, [asked], today, sections=sections, names=names, mine=own, followed=followed)
    place = table.place_of(plan, asked)
    measures = measures_of(plan)
    at_page = BySize(measures, letters_of(measures), ROWS_OF_A_REVIEW, MOST_LETTERS).page_of(place.at)
    parts = asked.parts.select_related("agency").prefetch_related("agency__units")
    context = {
        "title": _("Measure %(number)s") % {"number": asked.number} if asked.number else _("Measure"),
        "plan": plan,
        "today": today,
        "row": row,
        "one": asked,
        "parts": parts,
        "what": texts_of(asked, _WHAT),
        "lost": shortcomings(asked.shortcomings),
        "others": texts_of(asked, _OTHERS),
        "budget": budget_amount(asked.budget) if asked.budget else None,
        "place": place,
        "edit": f"{reverse('plans:review', args=[plan.pk])}?page={at_page}#m{asked.pk}",
        "unit_link": f"{reverse('plans:detail', args=[plan.pk])}?don_vi=",
        "may_edit": may_edit_plan(request.actor, plan) and not is_built_on(plan),
        "may_amend": may_amend_plan(request.actor, plan),
        "amended": f"?nv={asked.pk}",
    }
    return page(request, "plans/measure.html", context)
