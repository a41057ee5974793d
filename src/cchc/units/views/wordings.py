"""Pages of the remembered wordings: the meaning of each, the person who chose it, and the way to forget it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.ui.pages import page
from cchc.units import actions, queries
from cchc.units.policies import may_manage_agencies

ROWS = 150


@needs(Permission.UNIT_READ)
@require_GET
def wording_list(request: Request) -> HttpResponse:
    """Show the remembered wordings, the last chosen first, or those found by a text."""
    text = request.GET.get("q", "").strip()
    wordings = queries.wordings_matching(text, queries.wordings_visible_to(request.actor))
    context = {
        "title": _("Remembered wordings"),
        "rows": Paginator(wordings, ROWS).get_page(request.GET.get("page")),
        "text": text,
        "today": timezone.localdate(),
        "may_manage": may_manage_agencies(request.actor),
    }
    return page(request, "units/wordings.html", context, part="rows")


@needs(Permission.AGENCY_MANAGE)
@require_POST
def wording_forget(request: Request, pk: int) -> HttpResponse:
    """Forget the chosen meaning of a wording."""
    wording = get_object_or_404(queries.wordings_visible_to(request.actor), pk=pk)
    actions.forget_wording(by=request.actor, wording=wording)
    messages.success(request, _("The choice for “%(text)s” is forgotten.") % {"text": wording.text})
    return redirect("units:wordings")
