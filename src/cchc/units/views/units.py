"""Pages of the units: the tree, one unit and its corrections, the list as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.documents.queries.downloads import made_file
from cchc.ui.forms import put_errors, typed_day
from cchc.ui.pages import page
from cchc.units import actions, queries
from cchc.units.exchange.units import BETWEEN_LEVELS, UnitRow, units_workbook
from cchc.units.forms.typed import UnitForm, facts_for_form
from cchc.units.models import Kind, Unit
from cchc.units.policies import may_manage_units

ROWS = 150


@needs(Permission.UNIT_READ)
@require_GET
def unit_list(request: Request) -> HttpResponse:
    """Show the tree of the units on a day, or the units found by name and kind."""
    asked = _asked(request)
    context = {
        "title": _("Units"),
        "rows": Paginator(queries.lines(**asked), ROWS).get_page(request.GET.get("page")),
        "kinds": Kind.choices,
        "flat": bool(asked["text"] or asked["kind"] or asked["ended"]),
        "may_manage": may_manage_units(request.actor),
        **asked,
    }
    return page(request, "units/list.html", context, part="rows")


def _asked(request: HttpRequest) -> dict[str, Any]:
    """Return the values of the filters; a value that cannot be read is left out."""
    kind = request.GET.get("kind", "")
    return {
        "on": typed_day(request.GET.get("on", ""), timezone.localdate()),
        "text": request.GET.get("q", "").strip(),
        "kind": kind if kind in Kind.values else "",
        "ended": request.GET.get("ended") == "1",
    }


@needs(Permission.UNIT_READ)
@require_GET
def unit_export(request: Request) -> HttpResponse:
    """Send the listed units as an Excel workbook that can be imported again."""
    units = [line.unit for line in queries.lines(**_asked(request))]
    rows = [
        UnitRow(row=number, **{**facts, "parent": BETWEEN_LEVELS.join(facts["parent"])})
        for number, facts in enumerate(queries.file_rows(units), start=2)
    ]
    return made_file(units_workbook(rows), "danh-sach-don-vi.xlsx")


@needs(Permission.UNIT_READ)
@require_GET
def unit_detail(request: Request, pk: int) -> HttpResponse:
    """Show one unit: its facts, the units below it, its predecessors and its successors."""
    unit = _unit(request, pk)
    day = day_of(unit)
    tree = queries.tree_on(day)
    may_change = queries.changeable_units(request.actor).filter(pk=pk).exists()
    context = {
        "title": unit.name,
        "unit": unit,
        "path": tree.path(unit),
        "rows": Paginator(tree.children(unit), ROWS).get_page(request.GET.get("page")),
        "day": day,
        "history": queries.history(unit),
        "may_change": may_change,
        "latest": actions.latest_change(unit) if may_change else None,
        "may_read_results": request.actor.may(Permission.RESULT_READ),
        "may_read_feedback": request.actor.may(Permission.FEEDBACK_READ) and request.actor.unit_id == unit.pk,
        "may_add_below": queries.places_for(request.actor).filter(pk=pk).exists(),
    }
    return page(request, "units/detail.html", context)


def _unit(request: Request, pk: int) -> Unit:
    return get_object_or_404(queries.visible_to(request.actor), pk=pk)


def unit_to_change(request: Request, pk: int) -> Unit:
    """Return the unit if the reader may change it. Raises Http404 otherwise."""
    return get_object_or_404(queries.changeable_units(request.actor), pk=pk)


def day_of(unit: Unit) -> date:
    """Return today while the unit exists; after its end its last day, before its beginning its first."""
    today = timezone.localdate()
    if unit.valid_until is not None and unit.valid_until <= today:
        return date.fromordinal(unit.valid_until.toordinal() - 1)
    return max(today, unit.valid_from)


@needs(Permission.UNIT_MANAGE)
def unit_new(request: Request) -> HttpResponse:
    """Add a unit that has no predecessor."""
    initial = {"parent": request.GET.get("parent"), "valid_from": timezone.localdate()}
    form = UnitForm(request.POST or None, actor=request.actor, initial=initial)
    back = reverse("units:list")
    context = {"title": _("Add a unit"), "form": form, "back": back}
    return _acted(
        request,
        form,
        context,
        "units/form.html",
        lambda: actions.add_unit(by=request.actor, **form.cleaned_data),
    )


@needs(Permission.UNIT_MANAGE)
def unit_change(request: Request, pk: int) -> HttpResponse:
    """Correct wrong facts of a unit."""
    unit = unit_to_change(request, pk)
    form = UnitForm(request.POST or None, actor=request.actor, unit=unit, initial=facts_for_form(unit))
    context = _about(unit, _("Correct “%(name)s”"), form)
    return _acted(
        request,
        form,
        context,
        "units/change.html",
        lambda: actions.change_unit(by=request.actor, unit=unit, **form.cleaned_data),
    )


def _about(unit: Unit, title: str, form: forms.Form) -> dict[str, Any]:
    """Return the context of a form about one unit."""
    return {
        "title": title % {"name": unit.name},
        "unit": unit,
        "form": form,
        "back": reverse("units:detail", args=[unit.pk]),
    }


def _acted(
    request: Request,
    form: forms.Form,
    context: dict[str, Any],
    template: str,
    act: Callable[[], Unit],
) -> HttpResponse:
    """Show the form, or do its act and go to the unit; refusals stand beside their fields, with status 422."""
    if request.method != "POST":
        return page(request, template, context)
    if form.is_valid():
        try:
            unit = act()
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("Saved at %(time)s.") % {"time": f"{timezone.localtime():%H:%M}"})
            return redirect("units:detail", pk=unit.pk)
    return page(request, template, context, status=422)
