"""The correction of one score."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle
from cchc.cycles.queries import participant_of
from cchc.intake.changed import Changed
from cchc.scores import actions
from cchc.scores.forms import CorrectionForm, typed_score
from cchc.scores.policies import may_correct_scores
from cchc.scores.queries.content import ScoreContent
from cchc.scores.queries.corrections import StandingScore, standing_score
from cchc.scores.views.frame import cycle_frame, requested_cycle
from cchc.ui.pages import page


@needs(Permission.SCORE_CORRECT)
def correct(request: Request, province: str, year: int, unit_id: int, leaf: str) -> HttpResponse:
    """Set one score by hand. Somebody else's change in between answers 409 with both values."""
    cycle = requested_cycle(request, province, year)
    participant = participant_of(cycle, unit_id)
    asked = standing_score(participant, cycle, leaf) if participant is not None else None
    if asked is None:
        raise Http404
    if not may_correct_scores(request.actor, cycle) or asked.without:
        raise Http404
    if request.method != "POST":
        form = CorrectionForm(leaf=asked.leaf, initial=typed_score(asked))
        return _correction(request, cycle, asked, form)
    form = CorrectionForm(request.POST, leaf=asked.leaf)
    if not form.is_valid():
        return _correction(request, cycle, asked, form, status=422)
    try:
        actions.correct_score(
            by=request.actor,
            participant=asked.participant,
            leaf=leaf,
            given=form.given(),
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )
    except Changed as changed:
        return _conflict(request, cycle, asked, form, changed)
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return _correction(request, cycle, asked, form, status=422)
    messages.success(request, _("%(leaf)s is changed; the ranking is computed anew.") % {"leaf": leaf})
    return redirect("results:unit", province, year, unit_id)


def _correction(
    request: Request,
    cycle: Cycle,
    asked: StandingScore,
    form: CorrectionForm,
    *,
    status: int = 200,
    now: ScoreContent | None = None,
    who: str = "",
) -> HttpResponse:
    context = {
        "title": _("Correct the score of %(leaf)s") % {"leaf": asked.leaf.number},
        "asked": asked,
        "form": form,
        "now": now,
        "who": who,
        "criteria": criteria_of(asked.participant.cycle_set.version) if now is not None else None,
        **cycle_frame(request, cycle),
    }
    return page(request, "scores/correct.html", context, status=status)


def _conflict(
    request: Request, cycle: Cycle, asked: StandingScore, form: CorrectionForm, changed: Changed[Any]
) -> HttpResponse:
    """Both values, and the form once more: what was typed stays, now against the present version."""
    again = CorrectionForm({**request.POST.dict(), "version": changed.now.version}, leaf=asked.leaf)
    again.is_valid()
    return _correction(request, cycle, asked, again, status=409, now=changed.now, who=changed.who)
