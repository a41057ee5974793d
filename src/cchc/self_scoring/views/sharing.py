"""Who looks after what: domains, criteria and leaves shared out to people of the unit, and how far each is."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.self_scoring.actions.sharing import share_out
from cchc.self_scoring.forms import ShareForm
from cchc.self_scoring.queries.sharing import people_of, work_by_person
from cchc.self_scoring.queries.sheet import sheet_view
from cchc.self_scoring.views.frame import sheet_context, sheet_for
from cchc.ui.forms import put_errors
from cchc.ui.pages import page


@needs(Permission.SHEET_EDIT)
def share_page(request: Request, year: int, unit: int) -> HttpResponse:
    """Show how far each person is, and give parts of the sheet to people."""
    sheet = sheet_for(request, year, unit)
    view = sheet_view(sheet)
    present = dict(sheet.shares.values_list("node", "person_id"))
    posted = request.POST if request.method == "POST" else None
    form = ShareForm(posted, view=view, people=people_of(unit), present=present)
    if posted is not None and form.is_valid():
        changed = form.changed()
        try:
            if changed:
                share_out(by=request.actor, sheet=sheet, shares=changed)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            count = len(changed)
            words = ngettext("%(count)s part shared out.", "%(count)s parts shared out.", count)
            messages.success(request, words % {"count": count})
            return redirect("self_scoring:share", year, unit)
    title = _("Who looks after what: {unit}").format(unit=sheet.participant.name)
    context = sheet_context(request, sheet, title) | {"form": form, "work": work_by_person(view)}
    status = 200 if posted is None else 422
    return page(request, "self_scoring/share.html", context, status=status)
