"""What people wrote in their own words."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.words.lengths import MOST
from cchc.core.words.marking import pieces_of
from cchc.surveys.forms.results import OpinionFilter
from cchc.surveys.queries.opinions import FoundOpinions, open_items, opinions_on
from cchc.surveys.views.results import asked_results
from cchc.ui.pages import page

ROWS = 150
ALONE = "le"


@needs(Permission.SURVEY_READ)
@require_GET
def opinions(request: Request, pk: int) -> HttpResponse:
    """The opinions on a question, in groups of shared words, those that hold what is searched."""
    asked = asked_results(request, pk)
    context = {
        "title": _("Opinions: %(survey)s") % {"survey": asked.survey.name},
        **asked.context("opinions"),
    }
    if found := asked.found:
        items = open_items(found.questions)
        form = OpinionFilter(request.GET, items=[(one.code, one.text) for one in items])
        form.is_valid()
        code = form.cleaned_data.get("cau") or (items[0].code if items else "")
        searched = form.cleaned_data.get("tim") or ""
        item = next((one for one in items if one.code == code), None)
        context |= {"form": form, "item": item, "searched": searched}
        if item:
            context |= _listed(
                opinions_on(found.survey, found.questionnaire, item, searched), request, searched
            )
    return page(request, "surveys/opinions.html", context)


def _listed(found: FoundOpinions, request: Request, searched: str) -> dict[str, Any]:
    chosen = request.GET.get("nhom", "")
    places = list(range(len(found.opinions)))
    if chosen == ALONE:
        places = list(found.groups.alone)
    elif chosen:
        group = next((one for one in found.groups.groups if one.words == chosen), None)
        if group is None:
            raise Http404
        places = list(group.answers)
    rows: Page[Any] = Paginator(places, ROWS).get_page(request.GET.get("page"))
    kept = {key: request.GET[key] for key in ("phieu", "cau", "tim") if request.GET.get(key)}
    return {
        "rows": rows,
        "lines": [
            (found.opinions[at].unit, pieces_of(found.opinions[at].text, searched, MOST["explanation"]))
            for at in rows.object_list
        ],
        "groups": [
            (one.words, len(one.answers), f"?{urlencode({**kept, 'nhom': one.words})}")
            for one in found.groups.groups
        ],
        "alone": (len(found.groups.alone), f"?{urlencode({**kept, 'nhom': ALONE})}"),
        "everything": (len(found.opinions), f"?{urlencode(kept)}"),
        "chosen": chosen,
        "total": found.total,
        "is_cut": found.is_cut,
    }
