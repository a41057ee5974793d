"""The points file to fill in: of a criteria set, and of a cycle with its units and scores."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.criteria.queries import criteria_of, file_name, versions
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.documents.views import FileRequest, file_or_progress
from cchc.scores.exchange.form import points_form
from cchc.scores.queries.basis import basis_of
from cchc.scores.queries.form import state_of, template_content
from cchc.scores.tasks import make_template
from cchc.scores.views.frame import requested_cycle
from cchc.ui.templatetags.ui import message_text

FEW_CELLS = 6_000  # of units and leaves: the empty file of more takes longer than 120 ms


@needs(Permission.CRITERIA_READ)
def of_set(request: Request, pk: int) -> HttpResponse:
    """The empty points file of a criteria set, to be filled in with units."""
    version = get_object_or_404(versions(request.actor).defer(None), pk=pk)
    return made_file(
        points_form(criteria_of(version), (), message_text), f"mau-nhap-diem-{file_name(version)}.xlsx"
    )


@needs(Permission.SCORE_IMPORT)
def of_cycle(request: Request, province: str, year: int, set_pk: int) -> HttpResponseBase:
    """The points file of one criteria set with what is scored so far; with ?theo-khoi a sheet for each peer group;
    made by the worker where it is large."""
    cycle = requested_cycle(request, province, year)
    cycle_set = get_object_or_404(cycle.sets.select_related("version", "cycle"), pk=set_pk)
    basis = basis_of(cycle_set, cycle)
    by_group, state = "theo-khoi" in request.GET, state_of(basis)
    name = f"nhap-diem-cchc-{cycle.year}-{slug_of(cycle_set.peer_group)}"
    asked = FileRequest(
        of=f"scores.template:{cycle_set.pk}{'/groups' if by_group else ''}",
        audience=Permission.SCORE_IMPORT,
        version=state,
        about={"cycle_set": cycle_set.pk, "units": state, "by_group": by_group},
        name=f"{name}{'-theo-khoi' if by_group else ''}.xlsx",
        type="xlsx",
        small=len(basis.participants) * len(basis.criteria.leaves) <= FEW_CELLS,
    )
    back = (_("Import scores"), reverse("scores:imports", args=[province, year]))
    return file_or_progress(request, asked, template_content, make_template, back)
