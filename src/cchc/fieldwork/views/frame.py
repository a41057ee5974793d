"""What pages of the field of one survey share."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from cchc.access.requests import Request
from cchc.fieldwork.policies import may_manage_fieldwork
from cchc.surveys.models import Survey, SurveyState
from cchc.surveys.queries.steps import visible_to


def survey_of(request: Request, pk: int) -> Survey:
    """The survey with this id; 404 for one that this person may not see, or that has not begun to collect."""
    return get_object_or_404(visible_to(request.actor).exclude(state=SurveyState.DESIGNING), pk=pk)


def survey_context(survey: Survey, title: str) -> dict[str, Any]:
    """The title of a page, its survey and where it stands."""
    return {
        "title": title,
        "survey": survey,
        "collects": survey.state == SurveyState.COLLECTING,
        "crumbs": [(_("Collecting the answers of surveys"), reverse("fieldwork:home"))],
    }


def field_context(request: Request, survey: Survey, title: str) -> dict[str, Any]:
    """What the pages of a survey share that stand side by side: besides the above, what this person may do."""
    return survey_context(survey, title) | {
        "may_manage": may_manage_fieldwork(request.actor) and survey.state == SurveyState.COLLECTING,
        "may_read_codes": may_manage_fieldwork(request.actor),
    }
