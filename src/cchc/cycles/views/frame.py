"""The frame of a cycle's pages: the requested cycle, the year strip, a form that is shown, refused or done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.access.requests import Request
from cchc.cycles import queries
from cchc.cycles.models import Cycle, CycleSet
from cchc.cycles.policies import may_change_cycle
from cchc.cycles.queries.strip import year_strip
from cchc.ui.forms import put_errors
from cchc.ui.pages import page

ROWS = 150


def cycle_of(request: Request, pk: int) -> Cycle:
    """Return the cycle if the reader may see it. Raises Http404 otherwise."""
    return get_object_or_404(queries.visible_to(request.actor).select_related("province"), pk=pk)


def cycle_set_of(request: Request, pk: int, set_pk: int) -> CycleSet:
    """Return a criteria set in force in the cycle. Raises Http404 when there is none."""
    return get_object_or_404(
        CycleSet.objects.select_related("version", "cycle"), pk=set_pk, cycle=cycle_of(request, pk)
    )


def cycle_context(request: Request, cycle: Cycle, title: str) -> dict[str, Any]:
    """Return the context of every page of a cycle: title, year strip, the way back."""
    return {
        "title": title,
        "cycle": cycle,
        "strip_cycle": cycle,
        "year_strip": year_strip(cycle, timezone.localdate(), request.actor),
        "may_change": may_change_cycle(request.actor, cycle),
        "back": reverse("cycles:detail", args=[cycle.pk]),
    }


def cycle_under(cycles: QuerySet[Cycle], province: str, year: int) -> Cycle:
    """Return the cycle of `cycles` whose address is this province and year. Raises Http404 when there is none."""
    cycle = queries.cycle_at(cycles, province, year)
    if cycle is None:
        raise Http404
    return cycle


def address_context(request: Request, cycle: Cycle) -> dict[str, Any]:
    """Return the context of every page under the address of a cycle: the address and the year strip."""
    province, year = queries.address_of(cycle)
    return {
        "cycle": cycle,
        "strip_cycle": cycle,
        "province": province,
        "year": year,
        "year_strip": year_strip(cycle, timezone.localdate(), request.actor),
    }


def confirm(request: HttpRequest) -> None:
    """Let the next page show at its top when the change was saved."""
    messages.success(request, _("Saved at %(time)s.") % {"time": f"{timezone.localtime():%H:%M}"})


def answer_form(
    request: Request, form: forms.Form, context: dict[str, Any], template: str, act: Callable[[], int]
) -> HttpResponse:
    """Show the form, or do its act and go to the cycle; refusals stand beside their fields, with status 422."""
    if request.method != "POST":
        return page(request, template, context)
    if form.is_valid():
        try:
            pk = act()
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            confirm(request)
            return redirect("cycles:detail", pk=pk)
    return page(request, template, context, status=422)


def pk_after(_result: object, pk: int) -> int:
    """Return `pk`, the cycle to go to after an action whose result is something else."""
    return pk
