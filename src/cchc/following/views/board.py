"""The owner's board of a plan: figures, and behind each figure its list; the measures rolled up; the year's course."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.following.actions.closing import close_several
from cchc.following.forms.board import chosen_records, record_filter
from cchc.following.policies import may_close, may_see_board
from cchc.following.queries.board import (
    UNDATED,
    BoardCounts,
    BoardRow,
    RecordFilter,
    asked_records,
    board_of,
    counts_of_measures,
    days_of_measures,
)
from cchc.following.queries.records import of_plan
from cchc.following.queries.words import STANDING_WORDS, name_of_measure
from cchc.plans.models import Measure, Plan
from cchc.plans.queries import table
from cchc.ui.pages import page
from cchc.ui.pictures.timeline import Months
from cchc.units.models import Unit

ROWS = 150


@needs(Permission.FOLLOWING_READ)
@require_GET
def board(request: Request, pk: int) -> HttpResponse:
    """Where the records of a plan stand, by unit, section and month; each figure leads to its list."""
    plan = plan_of_board(request, pk)
    found = board_of(plan, of_plan(request.actor, plan), timezone.localdate())
    behind = [one for one in found.units if one.counts.overdue]
    in_time = [one for one in found.units if not one.counts.overdue]
    parts: list[tuple[str, str, str, Iterable[BoardRow], Iterable[BoardRow]]] = [
        ("don_vi", _("By unit"), _("Unit"), behind, in_time),
        ("phan", _("By section"), _("Section"), found.sections, ()),
        ("thang", _("By month of the due day"), _("Month"), _month_names(found.months), ()),
    ]
    context = {
        **_frame(request, plan),
        "title": _("Board: %(plan)s") % {"plan": plan.title},
        "whole": found.whole,
        "standings": list(STANDING_WORDS.values()),
        "parts": [
            (heading, first, [_line(name, row) for row in rows], [_line(name, row) for row in folded])
            for name, heading, first, rows, folded in parts
        ],
    }
    return page(request, "following/board.html", context)


@needs(Permission.FOLLOWING_READ)
@require_GET
def records(request: Request, pk: int) -> HttpResponse:
    """The records behind a figure of the board."""
    return _listed(request, plan_of_board(request, pk))


def _listed(request: Request, plan: Plan, *, status: int = 200, changed: int = 0) -> HttpResponse:
    """The records that the address asks for; those that wait for the owner of the plan can be chosen and closed."""
    today, asked = timezone.localdate(), record_filter(request.GET)
    found = asked_records(of_plan(request.actor, plan), asked, today)
    rows = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        **_frame(request, plan),
        "title": _("Records: %(plan)s") % {"plan": plan.title},
        "rows": rows,
        "said": _said(plan, asked),
        "today": today,
        "closes": asked.to_close and may_close(request.actor, plan) and bool(rows.object_list),
        "query": request.GET.urlencode(),
        "changed": changed,
    }
    return page(request, "following/board_records.html", context, status=status)


@needs(Permission.PROGRESS_CLOSE)
@require_POST
def close_chosen(request: Request, pk: int) -> HttpResponse:
    """Take the outcomes that were chosen in the list; 409 where one of them is not as the list showed it."""
    plan = plan_of_board(request, pk)
    if not may_close(request.actor, plan):
        raise Http404
    try:
        made = close_several(by=request.actor, plan=plan, seen=chosen_records(request.POST.getlist("chon")))
    except Changed as changed:
        return _listed(request, plan, status=409, changed=len(changed.now))
    if made:
        said = ngettext("{count} outcome was taken.", "{count} outcomes were taken.", len(made))
        messages.success(request, said.format(count=len(made)))
    else:
        messages.warning(request, _("Choose the outcomes that you take."))
    return redirect(f"{reverse('following:board_records', args=[plan.pk])}?{request.GET.urlencode()}")


@needs(Permission.FOLLOWING_READ)
@require_GET
def measures(request: Request, pk: int) -> HttpResponse:
    """The measures of a plan, each rolled up over its units and periods."""
    plan, today = plan_of_board(request, pk), timezone.localdate()
    found = Measure.objects.filter(section__plan=plan, withdrawn=False).select_related("section")
    rows: Page[Any] = Paginator(found, ROWS).get_page(request.GET.get("page"))
    shown = list(rows.object_list)
    counts = counts_of_measures(of_plan(request.actor, plan), [one.pk for one in shown], today)
    lines = [(one, *_counted(counts.get(one.pk, BoardCounts()), {"nhiem_vu": str(one.pk)})) for one in shown]
    context = {
        **_frame(request, plan),
        "title": _("Measures: %(plan)s") % {"plan": plan.title},
        "rows": rows,
        "lines": lines,
        "standings": list(STANDING_WORDS.values()),
    }
    return page(request, "following/board_measures.html", context)


@needs(Permission.FOLLOWING_READ)
@require_GET
def course(request: Request, pk: int) -> HttpResponse:
    """The course of the year: when each measure is due, and when all of its units had done it."""
    plan, today = plan_of_board(request, pk), timezone.localdate()
    found = table.measures_of(plan, today).filter(withdrawn=False)
    rows: Page[Any] = Paginator(found, ROWS).get_page(request.GET.get("page"))
    sections: dict[int, Any] = {one.pk: one for one in table.sections_of(plan)}
    shown = list(rows.object_list)
    days = days_of_measures(of_plan(request.actor, plan), [one.pk for one in shown])
    drawn = [
        replace(one, followed=(days[one.measure.pk].due, days[one.measure.pk].done))
        if one.measure.pk in days
        else one
        for one in table.rows_of(plan, shown, today, sections=sections, names=table.units_named(plan))
    ]
    rows.object_list = drawn
    counts = {one.section.pk: 0 for one in drawn}
    for one in drawn:
        counts[one.section.pk] += 1
    context = {
        **_frame(request, plan),
        "title": _("Course of the year: %(plan)s") % {"plan": plan.title},
        "plan_url": reverse("plans:detail", args=[plan.pk]),
        "today": today,
        "rows": rows,
        "groups": table.groups_of(drawn, counts, by_day=False),
        "months": _months(plan, drawn),
    }
    return page(request, "following/course.html", context)


def plan_of_board(request: Request, pk: int) -> Plan:
    """Return a plan in force of which the reader sees every unit. Raises Http404 for any other."""
    plans = Plan.objects.filter(state=Plan.State.CURRENT).select_related("unit", "document")
    plan = get_object_or_404(plans, pk=pk)
    if not may_see_board(request.actor, plan):
        raise Http404
    return plan


def _frame(request: Request, plan: Plan) -> dict[str, Any]:
    return {"plan": plan, "may_close": may_close(request.actor, plan)}


def _line(name: str, row: BoardRow) -> tuple[Any, ...]:
    return (row.name, *_counted(row.counts, {name: row.key}))


def _counted(counts: BoardCounts, asked: dict[str, str]) -> tuple[Any, ...]:
    return (_address(asked), counts, _cells(counts, asked), _address({**asked, "qua_han": "1"}))


def _cells(counts: BoardCounts, asked: dict[str, str]) -> list[tuple[Any, int, str]]:
    """The name of each standing, its count, and the address of the list behind it."""
    return [
        (STANDING_WORDS[one], count, _address({**asked, "tinh_trang": one.value}))
        for one, count in counts.cells
    ]


def _address(asked: dict[str, str]) -> str:
    return f"?{urlencode(asked)}" if asked else ""


def _month_names(rows: Iterable[BoardRow]) -> list[BoardRow]:
    return [replace(row, name=_month_name(row.key)) for row in rows]


def _month_name(key: str) -> str:
    return _("Without a day") if key == UNDATED else f"{key[5:]}/{key[:4]}"


def _said(plan: Plan, asked: RecordFilter) -> list[str]:
    """What a list shows, in words."""
    said = []
    if asked.unit is not None:
        said.append(Unit.objects.filter(pk=asked.unit).values_list("name", flat=True).first() or "–")
    if asked.section is not None:
        said.append(str(plan.sections.filter(pk=asked.section).first() or "–"))
    if asked.measure is not None:
        measure = Measure.objects.filter(section__plan=plan, pk=asked.measure).first()
        said.append(name_of_measure(measure) if measure is not None else "–")
    if asked.month:
        said.append(_("due: {month}").format(month=_month_name(asked.month)))
    if asked.standing is not None:
        said.append(str(STANDING_WORDS[asked.standing]))
    if asked.overdue:
        said.append(_("overdue"))
    if asked.urged is not None:
        words = ngettext("overdue by {count} day or more", "overdue by {count} days or more", asked.urged)
        said.append(words.format(count=asked.urged))
    if asked.to_close:
        said.append(_("outcomes to be closed or returned"))
    return said


def _months(plan: Plan, rows: Iterable[Any]) -> Months:
    """The months of the plan, and those of days that lie outside of them."""
    months = table.months_of(plan)
    days = [day for row in rows if row.followed for day in (*row.followed[0], *row.followed[1])]
    return Months.around(min((months.first, *days)), max((months.last, *days)))
