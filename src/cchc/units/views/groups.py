"""Pages of the agency groups: the list, and one group made, changed and deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.units import actions, queries
from cchc.units.forms.choosing import GroupForm
from cchc.units.models import AgencyGroup
from cchc.units.policies import may_manage_agencies

ROWS = 50  # groups on a page, each with its units, which may be all communes


@needs(Permission.UNIT_READ)
@require_GET
def group_list(request: Request) -> HttpResponse:
    """Show the groups with their units."""
    context = {
        "title": _("Agency groups"),
        "rows": Paginator(queries.groups_visible_to(request.actor), ROWS).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
        "may_manage": may_manage_agencies(request.actor),
    }
    return page(request, "units/groups.html", context)


@needs(Permission.AGENCY_MANAGE)
def group_new(request: Request) -> HttpResponse:
    """Form a group."""
    form = GroupForm(request.POST or None, among=_today())
    return _saved(request, form, {"title": _("Form an agency group")}, None)


@needs(Permission.AGENCY_MANAGE)
def group_change(request: Request, pk: int) -> HttpResponse:
    """Change the name or the units of a group."""
    group = _group(request, pk)
    form = GroupForm(request.POST or None, among=_today(), group=group)
    context = {"title": _("Change “%(name)s”") % {"name": group.name}, "group": group}
    return _saved(request, form, context, group)


@needs(Permission.AGENCY_MANAGE)
@require_POST
def group_delete(request: Request, pk: int) -> HttpResponse:
    """Delete a group."""
    group = _group(request, pk)
    actions.delete_group(by=request.actor, group=group)
    messages.success(request, _("The group “%(name)s” was deleted.") % {"name": group.name})
    return redirect("units:groups")


def _today() -> queries.DayUnits:
    return queries.DayUnits(timezone.localdate())


def _group(request: Request, pk: int) -> AgencyGroup:
    return get_object_or_404(queries.groups_visible_to(request.actor), pk=pk)


def _saved(
    request: Request, form: GroupForm, context: dict[str, Any], group: AgencyGroup | None
) -> HttpResponse:
    """Show the form, or save the group and go to the list; refusals stand on the form, with status 422."""
    context |= {"form": form, "back": reverse("units:groups")}
    if request.method != "POST":
        return page(request, "units/group.html", context)
    if form.is_valid():
        try:
            _save(request, form, group)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("Saved at %(time)s.") % {"time": f"{timezone.localtime():%H:%M}"})
            return redirect("units:groups")
    return page(request, "units/group.html", context, status=422)


def _save(request: Request, form: GroupForm, group: AgencyGroup | None) -> AgencyGroup:
    name, units = form.cleaned_data["name"], form.units
    if group is None:
        return actions.make_group(by=request.actor, name=name, units=units)
    return actions.change_group(by=request.actor, group=group, name=name, units=units)
