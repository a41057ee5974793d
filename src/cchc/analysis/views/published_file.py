"""A published result read from a file: shown as typed lines, for a person to look at before anything is kept."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.analysis.exchange.published_file import PUBLISHED_FILE
from cchc.analysis.forms.remedies import PublishedFileForm, PublishedForm
from cchc.core.plans.published_tables import PublishedColumn
from cchc.core.words.messages import Faults
from cchc.documents.models import Errand
from cchc.documents.views import dear
from cchc.ui.pages import page

COLUMNS = {
    PublishedColumn.NUMBER: pgettext_lazy("column", "number"),
    PublishedColumn.NAME: pgettext_lazy("column", "name"),
    PublishedColumn.MAXIMUM: pgettext_lazy("column", "maximum"),
    PublishedColumn.POINTS: pgettext_lazy("column", "points"),
    PublishedColumn.LOST: pgettext_lazy("column", "points lost"),
}
MOST_LEFT = 30  # rows that are shown by name


@needs(Permission.PLAN_EDIT)
@dear(Errand.What.IMPORT)
def published_file(request: Request) -> HttpResponse:
    """Read a published result from a file; what was read stands in the form, kept only when it is saved there."""
    form = PublishedFileForm(request.POST or None, request.FILES or None)
    context = {
        "title": _("Published result from a file"),
        "form": form,
        "back": reverse("analysis:published_new"),
    }
    if request.method != "POST":
        return page(request, "analysis/published_file.html", context)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = PUBLISHED_FILE.read(file.read(), file.name)
        except Faults as refused:
            context |= {"faults": refused.faults, "count": len(refused.faults)}
        else:
            typed = PublishedForm(actor=request.actor, lines="\n".join(read.lines))
            columns = [(COLUMNS[what], heading) for what, heading in read.columns]
            more = len(read.left) - MOST_LEFT
            context |= {"title": _("Published result"), "form": typed, "post_to": context["back"]}
            context |= {"file": file.name, "read": read, "columns": columns, "left": read.left[:MOST_LEFT]}
            context |= {"more": max(0, more), "back": reverse("analysis:remediation_new")}
            return page(request, "analysis/published.html", context)
    return page(request, "analysis/published_file.html", context, status=422)
