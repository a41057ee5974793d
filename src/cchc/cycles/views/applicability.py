"""Pages of applicability: a matrix of units and leaves, changed cell by cell or for many units at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.cycles import actions, queries
from cchc.cycles.forms.cycles import (
    ManyForm,
    MatrixForm,
)
from cchc.cycles.models import CycleSet
from cchc.cycles.views.frame import ROWS, cycle_context, cycle_set_of
from cchc.ui.forms import put_errors
from cchc.ui.pages import page


@needs(Permission.CYCLE_READ)
@require_GET
def applicability(request: Request, pk: int, set_pk: int) -> HttpResponse:
    """Show the matrix of units and leaves, one domain at a time; a ticked cell does not apply."""
    context = _matrix(request, cycle_set_of(request, pk, set_pk))
    return page(request, "cycles/applicability.html", context | {"form": MatrixForm()}, part="matrix")


@needs(Permission.CYCLE_MANAGE)
@require_POST
def applicability_change(request: Request, pk: int, set_pk: int) -> HttpResponse:
    """Save the cells of the part of the matrix that was on the page."""
    chosen = cycle_set_of(request, pk, set_pk)
    context = _matrix(request, chosen)
    form = MatrixForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        off, on = form.cells(context["taking"], context["leaves"])
        reason = form.cleaned_data["reason"]
        count = actions.change_applicability(
            by=request.actor, cycle=chosen.cycle, off=off, on=on, reason=reason
        )
    except ValidationError as refused:
        again = {"form": form, "refused": refused.messages, "ticked": set(request.POST.getlist("cell"))}
        return page(request, "cycles/applicability.html", context | again, status=422)
    _changed(request, count)
    return redirect(f"{reverse('cycles:applicability', args=[pk, set_pk])}?{request.GET.urlencode()}")


def _changed(request: HttpRequest, count: int) -> None:
    messages.success(
        request, ngettext("%(count)s cell changed.", "%(count)s cells changed.", count) % {"count": count}
    )


def _matrix(request: Request, chosen: CycleSet) -> dict[str, Any]:
    leaves = queries.leaves(chosen.version)
    domains = list(dict.fromkeys((leaf.domain, leaf.domain_name) for leaf in leaves))
    domain = request.GET.get("domain", "")
    domain = domain if domain in dict(domains) else domains[0][0] if domains else ""
    text, group = request.GET.get("q", "").strip(), request.GET.get("group", "")
    own = [row for row in queries.participants(chosen.cycle) if row.cycle_set_id == chosen.pk]
    taking = [row for row in queries.participants_matching(text, own) if group in ("", row.peer_group)]
    shown = Paginator(taking, ROWS).get_page(request.GET.get("page"))
    return cycle_context(request, chosen.cycle, _("What applies")) | {
        "set": chosen,
        "sets": chosen.cycle.sets.select_related("version"),
        "domains": domains,
        "domain": domain,
        "leaves": [leaf for leaf in leaves if leaf.domain == domain],
        "taking": taking,
        "rows": shown,
        "text": text,
        "group": group,
        "groups": sorted({row.peer_group for row in own}),
        "missing": sum(len(row.not_applicable) for row in own),
        "ticked": {f"{row.id}:{number}" for row in taking for number in row.not_applicable},
    }


@needs(Permission.CYCLE_MANAGE)
def applicability_many(request: Request, pk: int, set_pk: int) -> HttpResponse:
    """Set applicability for a whole kind or group: first show how many cells would change, then change them."""
    chosen = cycle_set_of(request, pk, set_pk)
    taking, leaves = queries.participants(chosen.cycle), queries.leaves(chosen.version)
    form = ManyForm(request.POST or None, taking=taking, cycle_set=chosen, leaves=leaves)
    address = reverse("cycles:applicability", args=[pk, set_pk])
    context = cycle_context(request, chosen.cycle, _("For many units at once")) | {
        "form": form,
        "set": chosen,
        "back": address,
    }
    if request.method != "POST":
        return page(request, "cycles/applicability_many.html", context)
    if not form.is_valid():
        return page(request, "cycles/applicability_many.html", context, status=422)
    off, on = form.cells()
    if request.POST.get("agreed") != str(len(off) + len(on)):
        return page(request, "cycles/applicability_many.html", context | {"count": len(off) + len(on)})
    try:
        count = actions.change_applicability(
            by=request.actor, cycle=chosen.cycle, off=off, on=on, reason=form.cleaned_data["reason"]
        )
    except ValidationError as refused:
        put_errors(form, refused)
        return page(request, "cycles/applicability_many.html", context, status=422)
    _changed(request, count)
    return redirect(address)
