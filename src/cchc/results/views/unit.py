"""The page of one unit, the derivation of one score, and its correction by hand."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, Participant
from cchc.results import actions
from cchc.results.forms import CorrectionForm, typed_score
from cchc.results.policies import can_correct_scores
from cchc.results.queries.scores import Held
from cchc.results.queries.unit import LeafPage, UnitPage, leaf_page, participant_of, unit_page
from cchc.results.views.asked import around, asked_cycle
from cchc.ui.pages import page
from cchc.ui.pictures.lines import rank_line, sparkline

MOST_TO_WIN = 8


def _asked(request: Request, province: str, year: int, unit_id: int) -> tuple[Cycle, Participant]:
    cycle = asked_cycle(request, province, year)
    participant = participant_of(cycle, unit_id)
    if participant is None:
        raise Http404
    return cycle, participant


@needs(Permission.RESULT_READ)
def unit_detail(request: Request, province: str, year: int, unit_id: int) -> HttpResponse:
    """Everything about one unit in one year; opened inside the ranking, only its domains and largest losses."""
    cycle, participant = _asked(request, province, year, unit_id)
    unit = unit_page(participant, cycle)
    context = {
        "title": participant.name,
        "unit": unit,
        "to_win": unit.to_win[:MOST_TO_WIN],
        "line": rank_line(unit.line) if unit.line else "",
        "trend": _trend(unit),
        "shut": request.GET.get("dong") == "1",
        **around(request, cycle),
    }
    return page(request, "results/unit.html", context, part="opened")


def _trend(unit: UnitPage) -> str:
    """The years as a line, once there are two to compare."""
    known = [value for _year, value in unit.trend if value is not None]
    return sparkline(unit.trend, width=180, height=34) if len(known) > 1 else ""


def _asked_leaf(
    request: Request, province: str, year: int, unit_id: int, leaf: str
) -> tuple[Cycle, LeafPage]:
    cycle, participant = _asked(request, province, year, unit_id)
    found = leaf_page(participant, cycle, leaf)
    if found is None:
        raise Http404
    return cycle, found


@needs(Permission.RESULT_READ)
def why(request: Request, province: str, year: int, unit_id: int, leaf: str) -> HttpResponse:
    """How one score came to its points: the rule, the figures, every step, the coded losses."""
    cycle, found = _asked_leaf(request, province, year, unit_id, leaf)
    context = {"title": f"{found.leaf.number}. {found.leaf.name}", "asked": found, **around(request, cycle)}
    return page(request, "results/why.html", context, part="derivation")


@needs(Permission.SCORE_CORRECT)
def correct(request: Request, province: str, year: int, unit_id: int, leaf: str) -> HttpResponse:
    """Set one score by hand. Somebody else's change in between answers 409 with both values."""
    cycle, asked = _asked_leaf(request, province, year, unit_id, leaf)
    if not can_correct_scores(request.actor, cycle) or asked.without:
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
    except actions.ScoreChanged as changed:
        return _conflict(request, cycle, asked, form, changed.now)
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return _correction(request, cycle, asked, form, status=422)
    messages.success(request, _("%(leaf)s is changed; the ranking is computed anew.") % {"leaf": leaf})
    return redirect("results:unit", province, year, unit_id)


def _correction(
    request: Request,
    cycle: Cycle,
    asked: LeafPage,
    form: CorrectionForm,
    *,
    status: int = 200,
    now: Held | None = None,
) -> HttpResponse:
    context = {
        "title": _("Correct the score of %(leaf)s") % {"leaf": asked.leaf.number},
        "asked": asked,
        "form": form,
        "now": now,
        "criteria": criteria_of(asked.participant.cycle_set.version) if now is not None else None,
        **around(request, cycle),
    }
    return page(request, "results/correct.html", context, status=status)


def _conflict(
    request: Request, cycle: Cycle, asked: LeafPage, form: CorrectionForm, now: Held
) -> HttpResponse:
    """Both values, and the form once more: what was typed stays, now against the present version."""
    again = CorrectionForm({**request.POST.dict(), "version": now.version}, leaf=asked.leaf)
    again.is_valid()
    return _correction(request, cycle, asked, again, status=409, now=now)
