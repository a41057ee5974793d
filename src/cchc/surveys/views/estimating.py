"""Figures that are being made: asked for while a survey collects, or following from its closing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.documents.queries.background import TaskStanding, task_standing, tasks_ahead
from cchc.surveys.actions.estimate_orders import order_estimate
from cchc.surveys.actions.estimating import unestimated_surveys
from cchc.surveys.models import EstimateOrder, Survey, SurveyState
from cchc.surveys.policies import may_close, may_design
from cchc.surveys.queries.designs import not_followed_in
from cchc.surveys.tasks import estimate_ordered
from cchc.surveys.views.surveys import survey_of


def estimate_under_way(request: Request, survey: Survey) -> dict[str, Any]:
    """Return what the pages of results show of figures that are being made: how the worker stands to them
    (`standing`), or why they cannot be made (`whys`); and whether this person may ask for them.

    The queue is asked before the order: what ends in between is then seen as ended, never as interrupted.
    """
    may = may_close(request.actor) or may_design(request.actor)
    shown: dict[str, Any] = {"may_estimate": may and survey.state == SurveyState.COLLECTING}
    if survey.state == SurveyState.CLOSED and unestimated_surveys().filter(pk=survey.pk).exists():
        whys = not_followed_in(survey)
        return {**shown, "whys": whys, "standing": None if whys else TaskStanding.RUNNING}
    keys = list(EstimateOrder.objects.filter(survey=survey).values_list("pk", flat=True))
    standing = task_standing(estimate_ordered.module_path, keys[0]) if keys else None
    order = EstimateOrder.objects.filter(survey=survey).first()
    if order is None:
        return shown
    if order.whys:
        return {**shown, "whys": order.whys}
    return {**shown, "standing": standing, "ahead": tasks_ahead(estimate_ordered.module_path, order.pk)}


@needs(Permission.SURVEY_DESIGN)
@require_POST
def estimate(request: Request, pk: int) -> HttpResponse:
    """Have the worker estimate the figures of a survey as its accepted forms are now."""
    survey = survey_of(request, pk)
    standing = estimate_under_way(request, survey).get("standing")
    if standing in (None, TaskStanding.INTERRUPTED):
        try:
            with transaction.atomic():
                order = order_estimate(by=request.actor, survey=survey)
                transaction.on_commit(partial(estimate_ordered.enqueue, order.pk))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
    return redirect("surveys:results", pk)
