"""Pages of the boundaries of units: uploaded, looked at, put on the map or given up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.words.messages import Faults
from cchc.documents.models import Errand
from cchc.documents.views import dear
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files
from cchc.intake.views import Addresses, Fact, Frame, file_pages
from cchc.portal.forms.boundaries import BoundariesForm
from cchc.portal.models import BoundaryMap
from cchc.portal.queries.boundaries import standing_number
from cchc.portal.staged import BOUNDARIES, RefusedBoundaries

ADDRESSES = Addresses(
    list="portal_office:boundaries",
    one="portal_office:boundaries_detail",
    file="portal_office:boundaries_file",
    apply="portal_office:boundaries_apply",
    again="portal_office:boundaries_again",
    give_up="portal_office:boundaries_give_up",
)


def _frame(request: Request) -> Frame:
    return Frame(
        request=request,
        kind=BOUNDARIES,
        rows=staged_files(BOUNDARIES),
        addresses=ADDRESSES,
        title=_("Boundaries of the map"),
        crumbs=[(_("Public pages"), reverse("portal_office:settings"))],
        template="portal/office/boundaries_detail.html",
        listing="portal/office/boundaries.html",
        difference=_difference,
        facts=lambda staged: [Fact(_("Areas"), int(staged.counts["areas"]))],
        version=str(standing_number()),
        advice=_matched,
    )


def _matched(refused: Faults) -> dict[str, str]:
    """Return what matched all the same in a file with faults."""
    if not isinstance(refused, RefusedBoundaries):
        return {}
    matched = refused.matched
    drawn = ngettext(
        "%(count)s unit matches an area without a fault: %(names)s.",
        "%(count)s units match an area without a fault: %(names)s.",
        len(matched.drawn),
    ) % {"count": len(matched.drawn), "names": ", ".join(matched.drawn) or "–"}
    left_out = ngettext(
        "%(count)s commune has none: %(names)s.",
        "%(count)s communes have none: %(names)s.",
        len(matched.left_out),
    ) % {"count": len(matched.left_out), "names": ", ".join(matched.left_out)}
    return {"advice": f"{drawn} {left_out}" if matched.left_out else drawn}


def _difference(staged: StagedFile) -> dict[str, Any]:
    return {"counts": staged.counts, **staged.difference}


@needs(Permission.PORTAL_MANAGE)
@dear(Errand.What.IMPORT)
def boundaries(request: Request) -> HttpResponse:
    """Upload boundaries, to see of which units they are; the page lists the earlier ones."""
    frame = _frame(request)
    form = BoundariesForm(request.POST or None, request.FILES or None)
    return frame.bring(form) if request.method == "POST" else frame.listed(form)


@needs(Permission.PORTAL_MANAGE)
@require_POST
@dear(Errand.What.IMPORT)
def boundaries_apply(request: Request, pk: int) -> HttpResponse:
    """Let the map draw the areas of a file; 409 when others were put on it meanwhile."""
    frame = _frame(request)

    def go_on(made: BoundaryMap) -> HttpResponse:
        done = ngettext(
            "%(count)s area is on the map of the public pages.",
            "%(count)s areas are on the map of the public pages.",
            made.areas,
        )
        messages.success(request, done % {"count": made.areas})
        return redirect("portal_office:boundaries")

    return frame.apply(frame.found(pk), go_on)


PAGES = file_pages(Permission.PORTAL_MANAGE, _frame)
