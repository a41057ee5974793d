"""Requests of appraised units that a criterion shall not apply: the list, and the opinion on one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.appraisal.actions.advising import give_opinion
from cchc.appraisal.forms.requests import GRANT, REFUSE, OpinionForm
from cchc.appraisal.queries.requests import AppraisedRequest, appraised_requests
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.views.frame import cycle_context, round_to_appraise
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle
from cchc.ui.forms import put_errors
from cchc.ui.pages import page


@needs(Permission.APPRAISAL_READ)
@require_GET
def requests_page(request: Request, year: int) -> HttpResponse:
    """Show the requests of appraised units, as far as the reader sees them: those that wait for the reader's opinion
    first."""
    cycle = _round(request, year)
    seen = appraised_requests(request.actor, sight_in(request.actor, cycle), cycle)
    seen.sort(key=lambda one: (not one.wants_opinion, not one.waits))
    context = {
        **cycle_context(request, cycle),
        "title": _("Criteria asked not to apply, {year}").format(year=year),
        "requests": [(one, _name_of(one)) for one in seen],
        "wanted": sum(one.wants_opinion for one in seen),
        "decides": request.actor.may(Permission.APPLICABILITY_SETTLE),
    }
    return page(request, "appraisal/requests.html", context)


@needs(Permission.APPLICABILITY_PROPOSE)
def opinion_page(request: Request, year: int, asked: int) -> HttpResponse:
    """Show what a unit asks about a criterion that the reader appraises, and store the opinion on it."""
    cycle = _round(request, year)
    seen = appraised_requests(request.actor, sight_in(request.actor, cycle), cycle)
    one = next((one for one in seen if one.asked.pk == asked and one.mine), None)
    if one is None:
        raise Http404
    given = one.opinion
    form = OpinionForm(
        request.POST if request.method == "POST" and one.waits else None,
        initial={"advice": GRANT if given.grants else REFUSE, "text": given.text} if given else {},
    )
    if form.is_valid():
        try:
            grants = form.cleaned_data["advice"] == GRANT
            give_opinion(by=request.actor, asked=one.asked, grants=grants, text=form.cleaned_data["text"])
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("The opinion is saved; whoever decides is told."))
            return redirect("appraisal:requests", year)
    context = {
        **cycle_context(request, cycle),
        "title": _("{unit}: {leaf} shall not apply").format(
            unit=one.asked.participant.name, leaf=one.asked.leaf
        ),
        "one": one,
        "leaf_name": _name_of(one),
        "form": form,
    }
    return page(request, "appraisal/opinion.html", context, status=200 if request.method != "POST" else 422)


def _round(request: Request, year: int) -> Cycle:
    cycle = round_to_appraise(request, year)
    if cycle is None:
        raise Http404
    return cycle


def _name_of(one: AppraisedRequest) -> str:
    """The number and the name of the leaf."""
    leaf = criteria_of(one.asked.participant.cycle_set.version).leaves.get(one.asked.leaf)
    return one.asked.leaf if leaf is None else f"{leaf.number}. {leaf.name}"
