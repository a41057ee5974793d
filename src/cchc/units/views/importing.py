"""Pages of the table file of units: uploaded, looked at, applied or given up."""

from __future__ import annotations

from datetime import date
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
from cchc.documents.models import Errand
from cchc.documents.views import dear
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files
from cchc.intake.views import ROWS, Addresses, Frame, file_pages
from cchc.units.forms.importing import UnitsFileForm
from cchc.units.models import Kind
from cchc.units.staged import UNITS

ADDRESSES = Addresses(
    list="units:import",
    one="units:import_detail",
    file="units:import_file",
    apply="units:import_apply",
    again="units:import_again",
    give_up="units:import_give_up",
)


def _frame(request: Request) -> Frame:
    """Return the frame of the pages of the files that this person may see: the own ones, or all for an actor of the
    province."""
    rows = staged_files(UNITS)
    return Frame(
        request=request,
        kind=UNITS,
        rows=rows if request.actor.everywhere else rows.filter(person_id=request.actor.person_id),
        addresses=ADDRESSES,
        title=_("Import units"),
        crumbs=[(_("Units"), reverse("units:list"))],
        template="units/import_detail.html",
        listing="units/import.html",
        difference=_difference,
        around={"back": reverse("units:list")},
    )


def _difference(staged: StagedFile) -> dict[str, Any]:
    """Return the first rows that would change something, each difference as field, old, new."""
    labels = {
        "name": _("Name"),
        "kind": _("Kind"),
        "code": _("Code"),
        "parent": _("Belongs to"),
        "valid_from": _("Valid from"),
        "valid_until": _("No longer valid from"),
        "aliases": _("Other names"),
    }
    changing = staged.difference
    shown = [
        {
            "row": row,
            "differences": [
                (labels[name], _printed(name, old), _printed(name, new))
                for name, (old, new) in row["differences"].items()
                if row["state"] == "changed" or (name != "name" and new)
            ],
        }
        for row in changing[:ROWS]
    ]
    return {"counts": staged.counts, "shown": shown, "moving": len(changing), "empty": not changing}


def _printed(name: str, value: Any) -> str:
    """Return a fact as the page prints it."""
    if not value:
        return ""
    if name == "kind":
        return str(Kind(value).label)
    if isinstance(value, list):
        return "; ".join(value)
    return f"{date.fromisoformat(value):%d/%m/%Y}" if name.startswith("valid_") else str(value)


@needs(Permission.UNIT_MANAGE)
@dear(Errand.What.IMPORT)
def unit_import(request: Request) -> HttpResponse:
    """Upload a table file, to see its effect; the page lists the earlier ones."""
    frame = _frame(request)
    form = UnitsFileForm(request.POST or None, request.FILES or None)
    return frame.bring(form) if request.method == "POST" else frame.listed(form)


@needs(Permission.UNIT_MANAGE)
@require_POST
@dear(Errand.What.IMPORT)
def unit_import_apply(request: Request, pk: int) -> HttpResponse:
    """Write the rows of a file, all or nothing; 409 when their effect would be another by now."""
    frame = _frame(request)
    staged = frame.found(pk)
    count = len(staged.difference)
    done = ngettext("%(count)s unit was written.", "%(count)s units were written.", count)

    def go_on(_units: Any) -> HttpResponse:
        messages.success(request, done % {"count": count})
        return redirect("units:list")

    return frame.apply(staged, go_on)


PAGES = file_pages(Permission.UNIT_MANAGE, _frame)
